import { setTimeout as pause } from 'node:timers/promises';

import { type Esdb, startEsdb } from '../../../test/esdb/server.js';
import { NO_STREAM } from '../src/index.js';
import { openStream } from './esdb.js';
import { collect, event, events, failure, idsOf, newStream } from './events.js';

// What the client and the server do wrong, done to the adapter: each test fails without the rule that answers it.

let server: Esdb;
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

const opened = (limits = {}) => openStream(server.url, limits);

beforeAll(async () => {
  server = await startEsdb();
  process.on('unhandledRejection', note);
});
afterEach(() => server.fault({ fault: 'clear' }));
afterAll(async () => {
  process.off('unhandledRejection', note);
  await server.stop();
});

describe.each(['failed and not persisted', 'failed but persisted'] as const)('an append that %s', (kind) => {
  const faults =
    kind === 'failed and not persisted'
      ? (['lose-request', 'reset-13-before'] as const)
      : (['lose-ack', 'unknown-13'] as const);

  test.each(faults)('by %s is repeated unchanged, and stored once', async (fault) => {
    const { store, stream, told } = await opened();
    const batch = [...events(2), { ...event(), data: new Uint8Array(1_000_000) }];
    await server.fault({ fault });
    const { revision, positions } = await store.append(stream, 0, batch);
    expect([revision, positions.length, told('append-retried')]).toEqual([3, 3, 1]);
    expect((await idsOf(store, stream)).slice(1)).toEqual(batch.map(({ id }) => id));
    await store.close();
  });

  test.each(faults)(
    'by %s again and again is said to be unknown, and stored once by the same call later',
    async (fault) => {
      const { store, stream } = await opened({ patienceMs: 300 });
      const batch = [event(), { ...event(), data: new Uint8Array(1_000_000) }];
      await server.fault({ fault, times: 'until-cleared' });
      const error = await failure(store.append(stream, 0, batch));
      expect([error.code, error.message]).toEqual(['outcome-unknown', expect.stringContaining('repeat the append')]);
      await server.fault({ fault: 'clear' });
      expect(await idsOf(store, stream)).toHaveLength(kind === 'failed but persisted' ? 3 : 1);
      expect((await store.append(stream, 0, batch)).revision).toBe(2);
      expect(await idsOf(store, stream)).toHaveLength(3);
      await store.close();
    },
  );

  test.each(faults)(
    'by %s takes nothing with it that was sent behind it, to its own stream or to others',
    async (fault) => {
      const { store, stream } = await opened();
      const others = Array.from({ length: 40 }, newStream);
      await server.fault({ fault, times: 3 });
      const chain = events(10).map((one, index) => store.append(stream, index, [one]));
      const rest = others.map((other) => store.append(other, NO_STREAM, events(2)));
      expect((await Promise.all(chain)).at(-1)?.revision).toBe(10);
      await Promise.all(rest);
      expect(await idsOf(store, stream)).toHaveLength(11);
      for (const other of others) expect(await idsOf(store, other)).toHaveLength(2);
      await store.close();
    },
  );
});

test('an append that may have been stored before it was refused for good is said to be unknown', async () => {
  const { store, namespace, stream, told } = await opened();
  await server.fault({ fault: 'lose-request', times: 'until-cleared' });
  const refused = failure(store.append(stream, 0, [event()]));
  while (told('append-retried') === 0) await pause(5);
  await server.fault({ fault: 'delete-stream', stream: `${namespace}/${stream}`, forEver: true });
  await server.fault({ fault: 'clear' });
  expect(await refused).toMatchObject({ code: 'outcome-unknown', message: expect.stringContaining('deleted') });
  await store.close();
});

