import type { EventStore, StoredEvent } from '@hadic/store';
import { isLedgerStream, type Verifier } from '@hadic/verifier';
import { checkArrival, type Arrival } from './arrival.js';

/** Records under way at once: their signatures are checked by worker threads while earlier ones are folded. */
const WINDOW = 256;

/** A record of the log with its check under way. Events of others in a shared store have none: they are passed over. */
export interface Incoming {
  stored: StoredEvent;
  checked?: Promise<Arrival>;
}

/** Follows the store and checks records ahead of their reader, each once; hands them out in log order. */
export class LogReader {
  readonly #queue: Incoming[] = [];
  readonly #stop = new AbortController();
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;
  #ended: { cause?: unknown } | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly verifier: Verifier,
  ) {}

  /** Begins behind this position. */
  start(after: string | undefined): void {
    void this.#follow(after).then(
      () => this.#end({}),
      (cause: unknown) => this.#end({ cause }),
    );
  }

  /** The next record is here already. */
  get ready(): boolean {
    return this.#queue.length > 0;
  }

  /** The next record; undefined once stopped or the store was closed. Throws what the store throws. */
  async next(): Promise<Incoming | undefined> {
    while (this.#queue.length === 0) {
      if (this.#ended && 'cause' in this.#ended) throw this.#ended.cause;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
    const incoming = this.#queue.shift();
    this.#wakeWriter?.();
    return incoming;
  }

  stop(): void {
    this.#stop.abort();
    this.#queue.length = 0;
    this.#wakeWriter?.();
    this.#end({});
  }

  async #follow(after: string | undefined): Promise<void> {
    const { signal } = this.#stop;
    for await (const stored of this.store.follow(after, signal)) {
      if (signal.aborted) return;
      this.#queue.push(isLedgerStream(stored.stream) ? { stored, checked: this.#check(stored) } : { stored });
      this.#wakeReader?.();
      while (this.#queue.length >= WINDOW && !signal.aborted) {
        await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
      }
    }
  }

  #check(stored: StoredEvent): Promise<Arrival> {
    const checked = checkArrival(stored, this.verifier);
    // It is awaited in its turn; until then a failure must not count as unhandled.
    checked.catch(() => undefined);
    return checked;
  }

  #end(how: { cause?: unknown }): void {
    this.#ended ??= how;
    this.#wakeReader?.();
  }
}
