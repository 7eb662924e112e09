import { existsSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cosign, openEnvelope, signerFromSeed, type JsonObject } from '@hadic/signing';
import { connect, NO_STREAM, SqliteStore, type NewEvent, type StoredEvent } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import { textOf } from '../src/files.js';
import { main } from '../src/main.js';
import { decodeWire, type Signed } from '../src/wire.js';
import { RUN, World, type Ran } from './world.js';

/** A sound key that no event lists. */
const STRANGER = signerFromSeed(new Uint8Array(32).fill(7));
const RECORDED_AT = '2026-03-01T01:00:00.000Z';

interface Item {
  stream: string;
  event: NewEvent;
}

let world: World;
let source: string;
let target: string;

beforeEach(async () => {
  world = new World();
  await world.found();
  source = path.join(world.folder, 'source.db');
  target = path.join(world.folder, 'target.db');
});
afterEach(() => world.close());

/** The founding event of the world's ledger, and `count` others in the books of two sites, as the ledger stores them. */
async function ledger(count: number, change = (signed: Signed) => signed, draft?: object): Promise<Item[]> {
  const drafts = Array.from({ length: count }, (_, n) => draft ?? disposed(n));
  const signed = count === 0 ? '' : (await world.run('sign', world.write('drafts.json', drafts))).out;
  const lines = [readFileSync(path.join(world.home, 'founding.json'), 'utf8'), ...signed.trim().split('\n')];
  const all = lines.filter((line) => line !== '').map((line) => decodeWire(JSON.parse(line) as JsonObject, 'line'));
  return all.map((each, n) => (n === 0 ? each : change(each))).map(asItem);
}

function disposed(n: number): object {
  const site = n % 3 === 2 ? 'kopi/gudang' : 'kopi/pabrik';
  const data = { site, lotId: `${site}/L-${n}`, qty: { value: '1', unit: 'KGM' }, method: 'kompos' };
  return { type: 'LotDisposed', data };
}

function withPayload(signed: Signed, from: string, to: string): Signed {
  const payload = Buffer.from(Buffer.from(signed.envelope.payload).toString('utf8').replace(from, to));
  return { ...signed, envelope: { ...signed.envelope, payload } };
}

function asItem({ envelope, openings, recordedAt = RECORDED_AT }: Signed): Item {
  const event = encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) });
  return { stream: textOf(openEnvelope(envelope)['stream']), event };
}

/** Signed all right, and names other books than its data belong to. */
function inForeignBooks(signed: Signed): Signed {
  const { key } = (openEnvelope(signed.envelope)['signers'] as { key: string }[])[0] ?? { key: '' };
  const moved = withPayload(signed, '"stream":"site-kopi/', '"stream":"site-kedai/');
  const { envelope } = withPayload(moved, key, STRANGER.keyId);
  return { ...signed, envelope: cosign({ ...envelope, signatures: [] }, STRANGER) };
}

const broughtHome = (item: Item) => ({ ...item, stream: item.stream.replace('kedai', 'kopi') });

async function store(file: string, items: readonly Item[]): Promise<void> {
  const opened = await SqliteStore.open(file);
  const revisions = new Map<string, number>();
  for (const { stream, event } of items) {
    const last = revisions.get(stream) ?? NO_STREAM;
    await opened.append(stream, last, [event]);
    revisions.set(stream, last + 1);
  }
  await opened.close();
}

async function contents(file: string): Promise<object[]> {
  const opened = await SqliteStore.open(file);
  const events: StoredEvent[] = [];
  for await (const event of opened.readAll()) events.push(event);
  await opened.close();
  return events.map(({ data, metadata, ...rest }) => {
    return { ...rest, data: Buffer.from(data).toString('hex'), metadata: Buffer.from(metadata).toString('hex') };
  });
}

const migrate = (...flags: string[]) => world.run('migrate', '--from', source, '--to', target, ...flags);

/** Runs the command, and `interfere` when it says this. */
async function migrateWhile(said: string, interfere: () => void): Promise<Ran> {
  const ran: Ran = { exit: 0, out: '', err: '' };
  ran.exit = await main(['migrate', '--from', source, '--to', target], {
    env: { HADIC_LANG: 'en', HADIC_HOME: world.home },
    out: (text) => (ran.out += text),
    err: (text) => {
      ran.err += text;
      if (text.includes(said)) interfere();
    },
    stdin: async () => '',
    colour: false,
    now: Date.now,
    random: (bytes) => new Uint8Array(bytes),
    scrypt: async () => new Uint8Array(32),
    sleep: async () => undefined,
  });
  return ran;
}

