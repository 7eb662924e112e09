import { emptyStream, evolve, Rejected, type StreamState } from '@hadic/domain';
import {
  type Appended,
  type EventStore,
  type NewEvent,
  NO_STREAM,
  type StoredEvent,
  StoreUnavailable,
  WrongRevision,
} from '@hadic/store';
import { type ReadRecord, readRecord } from './event.js';
import type { Log } from './log.js';
import { notDone, type Outcome, outcomeUnknown, receiptOf, refused } from './outcome.js';
import { patiently, within } from './patience.js';
import { problemOf } from './problem.js';

/** An event that may be recorded, and what is known of its way into the stream. */
export interface Job {
  readonly record: ReadRecord;
  readonly stored: NewEvent;
  readonly settle: (outcome: Outcome) => void;
  /** Appends that met another revision. */
  races: number;
  /** Revision before the append whose outcome is not known; the event may yet land right behind it. */
  limbo?: number;
}

/** Throws `Rejected` unless the event may follow this state. */
export type Judge = (state: StreamState, job: Job) => void;

export interface LaneParts {
  readonly store: EventStore;
  readonly log: Log;
  readonly judge: Judge;
  /** Longest wait for one answer of the store, in milliseconds. */
  readonly patienceMs: number;
  /** Told of each append that the store has taken, with the seconds that it took. */
  readonly appended?: (seconds: number) => void;
}

/** Races lost before the sender is asked to try again. */
const MAX_RACES = 8;
/** Below what one append may carry, so that the metadata fit as well. */
const BATCH_BYTES = 512 * 1024;
const BATCH_EVENTS = 256;

/**
 * One stream's way into the store. Events are decided on a state that already holds those before them, and everything that was decided
 * while an append was under way goes into the next one, as one batch. There is never more than one append under way: had another ledger
 * written in between, the first of two would meet a wrong revision and the second, sent for the revision after it, would not.
 */
export class Lane {
  #state: StreamState | undefined;
  /** Revision up to which the state is made of what is stored. */
  #stored = NO_STREAM;
  #opening: Promise<void> | undefined;
  #queue: Job[] = [];
  #flight: Promise<void> | undefined;

  constructor(
    readonly stream: string,
    private readonly parts: LaneParts,
  ) {}

  /** Revision with everything that has been decided; undefined until `open`, and again after whatever unsettles the state. */
  get revision(): number | undefined {
    return this.#state?.revision;
  }

  get isIdle(): boolean {
    return this.#flight === undefined && this.#opening === undefined && this.#queue.length === 0;
  }

  /** Makes the state known. @throws StoreUnavailable, LogStopped */
  async open(): Promise<void> {
    while (this.#state === undefined) {
      this.#opening ??= this.#load().finally(() => (this.#opening = undefined));
      await this.#opening;
    }
  }

