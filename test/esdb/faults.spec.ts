import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import esdb from '@eventstore/db-client';
import { startEsdb, type Esdb, type Fault } from './server.js';
import { all, connect, event, events, failure, follow, until, type Client, type Learned } from './support.js';

const { BACKWARDS, END, NO_STREAM, START, streamNameFilter } = esdb;
const UNARY = { credentials: { username: 'admin', password: 'changeit' } };
/** The client recommends ten seconds, and says so. */
const KEEPALIVE = '&keepAliveInterval=300&keepAliveTimeout=300';

describe('a fault on demand', () => {
  let server: Esdb;
  let client: Client;
  let stream: string;

  beforeAll(async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    server = await startEsdb();
  });

  beforeEach(() => {
    client = connect(server.url);
    stream = randomUUID();
  });

  afterEach(async () => {
    await server.fault({ fault: 'clear' });
    await client.dispose();
  });

  afterAll(() => server.stop());

  const append = (data = event()): Promise<unknown> => client.appendToStream(stream, data);
  const count = async (): Promise<number> => (await all(client.readStream(stream)).catch(() => [])).length;

  /** What becomes of an append under a fault, on the batch path and the unary one, and whether it was done. */
  const spoil = async (fault: Fault): Promise<[learned: Learned, isDone: boolean][]> => {
    const outcomes: [Learned, boolean][] = [];
    for (const how of [{}, UNARY]) {
      await append().catch(() => append());
      const before = await count();
      await server.fault(fault);
      const learned = await failure(client.appendToStream(stream, event(), how));
      outcomes.push([learned, (await count()) > before]);
    }
    return outcomes;
  };

  const CANCELLED = { type: 'cancelled', code: 1, message: '1 CANCELLED: Call cancelled' };
  const reset = 'Received RST_STREAM with code 0 (Call ended without gRPC status)';
  const INTERNAL = { type: 'unknown', code: 13, message: `13 INTERNAL: ${reset}` };
  const TIMEOUT = { type: 'timeout', code: 10, message: '10 ABORTED: Operation timed out: Commit phase timeout.' };
  const UNAVAILABLE = { type: 'unavailable', code: 14, message: '14 UNAVAILABLE: Server Is Not Ready' };
  const NOT_READY = { type: 'unknown', message: 'Could not recognize Server Is Not Ready' };

  test.each<[Fault, { batch: Learned; unary: Learned; isDone: boolean }]>([
    [{ fault: 'lose-request' }, { batch: CANCELLED, unary: CANCELLED, isDone: false }],
    [{ fault: 'lose-ack' }, { batch: CANCELLED, unary: CANCELLED, isDone: true }],
    [{ fault: 'reset-13-before' }, { batch: INTERNAL, unary: INTERNAL, isDone: false }],
    [{ fault: 'unknown-13' }, { batch: INTERNAL, unary: INTERNAL, isDone: true }],
    [{ fault: 'full' }, { batch: { type: 'deadline-exceeded', message: '' }, unary: TIMEOUT, isDone: false }],
    [{ fault: 'not-ready' }, { batch: NOT_READY, unary: UNAVAILABLE, isDone: false }],
  ])('%j', async (fault, { batch, unary, isDone }) => {
    expect(await spoil(fault)).toEqual([
      [batch, isDone],
      [unary, isDone],
    ]);
    await append();
  });

  test.each([{ fault: 'not-leader' }, { fault: 'read-only' }] satisfies Fault[])('%j', async (fault) => {
    const leader = { address: '127.0.0.1', port: server.ports[0] };
    const learned = { type: 'not-leader', code: 5, leader, message: '5 NOT_FOUND: Leader info available' };
    expect(await spoil(fault)).toEqual([
      [learned, false],
      [learned, false],
    ]);
  });

  test('half-batch: the connection is lost after a part of an append, and nothing is written', async () => {
    for (const how of [{ batchAppendSize: 100 }, UNARY]) {
      await append().catch(() => append());
      const before = await count();
      await server.fault({ fault: 'half-batch' });
      const learned = await failure(client.appendToStream(stream, [...events(2)], how));
      expect(learned).toMatchObject({ type: 'unavailable', code: 14 });
      expect(await count()).toBe(before);
    }
  });

  test('features-internal: one INTERNAL, which the client keeps for ever', async () => {
    await server.fault({ fault: 'features-internal' });
    expect(await failure(append())).toMatchObject({ code: 13 });
    expect(await failure(append())).toMatchObject({ code: 13 });
    client = connect(server.url);
    expect(await append()).toMatchObject({ success: true });
  });

  test('spoils as many calls as it is told to, or all until it is cleared', async () => {
    await append();
    await server.fault({ fault: 'full', times: 2 });
    const three = await Promise.allSettled([append(), append(), append()]);
    expect(three.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await server.fault({ fault: 'full', times: 'until-cleared' });
    for (let i = 0; i < 3; i++) expect((await failure(append())).type).toBe('deadline-exceeded');
    await server.fault({ fault: 'clear' });
    expect(await append()).toMatchObject({ success: true });
  });

  test('drop: what is under way is lost, and the next call connects again', async () => {
    await append();
    await server.fault({ fault: 'silence' });
    const [lost] = await Promise.all([failure(append()), server.fault({ fault: 'drop' })]);
    expect(lost).toMatchObject({ type: 'unavailable', code: 14 });
    expect(await append()).toMatchObject({ success: true });
  });

  test('silence: what is asked is done and not answered until it ends', async () => {
    await append();
    const { events: before } = await server.state();
    await server.fault({ fault: 'silence' });
    let isAnswered = false;
    const answered = append().then(() => (isAnswered = true));
    await until(async () => (await server.state()).events === before + 1);
    expect(isAnswered).toBe(false);
    const another = connect(server.url, '&connectionName=another');
    await server.fault({ fault: 'clear' });
    await answered;
    await another.dispose();
  });

  test('freeze: nothing is done, keepalive notices, and a new connection hangs too', async () => {
    const lively = connect(server.url, KEEPALIVE);
    await lively.appendToStream(stream, event());
    const { events: before } = await server.state();
    await server.fault({ fault: 'freeze' });
    expect(await failure(lively.appendToStream(stream, event()))).toMatchObject({ type: 'unavailable', code: 14 });
    let isDone = false;
    const waiting = lively.appendToStream(stream, event()).then(() => (isDone = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([isDone, (await server.state()).events]).toEqual([false, before]);
    await server.fault({ fault: 'clear' });
    await waiting;
    await lively.dispose();
  });

  test('freeze for a time ends by itself', async () => {
    await append();
    await server.fault({ fault: 'freeze', ms: 100 });
    expect(await append()).toMatchObject({ success: true });
  });

  test('slow: every answer comes late, in order', async () => {
    await append();
    await server.fault({ fault: 'slow', ms: 60 });
    const start = Date.now();
    const written = await Promise.all([append(), append()]);
    expect(Date.now() - start).toBeGreaterThanOrEqual(59);
    expect(written).toMatchObject([{ nextExpectedRevision: 1n }, { nextExpectedRevision: 2n }]);
  });

  test('kill and revive: the port refuses, then takes connections again', async () => {
    await append();
    await server.fault({ fault: 'kill' });
    expect((await server.state()).connections).toBe(0);
    const refused = connect(server.url);
    expect(await failure(refused.appendToStream(stream, event()))).toMatchObject({ code: 14 });
    await server.fault({ fault: 'revive' });
    await until(async () => {
      const written = await append().catch(() => undefined);
      return written !== undefined;
    });
    expect(await count()).toBe(2);
  });

  describe('to a subscription', () => {
    const subscribe = async (): Promise<string[]> => {
      const filter = streamNameFilter({ prefixes: [stream] });
      const seen = follow(client.subscribeToAll({ fromPosition: END, filter }));
      await until(() => seen.includes('caught up'));
      return seen;
    };

    test('too-slow: ABORTED, which the client calls a timeout', async () => {
      const seen = await subscribe();
      await server.fault({ fault: 'too-slow' });
      await until(() => seen.length === 3);
      expect(seen[2]).toMatch(/^timeout 10 10 ABORTED: .*Consumer too slow to handle event while live\. Client resub/);
      await until(async () => (await server.state()).subscriptions === 0);
    });

    test('the same happens to one that does not read', async () => {
      const subscription = client.subscribeToStream(stream, { fromRevision: START });
      const reading = subscription[Symbol.asyncIterator]();
      await append();
      await reading.next();
      const stands = async (): Promise<boolean> => (await server.state()).subscriptions > 0;
      for (let i = 0; i < 60 && (await stands()); i++) await Promise.all(events(10).map(() => append(event(50_000))));
      expect(await stands()).toBe(false);
      const rest = all({ [Symbol.asyncIterator]: () => reading });
      expect(await failure(rest)).toMatchObject({
        type: 'timeout',
        code: 10,
        message: expect.stringMatching(/too slow/),
      });
    });

    test('stall-subscription: nothing comes any more, without a word', async () => {
      const seen = await subscribe();
      await append();
      await until(() => seen.length === 3);
      await server.fault({ fault: 'stall-subscription' });
      await append();
      const fresh = await subscribe();
      await append();
      await until(() => fresh.length === 3);
      expect(seen).toHaveLength(3);
    });

    test('drop: one error, and no event after it', async () => {
      const seen = await subscribe();
      await server.fault({ fault: 'drop' });
      await until(() => seen.length === 3);
      expect(seen[2]).toMatch(/^(unavailable 14|cancelled 1) /);
      await append().catch(append);
      expect(await count()).toBe(1);
      expect(seen).toHaveLength(3);
    });
  });

  describe('to the log', () => {
    test('truncate: the newest events are gone, and their positions are given again', async () => {
      const [first, second] = [event(), event()];
      await client.appendToStream(stream, first, { expectedRevision: NO_STREAM });
      const lost = await client.appendToStream(stream, second, { expectedRevision: 0n });
      await server.fault({ fault: 'truncate', events: 1 });
      client = connect(server.url);
      expect(await count()).toBe(1);
      const again = await client.appendToStream(stream, second, { expectedRevision: 0n });
      expect(again.position).toEqual(lost.position);
    });

    test('delete-stream: softly, or with a tombstone', async () => {
      await append();
      await server.fault({ fault: 'delete-stream', stream });
      expect(await failure(all(client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
      await server.fault({ fault: 'delete-stream', stream, forEver: true });
      expect(await failure(all(client.readStream(stream)))).toMatchObject({ type: 'stream-deleted' });
    });

    test('system-events: the server writes its own into $all', async () => {
      await server.fault({ fault: 'system-events', events: 3 });
      const read = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 3 }));
      expect(read.map(({ event: recorded }) => recorded?.streamId.slice(0, 6))).toEqual(['$stats', '$stats', '$stats']);
    });
  });

  test('one that does not exist is refused', async () => {
    await expect(server.fault({ fault: 'flood' } as never)).rejects.toThrow('No such fault: {"fault":"flood"}');
    await expect(server.fault({ fault: 'kill', node: 7 })).rejects.toThrow('There is no node 7.');
  });

  test('the state tells calls by method', async () => {
    const { calls, leader } = await server.state();
    expect(leader).toBe(0);
    expect(calls['Streams/BatchAppend']).toBeGreaterThan(0);
    expect(Object.keys(calls).sort()).toEqual([
      ...['ServerFeatures/GetSupportedMethods', 'Streams/Append', 'Streams/BatchAppend', 'Streams/Read'],
    ]);
  });
});