/** Changes a file as no program of ours would: behind the back of whoever has it open. */
function tamper(file: string, sql: string): void {
  const connection = connect(file);
  connection.exec(`DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_added_at_the_end; ${sql}`);
  connection.close();
}

const ADDED = `INSERT INTO events SELECT (SELECT coalesce(max(pos), 0) + 1 FROM events), 'site-kopi/pabrik',
  (SELECT coalesce(max(rev), -1) + 1 FROM events WHERE stream = 'site-kopi/pabrik'), zeroblob(16), 'Noted', x'00', x'00'`;

describe('hadic migrate', () => {
  test('copies a ledger and proves the copy by the head that a restored backup has', async () => {
    await store(source, await ledger(20));
    const { exit, out, err } = await migrate();
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining('21 records were copied') });
    expect(err).toContain('hadic rebuild');
    expect(await contents(target)).toEqual(await contents(source));
    expect(statSync(target).mode & 0o077).toBe(0);
    const restored = await world.run('restore', target);
    const id = world.run('migrate', '--from', source, '--to', target, '--json').then((ran) => JSON.parse(ran.out));
    expect(out).toBe(`${restored.out.trim()}\t${(await id).ledger}\n`);
  });

  test('says as JSON what it has done, and that there was nothing left to do', async () => {
    await store(source, await ledger(5));
    const config = JSON.parse(readFileSync(path.join(world.home, 'config.json'), 'utf8')) as { ledger: string };
    const [first, again] = [await migrate('--json'), await migrate('--json')].map(({ out }) => JSON.parse(out));
    const whole = { from: source, to: target, ledger: config.ledger, size: 6, root: expect.stringMatching(/^\w{64}$/) };
    expect(first).toEqual({ ...whole, held: 0, copied: 6, eventsPerSecond: expect.any(Number) });
    expect(again).toEqual({ ...first, held: 6, copied: 0, eventsPerSecond: 0 });
  });

  test('speaks both languages, and tells how far it is', async () => {
    await store(source, await ledger(1));
    expect((await migrate('--lang', 'en')).err).toContain('is equal to');
    expect((await migrate('--lang', 'id')).err).toContain('sama dengan');
    const help = (await world.run('migrate', '--help', '--lang', 'id')).out;
    expect(help).toContain('hadic migrate --from TEMPAT');
  });

  test('goes on where an earlier run has ended', async () => {
    const items = await ledger(20);
    await store(source, items);
    await store(target, items.slice(0, 8));
    const told = JSON.parse((await migrate('--json')).out) as object;
    expect(told).toMatchObject({ held: 8, copied: 13, size: 21 });
    expect(await contents(target)).toEqual(await contents(source));
  });
});

