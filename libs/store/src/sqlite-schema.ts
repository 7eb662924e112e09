import { type StoredEvent, StoreUnavailable } from './event-store.js';
import { formatPosition, PAGE_EVENTS } from './paging.js';
import { bytesOf, type Connection, faultOf, type Row, type Statement } from './sqlite-driver.js';

/** 'HADC', in the header of every file of ours: `PRAGMA application_id`. */
const APPLICATION_ID = 0x48414443;
const SCHEMA_VERSION = 1;

/**
 * The rules stand in the file itself, so that they hold for whoever opens it: events are added at the end of the log
 * and of their stream, never changed, never removed. The insert trigger also stops INSERT OR REPLACE, which deletes
 * without asking the delete trigger.
 */
const SCHEMA: Readonly<Record<string, string>> = {
  events: `CREATE TABLE events (
  pos INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  rev INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  type TEXT NOT NULL,
  data BLOB NOT NULL,
  metadata BLOB NOT NULL,
  UNIQUE (stream, rev),
  UNIQUE (id)
) STRICT`,
  events_are_added_at_the_end: `CREATE TRIGGER events_are_added_at_the_end BEFORE INSERT ON events BEGIN
  SELECT RAISE(ABORT, 'events are added at the end of the log and of their stream')
  WHERE NEW.pos IS NOT (SELECT coalesce(max(pos), 0) + 1 FROM events)
    OR NEW.rev IS NOT (SELECT coalesce(max(rev), -1) + 1 FROM events WHERE stream = NEW.stream)
    OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id);
END`,
  events_are_never_changed: `CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END`,
  events_are_never_removed: `CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never removed');
END`,
};

/** What is in a store's file. */
export interface StoreContents {
  readonly events: number;
  readonly streams: number;
  /** Position of the last event; undefined if there is none. */
  readonly head: string | undefined;
}

/** Gives an empty file its schema, in one transaction; leaves any other as it is. */
export function createSchema(connection: Connection): void {
  const [{ pages } = { pages: 0 }] = connection.prepare('SELECT count(*) AS pages FROM sqlite_master').all([]);
  if (pages !== 0 || pragma(connection, 'application_id') !== 0) return;
  connection.exec(`BEGIN IMMEDIATE;
    ${Object.values(SCHEMA).join(';\n')};
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT`);
}

/** WAL with FULL: each commit is on the disk before it returns, and reading never blocks the writer. */
export function makeDurable(connection: Connection): void {
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 1000');
  const modes = [pragma(connection, 'journal_mode'), pragma(connection, 'synchronous')];
  if (modes[0] !== 'wal' || modes[1] !== 2) throw new Error(`SQLite cannot be made durable here (${modes.join(', ')})`);
}

/** Moves everything from the WAL into the file, which then holds the whole store. */
export function foldWal(connection: Connection): void {
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // The WAL stays beside the file, nothing is lost, and the next opening reads it.
  }
}

/**
 * Reads the whole file and throws unless it is a store of ours whose pages and indexes agree (SQLite's integrity
 * check), with all its rules in place and no gap in the log or in a stream. Bytes altered within one event are not seen
 * here: only the records' own digests and signatures tell those.
 */
export function inspect(connection: Connection, file: string): StoreContents {
  refuseForeign(connection, file);
  const [first] = connection.prepare('PRAGMA integrity_check(1)').all([]);
  if (first?.['integrity_check'] !== 'ok') throw corrupt(file, String(first?.['integrity_check']));
  return countWithoutGaps(connection, file);
}

/** What the driver threw about this file, as the port words it. */
export function fileFailure(file: string, cause: unknown): StoreUnavailable {
  if (cause instanceof StoreUnavailable) return cause;
  switch (faultOf(cause)) {
    case 'corrupt':
      return corrupt(file, String(cause), cause);
    case 'not-a-database':
      return foreign(file, 'it is not a SQLite database, or its first page is damaged', cause);
    case 'busy':
    case 'constraint':
    case 'other':
      return new StoreUnavailable(
        'store-unavailable',
        `${file} cannot be used (${String(cause)}): see to the disk, the folder and their permissions, and try again.`,
        { cause },
      );
  }
}

function refuseForeign(connection: Connection, file: string): void {
  if (pragma(connection, 'application_id') !== APPLICATION_ID) throw foreign(file, 'another program wrote it');
  const version = Number(pragma(connection, 'user_version'));
  if (version !== SCHEMA_VERSION) throw foreign(file, `it has format ${version}, this program knows ${SCHEMA_VERSION}`);
  const found = connection.prepare('SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL').all([]);
  const asMade = found.every(({ name, sql }) => SCHEMA[String(name)] === sql);
  if (!asMade || found.length !== Object.keys(SCHEMA).length) {
    throw corrupt(file, 'its tables and triggers are not the ones it was made with');
  }
}

function countWithoutGaps(connection: Connection, file: string): StoreContents {
  const [log] = connection
    .prepare('SELECT count(*) AS events, coalesce(min(pos), 1) AS first, coalesce(max(pos), 0) AS last FROM events')
    .all([]);
  const [events, first, last] = [Number(log?.['events']), Number(log?.['first']), Number(log?.['last'])];
  if (first !== 1 || last !== events) throw corrupt(file, `${events} events stand at the places ${first} to ${last}`);
  const [gapped] = connection
    .prepare('SELECT stream FROM events GROUP BY stream HAVING min(rev) <> 0 OR max(rev) + 1 <> count(*) LIMIT 1')
    .all([]);
  if (gapped) throw corrupt(file, `revisions are missing in stream ${String(gapped['stream'])}`);
  const [distinct] = connection.prepare('SELECT count(DISTINCT stream) AS streams FROM events').all([]);
  return { events, streams: Number(distinct?.['streams']), head: events > 0 ? formatPosition(events) : undefined };
}

/** The page of the log after a place, in order; its rows are for `storedEvent`. */
export function logStatement(connection: Connection): Statement {
  return connection.prepare(`SELECT * FROM events WHERE pos > ? ORDER BY pos LIMIT ${PAGE_EVENTS}`);
}

/** A row of `events` as the port gives it. Columns are copied by name, since drivers add properties of their own. */
export function storedEvent(row: Row): StoredEvent {
  return {
    id: uuidOf(row['id']),
    type: row['type'] as string,
    data: bytesOf(row['data']),
    metadata: bytesOf(row['metadata']),
    stream: row['stream'] as string,
    revision: row['rev'] as number,
    position: formatPosition(row['pos'] as number),
  };
}

/** The 16 bytes of a UUID as its 36 characters. */
export function uuidOf(blob: unknown): string {
  const bytes = bytesOf(blob);
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function pragma(connection: Connection, name: string): unknown {
  return connection.prepare(`PRAGMA ${name}`).all([])[0]?.[name];
}

function corrupt(file: string, found: string, cause?: unknown): StoreUnavailable {
  const wayOut = 'Keep it for examination, and restore the latest backup in its place.';
  return new StoreUnavailable('store-corrupt', `${file} is damaged: ${found}. ${wayOut}`, { cause });
}

function foreign(file: string, found: string, cause?: unknown): StoreUnavailable {
  const wayOut = 'Name the right file, use the release that wrote it, or restore a backup.';
  return new StoreUnavailable('wrong-file', `${file} is no store for this program: ${found}. ${wayOut}`, { cause });
}
