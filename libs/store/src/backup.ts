import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { type StoredEvent, StoreUnavailable } from './event-store.js';
import { PAGE_EVENTS } from './paging.js';
import { connect, type Connection } from './sqlite-driver.js';
import { lockFile } from './sqlite-lock.js';
import { type StoreContents, fileFailure, inspect, logStatement, storedEvent } from './sqlite-schema.js';

/** Reads the events of a log, in log order, to the end. Throws if one is not what the ledger recorded. */
export type EventCheck = (events: Iterable<StoredEvent>) => Promise<void> | void;

/**
 * Copies the store in `file` to `target` while others go on reading and writing it: the log as it stood at one moment.
 * The copy is checked and on the disk before it gets its name. Throws StoreUnavailable; `target-exists` rather than
 * overwrite anything. Blocks this process while it copies.
 */
export async function backup(file: string, target: string): Promise<StoreContents> {
  refuseMissing(file);
  refuseExisting(target);
  return build(target, async (copy) => {
    const source = connect(file);
    try {
      source.exec('PRAGMA busy_timeout = 5000');
      source.prepare('VACUUM INTO ?').run([copy]);
    } catch (cause) {
      throw fileFailure(file, cause);
    } finally {
      source.close();
    }
    return examine(copy, file);
  });
}

/**
 * Puts a copy of the backup in the place of a store that is absent or empty. The copy is checked before it takes the
 * place: as on opening, and its events by `check`, which throws to refuse it (digests and signatures are the caller's to
 * know). Throws StoreUnavailable, or what `check` threw; then the target is as it was.
 */
export async function restore(backupFile: string, target: string, check?: EventCheck): Promise<StoreContents> {
  refuseMissing(backupFile);
  if (sizeOf(`${backupFile}-wal`) > 0) {
    const wayOut = 'Make a backup of it, and restore that.';
    throw new StoreUnavailable('wrong-file', `${backupFile} is a store in use, not a backup. ${wayOut}`);
  }
  const lock = lockFile(target, connect);
  try {
    refuseExisting(target);
    return await build(target, async (copy) => {
      // A new file of this process, and not with the backup's mode, which may let others read it or nobody write it.
      await pipeline(createReadStream(backupFile), createWriteStream(copy));
      return examine(copy, backupFile, check);
    });
  } finally {
    lock.release();
  }
}

/** Makes the file under another name beside its target, and renames it only when it is whole and on the disk. */
async function build(target: string, make: (copy: string) => Promise<StoreContents>): Promise<StoreContents> {
  const copy = `${target}.${process.pid}.partial`;
  try {
    const contents = await make(copy);
    syncFile(copy);
    renameSync(copy, target);
    syncFolder(path.dirname(target));
    return contents;
  } finally {
    for (const rest of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`]) rmSync(rest, { force: true });
  }
}

/** Checks the copy as opening would, and out of WAL mode, so that it is one file; failures name the file the user knows. */
async function examine(copy: string, origin: string, check?: EventCheck): Promise<StoreContents> {
  const connection = connect(copy);
  try {
    const contents = inspected(connection, origin);
    if (check) await check(eventsOf(connection, contents.events));
    return contents;
  } finally {
    connection.close();
  }
}

function inspected(connection: Connection, origin: string): StoreContents {
  try {
    const contents = inspect(connection, origin);
    connection.exec('PRAGMA journal_mode = DELETE');
    return contents;
  } catch (cause) {
    throw fileFailure(origin, cause);
  }
}

function* eventsOf(connection: Connection, events: number): Generator<StoredEvent> {
  const page = logStatement(connection);
  for (let place = 0; place < events; place += PAGE_EVENTS) {
    for (const row of page.all([place])) yield storedEvent(row);
  }
}

function refuseMissing(file: string): void {
  if (sizeOf(file) > 0) return;
  throw new StoreUnavailable('wrong-file', `${file} does not exist or is empty: name the file of a store.`);
}

/** A WAL left behind by a deleted store would be replayed into the new file, so it counts as something in the way. */
function refuseExisting(target: string): void {
  const inTheWay = [target, `${target}-wal`].find((file) => sizeOf(file) > 0);
  if (inTheWay === undefined) return;
  const wayOut = 'Nothing was overwritten: move it away, or name another target.';
  throw new StoreUnavailable('target-exists', `${inTheWay} exists already. ${wayOut}`);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Makes a renaming durable. Windows does so by itself and cannot sync a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
