import { setTimeout as pause } from 'node:timers/promises';
import type { EventStoreDBClient } from '@eventstore/db-client';

import { type StoreNotice, StoreUnavailable } from './event-store.js';
import { askVersion, createClient, readSecurity, retire } from './eventstoredb-client.js';
import { judge, reasonOf, Silence, type Verdict } from './eventstoredb-errors.js';
import { describeEsdb, parseEsdbUrl, type EsdbAddress } from './eventstoredb-url.js';
import { closedStore } from './rules.js';

export interface EsdbLimits {
  /** Longest wait for a sign of life within one call, in milliseconds; then the client is replaced. */
  attemptMs: number;
  /** So long a call is repeated until it is given up, in milliseconds. */
  patienceMs: number;
  /** So long a subscription may be quiet before somebody looks whether it still lives, in milliseconds. */
  stallMs: number;
}

export const ESDB_LIMITS: EsdbLimits = { attemptMs: 5_000, patienceMs: 9_000, stallMs: 5_000 };

/** Appends and reads under way at once. A server serves 100 streams on a connection; what is beyond waits without a word. */
const APPENDS = 512;
const READS = 32;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** Failures in a row after which a client that says it will recover is not believed any more. */
const CREDIT = 3;
/** A client that has just been made is not replaced: while a server is down every call fails, on whichever client. */
const RENEWAL_MS = 500;
/** The first release that tells positions on reads of a stream. */
const OLDEST = [22, 10] as const;

/** One call; `alive` is called at every sign of life. */
export type Call<T> = (client: EventStoreDBClient, alive: () => void) => Promise<T>;

/** What a call ended with when it was not done: the verdict, and whether an earlier try of it may have been. */
export class CallFailed extends Error {
  constructor(
    readonly verdict: Verdict,
    readonly inDoubt: boolean,
    cause: unknown,
  ) {
    super(reasonOf(cause), { cause });
  }
}

/**
 * This process's client, and its replacements. There is only ever one: clients of one process share their pending appends, so the death of
 * one connection breaks the others.
 */
export class EsdbConnection {
  static #shared: { url: string; connection: EsdbConnection; users: number } | undefined;

  readonly #address: EsdbAddress;
  readonly #security: ReturnType<typeof readSecurity>;
  readonly #appends = new Turnstile(APPENDS);
  readonly #reads = new Turnstile(READS);
  readonly #listeners = new Set<(reason: string) => void>();
  #client: Promise<EventStoreDBClient>;
  #turn = 0;
  #ended = false;
  #failures = 0;
  #renewedAt = -Infinity;
  /** When a read last got something. */
  #heardAt = -Infinity;

  private constructor(url: string) {
    this.#address = parseEsdbUrl(url);
    this.#security = readSecurity(this.#address);
    this.#client = Promise.resolve(createClient(this.#address, this.#security, this.#turn));
  }

  /** The connection to this address, for one more user. @throws StoreUnavailable invalid-url, client-in-use */
  static share(url: string): EsdbConnection {
    const shared = EsdbConnection.#shared;
    if (shared?.url === url) {
      shared.users += 1;
      return shared.connection;
    }
    const connection = new EsdbConnection(url);
    if (shared) {
      const message = `This process already talks to ${describeEsdb(shared.connection.#address)}: use another process for another EventStoreDB.`;
      throw new StoreUnavailable('client-in-use', message);
    }
    EsdbConnection.#shared = { url, connection, users: 1 };
    return connection;
  }

