import type { LotCase } from './lot-case.js';
import type { Slots } from './rejected.js';
import type { Axes, ReasonCode } from './status.js';

/** One finding of a row: the events behind it and the values for its text. The rest overrides the row where the table says so. */
export interface Found {
  events: readonly string[];
  slots?: Slots;
  axes?: Partial<Axes>;
  descends?: boolean;
  /** When the fact took effect, in milliseconds. Left out where it holds of the lot since ever, even if the lot was used before its own date. */
  sinceMs?: number;
}

/** One line of the decision table: when, what it does to the axes, and whether it goes down the chain. */
export interface Row {
  code: ReasonCode;
  axes: Partial<Axes>;
  descends: boolean;
  when(lot: LotCase): Found[];
}
