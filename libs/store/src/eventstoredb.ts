import { type AppendToStreamOptions, NO_STREAM as NEW_STREAM } from '@eventstore/db-client';

import {
  type Appended,
  EventStore,
  type NewEvent,
  NO_STREAM,
  type StoredEvent,
  type StoreNotice,
  StoreUnavailable,
  WrongRevision,
} from './event-store.js';
import { CallFailed, EsdbConnection, type EsdbLimits, ESDB_LIMITS } from './eventstoredb-connection.js';
import { DEFAULT_NAMESPACE, EsdbNames } from './eventstoredb-names.js';
import { EsdbReader, type LogPage, takenAway, unanswered } from './eventstoredb-reading.js';
import { formatEsdbPosition, outgoing, parseEsdbPosition } from './eventstoredb-record.js';
import { Tail } from './eventstoredb-tail.js';
import { PAGE_EVENTS } from './paging.js';
import { appended, checkAppend, closedStore } from './rules.js';

export interface EventStoreDbOptions {
  /** Begins the names of our streams on the server, with a slash behind it; others on the same server are not ours. */
  namespace?: string;
  limits?: Partial<EsdbLimits>;
  /** Hears what happens to the connection. Never told a credential or a payload. */
  notice?: (notice: StoreNotice) => void;
}

/** Most who read want one event, or the few that are new. */
const FIRST_PAGE = 32;

function grown(count: number): number {
  return Math.min(count * 4, PAGE_EVENTS);
}

/** What a listener throws is its own affair: here it would pass for a failure of the server. */
function harmless(listen: EventStoreDbOptions['notice']): (notice: StoreNotice) => void {
  return (notice) => {
    try {
      listen?.(notice);
    } catch {
      // Nobody here could do anything about it.
    }
  };
}

/** What a store is made of. */
interface Parts {
  readonly version: string;
  readonly connection: EsdbConnection;
  readonly names: EsdbNames;
  readonly limits: EsdbLimits;
  readonly notice: (notice: StoreNotice) => void;
}

/**
 * The port on an EventStoreDB, one node or a cluster: the store of many ledgers and readers. A position is the server's own, commit
 * and prepare.
 */
export class EventStoreDbStore extends EventStore {
  readonly #reader: EsdbReader;
  readonly #tail: Tail;
  /** By stream: its last accepted append, behind which the next one waits. */
  readonly #ends = new Map<string, Promise<unknown>>();
  readonly #how: EsdbLimits & Pick<Parts, 'notice'>;
  #closed: Promise<void> | undefined;

  private constructor(private readonly parts: Parts) {
    super();
    const { connection, names, limits, notice } = parts;
    this.#how = { ...limits, notice };
    const reader = new EsdbReader({ connection, names, limits, isClosed: () => this.#closed !== undefined });
    this.#reader = reader;
    this.#tail = new Tail({ connection, reader, prefixes: names.prefixes, stallMs: limits.stallMs, notice });
  }

  /**
   * Connects and asks the server who it is. `url` as in ESDB_URL.
   * @throws StoreUnavailable invalid-url, client-in-use, server-unsupported, access-denied, store-unavailable
   */
  static async open(url: string, options: EventStoreDbOptions = {}): Promise<EventStoreDbStore> {
    const names = new EsdbNames(options.namespace ?? DEFAULT_NAMESPACE);
    const limits = { ...ESDB_LIMITS, ...options.limits };
    const connection = EsdbConnection.share(url);
    try {
      const version = await connection.checkServer(limits);
      const store = new EventStoreDbStore({ version, connection, names, limits, notice: harmless(options.notice) });
      // Whoever may not read the log of all streams is told now.
      await store.#reader.rawHead();
      return store;
    } catch (error) {
      await connection.release();
      throw unanswered(error, connection.place);
    }
  }

  /** Of the server that answered when the store was opened. */
  get version(): string {
    return this.parts.version;
  }

  override append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw closedStore();
      checkAppend(stream, expectedRevision, events);
      // One at a time for a stream: were a later one under way while an earlier one is tried again, it could be refused for nothing.
      const before = this.#ends.get(stream);
      const write = () => this.#write(stream, expectedRevision, events);
      const result = before ? before.then(write) : write();
      const end = result.then(resolve, reject).then(() => {
        if (this.#ends.get(stream) === end) this.#ends.delete(stream);
      });
      this.#ends.set(stream, end);
    });
  }

