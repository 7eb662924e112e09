import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { candidatesOf, pae, verifyStrict, type Envelope } from '@hadic/signing';
import { pack, settle, verdictHere, type Answers, type Job, type Verdict } from './job.js';
import { loadedBackend, type Backend } from './sodium.js';

/** Why an envelope got no verdict. Nothing is said about its signatures: it may be given to another verifier. */
export class VerifierError extends Error {
  override readonly name = 'VerifierError';

  constructor(
    readonly code: 'closed' | 'worker-died',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface VerifierOptions {
  /** Worker threads; as many as the machine runs at once unless told. They start when there is work for them. */
  threads?: number;
  /** sodium unless told, or unless its binary cannot be loaded here. tweetnacl runs on the calling thread. */
  backend?: Backend;
  /**
   * How many sound envelopes are remembered by their bytes and signatures, so that whoever shows the very same again is answered at once:
   * for a process that both takes events and reads them back. None unless told.
   */
  remembered?: number;
}

/** A worker and the batches that it has not answered, oldest first; it answers in order. */
interface Thread {
  worker: Worker;
  batches: Job[][];
}

/** Tens of signatures in a message make the message cost nothing beside them. */
const BATCH_JOBS = 64;
/** While a worker is at one batch the next one lies ready, so that it never waits for this thread. */
const BATCHES_AHEAD = 2;
/** Beyond this many envelopes without a verdict, `verify` waits before it takes another. */
const MAX_JOBS = 1_024;
/** A job whose worker died is sent anew; at the third death it is no longer an accident. */
const MAX_SENT = 3;

const WORKER = new URL('./worker.js', import.meta.url);

/**
 * Checks the signatures of envelopes in worker threads, in batches of what arrived together, and hashes each envelope on
 * the way. An idle verifier does not keep the process alive.
 */
export class Verifier {
  readonly backend: Backend;
  private readonly maxThreads: number;
  private readonly threads: Thread[] = [];
  private readonly queue: Job[] = [];
  private readonly waiting: (() => void)[] = [];
  /** Envelopes taken and not yet answered. */
  private taken = 0;
  /** Sound envelopes, oldest first. */
  private readonly sound = new Set<string>();
  private readonly remembered: number;
  private dispatchPlanned = false;
  private closing: Promise<void> | undefined;
  private drained: (() => void) | undefined;

  constructor({ threads = availableParallelism(), backend = 'sodium', remembered = 0 }: VerifierOptions = {}) {
    this.remembered = remembered;
    this.maxThreads = Math.max(1, threads);
    this.backend = loadedBackend === 'sodium' ? backend : 'tweetnacl';
  }

  /**
   * Whether every signature of the envelope holds (at least one, of distinct keys, under the strict profile). The payload is
   * not opened. Waits for its turn when many envelopes are under way.
   * @throws VerifierError closed, worker-died
   */
  async verify(envelope: Envelope): Promise<Verdict> {
    if (this.closing) throw new VerifierError('closed', 'The verifier has been closed.');
    if (this.backend === 'tweetnacl') return verdictHere(envelope, verifyStrict);
    const message = pae(envelope.payloadType, envelope.payload);
    if (this.remembered === 0) return this.check(envelope, message);
    const digest = hash('sha256', message, 'hex');
    const name = [digest, ...envelope.signatures.map(({ keyid, sig }) => `${keyid} ${sig}`)].join(' ');
    if (this.sound.has(name)) return { ok: true, digest };
    const verdict = await this.check(envelope, message);
    if (verdict.ok) this.remember(name);
    return verdict;
  }

  private async check(envelope: Envelope, message: Uint8Array): Promise<Verdict> {
    const candidates = candidatesOf(envelope);
    await this.turn();
    return new Promise((resolve, reject) => {
      this.queue.push({ envelope, message, candidates, sent: 0, resolve, reject });
      this.planDispatch();
    });
  }

  private remember(name: string): void {
    this.sound.add(name);
    if (this.sound.size <= this.remembered) return;
    const [oldest] = this.sound;
    if (oldest !== undefined) this.sound.delete(oldest);
  }

  /** Answers what it has taken, then ends the threads. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    if (this.taken > 0) await new Promise<void>((resolve) => (this.drained = resolve));
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  /** A place is handed from the job that is done to the one that waits longest, so that none overtakes it. */
  private async turn(): Promise<void> {
    if (this.taken >= MAX_JOBS) return new Promise((resolve) => this.waiting.push(resolve));
    this.taken++;
  }

  private giveTurn(): void {
    const next = this.waiting.shift();
    if (next) return next();
    this.taken--;
    if (this.taken === 0) this.drained?.();
  }

  /** Once for all that arrive in the same turn of the event loop. */
  private planDispatch(): void {
    if (this.dispatchPlanned) return;
    this.dispatchPlanned = true;
    setImmediate(() => {
      this.dispatchPlanned = false;
      this.dispatch();
    });
  }

  private dispatch(): void {
    const share = Math.min(BATCH_JOBS, Math.ceil(this.queue.length / this.maxThreads));
    while (this.queue.length > 0) {
      const thread = this.readyThread();
      if (thread === undefined) return;
      const jobs = this.queue.splice(0, share);
      for (const job of jobs) job.sent++;
      const buffer = pack(jobs);
      thread.batches.push(jobs);
      thread.worker.ref();
      thread.worker.postMessage(buffer, [buffer]);
    }
  }

  /** An idle thread, else a new one, else the first with room for another batch. */
  private readyThread(): Thread | undefined {
    const idle = this.threads.find(({ batches }) => batches.length === 0);
    if (idle) return idle;
    if (this.threads.length < this.maxThreads) return this.startThread();
    return this.threads.find(({ batches }) => batches.length < BATCHES_AHEAD);
  }

  private startThread(): Thread {
    const thread: Thread = { worker: new Worker(WORKER), batches: [] };
    let cause: unknown;
    thread.worker.on('message', (answers: Answers) => this.answered(thread, answers));
    thread.worker.on('error', (error) => (cause = error));
    thread.worker.on('exit', () => this.replace(thread, cause));
    this.threads.push(thread);
    return thread;
  }

  private answered(thread: Thread, answers: Answers): void {
    const jobs = thread.batches.shift() ?? [];
    settle(jobs, answers);
    jobs.forEach(() => this.giveTurn());
    if (thread.batches.length === 0) thread.worker.unref();
    this.dispatch();
  }

  /** What a dead worker leaves unanswered goes to another, before what came later. */
  private replace(dead: Thread, cause: unknown): void {
    this.threads.splice(this.threads.indexOf(dead), 1);
    const left = dead.batches.flat();
    this.queue.unshift(...left.filter(({ sent }) => sent < MAX_SENT));
    for (const job of left.filter(({ sent }) => sent >= MAX_SENT)) {
      job.reject(new VerifierError('worker-died', `The worker died ${MAX_SENT} times over this envelope.`, { cause }));
      this.giveTurn();
    }
    this.dispatch();
  }
}
