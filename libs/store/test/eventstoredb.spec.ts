import { EventStoreDbStore } from '../src/eventstoredb.js';
import { describePlace, NO_STREAM, type StoredEvent } from '../src/index.js';
import { conformance } from './conformance.js';
import { anyServer, newNamespace, openNew, withClient } from './esdb.js';
import { collect, event, events, failure, idsOf, newStream, pause } from './events.js';

// Everything here runs on a real EventStoreDB as well: `ESDB_URL=esdb://… npm run test:esdb`.

let server: Awaited<ReturnType<typeof anyServer>>;
const namespace = newNamespace();

beforeAll(async () => {
  server = await anyServer();
});
afterAll(() => server.stop());

conformance('eventstoredb', () => EventStoreDbStore.open(server.url, { namespace }), { keeps: true });

describe('on a server that others use as well', () => {
  test('a store sees its own streams only, in reads, at the head and live', async () => {
    const [one, other] = [await openNew(server.url), await openNew(server.url)];
    const stream = newStream();
    const abort = new AbortController();
    const live = collect(one.store.follow(undefined, abort.signal));
    const mine = events(3);
    await one.store.append(stream, NO_STREAM, mine);
    const head = await one.store.head();
    await other.store.append(stream, NO_STREAM, events(40));
    await withClient(server.url, (client) =>
      client.appendToStream(`${one.namespace}-and-more/x`, [{ ...jsonEvent(), data: { not: 'ours' } }]),
    );
    expect(await one.store.head()).toBe(head);
    const ids = mine.map(({ id }) => id);
    expect((await collect(one.store.readAll())).map(({ id }) => id)).toEqual(ids);
    await pause(200);
    abort.abort();
    expect((await live).map(({ id }) => id)).toEqual(ids);
    expect(await idsOf(other.store, stream)).toHaveLength(40);
    await Promise.all([one.store.close(), other.store.close()]);
  });

  test('a head beyond many events of others is found', async () => {
    const [one, other] = [await openNew(server.url), await openNew(server.url)];
    const { position } = await one.store.append(newStream(), NO_STREAM, events(1));
    const stream = newStream();
    for (let batch = 0; batch < 3; batch += 1) await other.store.append(stream, batch * 200 - 1, events(200));
    expect(await one.store.head()).toBe(position);
    await Promise.all([one.store.close(), other.store.close()]);
  });

  test('one client serves all stores of a process, and another server is refused', async () => {
    const { store } = await openNew(server.url);
    const error = await failure(EventStoreDbStore.open('esdb://127.0.0.1:1?tls=false'));
    expect([error.code, error.message]).toEqual(['client-in-use', expect.stringContaining('another process')]);
    await store.close();
  });
});

describe('whoever writes into our streams, or takes events out of them', () => {
  const foreign = {
    JSON: jsonEvent,
    bytes: () => bytesEvent('\u0002'),
    'bytes and a word': () => bytesEvent('"other"'),
  };
  test.each(Object.entries(foreign))(
    'somebody else’s event, %s, is not passed over: reading stops and names the stream',
    async (_, other) => {
      const { store, namespace: own } = await openNew(server.url);
      const stream = newStream();
      await store.append(stream, NO_STREAM, [event()]);
      const following = failure(collect(store.follow(await store.head())));
      await pause(50);
      await withClient(server.url, (client) => client.appendToStream(`${own}/${stream}`, [other()]));
      for (const refusal of [failure(collect(store.read(stream))), failure(collect(store.readAll())), following]) {
        expect(await refusal).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining(stream) });
      }
      await store.close();
    },
  );

  const deeds = {
    'a deleted stream': (name: string) => withClient(server.url, (client) => client.deleteStream(name)),
    'a stream with a tombstone': (name: string) => withClient(server.url, (client) => client.tombstoneStream(name)),
    'a stream cut at its beginning': (name: string) =>
      withClient(server.url, (client) => client.setStreamMetadata(name, { truncateBefore: 2 })),
    'a stream with a greatest length': (name: string) =>
      withClient(server.url, (client) => client.setStreamMetadata(name, { maxCount: 1 })),
  };
  test.each(Object.entries(deeds))('%s is reported by every reader of the log', async (_, deed) => {
    const { store, namespace: own } = await openNew(server.url);
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(3));
    const before = await store.head();
    const following = failure(collect(store.follow(before)));
    await pause(50);
    await deed(`${own}/${stream}`);
    const named = { code: 'store-corrupt', message: expect.stringContaining(stream) };
    expect(await failure(collect(store.readAll()))).toMatchObject(named);
    expect(await failure(collect(store.readAll(before)))).toMatchObject(named);
    expect(await following).toMatchObject(named);
    await store.close();
  });

  test('a stream with a tombstone takes and gives nothing, and says why', async () => {
    const { store, namespace: own } = await openNew(server.url);
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(3));
    await withClient(server.url, (client) => client.tombstoneStream(`${own}/${stream}`));
    const deleted = { code: 'store-corrupt', message: expect.stringContaining('deleted') };
    expect(await failure(store.append(stream, 2, [event()]))).toMatchObject(deleted);
    expect(await failure(idsOf(store, stream))).toMatchObject(deleted);
    await store.close();
  });

  test('a stream that is cut while it is read does not go on as if nothing were missing', async () => {
    const { store, namespace: own } = await openNew(server.url);
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(3));
    await withClient(server.url, (client) => client.setStreamMetadata(`${own}/${stream}`, { truncateBefore: 1 }));
    expect((await failure(collect(store.read(stream)))).code).toBe('store-corrupt');
    await store.close();
  });

  test('rights and cache times of a stream take nothing away, and nobody minds', async () => {
    const { store, namespace: own } = await openNew(server.url);
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(3));
    await withClient(server.url, (client) => client.setStreamMetadata(`${own}/${stream}`, { cacheControl: 5 }));
    await withClient(server.url, (client) => client.setStreamMetadata(`${own}/${stream}`, { maxCount: 1_000 }));
    expect(await collect(store.readAll())).toHaveLength(3);
    await store.close();
  });
});

