import { type Context, decide, Rejected, rules, type StreamState } from '@hadic/domain';
import { type EventStore, StoreUnavailable } from '@hadic/store';
import { encodeRecord, type Verifier } from '@hadic/verifier';
import { type Problem, type ProblemCode, Refused } from '@hadic/words';
import type { ClaimPort } from './claims.js';
import type { Clock } from './clock.js';
import { decodePosted, type Posted, readEvent, type ReadRecord } from './event.js';
import type { Job, Lane } from './lane.js';
import type { Log } from './log.js';
import { notDone, type Outcome, overLimit, receiptOf, refused } from './outcome.js';
import { problemOf } from './problem.js';
import { Stamp } from './stamp.js';
import { Streams } from './streams.js';
import { type Allowance, type Labels, labelsOf, placeOf, type Step, type Watch } from './watch.js';

export interface RecorderParts {
  store: EventStore;
  verifier: Verifier;
  log: Log;
  clock: Clock;
  claims: ClaimPort;
  /** The one key that may found a ledger on an empty store. */
  foundingKey?: string;
  limits: Limits;
  /** Tells the operator of a fault; without payloads. */
  report: (error: unknown) => void;
  watch?: Watch;
  /** Without one there is no limit. */
  allowance?: Allowance;
}

export interface Limits {
  /** Events between their arrival and their answer. */
  inProgress: number;
  /** Stream states kept in memory. */
  streams: number;
  /** Longest wait for one answer of the store, in milliseconds. */
  patienceMs: number;
}

/** An event whose form and signatures hold; nothing has been decided. */
export interface Checked extends Omit<ReadRecord, 'recordedAt'> {
  /** As posted. */
  recordedAt?: string;
}

/** An event that has its place, or its refusal. */
export interface Issued {
  answer: Promise<Outcome>;
  /** Authority rests on it: what comes after it is decided once it is answered. */
  isBarrier: boolean;
  /** Its signers have to wait: nothing that comes after it in the same body is taken either, since it may rest on this one. */
  isOverLimit?: true;
}

/** How often a claim is judged anew because its stream has moved meanwhile. */
const MAX_JUDGEMENTS = 8;

/** Records events: the one way into the log. */
export class Recorder {
  readonly #streams: Streams;
  /** By event id: from its decision until the log holds it or it is refused. */
  readonly #inFlight = new Map<string, { digest: string; answer: Promise<Outcome> }>();
  /** Answers of what has its place and is on its way into the store. */
  readonly #onTheWay = new Set<Promise<Outcome>>();
  readonly #stamp: Stamp;
  #admitted = 0;
  readonly #closing = new AbortController();

  constructor(private readonly parts: RecorderParts) {
    const { store, log, limits } = parts;
    const judge = (state: StreamState, { record }: Job) => this.#judge(state, record);
    const appended = parts.watch?.appended?.bind(parts.watch);
    const lanes = { store, log, judge, patienceMs: limits.patienceMs, ...(appended ? { appended } : {}) };
    this.#streams = new Streams(lanes, limits.streams);
    this.#stamp = new Stamp(parts);
  }

  /** The ledger's clock is told with each event. */
  get isSimulated(): boolean {
    return this.parts.log.registry.simulated;
  }

  /** Fires when no more is to be taken from bodies that are being read. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Lets long bodies end after the lines that have been taken. */
  beginClosing(): void {
    this.#closing.abort();
  }

  /** Whether this many more events may be in progress. */
  hasRoom(events: number): boolean {
    return this.#admitted + events <= this.parts.limits.inProgress;
  }

