import { signedBy, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import type { LotQuantity } from './processing.js';

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