describe('many at once', () => {
  test('a hundred and fifty followers and three hundred reads share one subscription and few streams', async () => {
    const { store } = await openNew(server.url);
    const stream = newStream();
    const { positions } = await store.append(stream, NO_STREAM, events(10));
    const abort = new AbortController();
    const followers = Array.from({ length: 150 }, () => collect(store.follow(positions[0], abort.signal)));
    const reads = await Promise.all(Array.from({ length: 300 }, () => idsOf(store, stream)));
    expect(new Set(reads.map((ids) => ids.length))).toEqual(new Set([10]));
    await store.append(stream, 9, [event()]);
    await pause(300);
    abort.abort();
    const counts = (await Promise.all(followers)).map((found: StoredEvent[]) => found.length);
    expect(new Set(counts)).toEqual(new Set([10]));
    await store.close();
  });

  test('more than an append may carry never leaves the process, and harms nobody’s append', async () => {
    const { store, told } = await openNew(server.url);
    const stream = newStream();
    const huge = { ...event(), data: new Uint8Array(20 * 1024 * 1024) };
    const [first, refused, last] = await Promise.allSettled([
      store.append(stream, NO_STREAM, [event()]),
      store.append(newStream(), NO_STREAM, [huge]),
      store.append(stream, 0, [event()]),
    ]);
    expect([first.status, last.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'too-large' } });
    expect([told('append-retried'), told('client-renewed')]).toEqual([0, 0]);
    await store.close();
  });
});

describe('an address', () => {
  test.each([
    'http://localhost:2113',
    'esdb://',
    'esdb://user:geheim@',
    'esdb://user:geheim',
    'esdb://user:geheim?tls=false',
    'esdb://user:geheim,localhost',
    'esdb://user:ge?heim@localhost:2113',
    'esdb://user:ge@heim@localhost:2113',
    'esdb://user:x/geheim@localhost',
    'esdb://localhost:70000',
    'esdb://localhost:2113?tls=maybe',
    'esdb://user:geheim@localhost:2113?nonsense=1',
    'esdb://localhost:2113?nodePreference=follower',
    'esdb://user:%zzgeheim@localhost',
    'esdb://localhost:2113?tlsCAFile=/nowhere/ca.crt',
  ])('that cannot be used is refused in words, without the password: %s', async (url) => {
    const error = await failure(EventStoreDbStore.open(url));
    expect(error.code).toBe('invalid-url');
    expect(error.message).toContain('ESDB_URL');
    expect(error.message).not.toMatch(/heim/);
  });

  test('is described without user and password', () => {
    const url = 'esdb://admin:geheim@node1:2113,node2?tls=true&tlsCAFile=ca.crt';
    expect(describePlace({ url, namespace: 'jatim' })).toBe('esdb://node1:2113,node2:2113 (namespace jatim)');
  });

  test.each(['', 'A', 'x/y', '-a', 'a'.repeat(41)])('with the namespace "%s" is refused', async (bad) => {
    expect((await failure(EventStoreDbStore.open(server.url, { namespace: bad }))).code).toBe('invalid-url');
  });

  test('where nobody listens is named, with the way out', async () => {
    const limits = { attemptMs: 300, patienceMs: 600 };
    const error = await failure(EventStoreDbStore.open('esdb://127.0.0.1:1?tls=false', { limits }));
    expect(error.code).toBe('store-unavailable');
    expect(error.message).toMatch(/127\.0\.0\.1:1.*ECONNREFUSED.*ESDB_URL/s);
  });
});

/** What other software would write. */
function jsonEvent() {
  return {
    id: event().id,
    type: 'Else',
    contentType: 'application/json' as const,
    data: { some: 'thing' },
    metadata: {},
  };
}

function bytesEvent(about: string) {
  const contentType = 'application/octet-stream' as const;
  const metadata = Uint8Array.from(Buffer.from(about));
  return { id: event().id, type: 'Else', contentType, data: Uint8Array.of(1), metadata };
}
