import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { type Esdb, type EsdbOptions, startEsdb } from '../../../test/esdb/server.js';
import { EventStoreDbStore } from '../src/eventstoredb.js';
import { type NewEvent, NO_STREAM } from '../src/index.js';
import { openNew, SOON } from './esdb.js';
import { collect, event, events, failure, idsOf, newStream } from './events.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-esdb-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Serves one test. */
async function withServer(options: EsdbOptions, use: (server: Esdb) => Promise<void>): Promise<void> {
  const server = await startEsdb(options);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

/** So many writers, each with a stream of its own, until they are told to stop; gives what was acknowledged. */
function writers(store: EventStoreDbStore, count: number) {
  let stopped = false;
  const acknowledged = new Map<string, string[]>();
  const writing = Array.from({ length: count }, async () => {
    const stream = newStream();
    const ids: string[] = [];
    acknowledged.set(stream, ids);
    while (!stopped) {
      const one = event();
      await append(store, stream, ids.length - 1, one);
      ids.push(one.id);
    }
  });
  const stop = async () => {
    stopped = true;
    await Promise.all(writing);
    return acknowledged;
  };
  return { stop, count: () => [...acknowledged.values()].reduce((sum, { length }) => sum + length, 0) };
}

/** What a ledger does: the same append again, as long as nobody knows. */
async function append(store: EventStoreDbStore, stream: string, revision: number, one: NewEvent): Promise<void> {
  try {
    await store.append(stream, revision, [one]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'outcome-unknown')) throw error;
    await append(store, stream, revision, one);
  }
}

/** Every acknowledged event is there once, in its order, and followers met the very log. */
async function expectWhole(store: EventStoreDbStore, acknowledged: Map<string, string[]>): Promise<void> {
  for (const [stream, ids] of acknowledged) expect(await idsOf(store, stream)).toEqual(ids);
  const log = (await collect(store.readAll())).map(({ id }) => id);
  expect(log).toHaveLength([...acknowledged.values()].flat().length);
  const seen: string[] = [];
  for await (const { id } of store.follow()) if (seen.push(id) === log.length) break;
  expect(seen).toEqual(log);
}

describe('a cluster of three', () => {
  let server: Esdb;
  beforeAll(async () => {
    server = await startEsdb({ cluster: true });
  });
  afterEach(() => server.fault({ fault: 'clear' }));
  afterAll(() => server.stop());

  const busy = async (during: () => Promise<void>, enough = 300) => {
    const { store } = await openNew(server.url);
    const followed: string[] = [];
    const abort = new AbortController();
    const following = (async () => {
      for await (const { id } of store.follow(undefined, abort.signal)) followed.push(id);
    })();
    const writing = writers(store, 16);
    await pause(200);
    await during();
    const goal = writing.count() + enough;
    while (writing.count() < goal) await pause(20);
    const acknowledged = await writing.stop();
    await expectWhole(store, acknowledged);
    const log = (await collect(store.readAll())).map(({ id }) => id);
    while (followed.length < log.length) await pause(20);
    abort.abort();
    await following;
    expect(followed).toEqual(log);
    await store.close();
  };

  test('whose leader moves under load, twice: nothing lost, nothing doubled', () =>
    busy(async () => {
      await server.fault({ fault: 'move-leader' });
      await pause(300);
      await server.fault({ fault: 'move-leader' });
    }));

  test('whose leader is killed under load', () =>
    busy(async () => {
      const { leader } = await server.state();
      await server.fault({ fault: 'kill' });
      await pause(500);
      await server.fault({ fault: 'revive', ...(leader === undefined ? {} : { node: leader }) });
    }));

  test('whose leader is frozen under load, and wakes later', () =>
    busy(() => server.fault({ fault: 'freeze', ms: 2_500 })));

  test.each([true, false])('that is parted under load and heals; what was under way is kept: %s', (keep) =>
    busy(async () => {
      await server.fault({ fault: 'partition', keep });
      await pause(800);
      await server.fault({ fault: 'heal' });
    }),
  );

  test('whose followers lag: what was acknowledged is read all the same', async () => {
    const { store } = await openNew(server.url);
    await server.fault({ fault: 'stale-followers', ms: 400 });
    const stream = newStream();
    for (let revision = NO_STREAM; revision < 9; revision += 1) {
      const { position } = await store.append(stream, revision, [event()]);
      // Whoever led when it was acknowledged may lag the next moment.
      if (revision === 3 || revision === 6) await server.fault({ fault: 'move-leader' });
      if (revision < 5) expect(await idsOf(store, stream)).toHaveLength(revision + 2);
      expect(await store.head()).toBe(position);
    }
    await store.close();
  });

  test('that is frozen whole lets a store be closed, which is looking for its leader', async () => {
    const { store } = await openNew(server.url, { limits: { attemptMs: 300, patienceMs: 10 } });
    for (const node of [0, 1, 2]) await server.fault({ fault: 'freeze', node });
    // The first on the client that stood, the second on a new one, which looks for the leader as long as it is there.
    for (let round = 0; round < 2; round += 1) expect((await failure(store.head())).code).toBe('store-unavailable');
    await store.close();
  });

  test('that refers to its leader is followed there', async () => {
    const { store, told } = await openNew(server.url);
    await server.fault({ fault: 'not-leader', times: 2 });
    expect((await store.append(newStream(), NO_STREAM, events(3))).revision).toBe(2);
    expect(told('append-retried')).toBeGreaterThan(0);
    await store.close();
  });
});

