import { randomUUID } from 'node:crypto';
import esdb from '@eventstore/db-client';
import { startEsdb, type Esdb } from './server.js';
import { all, connect, event, events, follow, until, type Client } from './support.js';

const { BACKWARDS, END, START, eventTypeFilter, streamNameFilter } = esdb;

/** A real server may stand in (`ESDB_URL`): what holds of ours has to hold of it. */
const REAL = process.env['ESDB_URL'];

describe(`subscribing, as ${REAL === undefined ? 'the test server' : 'a real server'} lets one`, () => {
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

  test('follows a stream from behind a revision, from before it exists, and to its tombstone', async () => {
    await client.appendToStream(stream, events(3));
    const behind = client.subscribeToStream(stream, { fromRevision: 0n });
    const seen = follow(behind);
    await until(() => seen.includes('caught up'));
    await client.appendToStream(stream, event());
    await until(() => seen.length === 5);
    expect(seen).toEqual(['confirmed', stream, stream, 'caught up', stream]);
    const early = client.subscribeToStream(`${stream}-new`, { fromRevision: START });
    const soon = follow(early);
    await until(() => soon.length === 1);
    await client.appendToStream(`${stream}-new`, event());
    await until(() => soon.length === 3);
    expect(soon).toEqual(['confirmed', `${stream}-new`, 'caught up']);
    await client.tombstoneStream(`${stream}-new`);
    await until(() => soon.length === 5);
    const dead = `stream-deleted 9 9 FAILED_PRECONDITION: Event stream '${stream}-new' is deleted.`;
    expect(soon.slice(3)).toEqual([`${stream}-new`, dead]);
    await behind.unsubscribe();
  });

  describe('a subscription to the log', () => {
    /** Writes to so many streams under one prefix. */
    const write = async (count: number): Promise<void> => {
      await Promise.all(Array.from({ length: count }, (_, i) => client.appendToStream(`${stream}/${i}`, event())));
    };
    const last = async (): Promise<{ commit: bigint; prepare: bigint }> => {
      const [newest] = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
      return newest?.event?.position ?? { commit: 0n, prepare: 0n };
    };

    test('starts behind its position, catches up and stays', async () => {
      await write(50);
      const fromPosition = await last();
      await write(40);
      const filter = streamNameFilter({ prefixes: [stream] });
      const subscription = client.subscribeToAll({ fromPosition, filter });
      const seen = follow(subscription);
      await until(() => seen.includes('caught up'));
      expect([seen[0], seen.length]).toEqual(['confirmed', 42]);
      await write(1);
      await until(() => seen.length === 43);
      await subscription.unsubscribe();
    });

    test.each([
      ['names by a pattern', () => streamNameFilter({ regex: `^${stream}/.*7$` })],
      ['types by their beginning', () => eventTypeFilter({ prefixes: [stream] })],
      ['types by a pattern', () => eventTypeFilter({ regex: `${stream}$` })],
    ])('filters %s', async (_, filter) => {
      const fromPosition = await last();
      await write(20);
      await client.appendToStream('typed/7', esdb.jsonEvent({ type: stream, data: {} }));
      const subscription = client.subscribeToAll({ fromPosition, filter: filter() });
      const seen = follow(subscription);
      await until(() => seen.includes('caught up'));
      const expected = filter().filterOn === 'streamName' ? [`${stream}/17`, `${stream}/7`] : ['typed/7'];
      expect(seen.slice(1, -1).sort()).toEqual(expected);
      await subscription.unsubscribe();
    });

    test('tells a checkpoint each so many events it looked at, and none while idle', async () => {
      const checkpoints: bigint[] = [];
      const filter = streamNameFilter({
        prefixes: [`${stream}-other`],
        checkpointInterval: 2,
        checkpointReached: async (_, position) => void checkpoints.push(position.commit),
      });
      const subscription = client.subscribeToAll({ fromPosition: END, filter });
      const seen = follow(subscription);
      await until(() => seen.includes('caught up'));
      const from = await last();
      for (let i = 0; i < 130; i++) await client.appendToStream(`${stream}/${i}`, event());
      await client.appendToStream(`${stream}-other`, event());
      await until(() => seen.length === 3);
      const written = (await all(client.readAll({ fromPosition: from }))).map(({ event: it }) => it?.position?.commit);
      expect(checkpoints).toEqual([written[64], written[128]]);
      await subscription.unsubscribe();
    });

    test('tells a checkpoint for each page of old events, the last that matched or where it began, and counts on when live', async () => {
      await write(1);
      const fromPosition = await last();
      for (let i = 0; i < 100; i++) await client.appendToStream(`${stream}${i === 40 ? '-some' : ''}`, event());
      const checkpoints: bigint[] = [];
      const filter = streamNameFilter({
        prefixes: [`${stream}-some`],
        checkpointReached: async (_, position) => void checkpoints.push(position.commit),
      });
      const subscription = client.subscribeToAll({ fromPosition, filter });
      const seen = follow(subscription);
      await until(() => seen.includes('caught up'));
      for (let i = 0; i < 28; i++) await client.appendToStream(stream, event());
      await until(() => checkpoints.length === 4);
      const [, ...written] = (await all(client.readAll({ fromPosition }))).map(({ event: it }) => it?.position?.commit);
      expect(checkpoints).toEqual([written[0], written[40], written[64], written[127]]);
      await subscription.unsubscribe();
    });

    test('takes a position behind the log, and none that lies across a record', async () => {
      await write(1);
      const { commit } = await last();
      await write(2);
      const beyond = { commit: commit + 10n ** 9n, prepare: commit + 10n ** 9n };
      const across = { commit: commit + 1n, prepare: commit + 1n };
      const filter = streamNameFilter({ prefixes: [stream] });
      const subscription = client.subscribeToAll({ fromPosition: beyond, filter });
      const seen = follow(subscription);
      const refused = follow(client.subscribeToAll({ fromPosition: across, filter }));
      await until(() => seen.includes('caught up') && refused.length > 0);
      expect(refused).toEqual(['unknown 2 2 UNKNOWN: Exception was thrown by handler.']);
      await write(1);
      await until(() => seen.length === 3);
      await subscription.unsubscribe();
    });
  });
});
