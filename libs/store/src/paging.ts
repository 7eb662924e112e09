import { setImmediate as breathe } from 'node:timers/promises';

import { type StoredEvent, StoreUnavailable } from './event-store.js';

/** Events read at once: between two pages the event loop serves others. */
export const PAGE_EVENTS = 500;

/** A lost wake-up must not stop a follower for good, so it also looks by itself this often. */
const POLL_MS = 1000;

const POSITION_DIGITS = 16;

/** The position of the n-th event of a log, n from 1. */
export function formatPosition(place: number): string {
  return String(place).padStart(POSITION_DIGITS, '0');
}

/** The inverse; no position is the place before the first event. */
export function parsePosition(position: string | undefined): number {
  if (position === undefined) return 0;
  if (!/^\d{16}$/.test(position)) {
    throw new StoreUnavailable(
      'invalid-position',
      `'${position}' is no position of this store: read from the start, or with a position that it gave.`,
    );
  }
  return Number(position);
}

/** A log in this process, from which whole pages can be had at once. */
export interface PagedLog {
  /** Up to PAGE_EVENTS events after this place, in log order. Throws once the log is closed. */
  pageAfter(place: number): StoredEvent[];
  /** Places filled: the place of the last event. */
  headPlace(): number;
  isClosed(): boolean;
  readonly bell: Bell;
}

/** Wakes the followers that have read everything. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the next ring, at an abort, or after a while. */
  heard(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, POLL_MS);
      signal?.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}

/** `readAll` of the port over a paged log. */
export async function* readPages(log: PagedLog, after: string | undefined): AsyncGenerator<StoredEvent> {
  let place = parsePosition(after);
  const head = log.headPlace();
  while (place < head) {
    const page = log.pageAfter(place).slice(0, head - place);
    for (const event of page) yield event;
    place += page.length;
    if (place < head) await breathe();
  }
}

/** `follow` of the port over a paged log. */
export async function* followPages(
  log: PagedLog,
  after: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredEvent> {
  let place = parsePosition(after);
  const over = () => log.isClosed() || signal?.aborted === true;
  while (!over()) {
    const page = log.pageAfter(place);
    for (const event of page) {
      yield event;
      if (over()) return;
    }
    place += page.length;
    // The page was read in this very turn of the event loop, so no ring can be missed between it and the wait.
    if (page.length === 0) await log.bell.heard(signal);
    else if (page.length === PAGE_EVENTS) await breathe();
  }
}