  /** Counts events as in progress until what it returns is called. */
  enter(events: number): () => void {
    this.#admitted += events;
    return () => (this.#admitted -= events);
  }

  /** What keeps an event of this address from being looked at now, if anything does. */
  turnAway(address: string): Outcome | undefined {
    const seconds = this.parts.allowance?.ofAddress(address) ?? 0;
    return seconds === 0 ? undefined : overLimit(address, seconds);
  }

  /** The outcome, once those who watch have been told that it is the answer to an event. */
  told(outcome: Outcome): Outcome {
    this.parts.watch?.answered?.(outcome);
    return outcome;
  }

  /** Records one event, as it is on the wire. */
  async record(bytes: Uint8Array): Promise<Outcome> {
    try {
      const { answer } = await this.issue(await this.check(bytes));
      return await answer;
    } catch (error) {
      return this.outcomeOf(error);
    }
  }

  /**
   * Everything that can be said without knowing the log. Signatures come first, before the payload is looked at.
   * @throws GateError, SignatureError, OpeningError, Refused, Rejected
   */
  check(bytes: Uint8Array): Promise<Checked> {
    return this.#step('verify', () => this.#check(bytes), {}, labelsOf);
  }

  async #check(bytes: Uint8Array): Promise<Checked> {
    const { envelope, openings, recordedAt }: Posted = decodePosted(bytes);
    const verdict = await this.parts.verifier.verify(envelope);
    if (!verdict.ok) {
      const { pointer, keyid } = verdict;
      throw new Refused({ code: 'bad-signature', pointer, slots: { key: keyid } });
    }
    const event = readEvent(envelope, openings);
    return {
      event,
      envelope,
      digest: verdict.digest,
      ...(openings === undefined ? {} : { openings }),
      ...(recordedAt === undefined ? {} : { recordedAt }),
    };
  }

