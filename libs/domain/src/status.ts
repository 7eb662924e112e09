import type { Slots } from './rejected.js';

/** The axes of halal status, each from best to worst. */
export const SUBSTANCE = ['PERMITTED', 'UNVERIFIED', 'DOUBTFUL', 'PROHIBITED'] as const;
export const ASSURANCE = ['ASSURED', 'INCOMPLETE', 'LAPSED', 'SUSPENDED', 'REVOKED'] as const;
export const DISPOSITION = ['RELEASED', 'UNRELEASED', 'HELD', 'WITHDRAWN', 'RECALLED'] as const;

export interface Axes {
  substance: (typeof SUBSTANCE)[number];
  assurance: (typeof ASSURANCE)[number];
  disposition: (typeof DISPOSITION)[number];
}

/** Worst first. NOT_YET: the lot does not exist yet at the valid time. UNKNOWN_LOT: the log does not know it. */
export const HEADLINES = [
  'RECALLED',
  'NOT_HALAL',
  'DOUBTFUL',
  'SUSPENDED',
  'EXPIRED',
  'PENDING',
  'HALAL',
  'NOT_YET',
  'UNKNOWN_LOT',
] as const;
export type Headline = (typeof HEADLINES)[number];

/** The rows in force. The full decision table has 73 codes; each answer says how many were checked. */
export const REASON_CODES = [
  'HC-001',
  'HC-002',
  'HC-101',
  'HC-102',
  'HC-104',
  'HC-105',
  'HC-106',
  'HC-107',
  'HC-108',
  'HC-109',
  'HC-111',
  'HC-113',
  'HC-190',
  'HC-402',
  'HC-403',
  'HC-404',
  'HC-405',
  'HC-411',
  'HC-412',
  'HC-501',
  'HC-502',
  'HC-503',
  'HC-504',
  'HC-505',
  'HC-506',
  'HC-607',
  'HC-701',
  'HC-901',
  'HC-903',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
export const CODES_IN_TABLE = 73;

/** Changes whenever a row, a constant or the order of evaluation changes. */
export const RULE_SET = '2026-11-21.3';

/** Why a lot has its status: a code with the events behind it, and the lot where it arose. */
export interface Reason {
  code: ReasonCode;
  lot: string;
  events: readonly string[];
  slots: Slots;
  /** It came down the chain from another lot. */
  inherited: boolean;
  /** What it does to the axes; empty for information. */
  axes: Partial<Axes>;
}

/** Evidence that is simply not there yet: what to do next. */
export interface Missing {
  what: 'release' | 'inspection';
  lot: string;
}

/** What the recorded evidence supports. The ledger gives no fatwa; the deciding authority is named by the evidence. */
export interface Status {
  lot: string;
  headline: Headline;
  axes: Axes;
  /** Nothing of the lot is left because it was destroyed. */
  destroyed: boolean;
  /** Worst first. */
  reasons: readonly Reason[];
  missing: readonly Missing[];
  ruleSet: string;
  codesChecked: number;
  codesInTable: number;
}

const worse = <T>(scale: readonly T[], a: T, b: T | undefined): T =>
  b !== undefined && scale.indexOf(b) > scale.indexOf(a) ? b : a;

/** The worst of each axis over all reasons; no reason is the best value. */
export function foldAxes(base: Axes, reasons: readonly Pick<Reason, 'axes'>[]): Axes {
  return reasons.reduce<Axes>(
    (axes, { axes: effect }) => ({
      substance: worse(SUBSTANCE, axes.substance, effect.substance),
      assurance: worse(ASSURANCE, axes.assurance, effect.assurance),
      disposition: worse(DISPOSITION, axes.disposition, effect.disposition),
    }),
    base,
  );
}

/** The first headline that matches, worst first. */
export function headlineOf({ substance, assurance, disposition }: Axes): Headline {
  if (disposition === 'WITHDRAWN' || disposition === 'RECALLED') return 'RECALLED';
  if (substance === 'PROHIBITED') return 'NOT_HALAL';
  if (substance === 'DOUBTFUL') return 'DOUBTFUL';
  if (assurance === 'SUSPENDED' || assurance === 'REVOKED') return 'SUSPENDED';
  if (assurance === 'LAPSED') return 'EXPIRED';
  if (substance === 'UNVERIFIED' || assurance === 'INCOMPLETE' || disposition !== 'RELEASED') return 'PENDING';
  return 'HALAL';
}

/** How bad a reason is by itself, for sorting: the place of the headline that it alone would give. */
export function severityOf(reason: Pick<Reason, 'axes'>): number {
  const alone = foldAxes({ substance: 'PERMITTED', assurance: 'ASSURED', disposition: 'RELEASED' }, [reason]);
  return HEADLINES.indexOf(headlineOf(alone));
}
