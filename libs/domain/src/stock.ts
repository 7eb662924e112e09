import type { Quantity } from './header.js';
import { siteOf } from './ids.js';
import { convertMicros, exactly, formatMicros, parseDecimal, positiveMicros } from './quantity.js';
import { Rejected } from './rejected.js';

/** The books of one site: what lies there, what is packed, what is ordered. Amounts are millionths of the lot's own unit. */
export interface SiteBooks {
  kind: 'site';
  lots: Map<string, LotBook>;
  /** What was moved of lots that are not there, because their birth was annulled: it counts once the lot is recorded anew. */
  orphans: Map<string, Move[]>;
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

/** An accepted amount that changes one side of a lot's book. */
interface Move {
  side: 'onHand' | 'packed';
  qty: Quantity;
  sign: 1n | -1n;
}

export interface Unit {
  contents: { lotId: string; qty: Quantity }[];
  state: 'PACKED' | 'EMPTY' | 'SHIPPED';
}

export function emptySite(): SiteBooks {
  return {
    kind: 'site',
    lots: new Map(),
    orphans: new Map(),
    orders: new Set(),
    runs: new Set(),
    lines: new Map(),
    units: new Map(),
    shipments: new Set(),
  };
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

/** Refuses to record a lot anew in a unit that its earlier uses cannot be told in. */
export function requireTellable(books: SiteBooks, lotId: string, unit: string, pointer: string): void {
  for (const { qty } of books.orphans.get(lotId) ?? []) convertMicros(parseDecimal(qty.value), qty.unit, unit, pointer);
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
  const moves = books.orphans.get(lotId) ?? [];
  books.orphans.delete(lotId);
  books.lots.set(lotId, { unit: qty.unit, goods, onHand: parseDecimal(qty.value), packed: 0n });
  for (const move of moves) moveStock(books, lotId, move);
}

/** Moves an accepted amount into (+1) or out of (-1) one side of a lot's book. */
export function moveStock(books: SiteBooks, lotId: string, move: Move): void {
  const lot = books.lots.get(lotId);
  const orphans = books.orphans.get(lotId);
  if (lot) lot[move.side] += move.sign * inLotUnit(lot, move.qty);
  else if (orphans) orphans.push(move);
  else books.orphans.set(lotId, [move]);
}

/** An accepted quantity in the unit of its lot. The deciders let none pass that cannot be told in it. */
export function inLotUnit(lot: LotBook, qty: Quantity): bigint {
  return exactly(parseDecimal(qty.value), qty.unit, lot.unit) ?? 0n;
}
