import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type NewEvent, NO_STREAM, SqliteStore, StoreUnavailable } from '../src/index.js';
import { connect } from '../src/sqlite-driver.js';
import { compileStore } from './compile.js';
import { collect, event, events, failure, newStream } from './events.js';
import { kill, startWriter } from './processes.js';

const PAGE_BYTES = 4096;

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => path.join(folder, `store-${(files += 1)}.db`);

/** A closed store with 120 events of 1 KB in 4 streams. */
async function filled(): Promise<string> {
  const file = newFile();
  const store = await SqliteStore.open(file);
  for (const stream of Array.from({ length: 4 }, newStream)) {
    await store.append(stream, NO_STREAM, events(30).map(padded));
  }
  await store.close();
  return file;
}

function padded(one: NewEvent): NewEvent {
  return { ...one, data: Buffer.alloc(1000, one.id) };
}

function sql(file: string, statement: string): void {
  const other = connect(file);
  try {
    other.exec(statement);
  } finally {
    other.close();
  }
}

describe('the file keeps its own rules', () => {
  const attempts = {
    'UPDATE events SET rev = 7 WHERE pos = 1': 'never changed',
    "UPDATE OR REPLACE events SET data = x'00'": 'never changed',
    'DELETE FROM events WHERE pos = 120': 'never removed',
    'INSERT OR REPLACE INTO events SELECT * FROM events WHERE pos = 5': 'at the end',
    "INSERT OR REPLACE INTO events SELECT 121, 'new', 0, id, type, data, metadata FROM events WHERE pos = 5":
      'at the end',
    "INSERT INTO events SELECT 122, 'new', 0, randomblob(16), type, data, metadata FROM events WHERE pos = 5":
      'at the end',
    "INSERT INTO events SELECT 121, 'new', 1, randomblob(16), type, data, metadata FROM events WHERE pos = 5":
      'at the end',
  };

  test.each(Object.entries(attempts))('against another connection: %s', async (statement, words) => {
    const file = await filled();
    expect(() => sql(file, statement)).toThrow(words);
    const store = await SqliteStore.open(file);
    expect(() => sql(file, statement)).toThrow(words);
    expect(await collect(store.readAll())).toHaveLength(120);
    await store.close();
  });
});

describe('a store is open once', () => {
  test('within one process, by whatever name', async () => {
    const file = newFile();
    const store = await SqliteStore.open(file);
    const otherName = path.join(folder, 'other-name.db');
    symlinkSync(file, otherName);
    for (const name of [file, otherName]) {
      const refusal = await failure(SqliteStore.open(name));
      expect(refusal.code).toBe('store-locked');
      expect(refusal.message).toContain(file);
    }
    await store.append(newStream(), NO_STREAM, [event()]);
    await store.close();
    await (await SqliteStore.open(otherName)).close();
  });

  test('across processes, and kill -9 frees it', async () => {
    const file = newFile();
    const compiled = compileStore();
    const { child, said } = await startWriter([compiled, file]);
    expect(said).toBe('open\n');
    expect((await failure(SqliteStore.open(file))).code).toBe('store-locked');
    await kill(child);
    const store = await SqliteStore.open(file);
    const second = await startWriter([compiled, file]);
    expect(second.said).toMatch(/^store-locked .*Stop the other one/);
    expect(second.said).toContain(file);
    await store.close();
    rmSync(compiled, { recursive: true });
  });
});

describe('a damaged file is refused, and the refusal says what to do', () => {
  test('a page whose first bytes were flipped, whichever it is', async () => {
    const intact = await filled();
    const pages = statSync(intact).size / PAGE_BYTES;
    for (let page = 1; page < pages; page += Math.ceil(pages / 12)) {
      const file = await filled();
      flip(file, page * PAGE_BYTES, 8);
      const refusal = await failure(SqliteStore.open(file));
      expect([page, refusal.code]).toEqual([page, 'store-corrupt']);
      expect(refusal.message).toContain(file);
      expect(refusal.message).toContain('restore the latest backup');
    }
  });

  test('one that was cut off', async () => {
    const file = await filled();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect((await failure(SqliteStore.open(file))).code).toBe('store-corrupt');
  });

  test('one whose rules were taken out', async () => {
    const file = await filled();
    sql(file, 'DROP TRIGGER events_are_never_removed');
    const refusal = await failure(SqliteStore.open(file));
    expect([refusal.code, refusal.message]).toEqual(['store-corrupt', expect.stringContaining('triggers')]);
  });

  test('what is no store at all, or a newer one, is left as it is', async () => {
    const text = newFile();
    writeFileSync(text, 'not a database '.repeat(500));
    const other = newFile();
    sql(other, 'CREATE TABLE customers (name TEXT)');
    const newer = await filled();
    sql(newer, 'PRAGMA user_version = 2');
    for (const file of [text, other, newer]) {
      const before = statSync(file).mtimeMs;
      const refusal = await failure(SqliteStore.open(file));
      expect([refusal.code, refusal.message]).toEqual(['wrong-file', expect.stringContaining(file)]);
      expect(statSync(file).mtimeMs).toBe(before);
    }
    sql(newer, 'PRAGMA user_version = 1');
    await (await SqliteStore.open(newer)).close();
  });
});

function flip(file: string, offset: number, count: number): void {
  const descriptor = openSync(file, 'r+');
  const bytes = Buffer.alloc(count);
  readSync(descriptor, bytes, 0, count, offset);
  writeSync(
    descriptor,
    bytes.map((byte) => byte ^ 0xff),
    0,
    count,
    offset,
  );
  closeSync(descriptor);
}

test('an id that stands elsewhere is refused; a batch with it leaves nothing, its neighbours stay', async () => {
  const store = await SqliteStore.open(newFile());
  const [stream, other] = [newStream(), newStream()];
  const known = event();
  await store.append(stream, NO_STREAM, [known]);
  const outcomes = await Promise.allSettled([
    store.append(other, NO_STREAM, [event(), event()]),
    store.append(other, 1, [event(), known]),
    store.append(other, 1, [event()]),
    store.append(stream, 0, [known]),
  ]);
  const codes = outcomes.map((outcome) =>
    outcome.status === 'rejected' ? (outcome.reason as StoreUnavailable).code : 'stored',
  );
  expect(codes).toEqual(['stored', 'duplicate-id', 'stored', 'duplicate-id']);
  expect((await collect(store.readAll())).map(({ position }) => Number(position))).toEqual([1, 2, 3, 4]);
  await store.close();
});

test('with 64 appends in flight there is at most one transaction for eight', async () => {
  const store = await SqliteStore.open(newFile());
  const writers = Array.from({ length: 64 }, async () => {
    const stream = newStream();
    for (let revision = NO_STREAM; revision < 19; revision += 1) await store.append(stream, revision, [event()]);
  });
  await Promise.all(writers);
  expect(await collect(store.readAll())).toHaveLength(64 * 20);
  expect(store.flushes).toBeLessThanOrEqual((64 * 20) / 8);
  await store.close();
});

test('a place where no file can be is refused in words', async () => {
  const blocked = path.join(newFile(), 'store.db');
  writeFileSync(path.dirname(blocked), 'a file, not a folder');
  const refusal = await failure(SqliteStore.open(blocked));
  expect([refusal.code, refusal.message]).toEqual(['store-unavailable', expect.stringContaining(blocked)]);
});
