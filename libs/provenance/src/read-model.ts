import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connect, type Connect, type Connection, type Row, type Statement, type Value } from '@hadic/store';

/** Raised with every change of the tables or of what is written into them: an older file is rebuilt, never read. */
const VERSION = 1;

const SCHEMA = `
-- One row a record. root: index of the fact that it is a version of, or that it annuls (-1: without effect); until: index of the record
-- that superseded or annulled it; voided_by: index of the earlier record with the same event id; known_ms: running maximum of recorded_at.
CREATE TABLE records (
  idx INTEGER PRIMARY KEY,
  id TEXT NOT NULL, type TEXT NOT NULL, stream TEXT NOT NULL, revision INTEGER NOT NULL, position TEXT NOT NULL,
  occurred_at TEXT NOT NULL, recorded_at TEXT NOT NULL, known_ms INTEGER NOT NULL, digest TEXT NOT NULL, event TEXT NOT NULL,
  root INTEGER NOT NULL, until INTEGER NOT NULL, voided_by INTEGER NOT NULL, unauthorised TEXT NOT NULL
) STRICT;
CREATE INDEX records_by_id ON records (id);
CREATE INDEX records_by_position ON records (position);
CREATE INDEX records_by_time ON records (known_ms);
CREATE INDEX records_on_facts ON records (root) WHERE root <> idx;
-- The records that the registry (who may sign) is made of.
CREATE TABLE registry (idx INTEGER PRIMARY KEY) STRICT;
CREATE TABLE subjects (subject TEXT NOT NULL, idx INTEGER NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (subject, idx))
  STRICT, WITHOUT ROWID;
CREATE TABLE lots (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE births (
  lot INTEGER NOT NULL, idx INTEGER NOT NULL, kind TEXT NOT NULL, material TEXT NOT NULL, product TEXT NOT NULL,
  value TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (lot, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX births_of_products ON births (product) WHERE product <> '';
CREATE INDEX births_of_materials ON births (material) WHERE material <> '';
CREATE TABLE edges (idx INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (idx, source, target)) STRICT, WITHOUT ROWID;
CREATE TABLE words (word TEXT NOT NULL, subject TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (word, subject, idx))
  STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1), ledger TEXT NOT NULL, position TEXT NOT NULL, idx INTEGER NOT NULL, leaf TEXT NOT NULL,
  known_ms INTEGER NOT NULL
) STRICT;
PRAGMA user_version = ${VERSION};`;

/** What a rebuild must reproduce. Positions are left out: they are the store's own, and differ in a copy of the log. */
const DUMPED: readonly { table: string; columns: string; key: readonly string[] }[] = [
  {
    table: 'records',
    columns:
      'idx, id, type, stream, revision, occurred_at, recorded_at, known_ms, digest, event, root, until, voided_by, unauthorised',
    key: ['idx'],
  },
  { table: 'registry', columns: 'idx', key: ['idx'] },
  { table: 'subjects', columns: 'subject, idx, mention', key: ['subject', 'idx'] },
  { table: 'lots', columns: 'num, id', key: ['num'] },
  { table: 'births', columns: 'lot, idx, kind, material, product, value, unit', key: ['lot', 'idx'] },
  { table: 'edges', columns: 'idx, source, target, kind', key: ['idx', 'source', 'target'] },
  { table: 'words', columns: 'word, subject, idx', key: ['word', 'subject', 'idx'] },
  { table: 'checkpoint', columns: 'one, ledger, idx, leaf, known_ms', key: ['one'] },
];
const DUMP_PAGE = 1000;

/** Tables that the fold only adds to, and does not read again within a transaction: their rows are written many at a time. */
const ADDED = {
  subjects: 'INSERT',
  lots: 'INSERT',
  births: 'INSERT OR IGNORE',
  edges: 'INSERT',
  words: 'INSERT OR IGNORE',
} as const;
/** Rows a statement: a call of the driver costs more than a row (measured). */
const ADDED_AT_ONCE = 32;

/** How far the log has been folded: the last record, and the ledger that it belongs to. */
export interface Checkpoint {
  /** Digest of the founding event, hex. */
  ledger: string;
  position: string;
  index: number;
  /** RFC 6962 leaf hash of the record at `index`, hex. */
  leaf: string;
  /** Running maximum of recordedAt, in milliseconds. */
  knownMs: number;
}

