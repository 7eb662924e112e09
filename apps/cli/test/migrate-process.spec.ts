import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Provenance, rebuild } from '@hadic/provenance';
import { openEnvelope, type JsonObject } from '@hadic/signing';
import { NO_STREAM, openStore, type EventStore, type StorePlace } from '@hadic/store';
import { encodeRecord, Verifier } from '@hadic/verifier';
import { startEsdb, type Esdb } from '../../../test/esdb/server.js';
import { textOf } from '../src/files.js';
import { decodeWire } from '../src/wire.js';

/** What `npm run build` has made, in a copy, so that a build of others does not take it away meanwhile. */
const folder = mkdtempSync(path.join(tmpdir(), 'hadic-migrate-'));
const CLI = path.join(folder, 'bin/hadic.js');
const NAMESPACE = 'jatim';
const [SMALL, LARGE] = [path.join(folder, 'small.db'), path.join(folder, 'large.db')];
let esdb: Esdb;

interface Run {
  child: ChildProcess;
  /** What it has said to people so far. */
  said: string;
  ended: Promise<{ exit: number | null; out: string; err: string }>;
}

interface Migrated {
  ledger: string;
  size: number;
  root: string;
  held: number;
  copied: number;
}

function start(...args: string[]): Run {
  const env = { ...process.env, HADIC_HOME: path.join(folder, 'nobody'), HADIC_LANG: 'en', ESDB_URL: esdb.url };
  const child = spawn(process.execPath, [CLI, 'migrate', '--namespace', NAMESPACE, '--json', ...args], { env });
  const run: Run = { child, said: '', ended: Promise.resolve({ exit: null, out: '', err: '' }) };
  let out = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (run.said += text.toString()));
  run.ended = once(child, 'close').then(([exit]) => ({ exit: exit as number | null, out, err: run.said }));
  return run;
}

/** Runs to the end, which is expected to be a good one. */
async function migrate(from: string, to: string): Promise<Migrated> {
  const { exit, out, err } = await start('--from', from, '--to', to).ended;
  expect({ exit, err: exit === 0 ? '' : err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out) as Migrated;
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A store with a ledger of so many events, as a service would have recorded them. */
async function makeLedger(file: string, events: number): Promise<void> {
  const made = `${file}-events`;
  const emit = path.join(folder, 'dist/test/bench/bench.js');
  spawnSync(process.execPath, [emit, '--emit', String(events), '--out', made]);
  const lines = ['founding.json', 'events.ndjson'].flatMap((name) =>
    readFileSync(path.join(made, name), 'utf8').trim().split('\n'),
  );
  const store = await openStore({ file });
  const revisions = new Map<string, number>();
  for (const line of lines) {
    const {
      envelope,
      openings,
      recordedAt = '2026-03-01T01:00:00.000Z',
    } = decodeWire(JSON.parse(line) as JsonObject, made);
    const stream = textOf(openEnvelope(envelope)['stream']);
    const last = revisions.get(stream) ?? NO_STREAM;
    await store.append(stream, last, [encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) })]);
    revisions.set(stream, last + 1);
  }
  await store.close();
}