describe('a server that says nothing', () => {
  test('to an append: the client is replaced, and the append repeated on the new one', async () => {
    const { store, stream, told } = await opened();
    await server.fault({ fault: 'silence' });
    expect((await store.append(stream, 0, events(3))).revision).toBe(3);
    expect(told('client-renewed')).toBeGreaterThan(0);
    expect(await idsOf(store, stream)).toHaveLength(4);
    await store.close();
  });

  test('to many large appends: what waited to be written rejects nobody’s promise', async () => {
    const { store, stream } = await opened();
    await server.fault({ fault: 'silence' });
    const large = () => ({ ...event(), data: new Uint8Array(200_000) });
    const sent = Array.from({ length: 100 }, () => store.append(newStream(), NO_STREAM, [large()]));
    await Promise.all(sent);
    await store.append(stream, 0, [event()]);
    await pause(100);
    expect(unhandled).toEqual([]);
    await store.close();
  });

  test('to a read, or in the middle of one: it is read again, whole', async () => {
    const { store, stream } = await opened();
    const start = await store.head();
    for (let batch = 0; batch < 5; batch += 1) await store.append(stream, batch * 100, events(100));
    await server.fault({ fault: 'silence' });
    expect(await idsOf(store, stream)).toHaveLength(501);
    const reading = store.readAll(start);
    await reading.next();
    await server.fault({ fault: 'silence' });
    expect(await collect(reading)).toHaveLength(499);
    await store.close();
  });

  test('and is frozen, also to those who connect anew: all goes on when it wakes', async () => {
    const { store, stream, live } = await opened();
    const followed = live(4);
    await server.fault({ fault: 'freeze', ms: 2_000 });
    const [first, second] = await Promise.all([
      store.append(stream, 0, [event()]),
      store.append(newStream(), NO_STREAM, events(2)),
    ]);
    expect([first.revision, second.revision]).toEqual([1, 1]);
    expect(await followed).toHaveLength(4);
    await store.close();
  });

  test('for longer than anybody waits: unknown, then stored once', async () => {
    const { store, stream } = await opened({ patienceMs: 800 });
    await server.fault({ fault: 'freeze' });
    const sent = [event()];
    expect((await failure(store.append(stream, 0, sent))).code).toBe('outcome-unknown');
    expect((await failure(idsOf(store, stream))).code).toBe('store-unavailable');
    await server.fault({ fault: 'clear' });
    await pause(600);
    expect((await store.append(stream, 0, sent)).revision).toBe(1);
    expect(await idsOf(store, stream)).toHaveLength(2);
    await store.close();
  });
});

describe('a server that cannot serve', () => {
  test('does not tell what it can do, once: the client, which would believe that for ever, is replaced', async () => {
    await server.fault({ fault: 'features-internal' });
    const { store, told } = await opened();
    expect(told('client-renewed')).toBe(0);
    await store.close();
  });

  test.each(['not-ready', 'read-only', 'full'] as const)('is %s: it is asked again until it can', async (fault) => {
    const { store, stream } = await opened();
    await server.fault({ fault, times: 2 });
    expect((await store.append(stream, 0, [event()])).revision).toBe(1);
    await store.close();
  });

  test.each(['not-ready', 'read-only', 'full'] as const)(
    'stays %s: its words are passed on, and nothing is stored',
    async (fault) => {
      const { store, stream } = await opened({ patienceMs: 300 });
      await server.fault({ fault, times: 'until-cleared' });
      const { code, message } = await failure(store.append(stream, 0, [event()]));
      expect(code).toBe('outcome-unknown');
      expect(message).toMatch(/127\.0\.0\.1:\d+.*: .+ repeat the append/s);
      await server.fault({ fault: 'clear' });
      expect(await idsOf(store, stream)).toHaveLength(1);
      expect((await store.append(stream, 0, [event()])).revision).toBe(1);
      await store.close();
    },
  );

  test('is killed and comes back: appends wait for it, followers go on where they were', async () => {
    const { store, stream, live } = await opened();
    const followed = live(12);
    await store.append(stream, 0, [event()]);
    await server.fault({ fault: 'kill' });
    const chain = events(10).map((one, index) => store.append(stream, index + 1, [one]));
    await pause(700);
    await server.fault({ fault: 'revive' });
    expect((await Promise.all(chain)).at(-1)?.revision).toBe(11);
    expect(await followed).toEqual(await idsOf(store, stream));
    await store.close();
  });

  test('is slow: nothing is doubled', async () => {
    const { store, stream } = await opened();
    await server.fault({ fault: 'slow', ms: 100 });
    await Promise.all(events(5).map((one, index) => store.append(stream, index, [one])));
    expect(await idsOf(store, stream)).toHaveLength(6);
    await store.close();
  });
});

test('a read that is left early, while the server goes: nobody’s error ends the process', async () => {
  const { store, stream } = await opened();
  for (let batch = 0; batch < 5; batch += 1) await store.append(stream, batch * 100, events(100));
  for (let round = 0; round < 20; round += 1) {
    for await (const { revision } of store.read(stream)) if (revision === 3) break;
    if (round % 5 === 0) await server.fault({ fault: 'drop' });
  }
  expect((await store.append(stream, 500, [event()])).revision).toBe(501);
  expect(unhandled).toEqual([]);
  await store.close();
});