  /** Where it leads, without credentials. */
  get place(): string {
    return describeEsdb(this.#address);
  }

  /** One user less; the last one ends the client. */
  async release(): Promise<void> {
    const shared = EsdbConnection.#shared;
    if (shared?.connection !== this || --shared.users > 0) return;
    EsdbConnection.#shared = undefined;
    this.#ended = true;
    await retire(await this.#client);
  }

  /** Tells of every replacement of the client: what was open on the old one is dead, and the old one does not say so. */
  onRenewed(listener: (reason: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async client(): Promise<EventStoreDBClient> {
    return this.#client;
  }

  /** @throws StoreUnavailable server-unsupported, access-denied; CallFailed */
  async checkServer(limits: EsdbLimits): Promise<string> {
    const version = await this.insist({ ...limits, reads: true }, (client) => askVersion(client));
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return version;
    const message = `${this.place} has version ${version}; HADIC needs EventStoreDB ${OLDEST.join('.')} or later.`;
    throw new StoreUnavailable('server-unsupported', message);
  }

  /**
   * Calls until it is done, the answer is final, or patience has ended. Every failed try is an unknown outcome, so only what may be done twice is
   * called like this: reads, and appends at an exact revision.
   * @throws CallFailed
   */
  async insist<T>(
    how: EsdbLimits & { reads?: boolean; notice?: (notice: StoreNotice) => void },
    call: Call<T>,
  ): Promise<T> {
    const turnstile = how.reads ? this.#reads : this.#appends;
    if (!turnstile.enter()) await turnstile.turn();
    const deadline = performance.now() + how.patienceMs;
    try {
      for (let tries = 1; ; tries += 1) {
        try {
          return await this.#once(how, call);
        } catch (error) {
          await this.#restOrThrow(how, error, { tries, deadline });
        }
      }
    } finally {
      turnstile.leave();
    }
  }

  /** Rests before the next try. @throws CallFailed, if there is to be none */
  async #restOrThrow(
    how: { reads?: boolean; notice?: (notice: StoreNotice) => void },
    error: unknown,
    { tries, deadline }: { tries: number; deadline: number },
  ): Promise<void> {
    const verdict = judge(error);
    const rest = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
    const isOver = verdict.kind !== 'passing' || performance.now() + rest > deadline;
    if (isOver) throw new CallFailed(verdict, verdict.kind === 'passing' || tries > 1, error);
    if (!how.reads) how.notice?.({ what: 'append-retried', reason: reasonOf(error) });
    await pause(rest * (0.5 + Math.random() / 2));
  }

  async #once<T>(how: EsdbLimits & { reads?: boolean }, call: Call<T>): Promise<T> {
    if (this.#ended) throw closedStore();
    const current = this.#client;
    const client = await current;
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<T>((resolve, reject) => {
        const watch = (timer = this.#silence(how, reject));
        const alive = () => {
          this.#heardAt = performance.now();
          watch.refresh();
        };
        call(client, alive).then(resolve, reject);
      });
      this.#failures = 0;
      // A read on a client that is replaced meanwhile is cancelled, and ends as if that were all there is.
      if (how.reads && this.#client !== current) throw new Error('the client was replaced while it read');
      return answer;
    } catch (error) {
      const verdict = judge(error);
      if (verdict.kind === 'passing') {
        this.#failures += 1;
        if (verdict.worn || this.#failures >= CREDIT) this.#renew(current, reasonOf(error));
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects once nothing has been heard for a while. While other reads hear something the server is busy, not gone, and a read waits longer. */
  #silence(
    { attemptMs, patienceMs, reads }: EsdbLimits & { reads?: boolean },
    reject: (silence: Silence) => void,
  ): NodeJS.Timeout {
    const start = performance.now();
    const look = () => {
      const now = performance.now();
      const isBusy = reads === true && now - this.#heardAt < attemptMs && now - start < patienceMs;
      if (isBusy) timer.refresh();
      else reject(new Silence(attemptMs));
    };
    const timer = setTimeout(look, attemptMs);
    return timer;
  }

  #renew(worn: Promise<EventStoreDBClient>, reason: string): void {
    const isNew = performance.now() - this.#renewedAt < RENEWAL_MS;
    if (this.#ended || this.#client !== worn || isNew) return;
    this.#renewedAt = performance.now();
    this.#failures = 0;
    this.#turn += 1;
    this.#client = worn.then(retire).then(() => createClient(this.#address, this.#security, this.#turn));
    for (const listener of [...this.#listeners]) listener(reason);
  }
}

/** Lets so many in at once; the others wait in their order. */
class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(private readonly limit: number) {}

  /** Goes in if there is room. Most find some, and need not wait for a promise. */
  enter(): boolean {
    const isFree = this.#inside < this.limit;
    if (isFree) this.#inside += 1;
    return isFree;
  }

  /** Goes in when it is one's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    // The place goes to the next one in the queue without becoming free in between.
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside -= 1;
  }
}
