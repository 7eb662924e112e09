import { randomUUID } from 'node:crypto';
import esdb from '@eventstore/db-client';
import { startEsdb, type Esdb } from './server.js';
import { all, connect, event, events, failure, type Client } from './support.js';

const { ANY, BACKWARDS, END, NO_STREAM, START, STREAM_EXISTS } = esdb;
const MIB = 2 ** 20;
type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';
/** Any per-call credentials make the client take the unary path. */
const UNARY = { credentials: { username: 'admin', password: 'changeit' } };

/** A real server may stand in (`ESDB_URL`): what holds of ours has to hold of it. */
const REAL = process.env['ESDB_URL'];

describe(`the protocol, as ${REAL === undefined ? 'the test server' : 'a real server'} speaks it`, () => {
  let server: Esdb | undefined;
  let client: Client;
  let stream: string;

  beforeAll(async () => {
    server = REAL === undefined ? await startEsdb() : undefined;
    client = connect(server?.url ?? REAL ?? '');
  });

  beforeEach(() => {
    stream = `test-${randomUUID()}/s`;
  });

  afterAll(async () => {
    await client.dispose();
    await server?.stop();
  });

  const revisions = async (name: string, options = {}): Promise<unknown[]> =>
    (await all(client.readStream(name, options))).map(({ event: recorded }) => recorded?.revision);

  describe.each([
    ['one call for each append', UNARY],
    ['the batch stream', {}],
  ])('appending through %s', (path, how) => {
    const isUnary = path !== 'the batch stream';
    const append = (name: string, data: Parameters<Client['appendToStream']>[1], expectedRevision: Expected) =>
      client.appendToStream(name, data, { expectedRevision, ...how });

    test('numbers events and tells the position of the last', async () => {
      const written = await append(stream, events(3), NO_STREAM);
      expect(written).toMatchObject({ success: true, nextExpectedRevision: 2n });
      const read = await all(client.readStream(stream));
      expect(read.map(({ event: recorded }) => recorded?.revision)).toEqual([0n, 1n, 2n]);
      expect(read[2]?.event?.position).toEqual(written.position);
      // Each event of an append has its own position; stream, type, data and metadata add to a record's fixed size.
      const positions = read.map(({ event: recorded }) => Number(recorded?.position?.commit));
      const size = 90 + stream.length + 'tested'.length + 10 + 2;
      expect(positions.map((position) => position - (positions[0] ?? 0))).toEqual([0, size, 2 * size]);
      expect(read.every(({ event: recorded }) => recorded?.position?.commit === recorded?.position?.prepare)).toBe(
        true,
      );
    });

    test('answers the same events again with what it answered first: whole, their beginning or a part of them', async () => {
      const five = events(5);
      const written = await append(stream, five, NO_STREAM);
      const read = await all(client.readStream(stream));
      const position = (i: number): unknown => read[i]?.event?.position;
      await append(stream, event(), 4n);
      expect(await append(stream, five, NO_STREAM)).toEqual(written);
      const beginning = { success: true, nextExpectedRevision: 1n, position: position(1) };
      expect(await append(stream, five.slice(0, 2), NO_STREAM)).toEqual(beginning);
      const part = { success: true, nextExpectedRevision: 2n, position: position(2) };
      expect(await append(stream, five.slice(1, 3), 0n)).toEqual(part);
      expect(await append(stream, five.slice(1, 3), ANY)).toEqual(part);
      expect(await append(stream, five.slice(1, 3), STREAM_EXISTS)).toEqual(part);
      expect(await revisions(stream)).toHaveLength(6);
    });

    test.each<[string, Expected]>([
      ['a revision that is to come', 9n],
      ['one that is past', 0n],
      ['a stream that is not there', NO_STREAM],
    ])('refuses what expects %s', async (_, expectedVersion) => {
      await append(stream, events(2), ANY);
      expect(await failure(append(stream, event(), expectedVersion))).toEqual({
        ...{ type: 'wrong-expected-version', streamName: stream, expectedVersion, actualVersion: 1n, message: '' },
      });
    });

    test('refuses an append of which only the beginning was there before', async () => {
      const three = events(3);
      await append(stream, three, NO_STREAM);
      const expected = { type: 'wrong-expected-version', actualVersion: 2n };
      expect(await failure(append(stream, [...three, event()], NO_STREAM))).toMatchObject(expected);
      expect(await failure(append(stream, [...three.slice(1), event()], 0n))).toMatchObject(expected);
      expect(await failure(append(stream, [...three.slice(1), event()], ANY))).toMatchObject(expected);
    });

    test('writes old ids again under the current revision, and old ids behind new ones', async () => {
      const two = events(2);
      await append(stream, two, NO_STREAM);
      expect(await append(stream, two, 1n)).toMatchObject({ nextExpectedRevision: 3n });
      expect(await append(stream, [event(), ...two], ANY)).toMatchObject({ nextExpectedRevision: 6n });
    });

    test.each<[string, Expected]>([
      ['a revision', 0n],
      ['a stream', STREAM_EXISTS],
    ])('refuses what expects %s where nothing is', async (_, expectedVersion) => {
      expect(await failure(append(stream, event(), expectedVersion))).toEqual({
        ...{ type: 'wrong-expected-version', streamName: stream, expectedVersion, message: '' },
        actualVersion: 'no_stream',
      });
    });

    test('takes an append of nothing, which leaves no event and no stream', async () => {
      expect(await append(stream, [], NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 0n });
      expect((await failure(all(client.readStream(stream)))).type).toBe('stream-not-found');
      await append(stream, events(2), NO_STREAM);
      expect(await append(stream, [], ANY)).toMatchObject({ success: true, nextExpectedRevision: 1n });
      expect(await failure(append(stream, [], 0n))).toMatchObject({ type: 'wrong-expected-version' });
    });

    test('takes 1 MiB of data, metadata not counted, and no byte more', async () => {
      expect(await append(stream, [event(MIB / 2), event(MIB / 2)], ANY)).toMatchObject({ success: true });
      const tooLarge = { type: 'maximum-append-size-exceeded', maxAppendSize: MIB };
      const detail = { code: 3, message: `3 INVALID_ARGUMENT: Maximum Append Size of ${MIB} Exceeded.` };
      expect(await failure(append(stream, event(MIB + 1), ANY))).toEqual({
        ...tooLarge,
        ...(isUnary ? detail : { message: '' }),
      });
      expect(await failure(append(stream, [event(MIB), event(1)], ANY))).toMatchObject(tooLarge);
      expect(await append(stream, event(), ANY)).toMatchObject({ success: true });
    });

    test('refuses a stream with a tombstone', async () => {
      await client.tombstoneStream(stream);
      const dead = { type: 'stream-deleted', streamName: stream };
      const detail = { code: 9, message: `9 FAILED_PRECONDITION: Event stream '${stream}' is deleted.` };
      expect(await failure(append(stream, event(), ANY))).toEqual({ ...dead, ...(isUnary ? detail : { message: '' }) });
    });
  });

  test('keeps the order of a thousand appends at once on the batch stream', async () => {
    const written = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        client.appendToStream(stream, event(), { expectedRevision: i === 0 ? NO_STREAM : BigInt(i - 1) }),
      ),
    );
    expect(written.map(({ nextExpectedRevision }) => nextExpectedRevision)).toEqual(written.map((_, i) => BigInt(i)));
    const positions = written.map(({ position }) => Number(position?.commit));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  test('puts an append together that comes in several messages', async () => {
    const data = Array.from({ length: 10 }, () => event(50_000));
    const options = { expectedRevision: NO_STREAM, batchAppendSize: 120_000 } as const;
    expect(await client.appendToStream(stream, data, options)).toMatchObject({ nextExpectedRevision: 9n });
    expect(await client.appendToStream(stream, data, options)).toMatchObject({ nextExpectedRevision: 9n });
  });

  test('ends the batch stream over a message of 16 MiB', async () => {
    expect(await failure(client.appendToStream(stream, event(17 * MIB)))).toMatchObject({ type: 'unknown', code: 8 });
    expect(await client.appendToStream(stream, event())).toMatchObject({ success: true });
  });

  test('refuses an append whose deadline has passed', async () => {
    expect(await failure(client.appendToStream(stream, event(), { deadline: -1000 }))).toEqual({
      type: 'deadline-exceeded',
      message: '',
    });
  });

  test('gives back what was written', async () => {
    const [json, binary] = [esdb.jsonEvent({ type: 'J', data: { b: 1, a: [2] }, metadata: { m: 1 } }), event(3)];
    const before = Date.now() - 1;
    await client.appendToStream(stream, [json, binary]);
    const [first, second] = await all(client.readStream(stream));
    expect(first?.event).toMatchObject({ id: json.id, type: 'J', isJson: true, streamId: stream, data: json.data });
    expect(first?.event?.metadata).toEqual({ m: 1 });
    expect(first?.event?.created.getTime()).toBeGreaterThanOrEqual(before);
    expect(second?.event).toMatchObject({ id: binary.id, isJson: false, data: new Uint8Array([7, 7, 7]) });
    expect(second?.commitPosition).toBe(second?.event?.position?.commit);
  });

  test('reads a stream from a revision on, both ways', async () => {
    await client.appendToStream(stream, events(6));
    expect(await revisions(stream, { fromRevision: 3n })).toEqual([3n, 4n, 5n]);
    expect(await revisions(stream, { fromRevision: 3n, maxCount: 2 })).toEqual([3n, 4n]);
    expect(await revisions(stream, { fromRevision: 99n })).toEqual([]);
    expect(await revisions(stream, { fromRevision: 3n, maxCount: 2, direction: BACKWARDS })).toEqual([3n, 2n]);
    expect(await revisions(stream, { fromRevision: END, maxCount: 2, direction: BACKWARDS })).toEqual([5n, 4n]);
    expect(await revisions(stream, { fromRevision: 99n, maxCount: 1, direction: BACKWARDS })).toEqual([5n]);
    expect(await failure(revisions(`${stream}-missing`))).toMatchObject({
      type: 'stream-not-found',
      streamName: `${stream}-missing`,
    });
  });

  test('reads the log forwards from a position, and backwards from before it', async () => {
    await client.appendToStream(stream, events(4));
    const read = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 3 }));
    expect(read.map(({ event: recorded }) => recorded?.revision)).toEqual([3n, 2n, 1n]);
    const fromPosition = read[1]?.event?.position ?? START;
    const numbers = async (options: object): Promise<unknown[]> =>
      (await all(client.readAll({ fromPosition, ...options }))).map(({ event: recorded }) => recorded?.revision);
    expect(await numbers({})).toEqual([2n, 3n]);
    expect(await numbers({ direction: BACKWARDS, maxCount: 2 })).toEqual([1n, 0n]);
    expect(await numbers({ fromPosition: { commit: 10n ** 12n, prepare: 10n ** 12n } })).toEqual([]);
    const { commit } = read[1]?.event?.position ?? { commit: 0n };
    const between = { fromPosition: { commit: commit + 1n, prepare: commit + 1n } };
    expect(await failure(numbers(between))).toMatchObject({ code: 2, message: expect.stringMatching(/ReadAllResult/) });
    expect(await failure(numbers({ fromPosition: { commit, prepare: commit + 1n } }))).toMatchObject({
      code: 2,
      message: '2 UNKNOWN: Exception was thrown by handler.',
    });
  });

  test('hides what metadata truncates', async () => {
    await client.appendToStream(stream, events(6));
    await client.setStreamMetadata(stream, { maxCount: 2 });
    expect(await revisions(stream)).toEqual([4n, 5n]);
    await client.setStreamMetadata(stream, { truncateBefore: 3 });
    expect(await revisions(stream)).toEqual([3n, 4n, 5n]);
    expect(await revisions(`$$${stream}`)).toEqual([1n]);
  });

  test('deletes a stream softly, and goes on behind it when it is written again', async () => {
    await client.appendToStream(stream, events(2));
    const wrong = { type: 'wrong-expected-version', code: 9, expectedVersion: 5n, actualVersion: 1n };
    expect(await failure(client.deleteStream(stream, { expectedRevision: 5n }))).toMatchObject(wrong);
    await client.deleteStream(stream, { expectedRevision: 1n });
    expect(await failure(revisions(stream))).toMatchObject({ type: 'stream-not-found' });
    const exists = client.appendToStream(stream, event(), { expectedRevision: STREAM_EXISTS });
    expect(await failure(exists)).toMatchObject({ type: 'stream-deleted' });
    const again = await client.appendToStream(stream, event(), { expectedRevision: NO_STREAM });
    expect(again.nextExpectedRevision).toBe(2n);
    expect(await revisions(stream)).toEqual([2n]);
    const [metadata] = await all(client.readStream(`$$${stream}`));
    expect(metadata?.event).toMatchObject({ revision: 1n, type: '$metadata', data: { $tb: 2 } });
    expect(await failure(client.deleteStream(`${stream}-missing`))).toMatchObject({
      ...{ type: 'wrong-expected-version', code: 9, expectedVersion: -2n, actualVersion: -1n },
    });
  });

  test('ends a stream for ever with a tombstone, which stays in the log', async () => {
    await client.appendToStream(stream, events(2));
    const { position } = await client.tombstoneStream(stream);
    const dead = { type: 'stream-deleted', code: 9, streamName: stream };
    expect(await failure(revisions(stream))).toMatchObject(dead);
    expect(await failure(client.tombstoneStream(stream))).toMatchObject(dead);
    const [last] = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
    expect(last?.event).toMatchObject({ type: '$streamDeleted', streamId: stream, revision: 2n ** 63n - 1n, position });
  });
});