  override async *read(stream: string, from = 0): AsyncGenerator<StoredEvent> {
    let next = from;
    for (let count = FIRST_PAGE; ; count = grown(count)) {
      const page = await this.#reader.streamPage(stream, next, count);
      for (const event of page) {
        if (event.revision !== next) throw takenAway(stream);
        yield event;
        next += 1;
      }
      if (page.length < count) return;
    }
  }

  override async *readAll(after?: string): AsyncGenerator<StoredEvent> {
    let place = after;
    let head: string | undefined;
    for (let count = FIRST_PAGE; ; count = grown(count)) {
      const page = await this.#reader.logPage(place, count);
      // A page is whole when it is handed on, so only a log of several pages can grow between them.
      if (!page.isLast) head ??= await this.#reader.rawHead();
      for (const event of page.events) {
        if (head !== undefined && event.position > head) return;
        yield event;
      }
      if (page.isLast) return;
      place = page.end;
    }
  }

  override async *follow(after?: string, signal?: AbortSignal): AsyncGenerator<StoredEvent> {
    parseEsdbPosition(after);
    const over = () => this.#closed !== undefined || signal?.aborted === true;
    for (let place = after; !over();) {
      const near = this.#tail.after(place);
      if (near?.length === 0) await this.#tail.bell.heard(signal);
      const page = near ? { events: near, end: near.at(-1)?.position ?? place } : await this.#pageBehind(place, over);
      place = page.end;
      for (const event of page.events) {
        if (over()) return;
        yield event;
      }
    }
  }

  override async head(): Promise<string | undefined> {
    return this.#reader.newest();
  }

  override close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    await Promise.all(this.#ends.values());
    this.#tail.close();
    await this.parts.connection.release();
  }

  /** What the subscription does not hold; where the log ends, it begins. */
  async #pageBehind(place: string | undefined, over: () => boolean): Promise<Pick<LogPage, 'events' | 'end'>> {
    try {
      const page = await this.#reader.logPage(place, PAGE_EVENTS);
      if (page.isLast) this.#tail.begin(page.end);
      return page;
    } catch (error) {
      if (over()) return { events: [], end: place };
      throw error;
    }
  }

  async #write(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    const { connection, names } = this.parts;
    const sent = events.map(outgoing);
    const expected = expectedRevision === NO_STREAM ? NEW_STREAM : BigInt(expectedRevision);
    try {
      // Never ANY: for an exact revision alone the server recognises a repetition, and for ever. No credentials here either: with
      // them the client takes a way that keeps no order.
      const options: AppendToStreamOptions = { expectedRevision: expected, requiresLeader: true };
      const { nextExpectedRevision, position } = await connection.insist(this.#how, (client) =>
        client.appendToStream(names.outside(stream), sent, options),
      );
      if (Number(nextExpectedRevision) !== expectedRevision + events.length) throw takenAway(stream);
      if (position) this.#reader.meet(formatEsdbPosition(position));
      if (events.length === 1 && position) return appended(expectedRevision, [formatEsdbPosition(position)]);
    } catch (error) {
      throw this.#appendFailure(error, stream, expectedRevision);
    }
    return appended(expectedRevision, await this.#placesOf(stream, expectedRevision + 1, events));
  }

  /** The answer tells only where the last one stands. */
  async #placesOf(stream: string, from: number, events: readonly NewEvent[]): Promise<string[]> {
    try {
      const stored = await this.#reader.streamPage(stream, from, events.length);
      if (stored.length !== events.length || stored.some(({ id }, i) => id !== events[i]?.id)) throw takenAway(stream);
      return stored.map(({ position }) => position);
    } catch (error) {
      if (error instanceof StoreUnavailable && error.code === 'store-corrupt') throw error;
      const message = `Stream ${stream}: stored, but not read back. Repeat the append unchanged.`;
      throw new StoreUnavailable('outcome-unknown', message, { cause: error });
    }
  }

  #appendFailure(error: unknown, stream: string, expectedRevision: number): Error {
    if (!(error instanceof CallFailed)) return error as Error;
    const { verdict, inDoubt } = error;
    // A wrong revision is certain even after failed tries: had one of them been done, the server would know its ids.
    if (verdict.kind === 'wrong-revision') return new WrongRevision(stream, expectedRevision, verdict.actual);
    if (verdict.kind === 'final' && !inDoubt) return verdict.error;
    const wayOut = 'It is unknown whether the events were stored: repeat the append unchanged.';
    const message = `EventStoreDB at ${this.parts.connection.place}: ${error.message}. ${wayOut}`;
    return new StoreUnavailable('outcome-unknown', message, { cause: error });
  }
}
