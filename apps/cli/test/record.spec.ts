import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '@hadic/signing';
import { textOf } from '../src/files.js';
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

const RECEIVED = [
  'record',
  'IngredientReceived',
  '--site=kopi/pabrik',
  '--set=lotId=kopi/pabrik/L-1',
  '--set=qty=12.5 KGM',
  '--set=poLine:=3',
];

function config(): { ledger: string } {
  return JSON.parse(readFileSync(path.join(world.home, 'config.json'), 'utf8')) as { ledger: string };
}

describe('record from flags', () => {
  test('fills in id, ledger, stream, time and signer, signs and prints the receipt', async () => {
    const { exit, out } = await world.run(...RECEIVED);
    expect({ exit, posted: ledger.posted.length }).toEqual({ exit: 0, posted: 1 });
    const event = ledger.event(0);
    expect(event).toMatchObject({
      type: 'IngredientReceived',
      v: 1,
      ledger: config().ledger,
      stream: 'site-kopi/pabrik',
      occurredAt: '2026-03-01T01:00:00.000Z',
      signers: [{ org: 'kopi', role: 'WAREHOUSE' }],
      evidence: [],
      data: { site: 'kopi/pabrik', lotId: 'kopi/pabrik/L-1', qty: { value: '12.5', unit: 'KGM' }, poLine: 3 },
    });
    expect(event['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(out).toContain(`recorded\t${textOf(event['id'])}\tIngredientReceived\tsite-kopi/pabrik@0`);
  });

  test('repeated, posts the same bytes; --again makes another event', async () => {
    await world.run(...RECEIVED);
    world.now += 60_000;
    const repeated = await world.run(...RECEIVED);
    expect(ledger.posted[1]).toBe(ledger.posted[0]);
    expect(repeated).toMatchObject({
      exit: 0,
      out: expect.stringContaining('duplicate\t'),
      err: expect.stringContaining('--again'),
    });
    await world.run(...RECEIVED, '--again');
    expect(ledger.event(2)['id']).not.toBe(ledger.event(0)['id']);
  });

  test('a refused event leaves the outbox, so that the next attempt is signed anew', async () => {
    ledger.judge = () => ({
      status: 422,
      body: { code: 'site-unknown', title: 'x', detail: 'The site is not registered.', wayOut: 'Register it.' },
    });
    const { exit, err } = await world.run(...RECEIVED);
    expect({ exit, err }).toEqual({
      exit: 1,
      err: expect.stringMatching(/The site is not registered\.[\s\S]*→ Register it\./),
    });
    ledger.judge = () => undefined;
    world.now += 60_000;
    expect((await world.run(...RECEIVED)).exit).toBe(0);
    expect(ledger.event(1)['id']).not.toBe(ledger.event(0)['id']);
  });

  test('waits as long as the service asks a sender who is over the limit, and sends the same again', async () => {
    const answers = [{ status: 429, body: { code: 'rate-limited', title: 'Rate limited', retryAfter: 7 } }];
    ledger.judge = () => answers.pop();
    expect(await world.run(...RECEIVED)).toMatchObject({ exit: 0, out: expect.stringMatching(/^recorded\t/) });
    expect(world.pauses).toEqual([7_000]);
    expect(ledger.posted[1]).toBe(ledger.posted[0]);
  });

  test('a busy service is asked again with the same bytes, and the event waits in the outbox', async () => {
    ledger.judge = () => ({ status: 503, body: { code: 'overloaded', title: 'Busy' } });
    expect(await world.run(...RECEIVED)).toMatchObject({ exit: 3, err: expect.stringContaining('outbox') });
    ledger.judge = () => undefined;
    expect((await world.run(...RECEIVED)).exit).toBe(0);
    expect(new Set(ledger.posted).size).toBe(1);
  });

  test('names the role in either language, with --as', async () => {
    await world.run(...RECEIVED, '--as', 'penyelia halal');
    expect(ledger.event(0)['signers']).toEqual([expect.objectContaining({ role: 'PENYELIA_HALAL', org: 'kopi' })]);
  });
});

describe('record from a file', () => {
  test('signs by every role that the type asks for and hides what is private', async () => {
    const { exit } = await world.run('record', world.write('run.json', RUN));
    expect(exit).toBe(0);
    const event = ledger.event(0);
    expect((event['signers'] as JsonObject[]).map(({ role }) => role)).toEqual(['PRODUCTION', 'PENYELIA_HALAL']);
    const line = JSON.parse(ledger.posted[0] ?? '') as { openings: Record<string, Json[]>; signatures: unknown[] };
    expect(line.signatures).toHaveLength(2);
    expect(line.openings['/data/inputs/0/qty']?.[1]).toEqual({ value: '5', unit: 'KGM' });
    expect(Buffer.from(JSON.stringify(event)).toString()).not.toContain('"value"');
  });

  test('posts many as one body, in their order, and counts equal rows apart', async () => {
    const rows = [disposed('a'), disposed('b'), disposed('a')];
    const { exit, out, err } = await world.run('record', world.write('rows.json', rows));
    expect({ exit, lines: out.trim().split('\n').length }).toEqual({ exit: 0, lines: 3 });
    expect(err).toContain('recorded 3');
    expect(new Set(ledger.posted).size).toBe(3);
    await world.run('record', world.write('more.json', [...rows, disposed('c')]));
    expect(ledger.posted.slice(3, 6)).toEqual(ledger.posted.slice(0, 3));
    expect(new Set(ledger.posted).size).toBe(4);
  });

  test('reads NDJSON from standard input and posts what is signed already as it is', async () => {
    const signed = await world.run('sign', world.write('one.json', disposed('a')));
    expect(ledger.posted).toEqual([]);
    world.stdin = `${signed.out.trim()}\n${JSON.stringify(disposed('b'))}\n`;
    expect((await world.run('record', '-')).exit).toBe(0);
    expect(ledger.posted[0]).toBe(signed.out.trim());
    expect(ledger.event(1)['data']).toMatchObject({ lotId: 'b' });
  });

  test('shows what is signed and asks; no answer signs nothing', async () => {
    const asked: string[] = [];
    world.terminal = { ask: async (question) => (asked.push(question), ''), askSecret: async () => '' };
    const { exit, err } = await world.run('record', world.write('run.json', RUN));
    expect({ exit, asked: asked.length, posted: ledger.posted }).toEqual({ exit: 1, asked: 1, posted: [] });
    expect(err).toMatch(/Batch processed[\s\S]*inputs\.0\.qty +5 KGM/);
    expect((await world.run('record', world.write('run.json', RUN), '--yes')).exit).toBe(0);
  });
});

describe('signers elsewhere', () => {
  test('a file travels: sign, cosign, record', async () => {
    const other = new World();
    await other.run('keys', 'new', '--org', 'kopi', '--person', 'p-9');
    const theirs = (await other.run('keys', 'show', 'kopi-p-9')).out.split('\t')[1] ?? '';
    const file = world.write('run.json', RUN);
    const signers = ['--as', 'PRODUCTION', '--as', `PENYELIA_HALAL@kopi=${theirs}`];

    const alone = await world.run('record', file, ...signers);
    expect({ exit: alone.exit, err: alone.err }).toEqual({ exit: 1, err: expect.stringContaining('hadic cosign') });
    expect(ledger.posted).toEqual([]);

    const out = path.join(world.folder, 'signed.ndjson');
    expect((await world.run('sign', file, ...signers, '--out', out)).exit).toBe(0);
    const cosigned = await other.run('cosign', out);
    expect(cosigned.exit).toBe(0);
    expect((await world.run('record', world.write('complete.ndjson', cosigned.out))).exit).toBe(0);
    expect(ledger.event(0)['signers']).toEqual(expect.arrayContaining([expect.objectContaining({ key: theirs })]));
    other.close();
  });

  test('cosign refuses a file that was changed after it was signed', async () => {
    const signed = (await world.run('sign', world.write('one.json', disposed('a')))).out;
    const wire = JSON.parse(signed) as { payload: string };
    const payload = Buffer.from(Buffer.from(wire.payload, 'base64').toString().replace('kompos', 'dijual'));
    const changed = world.write('changed.json', { ...wire, payload: payload.toString('base64') });
    expect(await world.run('cosign', changed)).toMatchObject({
      exit: 4,
      out: '',
      err: expect.stringContaining('bad-signature'),
    });
  });

  test('a key brought in signs for itself, co-signed by the registrar', async () => {
    await world.run('keys', 'new', '--org', 'baru', '--person', 'p-5');
    const key = (await world.run('keys', 'show', 'baru-p-5')).out.split('\t')[1] ?? '';
    const data = { organisation: 'baru', legalName: 'Baru', key, personRef: 'p-5' };
    expect((await world.run('record', world.write('org.json', { type: 'OrganisationRegistered', data }))).exit).toBe(0);
    expect(ledger.event(0)['signers']).toEqual([
      { key, org: 'baru', role: 'KEY_HOLDER' },
      expect.objectContaining({ org: 'pusat', role: 'REGISTRAR' }),
    ]);
  });

  test('without a key for the role it says what to do', async () => {
    const foreign = { type: 'LotSplit', data: { site: 'teh/kebun' } };
    const { exit, err } = await world.run('record', world.write('x.json', foreign));
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('hadic keys new') });
  });
});

