import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

import { type Appended, EventStore, type NewEvent, type StoredEvent } from './event-store.js';
import { GroupCommit } from './group-commit.js';
import { Bell, followPages, formatPosition, PAGE_EVENTS, type PagedLog, readPages } from './paging.js';
import { checkAppend, closedStore } from './rules.js';
import { connect, type Connect, type Connection, type Row, type Statement, type Value } from './sqlite-driver.js';
import { lockFile } from './sqlite-lock.js';
import {
  createSchema,
  fileFailure,
  foldWal,
  inspect,
  logStatement,
  makeDurable,
  storedEvent,
} from './sqlite-schema.js';

interface Parts {
  readonly lock: { release(): void };
  /** Only writes. */
  readonly writer: Connection;
  /** Only reads: what another connection sees is committed, whatever state the writer is in. */
  readonly reader: Connection;
}

/** The port on one SQLite file: the embedded default. A position is the row's number: 1, 2, 3 … without gaps. */
export class SqliteStore extends EventStore implements PagedLog {
  readonly bell = new Bell();
  readonly #commits: GroupCommit;
  readonly #headPlace: Statement;
  readonly #stream: Statement;
  readonly #log: Statement;
  #closed = false;

  private constructor(
    private readonly file: string,
    private readonly parts: Parts,
  ) {
    super();
    const { writer, reader } = parts;
    this.#commits = new GroupCommit(file, writer, () => this.bell.ring());
    this.#headPlace = reader.prepare('SELECT coalesce(max(pos), 0) AS place FROM events');
    this.#stream = reader.prepare(
      `SELECT * FROM events WHERE stream = ? AND rev >= ? ORDER BY rev LIMIT ${PAGE_EVENTS}`,
    );
    this.#log = logStatement(reader);
  }

  /**
   * Opens the store in this file, or makes one, and its folder too. The whole file is checked first: seconds for a
   * million events. Throws StoreUnavailable: store-locked, store-corrupt, wrong-file or store-unavailable.
   */
  static async open(file: string, options: { connect?: Connect } = {}): Promise<SqliteStore> {
    const connectTo = options.connect ?? connect;
    const opened: (() => void)[] = [];
    try {
      await mkdir(path.dirname(file), { recursive: true });
      // Two names of one file must meet at one lock.
      const place = await realpath(file).catch(() => file);
      const lock = lockFile(place, connectTo);
      opened.push(() => lock.release());
      const writer = connectTo(place);
      opened.push(() => writer.close());
      createSchema(writer);
      inspect(writer, place);
      makeDurable(writer);
      const reader = connectTo(place);
      opened.push(() => reader.close());
      return new SqliteStore(place, { lock, writer, reader });
    } catch (cause) {
      for (const undo of opened.reverse()) undo();
      throw fileFailure(file, cause);
    }
  }

  /** Transactions committed since it was opened: with many appends in flight, far fewer than appends. */
  get flushes(): number {
    return this.#commits.flushes;
  }

  override append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw closedStore();
      checkAppend(stream, expectedRevision, events);
      this.#commits.add({ stream, expectedRevision, events, resolve, reject });
    });
  }

  override async *read(stream: string, from = 0): AsyncGenerator<StoredEvent> {
    let next = from;
    for (;;) {
      const page = this.#query(this.#stream, [stream, next]).map(storedEvent);
      for (const event of page) yield event;
      if (page.length < PAGE_EVENTS) return;
      next += page.length;
      await breathe();
    }
  }

  override readAll(after?: string): AsyncIterable<StoredEvent> {
    return readPages(this, after);
  }

  override follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent> {
    return followPages(this, after, signal);
  }

  override async head(): Promise<string | undefined> {
    const place = this.headPlace();
    return place === 0 ? undefined : formatPosition(place);
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#commits.drain();
    this.bell.ring();
    this.parts.reader.close();
    foldWal(this.parts.writer);
    this.parts.writer.close();
    this.parts.lock.release();
  }

  isClosed(): boolean {
    return this.#closed;
  }

  headPlace(): number {
    return Number(this.#query(this.#headPlace, [])[0]?.['place']);
  }

  pageAfter(place: number): StoredEvent[] {
    return this.#query(this.#log, [place]).map(storedEvent);
  }

  #query(statement: Statement, values: readonly Value[]): Row[] {
    if (this.#closed) throw closedStore();
    try {
      return statement.all(values);
    } catch (cause) {
      throw fileFailure(this.file, cause);
    }
  }
}
