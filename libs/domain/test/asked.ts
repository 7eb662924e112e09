import {
  evaluate,
  evaluateAsIfReleased,
  instantMs,
  type LedgerEvent,
  type ReasonCode,
  type Status,
} from '@hadic/domain';
import { Books } from './given.js';
import { viewOf, type Entry } from './view.js';
import { morning, SITE, world } from './world.js';

/** These events as a ledger took them, each decided and accepted. */
export function story(...events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  return new Books().record(...world, ...events).events;
}

interface Asked {
  /** Last event that is known; all are if it is left out. */
  known?: LedgerEvent | undefined;
  valid?: string;
}

/** The status of a lot of kopi/pabrik, at the end of 2026 unless `valid` says otherwise. */
export function statusOf(log: readonly (LedgerEvent | Entry)[], lot: string, { known, valid }: Asked = {}): Status {
  const asOf = known === undefined ? log.length - 1 : log.findIndex((item) => item === known);
  const id = lot.includes('/') ? lot : `${SITE}/${lot}`;
  return evaluate(viewOf(log, asOf), id, instantMs(valid ?? morning('2026-12-31')));
}

export function asIfReleased(log: readonly LedgerEvent[], lot: string): Status {
  return evaluateAsIfReleased(viewOf(log), `${SITE}/${lot}`, instantMs(morning('2026-12-31')));
}

/** Codes of the reasons, each once, worst first. */
export function codesOf(status: Status): ReasonCode[] {
  return [...new Set(status.reasons.map(({ code }) => code))];
}
