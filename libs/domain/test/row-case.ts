import type { LedgerEvent, ReasonCode } from '@hadic/domain';
import type { Entry } from './view.js';
import { morning, ran, received } from './world.js';

type Log = readonly (LedgerEvent | Entry)[];

/** A log that raises the code on a lot, and whether the reason goes on to what is made of that lot; or one that does not raise it. */
export interface RowCase {
  code: ReasonCode;
  when: string;
  lot: string;
  log: Log;
  raised: boolean;
  /** Of a raised reason only. */
  descends?: boolean;
}

export const raises = (code: ReasonCode, when: string, lot: string, log: Log): RowCase => ({
  code,
  when,
  lot,
  log,
  raised: true,
  descends: true,
});
export const staysPut = (code: ReasonCode, when: string, lot: string, log: Log): RowCase => ({
  ...raises(code, when, lot, log),
  descends: false,
});
export const silent = (code: ReasonCode, when: string, lot: string, log: Log): RowCase => ({
  code,
  when,
  lot,
  log,
  raised: false,
});

export const DAY = '2026-04-10';
export const L = received('L', '100');
export const run = ran('R', [['L', '50']], [['P', '50']], { at: morning(DAY) });
