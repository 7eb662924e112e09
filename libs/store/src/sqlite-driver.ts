import { createRequire } from 'node:module';

/** What is bound to a statement. A Uint8Array becomes a BLOB. */
export type Value = string | number | Uint8Array;

/** One row by column name. A BLOB is a Uint8Array or an ArrayBuffer, as the driver has it: see `bytesOf`. */
export type Row = Readonly<Record<string, unknown>>;

export interface Statement {
  run(values: readonly Value[]): void;
  all(values: readonly Value[]): Row[];
}

export interface Connection {
  /** Statements without values or results. */
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Opens the file, or creates an empty one. The whole of what the store needs of a driver; tests put faults in here. */
export type Connect = (file: string) => Connection;

// The two drivers, as far as they are used. Their own types are not: one is absent on Node 20, the other is full of `any`.
interface LibsqlStatement {
  run(values: readonly Value[]): unknown;
  all(values: readonly Value[]): Row[];
}
interface LibsqlDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): LibsqlStatement;
  close(): unknown;
}
interface NodeSqliteStatement {
  run(...values: readonly Value[]): unknown;
  all(...values: readonly Value[]): Row[];
}
interface NodeSqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): NodeSqliteStatement;
  close(): unknown;
}
interface NodeSqlite {
  DatabaseSync: new (file: string) => NodeSqliteDatabase;
}

/** The SQLite inside Node where there is one (from 22.13 on), else libsql. Both read and write the same file. */
export const connect: Connect = (file) => {
  const builtIn = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  return builtIn ? connectNodeSqlite(builtIn, file) : connectLibsql(file);
};

function connectNodeSqlite({ DatabaseSync }: NodeSqlite, file: string): Connection {
  const database = new DatabaseSync(file);
  return {
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (values) => void statement.run(...values),
        all: (values) => statement.all(...values),
      };
    },
    close: () => void database.close(),
  };
}

/**
 * libsql takes a lone object as named parameters and aborts the process if a name is missing, so values always go as
 * one array. Its `get` adds a property to rows, `readonly` does nothing and `backup` is missing: none is used.
 */
function connectLibsql(file: string): Connection {
  const Libsql = createRequire(import.meta.url)('libsql') as new (file: string) => LibsqlDatabase;
  const database = new Libsql(file);
  return {
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (values) => void statement.run(values),
        all: (values) => statement.all(values),
      };
    },
    close: () => void database.close(),
  };
}

/** A BLOB column as bytes, without a copy. */
export function bytesOf(value: unknown): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer);
}

export type SqliteFault = 'constraint' | 'busy' | 'corrupt' | 'not-a-database' | 'other';

const FAULTS: Readonly<Record<number, SqliteFault>> = {
  5: 'busy',
  11: 'corrupt',
  19: 'constraint',
  26: 'not-a-database',
};

/** SQLite's primary result code, wherever the driver put it. */
export function faultOf(error: unknown): SqliteFault {
  const { rawCode, errcode } = error as { rawCode?: number; errcode?: number };
  return FAULTS[(rawCode ?? errcode ?? 0) & 0xff] ?? 'other';
}
