import type { View } from './facts.js';
import { lotCases, type LotCase } from './lot-case.js';
import { lotBook } from './on-hand.js';
import { ROWS } from './rows.js';
import { instantMs } from './time.js';
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
  /** The same for the same reason, by whatever way it comes. */
  key: string;
  descends: boolean;
  /** When the fact took effect, in milliseconds; what took effect after a use does not reach what was made by it. Most hold since ever. */
  sinceMs: number;
}

/** What a lot's descendants ask of it. */
interface Evaluated {
  carried: readonly Carried[];
  /** Since when it is released, in milliseconds; infinity for never. */
  releasedMs: number;
}

/** One question: lots at one time in one view, with what has been worked out so far. */
interface Run {
  caseOf: LotCase['other'];
  validMs: number;
  done: Map<string, Evaluated>;
}

const BEST: Axes = { substance: 'PERMITTED', assurance: 'ASSURED', disposition: 'RELEASED' };
const NOTHING: Evaluated = { carried: [], releasedMs: Number.POSITIVE_INFINITY };

/**
 * Halal status of a lot, in two clocks: `view` is what was known, `validTimeMs` the moment that is asked about.
 * Pure: the same view, time and rule set give the same answer for ever.
 */
export function evaluate(view: View, lotId: string, validTimeMs: number): Status {
  return evaluator(view, validTimeMs)(lotId);
}

/** Like `evaluate` for many lots of one chain: what was worked out for a lot is used again for its descendants. */
export function evaluator(view: View, validTimeMs: number): (lotId: string) => Status {
  const run: Run = { caseOf: lotCases(view, validTimeMs), validMs: validTimeMs, done: new Map() };
  return (lotId) => statusOf(lotId, run);
}

/** Status as it would be if the lot were released: what a release claims. */
export function evaluateAsIfReleased(view: View, lotId: string, validTimeMs: number): Status {
  const status = evaluate(view, lotId, validTimeMs);
  if (status.axes.disposition !== 'UNRELEASED') return status;
  const axes: Axes = { ...status.axes, disposition: 'RELEASED' };
  return {
    ...status,
    axes,
    headline: headlineOf(axes),
    missing: status.missing.filter(({ what }) => what !== 'release'),
  };
}

function statusOf(lotId: string, run: Run): Status {
  const lot = run.caseOf(lotId);
  if (!lot) return absent(lotId, 'UNKNOWN_LOT');
  if (lot.bornMs > run.validMs) return absent(lotId, 'NOT_YET');
  const { carried, releasedMs } = evaluateAll(lotId, run);
  const released = releasedMs <= run.validMs;
  const reasons = carried.map(({ reason }) => reason);
  const axes = foldAxes(released ? BEST : { ...BEST, disposition: 'UNRELEASED' }, reasons);
  return {
    lot: lotId,
    headline: headlineOf(axes),
    axes,
    destroyed: isDestroyed(lot),
    reasons: worstFirst(reasons),
    missing: missingEvidence(lot, released),
    ...stamp(),
  };
}

function absent(lot: string, headline: Headline): Status {
  const axes: Axes = { substance: 'UNVERIFIED', assurance: 'INCOMPLETE', disposition: 'UNRELEASED' };
  return { lot, headline, axes, destroyed: false, reasons: [], missing: [], ...stamp() };
}

function stamp(): Pick<Status, 'ruleSet' | 'codesChecked' | 'codesInTable'> {
  return { ruleSet: RULE_SET, codesChecked: ROWS.length, codesInTable: CODES_IN_TABLE };
}

/**
 * Parents before children, with a stack of its own: chains may be deeper than the language's. A parent that by its own date is not there yet
 * was used all the same, so its reasons count.
 */
function evaluateAll(lotId: string, { caseOf, done }: Run): Evaluated {
  const opened = new Set<string>();
  let circle = false;
  const stack = [lotId];
  while (stack.length > 0) {
    const id = stack[stack.length - 1] ?? '';
    const lot = caseOf(id);
    // A lot that is met again while its parents are open stands in a circle, which only false receipts can draw; it is cut there.
    const parents = opened.has(id) ? [] : (lot?.uses ?? []).map((use) => use.lot);
    const open = parents.filter((parent) => !done.has(parent));
    const waiting = open.filter((parent) => !opened.has(parent));
    circle ||= waiting.length < open.length;
    opened.add(id);
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    stack.pop();
    if (!done.has(id)) done.set(id, lot ? evaluateLot(lot, done) : NOTHING);
  }
  const evaluated = done.get(lotId) ?? NOTHING;
  // Where a circle was cut depends on the lot that was asked for, so nothing of it serves another.
  if (circle) done.clear();
  return evaluated;
}

function evaluateLot(lot: LotCase, done: ReadonlyMap<string, Evaluated>): Evaluated {
  return { carried: [...ownReasons(lot), ...inheritedReasons(lot, done)], releasedMs: releasedSince(lot, done) };
}

/** Disposed of, and nothing is left. */
function isDestroyed(lot: LotCase): boolean {
  const disposed = lot.facts.some(({ event }) => event.type === 'LotDisposed');
  return disposed && (lotBook(lot.view, lot.id, lot.validMs)?.onHand ?? 0n) <= 0n;
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
      key: `${row.code} ${lot.id} ${found.events.join(' ')}`,
      descends: found.descends ?? row.descends,
      sinceMs: found.sinceMs ?? Number.NEGATIVE_INFINITY,
    })),
  );
}

/** What comes down from the parents; a reason that comes by two ways is told once. */
function inheritedReasons(lot: LotCase, done: ReadonlyMap<string, Evaluated>): Carried[] {
  const inherited = new Map<string, Carried>();
  for (const use of lot.uses) {
    for (const carried of done.get(use.lot)?.carried ?? []) {
      if (carried.sinceMs > use.atMs || !reaches(lot, carried)) continue;
      const { reason } = carried;
      inherited.set(carried.key, reason.inherited ? carried : { ...carried, reason: { ...reason, inherited: true } });
    }
  }
  return [...inherited.values()];
}

/** A split or merge leaves the goods what they are, so it takes along whatever stands against them, even what does not go down the chain. */
function reaches(lot: LotCase, { descends, reason }: Carried): boolean {
  return descends || (lot.regrouped && Object.keys(reason.axes).length > 0);
}

/** Only products are released. What is split off or merged keeps the release that all of it had by then. */
function releasedSince(lot: LotCase, done: ReadonlyMap<string, Evaluated>): number {
  if (lot.materialId !== undefined) return Number.NEGATIVE_INFINITY;
  const granted = lot.facts.filter(({ event }) => event.type === 'HalalReleaseGranted');
  const own = granted.map(({ event }) => instantMs(event.occurredAt));
  const kept = lot.regrouped && lot.uses.every((use) => (done.get(use.lot) ?? NOTHING).releasedMs <= use.atMs);
  return Math.min(...own, kept ? lot.bornMs : Number.POSITIVE_INFINITY);
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

function worstFirst(reasons: readonly Reason[]): Reason[] {
  return reasons
    .map((reason) => ({ reason, severity: severityOf(reason), events: reason.events.join() }))
    .sort(
      (a, b) =>
        a.severity - b.severity ||
        compare(a.reason.code, b.reason.code) ||
        compare(a.reason.lot, b.reason.lot) ||
        compare(a.events, b.events),
    )
    .map(({ reason }) => reason);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
