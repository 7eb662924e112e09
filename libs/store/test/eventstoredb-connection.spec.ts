import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { type Esdb, startEsdb } from '../../../test/esdb/server.js';
import { NO_STREAM } from '../src/index.js';
import { createClient, retire } from '../src/eventstoredb-client.js';
import { EsdbConnection } from '../src/eventstoredb-connection.js';
import { judge } from '../src/eventstoredb-errors.js';
import { outgoing } from '../src/eventstoredb-record.js';
import { parseEsdbUrl } from '../src/eventstoredb-url.js';
import { openNew, openStream, SOON } from './esdb.js';
import { collect, event, events, failure, idsOf, newStream } from './events.js';

let server: Esdb;
const opened = (limits = {}) => openStream(server.url, limits);

beforeAll(async () => {
  server = await startEsdb();
});
afterEach(() => server.fault({ fault: 'clear' }));
afterAll(() => server.stop());

const CERTAIN = { kind: 'final' };
const AGAIN = { kind: 'passing', worn: false };
const ANEW = { kind: 'passing', worn: true };
test.each([
  ['a type, whatever its code', { type: 'access-denied' }, { ...CERTAIN, error: { code: 'access-denied' } }],
  ['a code without a type: unknown user', { code: 16 }, { ...CERTAIN, error: { code: 'access-denied' } }],
  ['a code without a type: no right', { code: 7 }, { ...CERTAIN, error: { code: 'access-denied' } }],
  ['a tombstone', { type: 'stream-deleted' }, { ...CERTAIN, error: { code: 'store-corrupt' } }],
  ['a smaller limit', { type: 'maximum-append-size-exceeded' }, { ...CERTAIN, error: { code: 'too-large' } }],
  ['a server that went', { type: 'unavailable', code: 14 }, AGAIN],
  ['a first call on a dead server', { code: 14 }, ANEW],
  ['a reset stream', { type: 'unknown', code: 13 }, ANEW],
])('an error is judged by its type, or else by its code: %s', (_, facts, verdict) => {
  expect(judge(Object.assign(new Error('it failed'), facts))).toMatchObject(verdict);
});

test.each([
  { what: 'reads', fewerThan: 100 },
  { what: 'appends', fewerThan: 600 },
])('more $what than a server takes at once wait outside', async ({ what, fewerThan }) => {
  const connection = EsdbConnection.share(server.url);
  let [inside, most] = [0, 0];
  const call = async () => {
    most = Math.max(most, ++inside);
    await pause(5);
    inside -= 1;
  };
  // Twice: the first crowd must not have left the door open.
  for (let crowd = 0; crowd < 2; crowd += 1)
    await Promise.all(
      Array.from({ length: 1_000 }, () => connection.insist({ ...SOON, reads: what === 'reads' }, call)),
    );
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThan(fewerThan);
  await connection.release();
});

describe('a client', () => {
  test('is kept as long as one store needs it, and is the only one', async () => {
    const before = (await server.state()).calls['Streams/BatchAppend'] ?? 0;
    const [one, other] = [await opened(), await opened()];
    const followed = other.live(2);
    await other.standing();
    await one.store.close();
    await other.store.append(other.stream, 0, [event()]);
    expect(await followed).toHaveLength(2);
    expect((await server.state()).calls['Streams/BatchAppend']).toBe(before + 1);
    await other.store.close();
  });

  test('that fails now and then, and says that it will recover, is kept', async () => {
    const { store, stream, told } = await opened();
    for (let index = 0; index < 4; index += 1) {
      await server.fault({ fault: 'full' });
      await store.append(stream, index, [event()]);
    }
    expect([told('append-retried'), told('client-renewed')]).toEqual([4, 0]);
    await store.close();
  });

  test('that says so again and again is not believed any more', async () => {
    const { store, stream, told } = await opened();
    await server.fault({ fault: 'full', times: 4 });
    await store.append(stream, 0, [event()]);
    expect(told('client-renewed')).toBe(1);
    await store.close();
  });

  test('is not replaced at every failure, nor for what failed on the one before', async () => {
    const connection = EsdbConnection.share(server.url);
    let renewed = 0;
    connection.onRenewed(() => (renewed += 1));
    const silent = (attemptMs: number) =>
      failure(connection.insist({ ...SOON, attemptMs, patienceMs: 1 }, () => new Promise(() => undefined)));
    const late = silent(800);
    const start = performance.now();
    for (let round = 0; round < 20; round += 1) await silent(5);
    expect(renewed).toBeLessThanOrEqual(1 + (performance.now() - start) / 500);
    const before = renewed;
    await late;
    expect(renewed).toBe(before);
    await connection.release();
  });

  test('that no store needs any more is not replaced, and those who have closed hear of nothing', async () => {
    const [one, other] = [await opened(), await opened()];
    const connection = EsdbConnection.share(server.url);
    const never = () =>
      failure(connection.insist({ ...SOON, attemptMs: 300, patienceMs: 1 }, () => new Promise(() => undefined)));
    await one.store.close();
    await never();
    expect([one.told('client-renewed'), other.told('client-renewed')]).toEqual([0, 1]);
    await pause(600);
    let renewed = 0;
    connection.onRenewed(() => (renewed += 1));
    const pending = never();
    await Promise.all([other.store.close(), connection.release()]);
    await pending;
    expect(renewed).toBe(0);
    const closed = { kind: 'final', error: { code: 'store-unavailable', message: expect.stringContaining('closed') } };
    expect(await never()).toMatchObject({ verdict: closed });
  });

  test('that was replaced leaves nothing open, and begins nothing more', async () => {
    const idle = await server.state();
    const client = createClient(parseEsdbUrl(server.url), { insecure: true }, 500);
    const sent = () => client.appendToStream(newStream(), [outgoing(event())]);
    await sent();
    const subscription = client.subscribeToAll().on('error', () => undefined);
    await once(subscription, 'confirmation');
    await retire(client);
    for (let round = 0; round < 3; round += 1) expect((await failure(sent())).message).toContain('replaced');
    for (let now = await server.state(); now.connections > idle.connections; now = await server.state())
      await pause(10);
  });

  test('is replaced after the first silence: there is time for two tries only', async () => {
    const { store, stream } = await opened({ attemptMs: 1_000, patienceMs: 1_800 });
    await server.fault({ fault: 'silence' });
    expect((await store.append(stream, 0, [event()])).revision).toBe(1);
    await store.close();
  });
});

