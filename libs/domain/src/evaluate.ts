import type { View } from './facts.js';
import { lotCase, type LotCase } from './lot-case.js';
import { lotBook } from './on-hand.js';
import { ROWS } from './rows.js';
import {
  CODES_IN_TABLE,
  foldAxes,
  headlineOf,
  RULE_SET,
  severityOf,
  type Axes,
  type Headline,
  type Missing,
  type Reason,
  type Status,
} from './status.js';

/** A reason with what its way down the chain needs to know. */
interface Carried {
  reason: Reason;
  descends: boolean;
  /** When the fact took effect, in milliseconds; what took effect after a use does not reach what was made by it. */
  sinceMs: number;
}

interface Evaluated {
  status: Status;
  carried: readonly Carried[];
  released: boolean;
}

const BEST: Axes = { substance: 'PERMITTED', assurance: 'ASSURED', disposition: 'RELEASED' };

/**
 * Halal status of a lot, in two clocks (domain notes §6.2): `view` is what was known, `validTimeMs` the moment that is asked about.
 * Pure: the same view, time and rule set give the same answer for ever.
 */
export function evaluate(view: View, lotId: string, validTimeMs: number): Status {
  return evaluator(view, validTimeMs)(lotId);
}

/** Like `evaluate` for many lots of one chain: what was worked out for a lot is used again for its descendants. */
export function evaluator(view: View, validTimeMs: number): (lotId: string) => Status {
  const done = new Map<string, Evaluated>();
  return (lotId) => evaluateAll(view, lotId, { validTimeMs, done }).status;
}

/** Status as it would be if the lot were released: what a release claims (design §9 "Claims"). */
export function evaluateAsIfReleased(view: View, lotId: string, validTimeMs: number): Status {
  const { status } = evaluateAll(view, lotId, { validTimeMs, done: new Map() });
  if (status.axes.disposition !== 'UNRELEASED') return status;
  const axes: Axes = { ...status.axes, disposition: 'RELEASED' };
  return {
    ...status,
    axes,
    headline: headlineOf(axes),
    missing: status.missing.filter(({ what }) => what !== 'release'),
  };
}

/** Parents before children, with a stack of its own: chains may be deeper than the language's. */
function evaluateAll(view: View, lotId: string, run: { validTimeMs: number; done: Map<string, Evaluated> }): Evaluated {
  const { validTimeMs, done } = run;
  const cases = new Map<string, LotCase | undefined>();
  const stack = [lotId];
  while (stack.length > 0) {
    const id = stack[stack.length - 1] ?? '';
    const known = cases.has(id);
    const lot = known ? cases.get(id) : lotCase(view, id, validTimeMs);
    cases.set(id, lot);
    // A lot that is met again while its parents are open stands in a circle, which only false receipts can draw; it is cut there.
    const waiting = known
      ? []
      : (lot?.uses ?? []).map((use) => use.lot).filter((parent) => !done.has(parent) && !cases.has(parent));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    stack.pop();
    if (!done.has(id)) done.set(id, lot ? evaluateLot(lot, done) : absent(id, 'UNKNOWN_LOT'));
  }
  return done.get(lotId) ?? absent(lotId, 'UNKNOWN_LOT');
}

function evaluateLot(lot: LotCase, done: ReadonlyMap<string, Evaluated>): Evaluated {
  if (lot.bornMs > lot.validMs) return absent(lot.id, 'NOT_YET');
  const carried = [...ownReasons(lot), ...inheritedReasons(lot, done)];
  const released = isReleased(lot, done);
  const base: Axes = released ? BEST : { ...BEST, disposition: 'UNRELEASED' };
  const reasons = carried.map(({ reason }) => reason).sort(worstFirst);
  const axes = foldAxes(base, reasons);
  const status: Status = {
    lot: lot.id,
    headline: headlineOf(axes),
    axes,
    destroyed: isDestroyed(lot),
    reasons,
    missing: missingEvidence(lot, released),
    ruleSet: RULE_SET,
    codesChecked: ROWS.length,
    codesInTable: CODES_IN_TABLE,
  };
  return { status, carried, released };
}

/** Disposed of, and nothing is left. */
function isDestroyed(lot: LotCase): boolean {
  const disposed = lot.facts.some(({ event }) => event.type === 'LotDisposed');
  return disposed && (lotBook(lot.view, lot.id, lot.validMs)?.onHand ?? 0n) <= 0n;
}

function absent(lot: string, headline: Headline): Evaluated {
  const axes: Axes = { substance: 'UNVERIFIED', assurance: 'INCOMPLETE', disposition: 'UNRELEASED' };
  const stamp = { ruleSet: RULE_SET, codesChecked: ROWS.length, codesInTable: CODES_IN_TABLE };
  return {
    status: { lot, headline, axes, destroyed: false, reasons: [], missing: [], ...stamp },
    carried: [],
    released: false,
  };
}

function ownReasons(lot: LotCase): Carried[] {
  return ROWS.flatMap((row) =>
    row.when(lot).map((found) => ({
      reason: {
        code: row.code,
        lot: lot.id,
        events: found.events,
        slots: found.slots ?? {},
        inherited: false,
        axes: found.axes ?? row.axes,
      },
      descends: found.descends ?? row.descends,
      sinceMs: found.sinceMs ?? lot.bornMs,
    })),
  );
}

/** What comes down from the parents; a reason that comes by two ways is told once. */
function inheritedReasons(lot: LotCase, done: ReadonlyMap<string, Evaluated>): Carried[] {
  const inherited = new Map<string, Carried>();
  for (const use of lot.uses) {
    for (const carried of done.get(use.lot)?.carried ?? []) {
      if (!carried.descends || carried.sinceMs > use.atMs) continue;
      const { code, lot: origin, events } = carried.reason;
      inherited.set(`${code} ${origin} ${events.join(' ')}`, {
        ...carried,
        reason: { ...carried.reason, inherited: true },
      });
    }
  }
  return [...inherited.values()];
}

/** Only products are released. What a split or merge regroups keeps the release of all that went into it. */
function isReleased(lot: LotCase, done: ReadonlyMap<string, Evaluated>): boolean {
  if (lot.materialId !== undefined) return true;
  if (lot.facts.some(({ event }) => event.type === 'HalalReleaseGranted')) return true;
  const regrouped = lot.birth.event.type === 'LotSplit' || lot.birth.event.type === 'LotMerged';
  return regrouped && lot.uses.every((use) => done.get(use.lot)?.released === true);
}

function missingEvidence(lot: LotCase, released: boolean): Missing[] {
  const missing: Missing[] = [];
  if (!released) missing.push({ what: 'release', lot: lot.id });
  const received = lot.birth.event.type === 'IngredientReceived';
  if (received && !lot.facts.some(({ event }) => event.type === 'IncomingInspected')) {
    missing.push({ what: 'inspection', lot: lot.id });
  }
  return missing;
}

function worstFirst(a: Reason, b: Reason): number {
  return (
    severityOf(a) - severityOf(b) ||
    compare(a.code, b.code) ||
    compare(a.lot, b.lot) ||
    compare(a.events.join(), b.events.join())
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
