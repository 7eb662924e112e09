import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeEnvelope, encodeBase64 } from '@hadic/signing';
import { type Connect, connect, MemoryStore } from '@hadic/store';
import { decodeRecord, encodeRecord, Verifier } from '@hadic/verifier';
import { deleteReadModel, Follower, ReadModel, rebuild } from '@hadic/provenance';
import { person, Village } from './village.js';

/** Counts the checks: each costs most of a replay. */
class CountingVerifier extends Verifier {
  checks = 0;

  override verify(...args: Parameters<Verifier['verify']>): ReturnType<Verifier['verify']> {
    this.checks += 1;
    return super.verify(...args);
  }
}

const verifier = new CountingVerifier({ threads: 1 });
const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'hadic-')), 'provenance.db');
const opened: { close(): Promise<void> }[] = [];

afterAll(() => verifier.close());

beforeEach(() => {
  verifier.checks = 0;
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A follower over a file, folded up to the store's head unless it stops before. */
async function following(village: Village, file: string, connectTo: Connect = connect) {
  const model = ReadModel.open(file, connectTo);
  const follower = new Follower({ store: village.store, verifier, model });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await follower.close();
    model.close();
  };
  opened.push({ close });
  await follower.start();
  const head = await village.store.head();
  if (head !== undefined) await follower.caughtUp(head, 10_000);
  return { follower, model, close, flags: () => flagsOf(model) };
}

function flagsOf(model: ReadModel): Record<string, unknown>[] {
  return model
    .all('SELECT idx, id, type, root, until, voided_by, unauthorised FROM records ORDER BY idx')
    .map((row) => ({ ...row }));
}

async function settled(): Promise<Village> {
  const village = new Village();
  await village.settle();
  return village;
}

/** A bit of everything: receipts, runs, a correction, an annulment. */
async function traded(): Promise<Village> {
  const village = await settled();
  const first = await village.receive('L-1', '100');
  await village.receive('L-2', '20');
  const run = await village.roast(
    'R-1',
    [
      ['L-1', '50'],
      ['L-2', '5'],
    ],
    ['P-1', '40'],
  );
  await village.correct(first.id, 'IngredientReceived', village.receipt('L-1', '90'));
  await village.annul(run.id, 'BatchProcessed');
  await village.roast('R-2', [['L-1', '50']], ['P-2', '40']);
  return village;
}

test('a fresh log is folded, each signature checked once, and every record authorised', async () => {
  const village = await traded();
  const { follower, flags } = await following(village, newFile());
  expect(follower.failure).toBeUndefined();
  expect(flags().every(({ unauthorised }) => unauthorised === '')).toBe(true);
  expect(verifier.checks).toBe(flags().length);
  expect(follower.head).toMatchObject({ ledger: village.ledger, index: flags().length - 1 });
});

test('a restart goes on behind the checkpoint: nothing is checked again, and it knows as much as if it had never stopped', async () => {
  const village = await traded();
  const file = newFile();
  const before = await following(village, file);
  const live = before.follower.state;
  await before.close();
  verifier.checks = 0;
  const { follower, model } = await following(village, file);
  expect(verifier.checks).toBe(0);
  expect(follower.state.registry).toEqual(live.registry);
  expect(follower.state.graph).toEqual(live.graph);
  await village.receive('L-3', '10');
  await follower.caughtUp((await village.store.head())!, 5000);
  expect(verifier.checks).toBe(1);
  const other = await rebuild({ store: village.store, verifier, file: newFile() });
  expect(model.dump()).toBe(other.dump);
});

test('live folding, folding in two halves and a rebuild give one dump', async () => {
  const village = await settled();
  const file = newFile();
  const live = await following(village, newFile());
  const half = await following(village, file);
  await village.receive('L-1', '100');
  await half.follower.caughtUp((await village.store.head())!, 5000);
  await half.close();
  const { id } = await village.roast('R-1', [['L-1', '50']], ['P-1', '40']);
  await village.annul(id, 'BatchProcessed');
  const { model } = await following(village, file);
  await live.follower.caughtUp((await village.store.head())!, 5000);
  const seen: number[] = [];
  const { records, dump } = await rebuild({
    store: village.store,
    verifier,
    file: newFile(),
    onProgress: (n) => seen.push(n),
  });
  expect([live.model.dump(), model.dump()]).toEqual([dump, dump]);
  expect(seen.at(-1)).toBe(records);
});

test('the dump tells a difference anywhere', async () => {
  const village = await traded();
  const { model } = await following(village, newFile());
  const dump = model.dump();
  model.run("UPDATE edges SET kind = 'SPLIT' WHERE idx = (SELECT min(idx) FROM edges)", []);
  expect(model.dump()).not.toBe(dump);
});

test.each(['INSERT INTO edges', 'UPDATE records', 'INSERT OR REPLACE INTO checkpoint'])(
  'a failure in the middle of a transaction (%s) leaves the state before it, and the next start finishes',
  async (statement) => {
    const village = await traded();
    const file = newFile();
    const failing: Connect = (name) => {
      const connection = connect(name);
      const prepare = (sql: string) => {
        const prepared = connection.prepare(sql);
        if (!sql.startsWith(statement)) return prepared;
        return {
          ...prepared,
          run: () => {
            throw new Error('disk I/O error');
          },
        };
      };
      return { exec: (sql) => connection.exec(sql), prepare, close: () => connection.close() };
    };
    const broken = await following(village, file, failing);
    expect(broken.follower.failure).toMatchObject({ code: 'not-folded' });
    await broken.close();
    const { follower, model } = await following(village, file);
    expect(follower.failure).toBeUndefined();
    expect(model.dump()).toBe((await rebuild({ store: village.store, verifier, file: newFile() })).dump);
  },
);

describe('a record that does not hold stops the follower, which names it', () => {
  async function stopsAt(village: Village, bad: ReturnType<typeof encodeRecord>, stream: string) {
    const before = await village.receive('L-0', '1');
    const { position } = await village.append(stream, bad);
    const { follower, flags } = await following(village, newFile());
    await follower.caughtUp(position, 5000);
    expect(follower.head?.position).toBe(before.position);
    expect(follower.failure?.at).toMatchObject({ index: flags().length, position });
    return follower.failure;
  }

  /** Some later record of the village, as the ledger would have stored it, and what a hand in the store makes of it. */
  async function forged(tamper: (text: string) => string) {
    const other = await settled();
    await other.receive('L-9', '9');
    let last;
    for await (const stored of other.store.readAll()) last = stored;
    const { envelope, recordedAt } = decodeRecord(last!);
    const payload = Buffer.from(tamper(Buffer.from(envelope.payload).toString()));
    const { payloadType, signatures } = envelope;
    return encodeRecord({
      envelope: decodeEnvelope({ payloadType, payload: encodeBase64(payload), signatures: [...signatures] as never }),
      recordedAt,
    });
  }

  test('changed bytes', async () => {
    const village = await settled();
    const bad = await forged((text) => text.replace('"9"', '"8"'));
    expect(await stopsAt(village, bad, 'site-kopi/pabrik')).toMatchObject({
      code: 'record-not-verified',
      at: { reason: 'bad-signature' },
    });
  });

  test('a record in another stream', async () => {
    const village = await settled();
    const bad = await forged((text) => text);
    expect(await stopsAt(village, bad, 'site-roti/pabrik')).toMatchObject({ at: { reason: 'wrong-stream' } });
  });

  test('other bytes than its id was made of', async () => {
    const village = await settled();
    const bad = await forged((text) => text);
    expect(
      await stopsAt(village, { ...bad, id: bad.id.replace(/^./, (x) => (x === 'a' ? 'b' : 'a')) }, 'site-kopi/pabrik'),
    ).toMatchObject({
      at: { reason: 'id-differs' },
    });
  });

  test('metadata that no ledger wrote', async () => {
    const village = await settled();
    const bad = { ...(await forged((text) => text)), metadata: Buffer.from('{}') };
    expect(await stopsAt(village, bad, 'site-kopi/pabrik')).toMatchObject({ at: { reason: 'malformed-record' } });
  });

  test('a log that begins with something else than a founding', async () => {
    const village = await settled();
    const stranger = new Village();
    stranger.ledger = village.ledger;
    await stranger.receive('L-1', '1');
    const { follower } = await following(stranger, newFile());
    expect(follower.failure).toMatchObject({ code: 'not-a-ledger', at: { index: 0 } });
    expect(follower.head).toBeUndefined();
  });
});

describe('a log that is not the one that was folded', () => {
  async function reopened(file: string, store: MemoryStore) {
    const village = new Village(store);
    const { follower } = await following(village, file);
    return follower.failure?.code;
  }

  async function copied(village: Village, upTo: number): Promise<MemoryStore> {
    const store = new MemoryStore();
    let count = 0;
    for await (const { stream, revision, ...event } of village.store.readAll()) {
      if (count++ < upTo) await store.append(stream, revision - 1, [event]);
    }
    return store;
  }

  test('is cut off: log-differs', async () => {
    const village = await traded();
    const file = newFile();
    const { close, flags } = await following(village, file);
    const records = flags().length;
    await close();
    expect(await reopened(file, await copied(village, records - 1))).toBe('log-differs');
    expect(await reopened(file, await copied(village, 3))).toBe('log-differs');
    expect(await reopened(file, new MemoryStore())).toBe('log-differs');
    expect(await reopened(file, await copied(village, records))).toBeUndefined();
  });

  test('went another way after a restore: log-differs', async () => {
    const village = await traded();
    const file = newFile();
    const { close, flags } = await following(village, file);
    const records = flags().length;
    await close();
    const restored = new Village(await copied(village, records - 1));
    Object.assign(restored, { ledger: village.ledger, minutes: 500 });
    await restored.continueFrom(village);
    await restored.receive('L-7', '7');
    expect(await reopened(file, restored.store as MemoryStore)).toBe('log-differs');
  });

  test('is another ledger: log-differs', async () => {
    const file = newFile();
    const { close } = await following(await traded(), file);
    await close();
    const other = new Village();
    other.minutes = 1;
    await other.settle();
    expect(await reopened(file, other.store as MemoryStore)).toBe('log-differs');
  });

  test('after that, a rebuild makes it good', async () => {
    const file = newFile();
    const { close } = await following(await traded(), file);
    await close();
    const other = await settled();
    await rebuild({ store: other.store, verifier, file });
    expect(await reopened(file, other.store as MemoryStore)).toBeUndefined();
  });
});

test('a later copy of an event id is kept and counts for nothing', async () => {
  const village = await settled();
  const first = await village.receive('L-1', '100');
  const { materialId } = village.receipt('L-1', '1');
  await village.receive('L-8', '3', { materialId, id: first.id }, village.baker);
  const { flags, model } = await following(village, newFile());
  const [original, copy] = flags().slice(-2);
  expect(copy).toMatchObject({ id: original!['id'], root: -1, voided_by: original!['idx'] });
  expect(model.all("SELECT * FROM subjects WHERE subject = 'lot:roti/pabrik/L-8'")).toEqual([]);
});

test('an event without authority at its place in the log is kept and flagged; an organisation event then has no effect', async () => {
  const village = await settled();
  const thief = person('maling', 'kopi');
  await village.receive('L-1', '5', {}, thief);
  await village.write({
    type: 'MandateGranted',
    data: { organisation: 'kopi', personRef: 'maling', role: 'WAREHOUSE', validFrom: '2026-01-01' },
    by: [[thief, 'ORG_ADMIN']],
  });
  await village.receive('L-2', '5', {}, thief);
  const { flags, follower } = await following(village, newFile());
  expect(
    flags()
      .slice(-3)
      .map(({ unauthorised }) => unauthorised),
  ).toEqual(['key-unknown', 'key-unknown', 'key-unknown']);
  expect(follower.state.registry.keys.has(thief.signer.keyId)).toBe(false);
});

test('a correction ends the version before it, an annulment the newest; what does not hold changes nothing', async () => {
  const village = await settled();
  const { id } = await village.receive('L-1', '100');
  const second = await village.correct(id, 'IngredientReceived', village.receipt('L-1', '90'));
  const third = await village.correct(second.id, 'IngredientReceived', village.receipt('L-1', '80'));
  await village.correct('no-such-event', 'IngredientReceived', village.receipt('L-1', '70'));
  await village.annul(third.id, 'IngredientReceived');
  await village.correct(third.id, 'IngredientReceived', village.receipt('L-1', '60'));
  const { flags } = await following(village, newFile());
  const [a, b, c, lost, end, late] = flags().slice(-6) as Record<string, number>[];
  expect([a!['until'], b!['until'], c!['until']]).toEqual([b!['idx'], c!['idx'], end!['idx']]);
  expect([b!['root'], c!['root'], end!['root']]).toEqual([a!['idx'], a!['idx'], a!['idx']]);
  expect([lost!['root'], late!['root']]).toEqual([-1, -1]);
});

test('who may not sign cannot make a fact go away', async () => {
  const village = await settled();
  const { id } = await village.receive('L-1', '100');
  await village.annul(id, 'IngredientReceived', person('maling', 'kopi'));
  const { flags } = await following(village, newFile());
  const [fact, annulment] = flags().slice(-2);
  expect(fact).toMatchObject({ until: 0xffff_ffff });
  expect(annulment).toMatchObject({ root: -1, unauthorised: 'key-unknown' });
});

test("other users' events in a shared store are passed over, and waited past", async () => {
  const village = await settled();
  const stranger = {
    id: '00000000-0000-4000-8000-000000000001',
    type: 'Noise',
    data: Buffer.from('?'),
    metadata: Buffer.from('?'),
  };
  const { position } = await village.store.append('other-1', -1, [stranger]);
  const { follower } = await following(village, newFile());
  expect(await follower.caughtUp(position, 5000)).toBe(true);
  expect(follower.failure).toBeUndefined();
});

test('a read model of another version is built anew', async () => {
  const village = await settled();
  const file = newFile();
  const first = await following(village, file);
  const dump = first.model.dump();
  await first.close();
  const connection = connect(file);
  connection.exec('DROP TABLE edges; PRAGMA user_version = 99;');
  connection.close();
  expect((await following(village, file)).model.dump()).toBe(dump);
  deleteReadModel(newFile());
});
