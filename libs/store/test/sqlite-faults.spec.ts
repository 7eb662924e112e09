import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { NO_STREAM, SqliteStore } from '../src/index.js';
import { connect, type Connect, type Connection } from '../src/sqlite-driver.js';
import { event, events, failure, idsOf, newStream } from './events.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => path.join(folder, `store-${(files += 1)}.db`);

type Fault = 'not persisted' | 'persisted, answer lost';

/** A driver whose next COMMITs fail as the list says, before or after they have happened. */
function failing(faults: Fault[]): Connect {
  return (file) => {
    const connection = connect(file);
    return {
      ...connection,
      exec: (sql) => {
        const fault = sql === 'COMMIT' ? faults.shift() : undefined;
        if (fault !== 'not persisted') connection.exec(sql);
        if (fault) throw new Error('disk I/O error');
      },
    };
  };
}

describe.each<Fault>(['not persisted', 'persisted, answer lost'])('a commit fails: %s', (fault) => {
  test('its outcome is unknown, and repeating the append unchanged stores it exactly once', async () => {
    const file = newFile();
    const faults: Fault[] = [];
    const store = await SqliteStore.open(file, { connect: failing(faults) });
    const [stream, other] = [newStream(), newStream()];
    await store.append(stream, NO_STREAM, [event()]);
    const [batch, lone] = [events(3), [event()]];
    faults.push(fault, fault);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const refusals = await Promise.all([
        failure(store.append(stream, 0, batch)),
        failure(store.append(other, NO_STREAM, lone)),
      ]);
      for (const { code, message } of refusals) {
        expect([code, message]).toEqual(['outcome-unknown', expect.stringContaining('repeat the append unchanged')]);
      }
      expect(await idsOf(store, stream)).toHaveLength(fault === 'not persisted' ? 1 : 4);
    }
    const stored = await Promise.all([store.append(stream, 0, batch), store.append(other, NO_STREAM, lone)]);
    expect(stored.map(({ revision }) => revision)).toEqual([3, 0]);
    expect((await idsOf(store, stream)).slice(1)).toEqual(batch.map(({ id }) => id));
    expect(await idsOf(store, other)).toEqual(lone.map(({ id }) => id));
    await store.close();
    const again = await SqliteStore.open(file);
    expect(await idsOf(again, stream)).toHaveLength(4);
    await again.close();
  });

  test('a pipelined chain behind it is not broken by it for good', async () => {
    const faults: Fault[] = [];
    const store = await SqliteStore.open(newFile(), { connect: failing(faults) });
    const stream = newStream();
    const chain = events(10);
    const send = () => Promise.allSettled(chain.map((one, index) => store.append(stream, index - 1, [one])));
    faults.push(fault);
    await send();
    expect((await send()).map(({ status }) => status)).toEqual(chain.map(() => 'fulfilled'));
    expect(await idsOf(store, stream)).toEqual(chain.map(({ id }) => id));
    await store.close();
  });
});

test('a disk that is full before the commit: nothing happened, and it goes on when there is room', async () => {
  const connections: Connection[] = [];
  const store = await SqliteStore.open(newFile(), {
    connect: (file) => {
      const connection = connect(file);
      connections.push(connection);
      return connection;
    },
  });
  const limit = (pages: number) =>
    connections.forEach((connection) => connection.exec(`PRAGMA max_page_count = ${pages}`));
  const stream = newStream();
  await store.append(stream, NO_STREAM, [event()]);
  const large = { ...event(), data: Buffer.alloc(500_000) };
  limit(20);
  const refusals = await Promise.all([
    failure(store.append(stream, 0, [event()])),
    failure(store.append(stream, 1, [large])),
  ]);
  for (const { code, message } of refusals) {
    expect([code, message]).toEqual(['store-unavailable', expect.stringContaining('Nothing was stored')]);
  }
  expect(await idsOf(store, stream)).toHaveLength(1);
  limit(1_000_000);
  expect((await store.append(stream, 0, [large])).revision).toBe(1);
  await store.close();
});