describe('hadic migrate refuses and writes nothing', () => {
  test('where the target holds another ledger, another record, or more', async () => {
    const items = await ledger(6);
    await store(source, items);
    const stranger = new World();
    await stranger.found();
    const foreign = asItem(
      decodeWire(JSON.parse(readFileSync(path.join(stranger.home, 'founding.json'), 'utf8')) as JsonObject, 'line'),
    );
    stranger.close();
    const [another] = (await ledger(1)).slice(1);
    if (!another) throw new Error('no event was signed');
    const cases: [Item[], string][] = [
      [[foreign], 'another ledger'],
      [[...items.slice(0, 2), another], 'id of record 2 differs'],
      [[...items, another], 'a record 7 follows there'],
    ];
    for (const [held, says] of cases) {
      await store(target, held);
      const before = await contents(target);
      expect(await migrate()).toMatchObject({ exit: 1, out: '', err: expect.stringContaining(says) });
      expect(await contents(target)).toEqual(before);
      rmSync(target);
    }
  });

  test.each<[string, (founding: Item, one: Item, other: Item) => Promise<Item[]> | Item[]]>([
    ['bad-signature', async () => ledger(3, (signed) => withPayload(signed, 'kompos', 'dijual'))],
    ['signers-differ', async () => ledger(3, (signed) => ({ ...signed, envelope: cosign(signed.envelope, STRANGER) }))],
    ['missing-opening', async () => ledger(1, (signed) => ({ ...signed, openings: {} }), RUN)],
    ['wrong-stream', async () => ledger(3, inForeignBooks)],
    ['wrong-stream', async () => (await ledger(3, inForeignBooks)).map(broughtHome)],
    ['malformed-record', async () => ledger(3, (signed) => ({ ...signed, recordedAt: 'yesterday' }))],
    ['wrong-stream', (founding, one) => [founding, { ...one, stream: 'site-kopi/gudang' }]],
    ['type-mismatch', (founding, one) => [founding, { ...one, event: { ...one.event, type: 'LotFound' } }]],
    ['id-differs', (founding, one, other) => [founding, { ...one, event: { ...one.event, id: other.event.id } }]],
    [
      'malformed-record',
      (founding, one) => [founding, { ...one, event: { ...one.event, metadata: Buffer.from('{') } }],
    ],
    ['wrong-ledger', (_founding, ...others) => others],
  ])('where a record of the source does not hold: %s', async (reason, change) => {
    const [founding, one, other] = await ledger(3);
    if (!founding || !one || !other) throw new Error('no events were signed');
    await store(source, await change(founding, one, other));
    const { exit, out, err } = await migrate();
    expect({ exit, out }).toEqual({ exit: 4, out: '' });
    const index = reason === 'wrong-ledger' ? 0 : 1;
    expect(err).toMatch(new RegExp(`Record ${index} of .*source.db \\(site-.*@0\\) .*: ${reason}.*Nothing was copied`));
    expect(await contents(target)).toEqual([]);
  });

  test('where there is no source, or nothing in it', async () => {
    expect(await migrate()).toMatchObject({ exit: 2, err: expect.stringContaining('no file') });
    await store(source, []);
    expect(await migrate()).toMatchObject({ exit: 1, err: expect.stringContaining('holds no ledger') });
    expect(existsSync(target)).toBe(false);
  });

  test('where both are one place, whatever it is called', async () => {
    await store(source, await ledger(1));
    symlinkSync(source, target);
    expect(await migrate()).toMatchObject({ exit: 2, err: expect.stringContaining('the same place') });
    const esdb = 'esdb://localhost:2113?tls=false';
    world.env['ESDB_URL'] = esdb.replace('//', '//admin:changeit@');
    const twice = await world.run('migrate', '--from', 'esdb', '--to', esdb);
    expect(twice).toMatchObject({ exit: 2, err: expect.stringContaining('the same place') });
  });

  test('where a service has one of the two open', async () => {
    const items = await ledger(1);
    for (const file of [source, target]) {
      await store(source, items);
      const service = await SqliteStore.open(file);
      expect(await migrate()).toMatchObject({ exit: 1, err: expect.stringMatching(/service .* stop it first/) });
      await service.close();
      rmSync(source);
    }
  });

  test('where the command is not understood, and shows no password', async () => {
    await store(source, await ledger(1));
    const runs: [string[], string][] = [
      [['--from', source], '--to'],
      [['--from', source, '--to', 'esdb'], 'ESDB_URL is not set'],
      [['--from', source, '--to', 'esdb://admin:changeit@node1?tlx=1'], 'known are tls'],
      [['--from', source, '--to', 'esdb://node1', '--namespace', 'No!'], 'No!'],
      [['--from', source, '--to', target, 'more'], 'more'],
    ];
    for (const [flags, says] of runs) {
      const { exit, err } = await world.run('migrate', ...flags);
      expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(says) });
      expect(err).not.toContain('changeit');
    }
    expect(existsSync(target)).toBe(false);
  });
});

describe('hadic migrate notices that somebody', () => {
  beforeEach(async () => store(source, await ledger(6)));

  test('wrote to the source meanwhile', async () => {
    const ran = await migrateWhile('Reading both', () => tamper(source, ADDED));
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('was written to meanwhile') });
  });

  test.each(['All hold', 'Reading both'])('writes to the target meanwhile (%s)', async (said) => {
    const ran = await migrateWhile(said, () => tamper(target, ADDED));
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('Somebody else writes to') });
  });

  test.each(['data', 'metadata', 'type', 'stream'])('altered the %s of a record in the copy', async (column) => {
    const change = `UPDATE events SET ${column} = substr(${column}, 2) WHERE pos = 4`;
    const ran = await migrateWhile('Reading both', () => tamper(target, change));
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining(`${column} differs at record 3`) });
  });

  test('took the last record out of the copy', async () => {
    const taken = 'DROP TRIGGER events_are_never_removed; DELETE FROM events WHERE pos = 7';
    const ran = await migrateWhile('Reading both', () => tamper(target, taken));
    expect(ran).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('root differs at record 6') });
  });
});
