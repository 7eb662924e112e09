import type { LedgerEvent } from '@hadic/domain';
import type { Outcome } from './outcome.js';

/** What an event goes through; `append` lasts until it is acknowledged. */
export type Step = 'verify' | 'decide' | 'append';

/** What may be told of an event outside of the ledger: its place, never its content. */
export interface Labels {
  id?: string;
  type?: string;
  stream?: string;
  revision?: number;
}

/** The operator's instruments. They are told of every event, so they return at once; they never throw. */
export interface Watch {
  /** An event has its answer. */
  answered?(outcome: Outcome): void;
  /** The store has taken an append, so many seconds after it was handed over. */
  appended?(seconds: number): void;
  /** The clock stands so many milliseconds before the newest recordedAt of the log: it was set back, or another ledger's is ahead. */
  clockBehind?(ms: number): void;
  /** Goes round a step. `labels` say of which event, `found` what its result adds to them. */
  step?<T>(name: Step, work: () => Promise<T>, labels: Labels, found?: (result: T) => Labels): Promise<T>;
}

/** How much may be posted within a minute. Nothing is taken off unless it is allowed. */
export interface Allowance {
  /** One event from this address, of which nothing is known yet; answers the whole seconds that it has to wait, or 0. */
  ofAddress(address: string): number;
  /** One event that all these keys have signed. */
  ofKeys(keys: readonly string[]): number;
}

export function labelsOf({ event: { id, type, stream } }: { event: LedgerEvent }): Labels {
  return { id, type, stream };
}

export function placeOf(outcome: Outcome): Labels {
  return 'receipt' in outcome ? { revision: outcome.receipt.revision } : {};
}
