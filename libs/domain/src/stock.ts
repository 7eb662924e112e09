import type { Quantity } from './header.js';
import { siteOf } from './ids.js';
import { convertMicros, formatMicros, positiveMicros, sameDimension } from './quantity.js';
import { Rejected } from './rejected.js';

/** The books of one site: what lies there, what is packed, what is ordered. Amounts are millionths of the lot's own unit. */
export interface SiteBooks {
  kind: 'site';
  lots: Map<string, LotBook>;
  /** `<poNo> <line>` of every order line. */
  orders: Set<string>;
  runs: Set<string>;
  /** Busy times by line, sorted by start (milliseconds). */
  lines: Map<string, { start: number; end: number; run: string }[]>;
  units: Map<string, Unit>;
  shipments: Set<string>;
}

export interface LotBook {
  /** Fixed when the lot is born. */
  unit: string;
  /** Id of its material or product. */
  goods: string;
  onHand: bigint;
  /** The part of it that stands in units. */
  packed: bigint;
  /** Id of the release, once granted. */
  releasedBy?: string;
}

export interface Unit {
  contents: { lotId: string; amount: bigint }[];
  state: 'PACKED' | 'EMPTY' | 'SHIPPED';
}

export function emptySite(): SiteBooks {
  return {
    kind: 'site',
    lots: new Map(),
    orders: new Set(),
    runs: new Set(),
    lines: new Map(),
    units: new Map(),
    shipments: new Set(),
  };
}

/** Something that a rule names at a place in the event. */
export interface At<T> {
  value: T;
  pointer: string;
}

/** Refuses a lot, run, unit or shipment whose id does not begin with its site. */
export function requireOwnId(id: string, site: string, pointer: string): void {
  if (siteOf(id) !== site) throw new Rejected('id-not-of-owner', pointer, { id, owner: site });
}

/** Refuses a lot that this site already has, or whose id is not its own. */
export function requireNewLot(books: SiteBooks, lotId: string, site: string, pointer: string): void {
  requireOwnId(lotId, site, pointer);
  if (books.lots.has(lotId)) throw new Rejected('lot-exists', pointer, { lot: lotId });
}

/** The lot's book, or `lot-unknown`. */
export function requireLot(books: SiteBooks, lotId: string, pointer: string): LotBook {
  const lot = books.lots.get(lotId);
  if (!lot) throw new Rejected('lot-unknown', pointer, { lot: lotId });
  return lot;
}

/** Refuses to name one id twice in a list. */
export function requireDistinct(ids: readonly string[], pointer: (i: number) => string): void {
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    if (seen.has(id)) throw new Rejected('lot-named-twice', pointer(i), { lot: id });
    seen.add(id);
  });
}

/**
 * The amount of a use in the lot's own unit. Unless `lenient` (a correction is recorded even where it turns stock negative), refuses more
 * than lies loose: on hand and not packed.
 */
export function requireOnHand(
  books: SiteBooks,
  lotId: string,
  qty: Quantity,
  at: { pointer: string; lenient: boolean },
): bigint {
  const lot = requireLot(books, lotId, `${at.pointer}/lotId`);
  const pointer = `${at.pointer}/qty`;
  const amount = convertMicros(positiveMicros(qty, pointer), qty.unit, lot.unit, pointer);
  const loose = lot.onHand - lot.packed;
  if (!at.lenient && amount > loose) {
    throw new Rejected('not-enough-on-hand', pointer, {
      lot: lotId,
      asked: `${qty.value} ${qty.unit}`,
      available: `${formatMicros(loose > 0n ? loose : 0n)} ${lot.unit}`,
    });
  }
  return amount;
}

/** Opens a lot in the books. */
export function addLot(books: SiteBooks, lotId: string, goods: string, qty: Quantity): void {
  const amount = positiveOrZero(qty);
  books.lots.set(lotId, { unit: qty.unit, goods, onHand: amount, packed: 0n });
}

/** Moves an accepted amount into (+1) or out of (-1) a lot. A lot whose birth was annulled is no longer there to be moved. */
export function moveStock(books: SiteBooks, lotId: string, qty: Quantity, sign: 1n | -1n): void {
  const lot = books.lots.get(lotId);
  if (lot) lot.onHand += sign * inLotUnit(lot, qty);
}

/** An accepted quantity in the unit of its lot. */
export function inLotUnit(lot: LotBook, qty: Quantity): bigint {
  if (!sameDimension(qty.unit, lot.unit)) return 0n;
  return convertMicros(positiveOrZero(qty), qty.unit, lot.unit, '');
}

function positiveOrZero(qty: Quantity): bigint {
  return qty.value === '0' ? 0n : positiveMicros(qty, '');
}
