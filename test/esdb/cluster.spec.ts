import { randomUUID } from 'node:crypto';
import esdb from '@eventstore/db-client';
import { startEsdb, type Esdb } from './server.js';
import { all, connect, event, failure, follow, until, type Client } from './support.js';

const { END, NO_STREAM, START, streamNameFilter } = esdb;
const SOON = { noticedAfterMs: 50 };

describe('a cluster of three', () => {
  let server: Esdb;
  /** Of the whole cluster: it looks for the leader. */
  let client: Client;
  let clients: Client[];
  let stream: string;

  beforeEach(async () => {
    server = await startEsdb({ cluster: true });
    client = connect(server.url);
    clients = server.urls.map((url) => connect(url));
    stream = randomUUID();
  });

  afterEach(async () => {
    await Promise.all([client, ...clients].map((it) => it.dispose()));
    await server.stop();
  });

  const of = (node: number): Client => clients[node] ?? client;
  const append = (through: Client, options = {}): Promise<unknown> => through.appendToStream(stream, event(), options);
  const count = async (through: Client): Promise<number> =>
    (await all(through.readStream(stream)).catch(() => [])).length;
  const appended = async (): Promise<void> => {
    await until(async () => (await append(client).catch(() => undefined)) !== undefined);
  };

  test('is one log: followers forward appends and show what is written', async () => {
    await append(client);
    await append(of(1));
    await append(of(2));
    expect(await Promise.all(clients.map(count))).toEqual([3, 3, 3]);
    expect(await server.state()).toMatchObject({ leader: 0 });
  });

  test('refers what only the leader may do to the leader', async () => {
    const learned = await failure(append(of(1), { requiresLeader: true }));
    const leader = { address: '127.0.0.1', port: server.ports[0] };
    expect(learned).toEqual({ type: 'not-leader', code: 5, leader, message: '5 NOT_FOUND: Leader info available' });
    expect(await append(of(1), { requiresLeader: true })).toMatchObject({ success: true });
    const read = all(of(2).readStream(stream, { requiresLeader: true }));
    expect(await failure(read)).toMatchObject({ type: 'not-leader', leader });
  });

  test('confirms a subscription from the end on a follower, even to who wants the leader', async () => {
    const filter = streamNameFilter({ prefixes: [stream] });
    const seen = follow(of(2).subscribeToAll({ fromPosition: END, filter, requiresLeader: true }));
    await until(() => seen.includes('caught up'));
    await append(client);
    await until(() => seen.length === 3);
    expect(seen).toEqual(['confirmed', 'caught up', stream]);
    const refused = follow(of(1).subscribeToAll({ fromPosition: START, filter, requiresLeader: true }));
    await until(() => refused.length === 1);
    expect(refused[0]).toMatch(/^not-leader 5/);
  });

  test('move-leader: the client is told by the old one and goes to the new', async () => {
    await append(client, { requiresLeader: true });
    await server.fault({ fault: 'move-leader', node: 2 });
    const leader = { address: '127.0.0.1', port: server.ports[2] };
    expect(await failure(append(client, { requiresLeader: true }))).toMatchObject({ type: 'not-leader', leader });
    expect(await append(client, { requiresLeader: true })).toMatchObject({ success: true });
    expect((await server.state()).leader).toBe(2);
    await server.fault({ fault: 'move-leader' });
    expect((await server.state()).leader).toBe(0);
  });

  test('kill of the leader: appends are lost until another leads; the dead one comes back and follows', async () => {
    await append(client);
    await server.fault({ fault: 'kill', ...SOON });
    expect(await failure(append(of(1)))).toEqual({ type: 'deadline-exceeded', message: '' });
    await append(of(1));
    expect((await server.state()).leader).toBe(1);
    await appended();
    await server.fault({ fault: 'revive', node: 0 });
    expect((await server.state()).leader).toBe(1);
    const back = connect(server.urls[0] ?? '');
    expect(await count(back)).toBe(3);
    await back.dispose();
  });

  test('kill of a follower: nobody else notices', async () => {
    await append(client);
    await server.fault({ fault: 'kill', node: 2, ...SOON });
    await append(client);
    expect((await server.state()).leader).toBe(0);
    const gone = connect(server.urls[2] ?? '');
    expect(await failure(gone.appendToStream(stream, event()))).toMatchObject({ code: 14 });
  });

  test('freeze of the leader: another is elected; what the frozen one had not read is done when it thaws', async () => {
    await Promise.all(clients.map((through) => append(through)));
    await server.fault({ fault: 'freeze', ...SOON });
    const waiting = append(of(0));
    expect(await failure(append(of(1)))).toMatchObject({ type: 'deadline-exceeded' });
    await append(of(1));
    expect((await server.state()).leader).toBe(1);
    expect(await count(of(1))).toBe(4);
    await server.fault({ fault: 'clear' });
    await waiting;
    expect(await count(of(1))).toBe(5);
  });

  test('partition: writes time out, then nobody is ready; reads are answered; heal elects', async () => {
    await append(of(0));
    await server.fault({ fault: 'partition', ...SOON });
    expect(await failure(append(of(0)))).toEqual({ type: 'deadline-exceeded', message: '' });
    const notReady = { type: 'unknown', message: 'Could not recognize Server Is Not Ready' };
    expect(await failure(append(of(0)))).toEqual(notReady);
    expect((await server.state()).leader).toBe(-1);
    expect(await count(of(1))).toBe(1);
    await server.fault({ fault: 'heal' });
    await append(of(0));
    expect(await count(of(1))).toBe(2);
  });

  test('partition with keep: a write that timed out is there after all', async () => {
    const late = event();
    await append(of(0));
    await server.fault({ fault: 'partition', keep: true, ...SOON });
    expect(await failure(of(0).appendToStream(stream, late))).toMatchObject({ type: 'deadline-exceeded' });
    await server.fault({ fault: 'heal' });
    const ids = (await all(of(0).readStream(stream))).map(({ event: recorded }) => recorded?.id);
    expect(ids[1]).toBe(late.id);
    const again = await of(0).appendToStream(stream, late, { expectedRevision: 0n });
    expect(again.nextExpectedRevision).toBe(1n);
  });

  test('kill of two: the third alone is not ready', async () => {
    await append(of(2));
    await server.fault({ fault: 'kill', node: 0, ...SOON });
    await server.fault({ fault: 'kill', node: 1, ...SOON });
    await until(async () => (await server.state()).leader === -1);
    expect(await failure(append(of(2)))).toMatchObject({ message: 'Could not recognize Server Is Not Ready' });
    await server.fault({ fault: 'revive', node: 0 });
    await until(async () => (await server.state()).leader !== -1);
    await append(of(2));
  });

  test('stale-followers: a follower shows late what the leader shows at once', async () => {
    await server.fault({ fault: 'stale-followers', ms: 300 });
    const filter = streamNameFilter({ prefixes: [stream] });
    const seen = follow(of(1).subscribeToAll({ fromPosition: END, filter }));
    await until(() => seen.includes('caught up'));
    await client.appendToStream(stream, event(), { expectedRevision: NO_STREAM });
    expect([await count(of(0)), await count(of(1)), seen.length]).toEqual([1, 0, 2]);
    await until(async () => (await count(of(1))) === 1 && seen.length === 3);
  });
});
