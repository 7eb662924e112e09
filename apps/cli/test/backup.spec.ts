import { mkdirSync, readFileSync, rmSync } from 'node:fs';
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
  const founding = readFileSync(path.join(world.home, 'founding.json'), 'utf8');
  const other = (await world.run('sign', world.write('one.json', disposed('kopi/pabrik/L-1')))).out;
  const decode = (line: string) => decodeWire(JSON.parse(line) as JsonObject, 'line');
  return [decode(founding), decode(other)];
}

async function store(signed: Signed[]): Promise<void> {
  mkdirSync(path.dirname(storeFile()), { recursive: true });
  const opened = await SqliteStore.open(storeFile());
  for (const { envelope, openings } of signed) {
    const record = encodeRecord({
      envelope,
      recordedAt: '2026-03-01T01:00:00.000Z',
      ...(openings ? { openings } : {}),
    });
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

test.each<[string, (events: [Signed, Signed]) => Signed[]]>([
  ['bad-signature', ([founding, other]) => [founding, withPayload(other, /kompos/, 'dijual')]],
  ['signers-differ', ([founding, other]) => [founding, { ...other, envelope: cosign(other.envelope, STRANGER) }]],
  ['wrong-ledger', ([, other]) => [other]],
])('a backup with a record that does not hold is not restored (%s)', async (reason, change) => {
  const [founding, other] = await events();
  await store(change([founding, other]));
  await world.run('backup', backupFile());
  rmSync(path.dirname(storeFile()), { recursive: true });
  const { exit, out, err } = await world.run('restore', backupFile());
  expect({ exit, out }).toEqual({ exit: 4, out: '' });
  expect(err).toContain(reason);
});

function withPayload(signed: Signed, from: RegExp, to: string): Signed {
  const payload = Buffer.from(Buffer.from(signed.envelope.payload).toString('utf8').replace(from, to));
  return { ...signed, envelope: { ...signed.envelope, payload } };
}
