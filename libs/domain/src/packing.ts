import type { Context } from './context.js';
import { signedBy, type AnyEventIn, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import type { LotQuantity } from './processing.js';
import { formatMicros } from './quantity.js';
import { Rejected } from './rejected.js';
import {
  inLotUnit,
  moveStock,
  requireDistinct,
  requireLot,
  requireOnHand,
  requireOwnId,
  type LotBook,
  type SiteBooks,
} from './stock.js';

/** From the shelf to the gate: units, the halal release, the shipment. */
export interface PackingEvents {
  Packed: { site: string; unitId: string; children: LotQuantity[]; labelCertificate?: string };
  Unpacked: { site: string; unitId: string };
  /** A claim: accepted only where the evidence supports it. */
  HalalReleaseGranted: {
    site: string;
    lotId: string;
    /** Digest of the status that the penyelia saw; kept, not compared. */
    snapshotSha256?: string;
    asOf?: string;
  };
  Shipped: {
    site: string;
    shipment: string;
    units: string[];
    /** An organisation's id, or the name of a buyer that is not registered. */
    consignee: string;
    /** Destination country, ISO 3166-1 alpha-2. */
    destination: string;
    docs: { kind: string; no: string; sha256?: string }[];
    invoice?: string;
    bol?: string;
  };
}

const stream = (data: { site: string }) => `site-${data.site}`;
const owner = (data: { site: string }) => organisationOf(data.site);
const warehouse = () => [signedBy.owner('WAREHOUSE')];

export const packingRules: Rules<PackingEvents> = {
  Packed: { stream, owner, signers: warehouse, names: ({ unitId }) => [unitId] },
  Unpacked: { stream, owner, signers: warehouse, names: ({ unitId }) => [unitId] },
  HalalReleaseGranted: {
    stream,
    owner,
    signers: () => [signedBy.owner('PENYELIA_HALAL')],
    names: ({ lotId }) => [lotId],
    claim: true,
  },
  Shipped: {
    stream,
    owner,
    signers: () => [signedBy.owner('EXPORTER')],
    names: ({ shipment, units }) => [shipment, ...units],
  },
};

/** Refuses an event of this group; throws `Rejected`. Whether a release's claim holds is asked of status, not decided here. */
export function decidePacking(books: SiteBooks, event: AnyEventIn<PackingEvents>, context: Context): void {
  switch (event.type) {
    case 'Packed': {
      const { site, unitId, children } = event.data;
      requireOwnId(unitId, site, '/data/unitId');
      const unit = books.units.get(unitId);
      if (unit && unit.state !== 'EMPTY') throw new Rejected('unit-in-use', '/data/unitId', { unit: unitId });
      requireDistinct(
        children.map(({ lotId }) => lotId),
        (i) => `/data/children/${i}/lotId`,
      );
      children.forEach(({ lotId, qty }, i) =>
        requireOnHand(books, lotId, qty, { pointer: `/data/children/${i}`, lenient: context.correcting === true }),
      );
      return;
    }
    case 'Unpacked':
      requirePacked(books, event.data.unitId, '/data/unitId');
      return;
    case 'HalalReleaseGranted': {
      const { lotId } = event.data;
      const lot = requireLot(books, lotId, '/data/lotId');
      if (lot.releasedBy !== undefined)
        throw new Rejected('already-released', '/data/lotId', { lot: lotId, event: lot.releasedBy });
      return;
    }
    case 'Shipped': {
      const { site, shipment, units } = event.data;
      requireOwnId(shipment, site, '/data/shipment');
      if (books.shipments.has(shipment)) throw new Rejected('shipment-exists', '/data/shipment', { shipment });
      requireDistinct(units, (i) => `/data/units/${i}`);
      units.forEach((unit, i) => requirePacked(books, unit, `/data/units/${i}`));
      if (context.correcting !== true) requireThere(books, units);
      return;
    }
  }
}

function requirePacked(books: SiteBooks, unitId: string, pointer: string): void {
  const unit = books.units.get(unitId);
  if (!unit) throw new Rejected('unit-unknown', pointer, { unit: unitId });
  if (unit.state !== 'PACKED') throw new Rejected('unit-gone', pointer, { unit: unitId });
}

/** A count or a correction may have found less of a lot than its units are said to hold: that much cannot leave. */
function requireThere(books: SiteBooks, units: readonly string[]): void {
  const leaving = new Map<string, bigint>();
  for (const { lotId, qty } of units.flatMap((unit) => books.units.get(unit)?.contents ?? [])) {
    const lot = books.lots.get(lotId);
    const amount = (leaving.get(lotId) ?? 0n) + (lot ? inLotUnit(lot, qty) : 0n);
    leaving.set(lotId, amount);
    if (lot && amount > lot.onHand) throw notEnough(lotId, lot, amount);
  }
}

function notEnough(lotId: string, { onHand, unit }: LotBook, asked: bigint): Rejected {
  const tell = (amount: bigint) => `${formatMicros(amount)} ${unit}`;
  return new Rejected('not-enough-on-hand', '/data/units', {
    lot: lotId,
    asked: tell(asked),
    available: tell(onHand > 0n ? onHand : 0n),
  });
}

/** Folds an accepted event of this group. */
export function evolvePacking(books: SiteBooks, event: AnyEventIn<PackingEvents>): void {
  switch (event.type) {
    case 'Packed': {
      const { unitId, children } = event.data;
      const unit = books.units.get(unitId);
      // It can still be packed only if its unpacking in between was annulled: then it holds both.
      const before = unit?.state === 'PACKED' ? unit.contents : [];
      movePacked(books, children, 1n);
      books.units.set(unitId, { contents: [...before, ...children], state: 'PACKED' });
      return;
    }
    case 'Unpacked': {
      const unit = books.units.get(event.data.unitId);
      if (unit?.state !== 'PACKED') return;
      movePacked(books, unit.contents, -1n);
      unit.state = 'EMPTY';
      return;
    }
    case 'HalalReleaseGranted': {
      const lot = books.lots.get(event.data.lotId);
      if (lot) lot.releasedBy = event.id;
      return;
    }
    case 'Shipped':
      books.shipments.add(event.data.shipment);
      for (const id of event.data.units) shipUnit(books, id);
      return;
  }
}

function movePacked(books: SiteBooks, contents: readonly LotQuantity[], sign: 1n | -1n): void {
  for (const { lotId, qty } of contents) moveStock(books, lotId, { side: 'packed', qty, sign });
}

function shipUnit(books: SiteBooks, unitId: string): void {
  const unit = books.units.get(unitId);
  if (unit?.state !== 'PACKED') return;
  unit.state = 'SHIPPED';
  movePacked(books, unit.contents, -1n);
  for (const { lotId, qty } of unit.contents) moveStock(books, lotId, { side: 'onHand', qty, sign: -1n });
}