test('a position where none of our events can have stood is none of this log', async () => {
  const { store } = await opened();
  expect((await failure(collect(store.readAll('0'.repeat(32))))).code).toBe('store-corrupt');
  await store.close();
});

test('who listens and throws harms nobody', async () => {
  const notice = () => {
    throw new Error('a fault of the listener');
  };
  const { store } = await openNew(server.url, { notice });
  const stream = newStream();
  const { position } = await store.append(stream, NO_STREAM, [event()]);
  const following = (async () => {
    for await (const { revision } of store.follow(position)) if (revision === 2) return revision;
    return undefined;
  })();
  await server.fault({ fault: 'lose-ack' });
  expect((await store.append(stream, 0, [event()])).revision).toBe(1);
  await server.fault({ fault: 'drop' });
  await store.append(stream, 1, [event()]);
  expect(await following).toBe(2);
  await store.close();
});

describe('a slow server', () => {
  const large = () => ({ ...event(), data: new Uint8Array(16_000) });

  test('that gives a piece now and then is read to the end, however long that takes', async () => {
    const { store, stream } = await opened({ attemptMs: 1_000, patienceMs: 1_100 });
    await store.append(stream, 0, Array.from({ length: 25 }, large));
    await server.fault({ fault: 'slow', ms: 100 });
    expect(await idsOf(store, stream)).toHaveLength(26);
    await store.close();
  });

  test('that serves others first is not taken for a dead one', async () => {
    const { store, stream, told } = await opened({ attemptMs: 600 });
    await store.append(stream, 0, Array.from({ length: 3 }, large));
    await server.fault({ fault: 'slow', ms: 40 });
    const reads = await Promise.all(Array.from({ length: 20 }, () => idsOf(store, stream)));
    expect(reads.every(({ length }) => length === 4)).toBe(true);
    expect(told('client-renewed')).toBe(0);
    await store.close();
  });
});

describe('between the answer to an append and the reading of its places', () => {
  /** Does something to the answer, or to the server, before the store hears the answer. */
  async function appendAnd(meddle: (answer: { nextExpectedRevision: bigint }, name: string) => Promise<unknown>) {
    const { store, stream, namespace } = await opened({ attemptMs: 1_000, patienceMs: 300 });
    const connection = EsdbConnection.share(server.url);
    const client = await connection.client();
    const append = client.appendToStream.bind(client);
    client.appendToStream = async (...sent) => {
      const answer = await append(...sent);
      await meddle(answer, `${namespace}/${stream}`);
      return answer;
    };
    const error = await failure(store.append(stream, 0, events(2)));
    await store.close();
    await connection.release();
    return error;
  }

  test('the stream is deleted: that is reported', async () => {
    const error = await appendAnd((_, stream) => server.fault({ fault: 'delete-stream', stream }));
    expect(error).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining('deleted') });
  });

  test('the server goes: it is said that the events may be there', async () => {
    const error = await appendAnd(() => server.fault({ fault: 'kill' }));
    await server.fault({ fault: 'revive' });
    expect(error).toMatchObject({ code: 'outcome-unknown', message: expect.stringContaining('Repeat the append') });
  });

  test('an answer that does not fit what was asked is not believed', async () => {
    const error = await appendAnd(async (answer) => void (answer.nextExpectedRevision += 1n));
    expect(error).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining('written to by others') });
  });
});
