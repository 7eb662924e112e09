import { rules, type LedgerEvent } from './catalogue.js';
import type { Registry } from './registry.js';

/** What a decision may look at besides its own stream. */
export interface Context {
  registry: Registry;
  /** The ledger's clock, RFC 3339. */
  recordedAt: string;
  /** The one key that may found a ledger here (configuration). */
  foundingKey?: string;
}

/** The folded state of one stream. Owned by its folder and changed in place. */
export interface StreamState {
  stream: string;
  /** Revision of the last folded event, -1 for none. */
  revision: number;
}

export function emptyStream(stream: string): StreamState {
  return { stream, revision: -1 };
}

/** Accepts the event or throws `Rejected`. */
export function decide(_state: StreamState, _event: LedgerEvent, _context: Context): void {}

/** Folds an accepted event into its stream's state. */
export function evolve(state: StreamState, event: LedgerEvent): void {
  void rules[event.type];
  state.revision += 1;
}