  /** Drops the state if the log holds more of the stream: another ledger writes to it as well. */
  refresh(): void {
    if (this.#stored < this.parts.log.revisionOf(this.stream)) this.#forgetState();
  }

  /** Whether the event could follow now; for the lane that is open. @throws Rejected */
  judge(job: Job): void {
    this.parts.judge(this.#known(), job);
  }

  /** Takes the event or throws `Rejected`; all at once, so that nothing comes between decision and place. The lane is open. */
  add(job: Job): void {
    try {
      this.#accept(this.#known(), job);
    } catch (error) {
      // A fault on our side may have left the state half changed.
      if (!(error instanceof Rejected)) this.#forgetState();
      throw error;
    }
    this.#queue.push(job);
    this.#pump();
  }

  #known(): StreamState {
    if (this.#state === undefined) throw new Error(`Stream ${this.stream} has not been read.`);
    return this.#state;
  }

  #accept(state: StreamState, job: Job): void {
    this.parts.judge(state, job);
    evolve(state, job.record.event);
  }

  /** The state is not what the log says: nothing is decided on it any more. */
  #forgetState(): void {
    this.#state = undefined;
    if (this.#queue.length > 0) void this.open().catch(() => undefined);
  }

  #pump(): void {
    if (this.#flight !== undefined || this.#state === undefined || this.#queue.length === 0) return;
    const batch = this.#nextBatch();
    const before = this.#state.revision - this.#queue.length - batch.length;
    this.#flight = this.#send(batch, before).finally(() => {
      this.#flight = undefined;
      this.#pump();
    });
  }

  #nextBatch(): Job[] {
    let bytes = 0;
    const end = this.#queue.findIndex(({ stored }, i) => {
      bytes += stored.data.length + stored.metadata.length;
      return i > 0 && (i >= BATCH_EVENTS || bytes > BATCH_BYTES);
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  async #send(batch: Job[], before: number): Promise<void> {
    const { store, log, patienceMs } = this.parts;
    for (const { stored, record } of batch) log.expect(stored.id, record);
    const start = performance.now();
    let appended: Appended;
    try {
      const events = batch.map(({ stored }) => stored);
      appended = await within(patienceMs, store.append(this.stream, before, events), 'outcome-unknown');
    } catch (error) {
      for (const { stored } of batch) log.forget(stored.id);
      return this.#recover(batch, before, error);
    }
    this.#stored = Math.max(this.#stored, before + batch.length);
    this.parts.appended?.((performance.now() - start) / 1_000);
    // The next append need not wait for the fold, so this promise does not either.
    void log
      .catchUp()
      // It is durable; that the log cannot be read on is told to whoever comes next.
      .catch(() => undefined)
      .then(() => this.#acknowledge(batch, before, appended));
  }

  #acknowledge(batch: readonly Job[], before: number, { positions }: Appended): void {
    batch.forEach(({ record, settle }, i) => {
      const place = { stream: this.stream, revision: before + 1 + i, position: positions[i] ?? '' };
      settle({ outcome: 'recorded', receipt: receiptOf(record, place) });
      // Another ledger was first, with the same id or with the end of a signer's right: what was folded here is void.
      if (this.#isVoid(record.event.id, place.position)) this.#forgetState();
    });
  }

  #isVoid(id: string, position: string): boolean {
    if (this.parts.log.isVain(id)) return true;
    const first = this.parts.log.find(id);
    return first !== undefined && this.parts.log.place(first)?.position !== position;
  }

  /** After a failed append nothing that was decided on top of it stands: the stream is read again, and all is decided again. */
  async #recover(batch: Job[], before: number, error: unknown): Promise<void> {
    this.#state = undefined;
    this.#queue = [...batch.filter((job) => this.#mayTryAgain(job, before, error)), ...this.#queue];
    // What cannot be read again has been settled there.
    await this.open().catch(() => undefined);
  }

  /** Settles the event, unless it is to be sent once more. */
  #mayTryAgain(job: Job, before: number, error: unknown): boolean {
    if (error instanceof WrongRevision || (error instanceof StoreUnavailable && error.code === 'duplicate-id')) {
      job.races += 1;
      if (job.races <= MAX_RACES) return true;
      job.settle(job.limbo === undefined ? notDone('overloaded') : outcomeUnknown());
      return false;
    }
    const nothingHappened = error instanceof StoreUnavailable && error.code !== 'outcome-unknown';
    if (nothingHappened || job.limbo !== undefined) {
      job.settle(job.limbo === undefined ? notDone('store-unavailable') : outcomeUnknown());
      return false;
    }
    job.limbo = before;
    return true;
  }

  async #load(): Promise<void> {
    const { store, log, patienceMs } = this.parts;
    try {
      await log.catchUp();
      const state = emptyStream(this.stream);
      const wanted = new Set(this.#queue.map(({ record }) => record.event.id));
      const found = new Map<string, Placed>();
      for await (const stored of patiently(patienceMs, store.read(this.stream))) {
        // The log says which records are void, so nothing is folded that the log has not reached; an append will tell.
        if (stored.position > (log.position ?? '')) break;
        const record = readRecord(stored);
        const { id } = record.event;
        if (!this.#isVoid(id, stored.position)) evolve(state, record.event);
        state.revision = stored.revision;
        if (wanted.has(id)) found.set(id, { record, stored });
      }
      this.#decideAgain(state, found);
    } catch (error) {
      const pending = this.#queue.splice(0);
      for (const { settle, limbo } of pending)
        settle(limbo === undefined ? notDone('store-unavailable') : outcomeUnknown());
      throw error;
    }
  }

  /** Gives every waiting event its place on the state as it is now stored; those that have been stored meanwhile get their receipts. */
  #decideAgain(state: StreamState, found: ReadonlyMap<string, Placed>): void {
    const read = state.revision;
    this.#queue = this.#queue.filter((job) => {
      const there = found.get(job.record.event.id);
      if (there) {
        job.settle(answerStored(job, there));
        return false;
      }
      // What was sent for a place that is no longer the stream's end can never land.
      if (job.limbo !== read) delete job.limbo;
      try {
        this.#accept(state, job);
        return true;
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined) throw error;
        // Refused now, but the append that was sent may yet land: nobody can say that it was not recorded.
        job.settle(job.limbo === undefined ? refused(problem) : outcomeUnknown());
        return false;
      }
    });
    this.#state = state;
    this.#stored = read;
    this.#pump();
  }
}

/** A record as it was found in its stream. */
interface Placed {
  record: ReadRecord;
  stored: StoredEvent;
}

function answerStored({ record, stored }: Job, there: Placed): Outcome {
  if (there.record.digest !== record.digest) {
    return refused({ code: 'id-taken', pointer: '/id', slots: { id: record.event.id } });
  }
  const receipt = receiptOf(there.record, there.stored);
  return { outcome: there.stored.id === stored.id ? 'recorded' : 'duplicate', receipt };
}