/** Everything that a store holds, but for positions. */
async function contents(place: StorePlace): Promise<string[]> {
  const store = await openStore(place);
  const held: string[] = [];
  for await (const { id, stream, revision, type, data, metadata } of store.readAll()) {
    held.push(JSON.stringify([id, stream, revision, type, hex(data), hex(metadata)]));
  }
  await store.close();
  return held;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

beforeAll(async () => {
  for (const name of ['dist', 'bin', 'package.json']) cpSync(name, path.join(folder, name), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'dir');
  esdb = await startEsdb();
  await makeLedger(SMALL, 300);
  await makeLedger(LARGE, 4_000);
}, 60_000);

afterAll(async () => {
  await esdb.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a copy that is killed in the middle goes on where it was, as if nothing had happened', async () => {
  const target = path.join(folder, 'killed.db');
  const run = start('--from', LARGE, '--to', target);
  await until(() => run.said.includes('1000 records copied') || run.child.exitCode !== null);
  run.child.kill('SIGKILL');
  expect((await run.ended).out).toBe('');
  expect(run.said.match(/^\d+ records checked$/gm)).toHaveLength(4);
  const { held, copied, size } = await migrate(LARGE, target);
  expect(held).toBeGreaterThanOrEqual(1_000);
  expect({ size, all: held + copied }).toEqual({ size: 4_001, all: 4_001 });
  expect(await contents({ file: target })).toEqual(await contents({ file: LARGE }));
}, 60_000);

test('a ledger moves to EventStoreDB, interrupted in every way, and back, and is the same', async () => {
  const inOrder = ['--from', SMALL, '--to', 'esdb'];
  const { events: before } = await esdb.state();
  const copied = async (count: number) => (await esdb.state()).events >= before + count;
  await esdb.fault({ fault: 'slow', ms: 2 });

  const interrupted = start(...inOrder);
  await until(() => copied(20));
  interrupted.child.kill('SIGINT');
  expect(await interrupted.ended).toMatchObject({ exit: 130, out: '', err: expect.stringContaining('goes on from') });

  const killed = start(...inOrder);
  await until(() => copied(60));
  killed.child.kill('SIGKILL');
  expect((await killed.ended).out).toBe('');

  const cut = start(...inOrder);
  await until(() => copied(100));
  await esdb.fault({ fault: 'drop' });
  await until(() => copied(140));
  await esdb.fault({ fault: 'lose-ack', times: 3 });
  const { exit, out, err } = await cut.ended;
  expect({ exit, err: exit === 0 ? '' : err }).toEqual({ exit: 0, err: '' });
  const there = JSON.parse(out) as Migrated;
  expect(there.held).toBeGreaterThanOrEqual(60);
  expect(there.held + there.copied).toBe(301);
  await esdb.fault({ fault: 'clear' });
  const place = { url: esdb.url, namespace: NAMESPACE };
  expect(await contents(place)).toEqual(await contents({ file: SMALL }));

  const returned = path.join(folder, 'returned.db');
  const { ledger, size, root } = there;
  expect(await migrate('esdb', returned)).toMatchObject({ ledger, size, root, held: 0, copied: 301 });
  expect(await contents({ file: returned })).toEqual(await contents({ file: SMALL }));
}, 120_000);

test('an EventStoreDB that holds another ledger, or none, is refused', async () => {
  const before = await contents({ url: esdb.url, namespace: NAMESPACE });
  const other = await start('--from', LARGE, '--to', 'esdb').ended;
  expect(other).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('Nothing was written') });
  expect(await contents({ url: esdb.url, namespace: NAMESPACE })).toEqual(before);
  const none = await start('--from', 'esdb', '--to', path.join(folder, 'none.db'), '--namespace', 'nobody').ended;
  expect(none).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('holds no ledger') });
});

test('from one EventStoreDB to another the way leads through a file, and nothing is written', async () => {
  const other = await startEsdb();
  const before = await other.state();
  try {
    const refused = await start('--from', 'esdb', '--to', other.url.replace('//', '//admin:changeit@')).ended;
    expect(refused).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('to a SQLite file first') });
    expect(refused.err).not.toContain('changeit');
    expect(await other.state()).toEqual(before);
  } finally {
    await other.stop();
  }
}, 60_000);

test('whoever does not rebuild the read model is told so, or nothing has changed', async () => {
  const verifier = new Verifier();
  const file = path.join(folder, 'provenance.db');
  const now = () => '2027-01-01T00:00:00Z';
  const started = async (place: StorePlace, look: (provenance: Provenance, store: EventStore) => Promise<void>) => {
    const store = await openStore(place);
    const provenance = new Provenance({ store, verifier, file, now });
    await provenance.start();
    await look(provenance, store);
    await provenance.close();
    await store.close();
  };
  const rebuilt = async (place: StorePlace) => {
    const store = await openStore(place);
    const built = await rebuild({ store, verifier, file });
    await store.close();
    return built.dump;
  };
  const differs = async (provenance: Provenance) => expect(provenance.failure()?.code).toBe('log-differs');
  const inFile = { file: SMALL };
  const inEsdb = { url: esdb.url, namespace: NAMESPACE };

  const dump = await rebuilt(inFile);
  await started(inEsdb, differs);
  // Two SQLite files give the same positions, so it goes on as if nothing had happened.
  await started({ file: path.join(folder, 'returned.db') }, async (provenance, store) => {
    const head = await store.head();
    expect(provenance.failure()).toBeUndefined();
    expect(await provenance.caughtUp(head ?? '', 2_000)).toBe(true);
  });
  await rebuilt(inEsdb);
  await started(inEsdb, async (provenance) => expect(provenance.failure()).toBeUndefined());
  await started(inFile, differs);
  expect(await rebuilt(inFile)).toBe(dump);
  await verifier.close();
}, 60_000);

test('a server that does not answer is told as such', async () => {
  const { url } = esdb;
  await esdb.stop();
  const { exit, out, err } = await start('--from', SMALL, '--to', url.replace('//', '//admin:changeit@')).ended;
  expect({ exit, out }).toEqual({ exit: 3, out: '' });
  expect(err).toContain('the same command goes on from there');
  expect(err).not.toContain('changeit');
}, 60_000);