  /** Gives the event its place or refuses it. Calls of one sender, awaited one after the other, take their places in that order. */
  async issue(checked: Checked): Promise<Issued> {
    const { event, digest } = checked;
    const isBarrier = event.stream.startsWith('organisation-');
    for (;;) {
      const recorded = this.parts.log.find(event.id);
      if (recorded !== undefined) return { answer: this.#answerRecorded(recorded, checked), isBarrier };
      const twin = this.#inFlight.get(event.id);
      if (twin === undefined) break;
      if (twin.digest === digest) return { answer: twin.answer.then(asDuplicate), isBarrier };
      await twin.answer;
    }
    // Only now: whoever posts again what others have signed must not use up what they may send.
    const { signatures } = checked.envelope;
    const seconds = this.parts.allowance?.ofKeys(signatures.map(({ keyid }) => keyid)) ?? 0;
    if (seconds > 0) {
      const answer = Promise.resolve(overLimit(signatures[0]?.keyid ?? '', seconds));
      return { answer, isBarrier, isOverLimit: true };
    }
    const issued = this.#issueNew(checked);
    const answer = issued.then((inner) => inner.answer);
    this.#inFlight.set(event.id, { digest, answer });
    void answer.finally(() => this.#inFlight.delete(event.id));
    await issued;
    return { answer, isBarrier };
  }

  /** Resolves when everything that has its place by now is answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#onTheWay);
  }

  /** The answer to an event that could not be given its place. Nothing of it has been appended. */
  outcomeOf(error: unknown): Outcome {
    const problem: Problem | undefined = problemOf(error);
    if (problem) return refused(problem);
    if (error instanceof NotDone) return notDone(error.code);
    this.parts.report(error);
    return notDone(error instanceof StoreUnavailable ? 'store-unavailable' : 'internal');
  }

  /** Never throws: what goes wrong is the event's answer. The answer is wrapped, or it would be awaited on the way out. */
  async #issueNew(checked: Checked): Promise<{ answer: Promise<Outcome> }> {
    try {
      return await this.#step('decide', () => this.#place(checked), labelsOf(checked));
    } catch (error) {
      return { answer: Promise.resolve(this.outcomeOf(error)) };
    }
  }

  async #place(checked: Checked, isFresh = false): Promise<{ answer: Promise<Outcome> }> {
    const { log } = this.parts;
    if (log.stopped) throw log.stopped;
    const lane = this.#streams.lane(checked.event.stream);
    try {
      return await this.#decide(lane, checked);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      // What it rests on may be on its way, or another ledger has recorded it, or this very event: read on to the head before refusing.
      await this.settled();
      await log.catchUp();
      const recorded = log.find(checked.event.id);
      if (recorded !== undefined) return { answer: this.#answerRecorded(recorded, checked) };
      if (isFresh) throw error;
      lane.refresh();
      return this.#place(checked, true);
    }
  }

  async #decide(lane: Lane, checked: Checked): Promise<{ answer: Promise<Outcome> }> {
    while (lane.revision === undefined) await lane.open();
    const { job, answer } = this.#jobOf(checked);
    if (rules[checked.event.type].claim) await this.#judgeClaim(lane, job);
    while (lane.revision === undefined) await lane.open();
    // From here to its place in the queue nothing is awaited. The log may have been read on since the id was last looked up, and what the
    // stream's state already holds is not to be decided again.
    const recorded = this.parts.log.find(checked.event.id);
    if (recorded !== undefined) return { answer: this.#answerRecorded(recorded, checked) };
    lane.add(job);
    this.#stamp.given(checked.event, job.record.recordedAt);
    const appended = this.#step('append', () => answer, labelsOf(checked), placeOf);
    const settled = appended.finally(() => this.#onTheWay.delete(settled));
    this.#onTheWay.add(settled);
    return { answer: settled };
  }

  /** Asks status whether the evidence supports the claim, with nothing held meanwhile; returns once the stream has stood still over it. */
  async #judgeClaim(lane: Lane, job: Job): Promise<void> {
    const { log, claims } = this.parts;
    const { event } = job.record;
    for (let judgement = 0; judgement < MAX_JUDGEMENTS; judgement++) {
      while (lane.revision === undefined) await lane.open();
      lane.judge(job);
      await this.settled();
      await log.catchUp();
      while (lane.revision === undefined) await lane.open();
      const { revision } = lane;
      const lotId = 'lotId' in event.data ? event.data.lotId : '';
      const verdict = await claims.judge({ event, lotId, position: log.position ?? '' });
      if (typeof verdict === 'string') throw new NotDone(`read-side-${verdict}`);
      if (!verdict.supported) {
        const { reasons } = verdict;
        const slots = { lot: lotId, reasons: reasons.map(({ code }) => code).join(', ') };
        throw new Refused({ code: 'claim-not-supported', pointer: '/data/lotId', slots, reasons });
      }
      if (lane.revision === revision) return;
    }
    throw new NotDone('overloaded');
  }

  #judge(state: StreamState, { event, recordedAt }: ReadRecord): void {
    const { log, foundingKey } = this.parts;
    const { registry } = log;
    const context: Context = { registry, recordedAt, ...(foundingKey === undefined ? {} : { foundingKey }) };
    decide(state, event, context);
  }

  #jobOf(checked: Checked): { job: Job; answer: Promise<Outcome> } {
    const record: ReadRecord = { ...checked, recordedAt: this.#stamp.of(checked) };
    let settle: Job['settle'] = () => undefined;
    const answer = new Promise<Outcome>((resolve) => (settle = resolve));
    return { job: { record, stored: encodeRecord(record), settle, races: 0 }, answer };
  }

  #step<T>(name: Step, work: () => Promise<T>, labels: Labels, found?: (result: T) => Labels): Promise<T> {
    return this.parts.watch?.step?.(name, work, labels, found) ?? work();
  }

  async #answerRecorded(index: number, { event, digest }: Checked): Promise<Outcome> {
    try {
      const { record, place } = await this.parts.log.read(index);
      if (record.digest === digest) return { outcome: 'duplicate', receipt: receiptOf(record, place) };
      return refused({ code: 'id-taken', pointer: '/id', slots: { id: event.id } });
    } catch (error) {
      return this.outcomeOf(error);
    }
  }
}

/** Nothing happened; the same may be posted again. */
class NotDone extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
  }
}

function asDuplicate(outcome: Outcome): Outcome {
  return outcome.outcome === 'recorded' ? { ...outcome, outcome: 'duplicate' } : outcome;
}