describe('the clock of a simulated ledger', () => {
  test('is told with each event, by the row or by the time of the event', async () => {
    const simulated = new World();
    simulated.env['HADIC_URL'] = ledger.url;
    await simulated.found('--simulated');
    const rows = [
      { ...disposed('a'), occurredAt: '2026-01-05T08:00:00+07:00' },
      { ...disposed('b'), occurredAt: '2026-01-05T08:00:00+07:00', recordedAt: '2026-01-06T08:00:00+07:00' },
    ];
    expect((await simulated.run('record', simulated.write('rows.json', rows))).exit).toBe(0);
    const told = ledger.posted.map((line) => (JSON.parse(line) as { recordedAt: string }).recordedAt);
    expect(told).toEqual(['2026-01-05T08:00:00+07:00', '2026-01-06T08:00:00+07:00']);
    simulated.close();
  });

  test('is refused on any other', async () => {
    const { exit, err } = await world.run(...RECEIVED, '--recorded-at', '2026-01-06T08:00:00+07:00');
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('simulated') });
  });
});

describe('the outbox', () => {
  test('is for its owner only and passes over a line that a crash cut short', async () => {
    await world.run(...RECEIVED);
    const file = path.join(world.home, 'outbox', 'signed.ndjson');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { appendFileSync } = await import('node:fs');
    appendFileSync(file, '{"key":"half');
    await world.run('record', world.write('one.json', disposed('a')));
    await world.run('record', world.write('one.json', disposed('a')));
    expect(ledger.posted[2]).toBe(ledger.posted[1]);
  });

  test('keeps a row whose answer never came', async () => {
    await ledger.stop();
    expect(await world.run(...RECEIVED)).toMatchObject({ exit: 3, err: expect.stringContaining('npm start') });
    ledger = await FakeLedger.start();
    world.env['HADIC_URL'] = ledger.url;
    const kept = readFileSync(path.join(world.home, 'outbox', 'signed.ndjson'), 'utf8');
    world.now += 3_600_000;
    await world.run(...RECEIVED);
    expect(kept).toContain(JSON.stringify(ledger.posted[0]).slice(1, -1));
  });
});
