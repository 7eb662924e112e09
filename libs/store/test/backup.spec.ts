import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { backup, NO_STREAM, restore, SqliteStore, type StoredEvent } from '../src/index.js';
import { connect } from '../src/sqlite-driver.js';
import { compileStore } from './compile.js';
import { collect, events, failure, newStream, pause, same } from './events.js';
import { kill, startWriter } from './processes.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => path.join(folder, `file-${(files += 1)}.db`);

async function logOf(file: string): Promise<StoredEvent[]> {
  const store = await SqliteStore.open(file);
  const log = await collect(store.readAll());
  await store.close();
  return log;
}

/** A backup of 20 events in two streams. */
async function backedUp(): Promise<string> {
  const [file, copy] = [newFile(), newFile()];
  const store = await SqliteStore.open(file);
  for (const stream of [newStream(), newStream()]) await store.append(stream, NO_STREAM, events(10));
  expect(await backup(file, copy)).toEqual({ events: 20, streams: 2, head: await store.head() });
  await store.close();
  return copy;
}

test('a backup holds the log as it stood, and restores to a store that goes on', async () => {
  const [copy, target] = [await backedUp(), newFile()];
  const seen: string[] = [];
  const counts = await restore(copy, target, (log) => void seen.push(...[...log].map(({ position }) => position)));
  expect(counts).toEqual({ events: 20, streams: 2, head: seen.at(-1) });
  expect((await logOf(target)).map(({ position }) => position)).toEqual(seen);
  const store = await SqliteStore.open(target);
  expect((await store.append(newStream(), NO_STREAM, events(1))).position > String(counts.head)).toBe(true);
  await store.close();
});

test('a backup is made while another process writes, and is a prefix of what that wrote', async () => {
  const [file, copy] = [newFile(), newFile()];
  const compiled = compileStore();
  const { child } = await startWriter([compiled, file, path.join(folder, 'acknowledged.txt')]);
  await pause(300);
  const { events: count } = await backup(file, copy);
  await pause(100);
  await kill(child);
  rmSync(compiled, { recursive: true });
  const [whole, part] = [await logOf(file), await logOf(copy)];
  expect(part).toHaveLength(count);
  expect(count).toBeGreaterThan(0);
  expect(whole.length).toBeGreaterThan(count);
  expect(part.map(same)).toEqual(whole.slice(0, count).map(same));
});

test.each(['644', '444'])(
  'a restored store has the mode that its process gives, not %s as its backup',
  async (mode) => {
    const [copy, target] = [await backedUp(), newFile()];
    chmodSync(copy, Number.parseInt(mode, 8));
    const before = process.umask(0o077);
    await restore(copy, target).finally(() => process.umask(before));
    expect(statSync(target).mode & 0o777).toBe(0o600);
  },
);

test('nothing is overwritten, and nothing half-made stays behind', async () => {
  const copy = await backedUp();
  const occupied = newFile();
  writeFileSync(occupied, 'precious');
  expect((await failure(backup(copy, occupied))).code).toBe('target-exists');
  expect((await failure(restore(copy, occupied))).code).toBe('target-exists');
  const walOnly = newFile();
  writeFileSync(`${walOnly}-wal`, 'of a store that was deleted without it');
  expect((await failure(restore(copy, walOnly))).code).toBe('target-exists');
  expect((await failure(backup(newFile(), newFile()))).code).toBe('wrong-file');
  expect((await failure(restore(newFile(), newFile()))).code).toBe('wrong-file');
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
});

test('a store that is open is neither restored from nor over', async () => {
  const copy = await backedUp();
  const open = newFile();
  const store = await SqliteStore.open(open);
  await store.append(newStream(), NO_STREAM, events(1));
  expect((await failure(restore(copy, open))).code).toBe('store-locked');
  const refusal = await failure(restore(open, newFile()));
  expect([refusal.code, refusal.message]).toEqual(['wrong-file', expect.stringContaining('Make a backup of it')]);
  await store.close();
});

describe('restore refuses', () => {
  /** What someone with any SQLite tool can do to a copy: lift the rules, and put them back. */
  function tamper(file: string, statement: string): void {
    const connection = connect(file);
    const rules = connection.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all([]);
    for (const { name } of rules) connection.exec(`DROP TRIGGER ${String(name)}`);
    connection.exec(statement);
    for (const { sql } of rules) connection.exec(String(sql));
    connection.close();
  }

  const tampering = {
    'a log without its middle': 'DELETE FROM events WHERE pos = 5',
    'a log without its start': 'DELETE FROM events WHERE pos <= 10',
    'a log renumbered over the hole': 'DELETE FROM events WHERE pos = 5; UPDATE events SET pos = 5 WHERE pos = 20',
    'a stream with a gap': 'UPDATE events SET rev = rev + 1 WHERE pos = 20',
    'a stream that does not start at 0': 'UPDATE events SET rev = rev + 100 WHERE pos > 10',
  };

  test.each(Object.entries(tampering))('%s', async (_, statement) => {
    const [copy, target] = [await backedUp(), newFile()];
    tamper(copy, statement);
    const refusal = await failure(restore(copy, target));
    expect([refusal.code, refusal.message]).toEqual(['store-corrupt', expect.stringContaining(copy)]);
    expect(existsSync(target)).toBe(false);
  });

  test('a truncated copy, and a file that is none', async () => {
    const [copy, text] = [await backedUp(), newFile()];
    truncateSync(copy, 8192);
    writeFileSync(text, 'no database '.repeat(1000));
    expect((await failure(restore(copy, newFile()))).code).toBe('store-corrupt');
    expect((await failure(restore(text, newFile()))).code).toBe('wrong-file');
  });

  test('an event altered under intact rules, which only the caller can tell', async () => {
    const [copy, intact, target] = [await backedUp(), newFile(), newFile()];
    await restore(copy, intact);
    const original = new Map((await logOf(intact)).map((event) => [event.position, JSON.stringify(same(event))]));
    tamper(copy, "UPDATE events SET data = x'00' WHERE pos = 7");
    const check = async (log: Iterable<StoredEvent>) => {
      const altered = [...log].find((event) => original.get(event.position) !== JSON.stringify(same(event)));
      await pause(20);
      expect(existsSync(target)).toBe(false);
      if (altered) throw new Error(`altered at ${altered.position}`);
    };
    expect((await failure(restore(copy, target, check))).message).toMatch(/altered at 0+7$/);
    expect(existsSync(target)).toBe(false);
    await restore(copy, target);
  });
});

test('a closed store copied by hand restores as well', async () => {
  const [file, copy, target] = [newFile(), newFile(), newFile()];
  const store = await SqliteStore.open(file);
  await store.append(newStream(), NO_STREAM, events(3));
  await store.close();
  copyFileSync(file, copy);
  expect((await restore(copy, target)).events).toBe(3);
  expect(await logOf(target)).toHaveLength(3);
});
