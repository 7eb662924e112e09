import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { cosign, openEnvelope, signerFromSeed, type JsonObject } from '@hadic/signing';
import { NO_STREAM, SqliteStore } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import { textOf } from '../src/files.js';
import { decodeWire, type Signed } from '../src/wire.js';
import { disposed, World } from './world.js';

/** A sound key that no event lists. */
const STRANGER = signerFromSeed(new Uint8Array(32).fill(7));

let world: World;

beforeEach(async () => {
  world = new World();
  await world.found();
});
afterEach(() => world.close());

const storeFile = () => path.join(world.home, 'data', 'ledger.db');
const backupFile = () => path.join(world.folder, 'backup.db');

/** The founding event and one more, as the ledger would have stored them. */
async function events(): Promise<[founding: Signed, other: Signed]> {
  const other = (await world.run('sign', world.write('one.json', disposed('kopi/pabrik/L-1')))).out;
  return [foundingOf(world), decode(other)];
}

const foundingOf = ({ home }: World) => decode(readFileSync(path.join(home, 'founding.json'), 'utf8'));

const decode = (line: string) => decodeWire(JSON.parse(line) as JsonObject, 'line');

async function store(signed: Signed[]): Promise<void> {
  mkdirSync(path.dirname(storeFile()), { recursive: true });
  const opened = await SqliteStore.open(storeFile());
  for (const { envelope, openings, recordedAt = '2026-03-01T01:00:00.000Z' } of signed) {
    const record = encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) });
    await opened.append(textOf(openEnvelope(envelope)['stream']), NO_STREAM, [record]);
  }
  await opened.close();
}

test('a backup is restored once every record in it has been checked', async () => {
  await store(await events());
  expect(await world.run('backup', backupFile())).toMatchObject({ exit: 0, out: `${backupFile()}\n` });
  expect((await world.run('backup', backupFile())).exit).toBe(1);
  expect((await world.run('restore', backupFile())).err).toContain('exists');

  rmSync(path.dirname(storeFile()), { recursive: true });
  const { exit, out } = await world.run('restore', backupFile());
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^2\t[0-9a-f]{64}\n$/) });
  const restored = await SqliteStore.open(storeFile());
  expect(await restored.head()).toBeDefined();
  await restored.close();
});

test('a backup and what is restored from it are for their owner only, however the backup has come here', async () => {
  await store(await events());
  const before = process.umask(0o022);
  try {
    await world.run('backup', backupFile());
    expect(statSync(backupFile()).mode & 0o777).toBe(0o600);
    chmodSync(backupFile(), 0o644);
    rmSync(path.dirname(storeFile()), { recursive: true });
    process.umask(0o022);
    await world.run('restore', backupFile());
    expect(statSync(storeFile()).mode & 0o777).toBe(0o600);
  } finally {
    process.umask(before);
  }
});

test.each([
  ['backup', 'hadic migrate --from esdb --to', /own backup/, /pencadangan milik server/],
  ['restore', 'hadic migrate --from', /own restore/, /pemulihan milik server/],
])('where the log lies in EventStoreDB, %s names the way in one line', async (command, way, en, id) => {
  await store(await events());
  await world.run('backup', path.join(world.folder, 'earlier.db'));
  const file = command === 'backup' ? backupFile() : path.join(world.folder, 'earlier.db');
  if (command === 'restore') rmSync(path.dirname(storeFile()), { recursive: true });
  world.env['ESDB_URL'] = 'esdb://admin:changeit@localhost:2113?tls=false';
  for (const [language, says] of [['en', en] as const, ['id', id] as const]) {
    const { exit, out, err } = await world.run(command, file, '--lang', language);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^ESDB_URL .*\n$/);
    expect(err).toContain(way);
    expect(err).toMatch(says);
    expect(err).not.toContain('changeit');
  }
  expect([existsSync(backupFile()), existsSync(storeFile())]).toEqual([false, command === 'backup']);
  // Set to nothing is not set, as for the service.
  world.env['ESDB_URL'] = '';
  expect((await world.run(command, file)).exit).toBe(0);
});

test.each<[string, number, (events: [Signed, Signed]) => Promise<Signed[]> | Signed[]]>([
  ['bad-signature', 1, ([founding, other]) => [founding, withPayload(other, /kompos/, 'dijual')]],
  ['signers-differ', 1, ([founding, other]) => [founding, { ...other, envelope: cosign(other.envelope, STRANGER) }]],
  ['malformed-record', 1, ([founding, other]) => [founding, { ...other, recordedAt: 'yesterday' }]],
  ['wrong-ledger', 0, ([, other]) => [other]],
  ['wrong-ledger', 0, async () => [await foundedElsewhere()]],
  ['wrong-ledger', 1, async ([founding]) => [founding, await foundedElsewhere('tani')]],
])('a backup with a record that does not hold is not restored (%s at %i)', async (reason, index, change) => {
  const [founding, other] = await events();
  await store(await change([founding, other]));
  await world.run('backup', backupFile());
  rmSync(path.dirname(storeFile()), { recursive: true });
  const { exit, out, err } = await world.run('restore', backupFile());
  expect({ exit, out }).toEqual({ exit: 4, out: '' });
  expect(err).toMatch(new RegExp(`^Record ${index} \\(\\S+@0\\) .*: ${reason}\\. Nothing was restored`));
  expect(existsSync(storeFile())).toBe(false);
});

function withPayload(signed: Signed, from: RegExp, to: string): Signed {
  const payload = Buffer.from(Buffer.from(signed.envelope.payload).toString('utf8').replace(from, to));
  return { ...signed, envelope: { ...signed.envelope, payload } };
}

/** The founding event of another ledger, all sound. */
async function foundedElsewhere(registrar = 'pusat'): Promise<Signed> {
  const elsewhere = new World();
  await elsewhere.run('init', '--registrar', registrar, '--name', 'Pusat Lain', '--person', 'p-001');
  const founding = foundingOf(elsewhere);
  elsewhere.close();
  return founding;
}
