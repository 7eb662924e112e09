import { signedBy, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';

export type Match = 'MATCH' | 'MISMATCH' | 'NOT_APPLICABLE';

/** What comes into a site's books. */
export interface ReceivingEvents {
  IngredientSourced: {
    site: string;
    poNo: string;
    /** Line of the order, from 1. */
    poLine: number;
    /** An organisation's id, or the name of a supplier that is not registered. */
    supplier: string;
    materialId: string;
    supplierLot: string;
    qty: Quantity;
    purchaseDate: string;
    originCountry: string;
    certificate?: string;
    certificateSha256?: string;
    price?: { amount: string; currency: string };
  };
  IngredientReceived: {
    site: string;
    lotId: string;
    materialId: string;
    supplier: string;
    supplierLot: string;
    qty: Quantity;
    condition: 'GOOD' | 'DAMAGED' | 'WET' | 'LEAKING' | 'OTHER';
    /** Degrees Celsius, a decimal string. */
    temperature?: string;
    zone: string;
    deliveryNote: string;
    poNo?: string;
    poLine?: number;
    /** Why there is no purchase order, where there is none. */
    noOrderReason?: string;
    certificate?: string;
    /** The sender's lot and shipment: the edge between two organisations. */
    sourceLot?: string;
    shipment?: string;
    expiresOn?: string;
  };
  IncomingInspected: {
    site: string;
    lotId: string;
    labelPhotoSha256?: string;
    checks: { name: Match; producer: Match; country: Match; certNo: Match; logo: Match; seal: Match };
    verdict: 'ACCEPTED' | 'REJECTED';
  };
  /** Opening stock and counts. A lot that is not there yet is opened by its count. */
  StockCounted: {
    site: string;
    counts: {
      lotId: string;
      materialId?: string;
      productId?: string;
      qty: Quantity;
      cause: string;
      producedOn?: string;
    }[];
  };
}

const stream = (data: { site: string }) => `site-${data.site}`;
const owner = (data: { site: string }) => organisationOf(data.site);

export const receivingRules: Rules<ReceivingEvents> = {
  IngredientSourced: { stream, owner, signers: () => [signedBy.owner('PURCHASING')], hidden: ['/price'] },
  IngredientReceived: { stream, owner, signers: () => [signedBy.owner('WAREHOUSE')] },
  IncomingInspected: { stream, owner, signers: () => [signedBy.owner('PENYELIA_HALAL')] },
  StockCounted: { stream, owner, signers: () => [signedBy.owner('WAREHOUSE'), signedBy.owner('PENYELIA_HALAL')] },
};
