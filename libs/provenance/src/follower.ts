import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { type EventStore, type StoredEvent, StoreUnavailable } from '@hadic/store';
import { isLedgerStream, type Verifier, VerifierError } from '@hadic/verifier';
import { identityOf, Unverified, type Arrival } from './arrival.js';
import { Fold } from './fold.js';
import { LogReader, type Incoming } from './log-reader.js';
import type { Checkpoint, ReadModel } from './read-model.js';

/** A transaction takes at most so many records, and so long; when nothing waits it ends at once. */
const BATCH_RECORDS = 500;
const BATCH_MS = 50;
/** So long the fold keeps the event loop to itself. */
const TURN_MS = 5;
const RETRY_MS = 1000;

export type FailureCode =
  /** A record of the log is not what its bytes and signatures should be. */
  | 'record-not-verified'
  /** The log does not begin with the founding of a ledger, or of the one that was named. */
  | 'not-a-ledger'
  /** Another log than the one that was folded: restored, swapped or cut off. The read model must be rebuilt. */
  | 'log-differs'
  /** The store itself has found that something was taken away. */
  | 'store-corrupt'
  /** The tables could not be written. */
  | 'not-folded';

/** Why the follower stopped for good, and at which record. */
export class FollowerStopped extends Error {
  override readonly name = 'FollowerStopped';

  constructor(
    readonly code: FailureCode,
    readonly at: { index: number; position: string; reason: string; pointer?: string },
    options?: ErrorOptions,
  ) {
    super(`The reader stopped at record ${at.index} (position ${at.position}): ${code}, ${at.reason}.`, options);
  }
}

export interface FollowerOptions {
  store: EventStore;
  verifier: Verifier;
  model: ReadModel;
  /** Digest of the founding event; that of any ledger where it is not named. */
  ledger?: string;
  /** Called after each transaction with the number of records folded so far. */
  onProgress?: (records: number) => void;
  /** Told why it stopped for good, and each time that it could not go on and tries again. */
  report?: (error: unknown) => void;
}

/** What went into one transaction. */
interface Folded {
  /** Of the last event that was read, others' in a shared store included. */
  position: string;
  last?: Arrival | undefined;
  /** Why the next record was not folded. */
  refused?: FollowerStopped;
}

/**
 * Follows the log from the checkpoint of the read model, in order. Each record's signatures are checked once, when it arrives; the fold and
 * the checkpoint are committed together. What stands under the checkpoint is not checked again; that is the audit's work.
 */
