import { hash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';

import { emptyRegistry, foldRegistry, instantMs } from '@hadic/domain';
import { type EventStore, type StoredEvent, StoreUnavailable } from '@hadic/store';
import { appendLeaf, emptyHead, type Hash, type Head, leafHash, rootOf } from '@hadic/tlog';
import { isLedgerStream, leafOf } from '@hadic/verifier';
import { type ReadRecord, readRecord } from './event.js';
import { patiently } from './patience.js';

const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

/** The hash of a record's entry in the log's tree. */
export function leafHashOf(record: ReadRecord, revision: number): Uint8Array {
  const { event, envelope, recordedAt } = record;
  return leafHash(sha256, leafOf({ id: event.id, stream: event.stream, revision }, envelope, recordedAt));
}

/** A record of the log cannot be read: nothing is recorded any more until the store has been restored from a backup. */
export class LogStopped extends StoreUnavailable {
  constructor(
    readonly position: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The record at position ${position} cannot be read: ${reason} Restore the store from a backup.`;
    super('store-corrupt', message, { cause });
    this.name = 'LogStopped';
  }
}

/** A stream of the log goes on with another revision than its next. */
class RecordMissing extends Error {
  constructor(stream: string, next: number, found: number) {
    super(`Stream ${stream} goes on with revision ${found} where ${next} is next: records are missing.`);
  }
}

/** Where a record stands. */
export interface Place {
  stream: string;
  revision: number;
  position: string;
}

/**
 * The ledger's own fold of the whole log, in log order: who may sign, which event ids are taken, the tree's head. It trusts the bytes
 * that the store gives back as far as their digests go; signatures of what others appended are the readers' and the auditor's to check.
 */
export class Log {
  readonly registry = emptyRegistry();
  #head: Head = emptyHead();
  #position: string | undefined;
  #latest: string | undefined;
  #stopped: StoreUnavailable | undefined;
  #waiting: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();
  /** By index. */
  readonly #places: Place[] = [];
  /** Index of the first record of each event id. */
  readonly #firsts = new Map<string, number>();
  /** Annulments that were unauthorised where they landed: what they name still stands. */
  readonly #vain = new Set<string>();
  /** One text for each stream name, however many records name it, and the revision that its next record has to have. */
  readonly #streams = new Map<string, { name: string; next: number }>();
  /** What this process has recorded and need not decode again, by store id. */
  readonly #expected = new Map<string, ReadRecord>();

  constructor(
    private readonly store: EventStore,
    private readonly patienceMs: number,
  ) {}

  /** Records in the log. */
  get size(): number {
    return this.#head.size;
  }

  /** Root of the tree, hex. */
  get root(): string {
    return Buffer.from(rootOf(sha256, this.#head)).toString('hex');
  }

  /** Position up to which the log has been folded. */
  get position(): string | undefined {
    return this.#position;
  }

  /** The latest recordedAt of all records, which is the time that a simulated ledger has. */
  get latest(): string | undefined {
    return this.#latest;
  }

  /** Why the log cannot be read on, if it cannot. */
  get stopped(): StoreUnavailable | undefined {
    return this.#stopped;
  }

  /** Index of the first record of this event id; a later copy, in another stream, is void. */
  find(id: string): number | undefined {
    return this.#firsts.get(id);
  }

  /** Whether this annulment came from somebody who could not sign any more when it landed. */
  isVain(id: string): boolean {
    return this.#vain.has(id);
  }

  place(index: number): Place | undefined {
    return this.#places[index];
  }

  /** Reads one record back. @throws StoreUnavailable, RecordError */
  async read(index: number): Promise<{ record: ReadRecord; place: Place }> {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`The log has no record ${index}.`);
    for await (const stored of patiently(this.patienceMs, this.store.read(place.stream, place.revision))) {
      return { record: readRecord(stored), place };
    }
    throw new StoreUnavailable('store-corrupt', `${place.stream} has lost its revision ${place.revision}.`);
  }

  /** Index of the record at exactly this position. */
  indexAt(position: string): number | undefined {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.position ?? '') < position) low = middle + 1;
      else high = middle;
    }
    return this.#places[low]?.position === position ? low : undefined;
  }

  /** Revision of the stream's last record that has been folded; NO_STREAM if there is none. */
  revisionOf(stream: string): number {
    return (this.#streams.get(stream)?.next ?? 0) - 1;
  }

  /** Revision of the stream's first record after this position, if there is one. */
  revisionAfter(stream: string, position: string | undefined): number | undefined {
    const start = position === undefined ? 0 : (this.indexAt(position) ?? -1) + 1;
    for (let index = start; index < this.#places.length; index++) {
      const place = this.#places[index];
      if (place?.stream === stream) return place.revision;
    }
    return undefined;
  }

  /** Spares the fold the decoding of a record that is about to be appended; to be forgotten if the append fails. */
  expect(storeId: string, record: ReadRecord): void {
    this.#expected.set(storeId, record);
  }

  forget(storeId: string): void {
    this.#expected.delete(storeId);
  }

  /**
   * Folds everything that was stored before the call. Calls of one turn of the event loop share one reading.
   * @throws StoreUnavailable store-corrupt (LogStopped) for good; else while the store cannot be read
   */
  catchUp(): Promise<void> {
    this.#waiting ??= this.#turn();
    return this.#waiting;
  }

  async #turn(): Promise<void> {
    await this.#running.catch(() => undefined);
    await breathe();
    this.#waiting = undefined;
    this.#running = this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    if (this.#stopped) throw this.#stopped;
    const unread = this.store.readAll(this.#position);
    try {
      for await (const stored of patiently(this.patienceMs, unread)) this.#fold(stored);
    } catch (error) {
      // A log that has lost what it held is not one to go on with, even where it still takes appends.
      if (error instanceof StoreUnavailable && error.code === 'store-corrupt') this.#stopped = error;
      throw error;
    }
  }

  #fold(stored: StoredEvent): void {
    const { stream, position } = stored;
    if (isLedgerStream(stream)) {
      try {
        this.#take(stored);
      } catch (error) {
        throw new LogStopped(position, error);
      }
    }
    this.#position = position;
  }

  #take(stored: StoredEvent): void {
    const { stream, revision, position } = stored;
    const lane = this.#laneOf(stream);
    // A store may have been cut behind our back; what is missing would otherwise be missed by nobody.
    if (revision !== lane.next) throw new RecordMissing(stream, lane.next, revision);
    lane.next += 1;
    const record = this.#expected.get(stored.id) ?? readRecord(stored);
    this.#expected.delete(stored.id);
    const index = this.#head.size;
    this.#head = appendLeaf(sha256, this.#head, leafHashOf(record, revision));
    this.#places.push({ stream: lane.name, revision, position });
    this.#see(record.recordedAt);
    if (this.#firsts.has(record.event.id)) return;
    this.#firsts.set(record.event.id, index);
    const refusal = foldRegistry(this.registry, { ...record, index, revision });
    if (refusal && record.event.type === 'EventAnnulled') this.#vain.add(record.event.id);
  }

  #laneOf(stream: string): { name: string; next: number } {
    let lane = this.#streams.get(stream);
    if (lane === undefined) this.#streams.set(stream, (lane = { name: stream, next: 0 }));
    return lane;
  }

  #see(recordedAt: string): void {
    if (this.#latest === undefined || instantMs(recordedAt) > instantMs(this.#latest)) this.#latest = recordedAt;
  }
}