/**
 * The read side's own file: everything in it follows from the log and can be deleted and built again. Rows are only added; the one thing
 * that changes is `until`, when a later record ends a version. So whatever is asked as of an index stays the same answer for ever.
 */
export class ReadModel {
  readonly #statements = new Map<string, Statement>();
  /** Rows that the next commit writes, by table. */
  readonly #added = new Map<keyof typeof ADDED, Value[][]>();

  private constructor(private readonly connection: Connection) {}

  /** Opens the file, or makes an empty one. A file of another version is emptied: it is rebuilt from the log. */
  static open(file: string, connectTo: Connect = connect): ReadModel {
    mkdirSync(path.dirname(file), { recursive: true });
    let connection = connectTo(file);
    const version = Number(connection.prepare('PRAGMA user_version').all([])[0]?.['user_version']);
    if (version !== VERSION && version !== 0) {
      connection.close();
      deleteReadModel(file);
      connection = connectTo(file);
    }
    // After a power failure the last commits may be gone, data and checkpoint together: they are folded again.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    if (version !== VERSION) connection.exec(`BEGIN; ${SCHEMA} COMMIT;`);
    return new ReadModel(connection);
  }

  all(sql: string, values: readonly Value[] = []): Row[] {
    return this.#prepared(sql).all(values);
  }

  run(sql: string, values: readonly Value[]): void {
    this.#prepared(sql).run(values);
  }

  /** A row that is there once the transaction is committed. */
  add(table: keyof typeof ADDED, row: Value[]): void {
    const rows = this.#added.get(table) ?? [];
    if (rows.push(row) === 1) this.#added.set(table, rows);
    if (rows.length >= ADDED_AT_ONCE) this.#write(table, rows.splice(0));
  }

  begin(): void {
    this.connection.exec('BEGIN IMMEDIATE');
  }

  /** Commits everything since `begin`, and how far it reaches, at once. */
  commit({ ledger, position, index, leaf, knownMs }: Checkpoint): void {
    for (const [table, rows] of this.#added) if (rows.length > 0) this.#write(table, rows.splice(0));
    this.run('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?, ?, ?)', [ledger, position, index, leaf, knownMs]);
    this.connection.exec('COMMIT');
  }

  rollback(): void {
    this.#added.clear();
    this.connection.exec('ROLLBACK');
  }

  /** Undefined for a file into which nothing has been folded. */
  checkpoint(): Checkpoint | undefined {
    const row = this.all('SELECT * FROM checkpoint')[0];
    if (!row) return undefined;
    return {
      ledger: String(row['ledger']),
      position: String(row['position']),
      index: Number(row['idx']),
      leaf: String(row['leaf']),
      knownMs: Number(row['known_ms']),
    };
  }

  /** SHA-256 (hex) over every table in the order of its keys: equal for equal logs, however they were folded. */
  dump(): string {
    const hash = createHash('sha256');
    for (const { table, columns, key } of DUMPED) {
      const order = key.join(', ');
      const page = (where: string) => `SELECT ${columns} FROM ${table} ${where} ORDER BY ${order} LIMIT ${DUMP_PAGE}`;
      const next = page(`WHERE (${order}) > (${key.map(() => '?').join(', ')})`);
      hash.update(`${table}\n`);
      for (let rows = this.all(page('')); ;) {
        for (const row of rows) hash.update(`${JSON.stringify(columns.split(', ').map((column) => row[column]))}\n`);
        const last = rows.at(-1);
        if (last === undefined || rows.length < DUMP_PAGE) break;
        rows = this.all(
          next,
          key.map((column) => last[column] as Value),
        );
      }
    }
    return hash.digest('hex');
  }

  close(): void {
    this.connection.close();
  }

  #write(table: keyof typeof ADDED, rows: readonly Value[][]): void {
    const places = rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
    this.run(`${ADDED[table]} INTO ${table} VALUES ${places}`, rows.flat());
  }

  #prepared(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.connection.prepare(sql)));
    return statement;
  }
}

/** Removes the file and what SQLite keeps beside it. The model must be closed. */
export function deleteReadModel(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
