import { setTimeout as pause } from 'node:timers/promises';

import { type Esdb, startEsdb } from '../../../test/esdb/server.js';
import { EsdbConnection } from '../src/eventstoredb-connection.js';
import { openStream, SOON } from './esdb.js';
import { event, events, failure, idsOf, newStream } from './events.js';

let server: Esdb;
const opened = (limits = {}) => openStream(server.url, limits);

beforeAll(async () => {
  server = await startEsdb();
});
afterEach(() => server.fault({ fault: 'clear' }));
afterAll(() => server.stop());

describe('a subscription', () => {
  test.each(['too-slow', 'drop'] as const)(
    'is ended by %s, again and again: each event once, in order',
    async (fault) => {
      const { store, stream, told, live, standing } = await opened();
      const followed = live(61);
      await standing();
      for (let index = 0; index < 60; index += 1) {
        await store.append(stream, index, [event()]);
        if (index % 10 === 5) await server.fault({ fault });
      }
      expect(await followed).toEqual(await idsOf(store, stream));
      expect(told('subscription-restarted')).toBeGreaterThan(0);
      await store.close();
    },
  );

  test('falls silent without a word: somebody looks, and it is made anew', async () => {
    const { store, stream, notices, live, standing } = await opened();
    const followed = live(3);
    await standing();
    await server.fault({ fault: 'stall-subscription' });
    await store.append(stream, 0, events(2));
    expect(await followed).toHaveLength(3);
    expect(notices).toContainEqual({ what: 'subscription-restarted', reason: expect.stringContaining('silent') });
    // The silent one is given up, and not merely forgotten.
    while ((await server.state()).subscriptions > 1) await pause(10);
    await store.close();
  });

  test('is there once, however many follow; and knows when it has caught up', async () => {
    const { store, stream, told, live, standing } = await opened({ stallMs: 50 });
    const followed = Array.from({ length: 30 }, () => live(2));
    await standing();
    expect((await server.state()).subscriptions).toBe(1);
    // It is looked at many times meanwhile, and left alone: nothing is missing.
    await pause(300);
    expect([told('caught-up'), told('subscription-restarted')]).toEqual([1, 0]);
    await store.append(stream, 0, [event()]);
    expect(new Set((await Promise.all(followed)).map(({ length }) => length))).toEqual(new Set([2]));
    await store.close();
  });

  test('goes on past thousands of events of others and all their checkpoints', async () => {
    const { store, stream, live, standing } = await opened();
    const followed = live(3);
    await standing();
    await server.fault({ fault: 'system-events', events: 3_000 });
    await store.append(stream, 0, [event()]);
    await server.fault({ fault: 'system-events', events: 3_000 });
    await server.fault({ fault: 'drop' });
    await store.append(stream, 1, [event()]);
    expect(await followed).toEqual(await idsOf(store, stream));
    await store.close();
  });

  test('is cut while events are on their way, with its client: none counts twice', async () => {
    const { store, stream, live, told } = await opened();
    const followed = live(601);
    const connection = EsdbConnection.share(server.url);
    const hopeless = { ...SOON, attemptMs: 5, patienceMs: 10 };
    const done = Promise.all(
      Array.from({ length: 8 }, async () => {
        const own = newStream();
        for (let index = 0; index < 75; index += 1) await store.append(own, index - 1, [event()]);
      }),
    );
    let isDone = false;
    void done.then(() => (isDone = true));
    while (!isDone) await failure(connection.insist(hopeless, () => new Promise(() => undefined)));
    expect(new Set(await followed).size).toBe(601);
    expect(told('client-renewed')).toBeGreaterThan(0);
    expect(await idsOf(store, stream)).toHaveLength(1);
    await store.close();
    await connection.release();
  });

  /** The subscriptions that the client makes from now on; `began` is told of each before it can give anything. */
  async function subscriptions(began: (earlier: { emit(name: string, ...what: unknown[]): boolean }[]) => void) {
    const connection = EsdbConnection.share(server.url);
    const client = await connection.client();
    const subscribe = client.subscribeToAll.bind(client);
    const made: ReturnType<typeof subscribe>[] = [];
    client.subscribeToAll = (options) => {
      const subscription = subscribe(options);
      began(made);
      made.push(subscription);
      return subscription;
    };
    return { client, made, release: () => connection.release() };
  }

  test('is cut, and still gives something after the next one was asked for: nothing counts twice', async () => {
    const { store, stream, live, standing } = await opened({ stallMs: 60_000 });
    const late: unknown[] = [];
    const { client, release } = await subscriptions(([cut]) => late.splice(0).forEach((one) => cut?.emit('data', one)));
    const followed = live(3);
    await standing();
    await server.fault({ fault: 'stall-subscription' });
    await store.append(stream, 0, [event()]);
    for await (const one of client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }))
      late.push(one);
    await server.fault({ fault: 'too-slow' });
    while (late.length > 0) await pause(5);
    await store.append(stream, 1, [event()]);
    expect(await followed).toEqual(await idsOf(store, stream));
    await store.close();
    await release();
  });

  test.each(['end', 'close'])('is over without an error, by %s: it is made anew', async (way) => {
    const { store, stream, told, live, standing } = await opened({ stallMs: 60_000 });
    const { made, release } = await subscriptions(() => undefined);
    const followed = live(2);
    await standing();
    made[0]?.emit(way);
    while (told('caught-up') < 2) await pause(5);
    await store.append(stream, 0, [event()]);
    expect(await followed).toHaveLength(2);
    await store.close();
    await release();
  });

  test('that the server does not take is tried ever more slowly', async () => {
    const { store, stream, told, live, standing } = await opened({ patienceMs: 10 });
    const sent = event();
    const followed = live(2);
    await standing();
    await server.fault({ fault: 'kill' });
    await pause(600);
    expect(told('subscription-restarted')).toBeLessThan(10);
    await server.fault({ fault: 'revive' });
    const again = () => store.append(stream, 0, [sent]).catch(() => undefined);
    while ((await again()) === undefined) await pause(50);
    expect(await followed).toHaveLength(2);
    await store.close();
  });

  test.each([
    ['are many', 45, () => events(100)],
    ['are large', 18, () => [{ ...event(), data: new Uint8Array(1_000_000) }]],
  ])('keeps the newest events only ready if they %s', async (_, count, batch) => {
    const { store, stream, live, standing } = await opened({ stallMs: 60_000 });
    const head = await store.head();
    const size = batch().length;
    const followed = live(1 + count * size);
    await standing();
    for (let index = 0; index < count; index += 1) await store.append(stream, index * size, batch());
    await followed;
    const reads = async () => (await server.state()).calls['Streams/Read'] ?? 0;
    const before = await reads();
    const { value } = await store.follow(head).next();
    expect(value).toMatchObject({ stream, revision: 1 });
    expect(await reads()).toBeGreaterThan(before);
    await store.close();
  });

  test('leaves slow followers behind, who lose nothing', async () => {
    const { store, stream } = await opened();
    const seen: string[] = [];
    const after = await store.head();
    const slow = (async () => {
      for await (const { id } of store.follow(after)) {
        if (seen.push(id) === 6_000) break;
        if (seen.length % 1_000 === 2) await pause(200);
      }
    })();
    for (let batch = 0; batch < 60; batch += 1) await store.append(stream, batch * 100, events(100));
    await slow;
    expect(seen).toEqual((await idsOf(store, stream)).slice(1));
    await store.close();
  }, 60_000);
});
