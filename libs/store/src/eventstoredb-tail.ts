import { setTimeout as pause } from 'node:timers/promises';
import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  START,
  streamNameFilter,
} from '@eventstore/db-client';

import { type StoredEvent, type StoreNotice, StoreUnavailable } from './event-store.js';
import type { EsdbConnection } from './eventstoredb-connection.js';
import { reasonOf } from './eventstoredb-errors.js';
import { type EsdbReader, logIsAnother } from './eventstoredb-reading.js';
import { parseEsdbPosition } from './eventstoredb-record.js';
import { Bell } from './paging.js';

/** What lies ready for followers; whoever is further behind reads pages. */
const BUFFER_EVENTS = 4_096;
const BUFFER_BYTES = 16 * 1024 * 1024;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** Considered events between two checkpoints, in windows of 32. */
const CHECKPOINT_WINDOWS = 32;

export interface TailParts {
  readonly connection: EsdbConnection;
  readonly reader: EsdbReader;
  /** Beginnings of the names of our streams and of what the server keeps about them. */
  readonly prefixes: string[];
  readonly stallMs: number;
  readonly notice: (notice: StoreNotice) => void;
}

/**
 * The one subscription to the log, and the newest events out of it. It is dropped as a matter of course: a server cuts off whoever has not taken 32
 * live events in time. So it resumes after the last event by itself, for ever, and somebody looks whether it is silent or dead.
 */
export class Tail {
  readonly bell = new Bell();
  #events: StoredEvent[] = [];
  #bytes = 0;
  /** Everything of ours after this position up to `last` is in the buffer. */
  #from = '';
  #last = '';
  #lastId: string | undefined;
  #running = false;
  #failure: Error | undefined;
  #heard = 0;
  #cut: ((reason: string) => void) | undefined;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;

  constructor(private readonly parts: TailParts) {
    this.#stopListening = parts.connection.onRenewed((reason) => {
      parts.notice({ what: 'client-renewed', reason });
      this.#cut?.(reason);
    });
  }

  /** Begins to subscribe after this position, unless it has begun before. */
  begin(position: string | undefined): void {
    if (this.#running || this.#closing.signal.aborted) return;
    this.#running = true;
    this.#from = this.#last = position ?? '';
    void this.#run();
    void this.#watch();
  }

  /** What is there after this position, in order; undefined if that must be read from the server. Throws what ended the subscription for good. */
  after(position = ''): readonly StoredEvent[] | undefined {
    if (this.#failure) throw this.#failure;
    if (!this.#running || position < this.#from) return undefined;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.position ?? '') <= position) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low);
  }

  close(): void {
    this.#closing.abort();
    this.#stopListening();
    this.#cut?.('closed');
    this.bell.ring();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted && !this.#failure;) {
      const before = this.#heard;
      await this.#confirm();
      const reason = await this.#subscribe();
      if (signal.aborted || this.#failure) break;
      this.parts.notice({ what: 'subscription-restarted', reason });
      failures = this.#heard > before ? 0 : failures + 1;
      if (failures > 0) await rest(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), signal);
    }
    this.#running = false;
    this.bell.ring();
  }

  /** Takes events until the subscription ends, and says why it did. */
  async #subscribe(): Promise<string> {
    const client = await this.parts.connection.client();
    const position = parseEsdbPosition(this.#last === '' ? undefined : this.#last);
    const filter = streamNameFilter({
      prefixes: this.parts.prefixes,
      checkpointInterval: CHECKPOINT_WINDOWS,
      // What is thrown in here, or in any of the listeners below, would end the process or silently stop the subscription.
      checkpointReached: () => void (this.#heard += 1),
    });
    const subscription = client.subscribeToAll({ fromPosition: position ?? START, filter });
    let isOver = false;
    const reason = await new Promise<string>((resolve) => {
      const cut = (why: string) => {
        isOver = true;
        resolve(why);
      };
      this.#cut = cut;
      // What is still on its way when it is cut comes again from the next one.
      subscription.on('data', (resolved: AllStreamResolvedEvent) => isOver || this.#take(resolved));
      subscription.on('caughtUp', () => this.parts.notice({ what: 'caught-up', reason: this.#last }));
      // It stays there after the end as well: an error that nobody listens to ends the process.
      subscription.on('error', (error: unknown) => cut(reasonOf(error)));
      subscription.on('end', () => cut('the server ended it'));
      subscription.on('close', () => cut('it was closed'));
    });
    this.#cut = undefined;
    leave(subscription);
    return reason;
  }

  #take(resolved: AllStreamResolvedEvent): void {
    try {
      this.#heard += 1;
      const event = this.parts.reader.accept(resolved, (stream) => this.#suspect(stream));
      if (event === undefined) return;
      if (event.position <= this.#last) throw logIsAnother(this.#last);
      this.#last = event.position;
      this.#lastId = event.id;
      this.#events.push(event);
      this.#bytes += event.data.length + event.metadata.length;
      if (this.#events.length > BUFFER_EVENTS || this.#bytes > BUFFER_BYTES) this.#dropOldHalf();
      this.bell.ring();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #dropOldHalf(): void {
    const dropped = this.#events.splice(0, Math.ceil(this.#events.length / 2));
    this.#from = dropped.at(-1)?.position ?? this.#from;
    this.#bytes = this.#events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
  }

  /** A server takes any place for the beginning of a subscription; whether it is our last event's has to be looked at. */
  async #confirm(): Promise<void> {
    if (this.#last === '') return;
    if (this.#lastId !== undefined) this.parts.reader.remember(this.#last, this.#lastId);
    await this.parts.reader.logPage(this.#last, 1).catch((error: unknown) => this.#judgeFailure(error));
  }

  #suspect(stream: string): void {
    void this.parts.reader.checkWhole(stream).catch((error: unknown) => this.#judgeFailure(error));
  }

  /** What contradicts the log itself ends following for good; all else passes. */
  #judgeFailure(error: unknown): void {
    if (error instanceof StoreUnavailable && error.code === 'store-corrupt') this.#fail(error);
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#cut?.(error.message);
    this.bell.ring();
  }

  /** A subscription can die without a word. Whenever it has been quiet, somebody asks the log itself whether there is more. */
  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    let expected: string | undefined;
    for (let before = this.#heard; this.#running; before = this.#heard) {
      await rest(this.parts.stallMs, signal);
      if (signal.aborted || !this.#running) return;
      if (this.#heard !== before) continue;
      if (expected !== undefined && expected > this.#last) this.#cut?.('it was silent while the log grew');
      expected = await this.#expect();
    }
  }

  async #expect(): Promise<string | undefined> {
    try {
      return await this.parts.reader.newest();
    } catch (error) {
      this.#judgeFailure(error);
      return undefined;
    }
  }
}

/** Not awaited: to cancel, the client first waits for a connection that may never come. */
function leave(subscription: AllStreamSubscription): void {
  void subscription.unsubscribe().catch(() => undefined);
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
