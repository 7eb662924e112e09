import { requireParty } from './party.js';
import type { Context } from './context.js';
import { signedBy, type AnyEventIn, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import type { LotQuantity } from './processing.js';
import type { Dispatch } from './registry.js';
import { Rejected } from './rejected.js';

/** Custody from hand to hand, in `shipment-<id>`. */
export interface ShipmentEvents {
  CustodyOffered: { shipment: string; taker: string; units: string[]; at: string };
  /** `offer` is the id of the CustodyOffered event. */
  CustodyAccepted: { shipment: string; offer: string; at: string; exceptions: string[] };
  ReceivedByBuyer: {
    shipment: string;
    at: string;
    quantities: LotQuantity[];
    sealMatch: 'MATCH' | 'MISMATCH' | 'NOT_APPLICABLE';
    temperature?: string;
    condition: 'GOOD' | 'DAMAGED' | 'WET' | 'LEAKING' | 'OTHER';
    exceptions: string[];
  };
}

const stream = (data: { shipment: string }) => `shipment-${data.shipment}`;
const owner = (data: { shipment: string }) => organisationOf(data.shipment);

export const shipmentRules: Rules<ShipmentEvents> = {
  CustodyOffered: { stream, owner, signers: () => [signedBy.party('EXPORTER', 'WAREHOUSE', 'CARRIER')] },
  CustodyAccepted: { stream, owner, signers: () => [signedBy.party('CARRIER', 'WAREHOUSE', 'BUYER', 'EXPORTER')] },
  ReceivedByBuyer: { stream, owner, signers: () => [signedBy.party('BUYER')] },
};

/** Who holds which unit of a shipment. */
export interface CustodyBooks {
  kind: 'shipment';
  /** Units that have left the sender's hands; all others are still with the sender. */
  holders: Map<string, string>;
  offers: Map<string, { taker: string; units: readonly string[]; open: boolean }>;
  received: boolean;
}

export function emptyCustody(): CustodyBooks {
  return { kind: 'shipment', holders: new Map(), offers: new Map(), received: false };
}

/** Refuses an event of this group; throws `Rejected`. */
export function decideShipment(books: CustodyBooks, event: AnyEventIn<ShipmentEvents>, context: Context): void {
  const { shipment } = event.data;
  const dispatch = context.registry.dispatches.get(shipment);
  if (!dispatch) throw new Rejected('shipment-unknown', '/data/shipment', { shipment });
  if (books.received) throw new Rejected('shipment-closed', '/data/shipment', { shipment });
  switch (event.type) {
    case 'CustodyOffered': {
      const holder = holderOf(books, dispatch, event.data.units);
      requireParty(event, { org: holder, roles: ['EXPORTER', 'WAREHOUSE', 'CARRIER'], code: 'not-holder' });
      return;
    }
    case 'CustodyAccepted': {
      const offer = books.offers.get(event.data.offer);
      if (!offer?.open) throw new Rejected('offer-unknown', '/data/offer', { offer: event.data.offer });
      requireParty(event, {
        org: offer.taker,
        roles: ['CARRIER', 'WAREHOUSE', 'BUYER', 'EXPORTER'],
        code: 'not-taker',
      });
      return;
    }
    case 'ReceivedByBuyer':
      requireParty(event, { org: dispatch.consignee, roles: ['BUYER'], code: 'not-consignee' });
      return;
  }
}

/** The one organisation that holds all these units and has not offered them to anybody yet. */
function holderOf(books: CustodyBooks, dispatch: Dispatch, units: readonly string[]): string {
  const first = books.holders.get(units[0] ?? '') ?? dispatch.sender;
  units.forEach((unit, i) => {
    const pointer = `/data/units/${i}`;
    if (!dispatch.units.includes(unit)) throw new Rejected('unit-unknown', pointer, { unit });
    const holder = books.holders.get(unit) ?? dispatch.sender;
    if (holder !== first) throw new Rejected('not-holder', pointer, { organisation: holder, roles: unit });
    for (const offer of books.offers.values()) {
      if (offer.open && offer.units.includes(unit))
        throw new Rejected('offer-pending', pointer, { unit, taker: offer.taker });
    }
  });
  return first;
}

/** Folds an accepted event of this group. */
export function evolveShipment(books: CustodyBooks, event: AnyEventIn<ShipmentEvents>): void {
  switch (event.type) {
    case 'CustodyOffered':
      books.offers.set(event.id, { taker: event.data.taker, units: event.data.units, open: true });
      return;
    case 'CustodyAccepted': {
      const offer = books.offers.get(event.data.offer);
      if (!offer) return;
      offer.open = false;
      for (const unit of offer.units) books.holders.set(unit, offer.taker);
      return;
    }
    case 'ReceivedByBuyer':
      books.received = true;
      return;
  }
}
