import type { Json, JsonObject } from '@hadic/signing';
import { textOf } from '../src/files.js';
import { decodeWire, verifiedEvent } from '../src/wire.js';
import { disposed, FakeLedger, RUN, World } from './world.js';

let world: World;
let ledger: FakeLedger;

beforeEach(async () => {
  world = new World();
  ledger = await FakeLedger.start();
  world.env['HADIC_URL'] = ledger.url;
  await world.found();
});

afterEach(async () => {
  await ledger.stop();
  world.close();
});

/** What the ledger answers about a line that was posted. */
function entryOf(line: string): JsonObject {
  const { openings, ...envelope } = JSON.parse(line) as JsonObject;
  const { event, digest } = verifiedEvent(decodeWire(JSON.parse(line) as JsonObject, 'line'));
  const { id = null, type = null, stream = null } = event;
  return { id, type, stream, digest, event, envelope, ...(openings === undefined ? {} : { openings }) };
}

describe('corrections', () => {
  const corrections = '/v1/events?stream=site-kopi%2Fpabrik&type=EventCorrected&limit=200';

  test('change the newest version, sign in the roles of the event, hide what its type hides', async () => {
    await world.run('record', world.write('run.json', RUN));
    const entry = entryOf(ledger.posted[0] ?? '');
    const id = textOf(entry['id']);
    ledger.pages.set(`/v1/events/${id}`, entry);
    ledger.pages.set(corrections, { events: [] });
    expect((await world.run('correct', id, '--set', 'inputs.0.qty=6 KGM', '--reason', 'salah timbang')).exit).toBe(0);
    const first = ledger.event(1);
    expect(first).toMatchObject({
      type: 'EventCorrected',
      stream: 'site-kopi/pabrik',
      data: { target: { id, type: 'BatchProcessed' } },
    });
    expect((first['signers'] as JsonObject[]).map(({ role }) => role)).toEqual(['PRODUCTION', 'PENYELIA_HALAL']);
    expect(ledger.posted[1]).toContain('/data/replacement/inputs/0/qty');

    ledger.pages.set(corrections, { events: [entryOf(ledger.posted[1] ?? '')] });
    expect((await world.run('correct', id, '--set', 'runId=kopi/pabrik/R-1', '--reason', 'x')).exit).toBe(2);
    expect((await world.run('correct', id, '--set', 'lineId=L2', '--reason', 'lini')).exit).toBe(0);
    const second = entryOf(ledger.posted[2] ?? '')['event'] as JsonObject;
    expect(second['data']).toMatchObject({
      target: { id: first['id'] },
      replacement: { lineId: 'L2', inputs: [{ qty: { value: '6' } }] },
    });
  });

  test('annul with the penyelia halal beside', async () => {
    await world.run('record', world.write('one.json', disposed('a')));
    const entry = entryOf(ledger.posted[0] ?? '');
    ledger.pages.set(`/v1/events/${textOf(entry['id'])}`, entry);
    ledger.pages.set(corrections, { events: [] });
    expect((await world.run('annul', textOf(entry['id']), '--reason', 'tidak terjadi')).exit).toBe(0);
    expect((ledger.event(1)['signers'] as JsonObject[]).map(({ role }) => role)).toEqual([
      'WAREHOUSE',
      'PENYELIA_HALAL',
    ]);
  });

  test('check finds every kind of change with exit code 4', async () => {
    await world.run('record', world.write('run.json', RUN));
    const entry = entryOf(ledger.posted[0] ?? '');
    expect(await world.run('events', 'check', world.write('e.json', entry))).toMatchObject({
      exit: 0,
      out: expect.stringContaining('sound'),
    });
    const openings = entry['openings'] as Record<string, [string, Json]>;
    const [pointer = '', opening] = Object.entries(openings)[0] ?? [];
    const changes: JsonObject[] = [
      { openings: { [pointer]: [opening?.[0] ?? '', { value: '500', unit: 'KGM' }] } },
      { digest: '00'.repeat(32) },
      { stream: 'site-kopi/lain' },
      { event: { ...(entry['event'] as JsonObject), occurredAt: '2020-01-01T00:00:00Z' } },
      {
        envelope: {
          ...(entry['envelope'] as JsonObject),
          signatures: [((entry['envelope'] as JsonObject)['signatures'] as Json[])[0] ?? null],
        },
      },
    ];
    for (const change of changes) {
      const { exit, out } = await world.run('events', 'check', world.write('e.json', { ...entry, ...change }));
      expect({ exit, out, change: Object.keys(change) }).toMatchObject({
        exit: 4,
        out: expect.stringContaining('TAMPERED'),
      });
    }
  });
});