describe('a server that is killed and started again on its data', () => {
  test('under load: every acknowledged event once, and a repeated append is still known', async () => {
    const file = path.join(folder, 'killed.ndjson');
    const first = await startEsdb({ file });
    const { store } = await openNew(first.url);
    const stream = newStream();
    const [sent, next] = [events(3), events(2)];
    const answer = await store.append(stream, NO_STREAM, sent);
    await store.append(stream, 2, next);
    const writing = writers(store, 16);
    while (writing.count() < 100) await pause(10);
    await first.stop('SIGKILL');
    await pause(300);
    await withServer({ file, ports: first.ports }, async () => {
      const goal = writing.count() + 100;
      while (writing.count() < goal) await pause(10);
      const acknowledged = await writing.stop();
      expect(await store.append(stream, NO_STREAM, sent)).toEqual(answer);
      await expectWhole(store, new Map([[stream, [...sent, ...next].map(({ id }) => id)], ...acknowledged]));
      await store.close();
    });
  }, 60_000);

  test('from an older copy: readers who know better report it, and nothing is taken for the end', async () => {
    await withServer({}, async (server) => {
      const { store } = await openNew(server.url);
      const stream = newStream();
      await store.append(stream, NO_STREAM, events(5));
      const known = await store.head();
      const following = failure(collect(store.follow(known)));
      const idle = failure(collect(store.follow()));
      await pause(200);
      await server.fault({ fault: 'truncate', events: 2 });
      const another = { code: 'store-corrupt', message: expect.stringContaining('older copy') };
      expect(await failure(collect(store.readAll(known)))).toMatchObject(another);
      expect(await failure(collect(store.follow(known)))).toMatchObject(another);
      expect(await failure(store.head())).toMatchObject(another);
      expect(await following).toMatchObject(another);
      expect(await idle).toMatchObject(another);
      await store.close();
    });
  });

  test('from an older copy, when nobody could look at it in time: what comes from it is not taken', async () => {
    await withServer({}, async (server) => {
      const { store, told } = await openNew(server.url, { limits: { ...SOON, patienceMs: 10, stallMs: 60_000 } });
      const stream = newStream();
      await store.append(stream, NO_STREAM, events(5));
      let isOver = false;
      const following = failure(collect(store.follow(await store.head()))).finally(() => (isOver = true));
      while (told('caught-up') === 0) await pause(10);
      await server.fault({ fault: 'not-ready' });
      await server.fault({ fault: 'truncate', events: 2 });
      const sent = event();
      for (; !isOver; await pause(10)) {
        if (told('caught-up') > 1) await store.append(stream, 2, [sent]).catch(() => undefined);
      }
      expect(await following).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining('older copy') });
      await store.close();
    });
  });

  test.each(['read', 'heard live'])(
    'from an older copy, and where the last %s stood is another: the same',
    async (how) => {
      await withServer({}, async (server) => {
        const { store, told } = await openNew(server.url);
        const stream = newStream();
        await store.append(stream, NO_STREAM, events(5));
        const known = (await collect(store.readAll())).at(-1)?.position;
        const following = store.follow(known);
        const next = following.next();
        while (told('caught-up') === 0) await pause(10);
        if (how === 'heard live') await store.append(stream, 4, [event()]);
        if (how === 'heard live') await next;
        await server.fault({ fault: 'kill' });
        await server.fault({ fault: 'truncate', events: 1 });
        await server.fault({ fault: 'system-events', events: 1 });
        await server.fault({ fault: 'revive' });
        const another = { code: 'store-corrupt', message: expect.stringContaining('older copy') };
        if (how === 'read') expect(await failure(collect(store.readAll(known)))).toMatchObject(another);
        expect(await failure(how === 'read' ? next : following.next())).toMatchObject(another);
        await store.close();
      });
    },
  );

  test('from an older copy that has grown beyond: the same', async () => {
    await withServer({}, async (server) => {
      const { store } = await openNew(server.url);
      const stream = newStream();
      await store.append(stream, NO_STREAM, events(5));
      const known = await store.head();
      const following = failure(collect(store.follow(known)));
      await pause(200);
      await server.fault({ fault: 'truncate', events: 2 });
      await store.append(stream, 2, [{ ...event(), data: new Uint8Array(5_000) }, event(), event()]);
      const another = { code: 'store-corrupt', message: expect.stringContaining('older copy') };
      expect(await failure(collect(store.readAll(known)))).toMatchObject(another);
      expect(await following).toMatchObject(another);
      await store.close();
    });
  });
});
