/** The revision of a stream that has no events yet. */
export const NO_STREAM = -1;

/** Most bytes of data (and, counted apart, of metadata) that one append may carry: the EventStoreDB server's own limit. */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** One event as the caller hands it over. The store keeps every byte and reads none of them. */
export interface NewEvent {
  /** Lower-case UUID, made by the caller from the record's own bytes, so that an equal id means an equal record. */
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** One event as the store gives it back: the same id, type and bytes, and where they stand. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** Place in the stream: 0, 1, 2 … without gaps. */
  readonly revision: number;
  /** Place in the log: opaque, of one width within a store, and string order is log order. Gaps may occur. */
  readonly position: string;
}

/** What a successful append did, or, if it was a retry, what the first one had done. */
export interface Appended {
  /** Revision of the last event of this append. */
  readonly revision: number;
  /** Position of the last event of this append. */
  readonly position: string;
  /** Positions of all its events, in their order. */
  readonly positions: readonly string[];
}

/**
 * The append-only log that everything else follows. An adapter promises:
 *
 * *Durable.* When `append` resolves, its events survive a crash of the process and of the machine. Before that they may
 * or may not. (The memory adapter is the exception, and for tests only.)
 *
 * *Ordered.* All events have one order, the log's; within a stream it is the order of revisions. It never changes, and
 * no event ever appears at a place that a reader has already passed.
 *
 * *Visible.* What an `append` has acknowledged, every read that begins afterwards on the same store object contains.
 * A batch is read whole or not at all by `readAll` and `follow` that run to the head.
 *
 * *Concurrent.* Every method may be called at any time, without awaiting the one before. Appends to one stream take effect in
 * the order of the calls, so a chain (`append(s, 4, …)`, `append(s, 5, …)`) may be sent without waiting; whoever needs an order between
 * streams waits for the first before the second. If one of the chain
 * fails, the later ones meet a wrong revision, unless another writer has meanwhile made that very revision: where others write
 * to the stream as well, wait for each link. Of writers that race for one revision exactly one wins.
 *
 * *Failing.* `WrongRevision` and every code of `StoreUnavailable` but one say that this call changed nothing.
 * `outcome-unknown` says that the events may have been stored or not: repeat the call unchanged (see `append`), or read
 * the stream again. No reader repairs or skips: what cannot be read is thrown.
 *
 * The abstract class is the port and the injection token at once.
 */
export abstract class EventStore {
  /**
   * Appends the events to the end of one stream, all or none.
   *
   * `expectedRevision` is the revision of the stream's last event, or NO_STREAM. If the stream has moved on but holds
   * exactly these ids, in this order, right after `expectedRevision`, the append is a retry and answers what the first
   * one answered; ids alone are compared, so they must stand for the bytes. Anything else is a `WrongRevision`; a batch
   * of which only a part is there, too.
   *
   * An id that is in the store at any other place is the caller's mistake and its outcome is not defined by this port:
   * some adapters refuse it (`duplicate-id`), others cannot see it. The caller leaves the byte arrays alone until the
   * promise has settled. No events at all, a malformed id, stream or type name, or more than MAX_APPEND_BYTES are
   * refused before anything is sent.
   */
  abstract append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended>;

  /** The stream's events from revision `from` (inclusive, default 0) to its end. A stream that does not exist is empty. */
  abstract read(stream: string, from?: number): AsyncIterable<StoredEvent>;

  /** The log after position `after` (exclusive; default: from the start) up to its head when the iteration began. */
  abstract readAll(after?: string): AsyncIterable<StoredEvent>;

  /**
   * The log after position `after`, and then every event as it is stored: each exactly once, in log order. Ends without
   * an error when `signal` aborts or the store is closed; a failure is thrown, and the caller resumes after the last
   * position that it has seen. Leaving the loop frees what the follower held. A position that this store never gave
   * out is not detected here: a follower checks by content that the log is the one it knows.
   */
  abstract follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent>;

  /** Position of the last event of the log; undefined while it is empty. */
  abstract head(): Promise<string | undefined>;

  /** Takes no more appends, waits until those accepted have settled, ends the followers, frees everything. Repeatable. */
  abstract close(): Promise<void>;
}

/** Somebody else was first, or the caller is mistaken about the stream. Nothing happened: read the stream and decide again. */
export class WrongRevision extends Error {
  readonly code = 'wrong-revision';

  /** `actual` is the revision of the stream's last event, or NO_STREAM. */
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${stream} was expected at revision ${expected} and is at ${actual}: read it and decide again.`);
    this.name = 'WrongRevision';
  }
}

export type StoreFailure =
  /** Nothing happened; the store cannot serve now (disk full, connection lost, closed). Try again later. */
  | 'store-unavailable'
  /** The events may be stored or not. Repeat the append unchanged, or read the stream. */
  | 'outcome-unknown'
  /** On opening: another process, or another part of this one, has the store open. */
  | 'store-locked'
  /** The stored bytes contradict themselves: restore a backup. */
  | 'store-corrupt'
  /** The file is not a store of this kind, or a newer release wrote it. */
  | 'wrong-file'
  /** More than MAX_APPEND_BYTES in one append. */
  | 'too-large'
  /** The append itself is malformed. */
  | 'invalid-append'
  /** The position was not given out by a store of this kind. */
  | 'invalid-position'
  /** One of the ids stands elsewhere in the store (not every adapter can tell). */
  | 'duplicate-id'
  /** Backup or restore would overwrite something. */
  | 'target-exists'
  /** EventStoreDB: the address cannot be understood. */
  | 'invalid-url'
  /** EventStoreDB: this process already talks to another one. */
  | 'client-in-use'
  /** EventStoreDB: user or password are refused. */
  | 'access-denied'
  /** EventStoreDB: too old, or not one at all. */
  | 'server-unsupported';

/** The store did not do what was asked. The code says why, the message says the way out. */
export class StoreUnavailable extends Error {
  constructor(
    readonly code: StoreFailure,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** What happens between this process and its EventStoreDB; all of it is ordinary, and worth counting. */
export interface StoreNotice {
  readonly what: 'append-retried' | 'client-renewed' | 'subscription-restarted' | 'caught-up';
  readonly reason: string;
}