export class Follower {
  #fold: Fold;
  #head: Checkpoint | undefined;
  /** The last event that was passed, ours or not. */
  #passed: string | undefined;
  #failure: FollowerStopped | undefined;
  #reader: LogReader | undefined;
  #running: Promise<void> | undefined;
  readonly #closing = new AbortController();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly options: FollowerOptions) {
    this.#fold = new Fold(options.model);
    this.#head = options.model.checkpoint();
  }

  /** The lot graph and the registry; what stands in them beyond `head` is not committed yet. */
  get state(): Pick<Fold, 'graph' | 'registry'> {
    return this.#fold;
  }

  /** The last committed record. */
  get head(): Checkpoint | undefined {
    return this.#head;
  }

  /** Why it stopped for good, if it did. */
  get failure(): FollowerStopped | undefined {
    return this.#failure;
  }

  /** Begins to follow. Whether the log is the one that was folded is checked first; `failure` says if it is not. */
  async start(): Promise<void> {
    if (this.#head) await this.#compare(this.#head);
    if (!this.#failure) this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#reader?.stop();
    await this.#running;
    this.#wake();
  }

  /** Waits until the log up to this position has been folded; false if it has not been in time, or never will be. */
  async caughtUp(position: string, timeoutMs: number): Promise<boolean> {
    const reached = () => [this.#head?.position, this.#passed].some((at) => at !== undefined && at >= position);
    const deadline = performance.now() + timeoutMs;
    while (!reached()) {
      const left = deadline - performance.now();
      if (left <= 0 || this.#failure || this.#closing.signal.aborted) return false;
      await this.#moved(left);
    }
    return true;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted && !this.#failure) {
      try {
        await this.#follow();
        if (!this.#closing.signal.aborted) await this.#later();
      } catch (error) {
        if (error instanceof FollowerStopped) this.#fail(error);
        else if (isPassing(error)) await this.#tryLater(error);
        else this.#fail(this.#stopped(isOfStore(error) ? 'store-corrupt' : 'not-folded', undefined, error));
      }
    }
    this.#reader?.stop();
    this.#wake();
  }

  /** A store or verifier that cannot serve now is asked again, from what has been committed. */
  async #tryLater(error: unknown): Promise<void> {
    if (!this.#closing.signal.aborted) this.options.report?.(error);
    await this.#later();
  }

  #fail(failure: FollowerStopped): void {
    this.#failure = failure;
    this.options.report?.(failure);
  }

  async #later(): Promise<void> {
    await pause(RETRY_MS, undefined, { ref: false, signal: this.#closing.signal }).catch(() => undefined);
    this.#fold = new Fold(this.options.model);
  }

  async #follow(): Promise<void> {
    this.#reader = new LogReader(this.options.store, this.options.verifier);
    this.#reader.start(this.#head?.position);
    try {
      for (let open = true; open && !this.#closing.signal.aborted;) open = await this.#batch(this.#reader);
    } finally {
      this.#reader.stop();
    }
  }

  /** Folds what is there into one transaction; false once the log has ended (the store was closed). */
  async #batch(reader: LogReader): Promise<boolean> {
    const first = await reader.next();
    if (!first) return false;
    const { model } = this.options;
    model.begin();
    let folded: Folded;
    try {
      folded = await this.#foldWaiting(reader, first);
      this.#commit(folded.last);
    } catch (error) {
      model.rollback();
      throw error;
    }
    this.#passed = folded.position;
    this.#wake();
    if (folded.refused) throw folded.refused;
    return true;
  }

  /** Folds one record after the other until nothing waits, the transaction is full, or a record does not hold. */
  async #foldWaiting(reader: LogReader, first: Incoming): Promise<Folded> {
    const start = performance.now();
    let turn = start;
    const folded: Folded = { position: first.stored.position };
    let incoming: Incoming | undefined = first;
    for (let count = 1; incoming; count++) {
      const { stored, checked }: Incoming = incoming;
      try {
        folded.last = (checked && this.#foldOne(await checked)) ?? folded.last;
      } catch (error) {
        if (!(error instanceof Unverified)) throw error;
        folded.refused = this.#stopped('record-not-verified', stored, error);
        break;
      }
      folded.position = stored.position;
      if (performance.now() - turn > TURN_MS) {
        await breathe();
        turn = performance.now();
      }
      const full = count >= BATCH_RECORDS || performance.now() - start > BATCH_MS;
      incoming = full || !reader.ready ? undefined : await reader.next();
    }
    return folded;
  }

  #foldOne(arrival: Arrival): Arrival {
    const { stream, revision } = arrival.stored;
    const next = this.#fold.nextRevision(stream);
    if (revision !== next) {
      const detail = `Stream ${stream} goes on with revision ${revision} where ${next} is next.`;
      throw new Unverified('records-missing', '', detail);
    }
    try {
      this.#fold.fold(arrival);
    } catch (error) {
      throw this.#stopped('not-folded', arrival.stored, error);
    }
    const { ledger } = this.#fold.registry;
    if (ledger === undefined) throw this.#stopped('not-a-ledger', arrival.stored, undefined);
    if (ledger !== (this.options.ledger ?? ledger)) {
      throw this.#stopped(
        'not-a-ledger',
        arrival.stored,
        new Error(`it is of ledger ${ledger}, not of ${this.options.ledger}`),
      );
    }
    return arrival;
  }

  #commit(last: Arrival | undefined): void {
    const { model, onProgress } = this.options;
    if (!last) return model.rollback();
    const { next, knownMs, registry } = this.#fold;
    const { position } = last.stored;
    const head = { ledger: registry.ledger ?? '', position, index: next - 1, leaf: last.leaf(), knownMs };
    model.commit(head);
    this.#head = head;
    onProgress?.(next);
  }

  /** In the log, the ledger's first record and the one at the checkpoint must be those that were folded. */
  async #compare(head: Checkpoint): Promise<void> {
    const before = this.options.model.all('SELECT position FROM records WHERE idx = ?', [head.index - 1])[0];
    const previous = before && String(before['position']);
    try {
      const first = await this.firstAfter(undefined);
      const last = previous === undefined ? first : await this.firstAfter(previous);
      if (first && last?.position === head.position) {
        if (identityOf(last).leaf === head.leaf && identityOf(first).digest === head.ledger) return;
      }
      this.#fail(new FollowerStopped('log-differs', { ...head, reason: 'the log has another record there' }));
    } catch (error) {
      if (error instanceof StoreUnavailable && error.code !== 'invalid-position') throw error;
      const reason = 'the log cannot be read there';
      this.#fail(new FollowerStopped('log-differs', { ...head, reason }, { cause: error }));
    }
  }

  /** The log's first record behind this position, or at its start. */
  async firstAfter(position: string | undefined): Promise<StoredEvent | undefined> {
    for await (const stored of this.options.store.readAll(position)) if (isLedgerStream(stored.stream)) return stored;
    return undefined;
  }

  #stopped(code: FailureCode, stored: StoredEvent | undefined, cause: unknown): FollowerStopped {
    const index = stored && this.#fold.next - (code === 'record-not-verified' ? 0 : 1);
    const at = { index: index ?? this.#fold.next, position: stored?.position ?? this.#head?.position ?? '' };
    if (cause instanceof Unverified) {
      return new FollowerStopped(code, { ...at, reason: cause.reason, pointer: cause.pointer }, { cause });
    }
    return new FollowerStopped(code, { ...at, reason: cause instanceof Error ? cause.message : code }, { cause });
  }

  async #moved(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(timeoutMs, 2 ** 31 - 1));
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof VerifierError || (error instanceof StoreUnavailable && !isOfStore(error));
}

function isOfStore(error: unknown): boolean {
  return error instanceof StoreUnavailable && error.code === 'store-corrupt';
}
