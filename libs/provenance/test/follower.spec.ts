import { type Connect, connect } from '@hadic/store';
import { rebuild } from '@hadic/provenance';
import { following, newFile, settled, tidyUp, traded, verifier } from './following.js';
import { person } from './person.js';

tidyUp();
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

test('a correction that the rules give to other hands changes nothing, whatever let it into the log', async () => {
  const village = await settled();
  const { id } = await village.receive('L-1', '100');
  await village.correct(id, 'IngredientReceived', village.receipt('L-1', '90'), 'PENYELIA_HALAL');
  const { flags } = await following(village, newFile());
  const [fact, correction] = flags().slice(-2);
  expect(fact).toMatchObject({ until: 0xffff_ffff });
  expect(correction).toMatchObject({ root: -1, unauthorised: '' });
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
});
