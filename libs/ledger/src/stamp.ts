import { instantMs, isInstant, type LedgerEvent } from '@hadic/domain';
import { Refused } from '@hadic/words';
import type { Clock } from './clock.js';
import type { Log } from './log.js';
import type { Watch } from './watch.js';

/** Clocks of several ledgers on one log are never quite equal. */
const TOLERANCE_MS = 2_000;

interface Stamped {
  event: LedgerEvent;
  /** As posted. */
  recordedAt?: string;
}

/** The time of recording, given once to each event. */
export class Stamp {
  /** Latest time that was told, of a simulated ledger. */
  #latest: string | undefined;

  constructor(private readonly parts: { log: Log; clock: Clock; watch?: Watch }) {}

  /** The clock's time. A simulated ledger's *now* is the latest time that it was told. @throws Refused */
  of(record: Stamped): string {
    const { event, recordedAt } = record;
    if (!this.#isSimulated(event)) {
      if (recordedAt === undefined) return this.#now();
      throw new Refused({ code: 'recorded-at-refused', pointer: '/recordedAt' });
    }
    if (recordedAt !== undefined && !isInstant(recordedAt)) {
      throw new Refused({ code: 'recorded-at-malformed', pointer: '/recordedAt' });
    }
    return recordedAt ?? later(this.#latest, this.parts.log.latest) ?? event.occurredAt;
  }

  /** The event has its place, with this time. */
  given(event: LedgerEvent, recordedAt: string): void {
    if (this.#isSimulated(event)) this.#latest = recordedAt;
  }

  /**
   * What the clock shows, also when it was set back: a receipt with the log's latest time would name a moment that no clock showed. Readers
   * are safe from it, since `knownTime` goes by the latest recordedAt so far; the operator is told.
   */
  #now(): string {
    const { clock, log, watch } = this.parts;
    const now = clock.now();
    if (watch?.clockBehind && log.latest !== undefined) {
      const behind = instantMs(log.latest) - instantMs(now);
      if (behind > TOLERANCE_MS) watch.clockBehind(behind);
    }
    return now;
  }

  #isSimulated(event: LedgerEvent): boolean {
    return event.type === 'LedgerFounded' ? event.data.simulated : this.parts.log.registry.simulated;
  }
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return instantMs(a) > instantMs(b) ? a : b;
}
