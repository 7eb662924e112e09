import { signedBy, type AnyEventIn, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { convertMicros, micros, positiveMicros } from './quantity.js';
import { Rejected } from './rejected.js';
import {
  addLot,
  inLotUnit,
  requireDistinct,
  requireLot,
  requireNewLot,
  requireOwnId,
  requireTellable,
  type SiteBooks,
} from './stock.js';

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
  /** Opening stock and counts. A lot that is not there yet is opened by its count, which then names its goods. */
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
  IngredientSourced: {
    stream,
    owner,
    signers: () => [signedBy.owner('PURCHASING')],
    names: ({ poNo, poLine }) => [`${poNo} ${poLine}`],
    hidden: ['/price'],
  },
  IngredientReceived: { stream, owner, signers: () => [signedBy.owner('WAREHOUSE')], names: ({ lotId }) => [lotId] },
  IncomingInspected: { stream, owner, signers: () => [signedBy.owner('PENYELIA_HALAL')] },
  StockCounted: {
    stream,
    owner,
    signers: () => [signedBy.owner('WAREHOUSE'), signedBy.owner('PENYELIA_HALAL')],
    names: ({ counts }) => counts.map(({ lotId }) => lotId),
  },
};

/** Refuses an event of this group; throws `Rejected`. */
export function decideReceiving(books: SiteBooks, event: AnyEventIn<ReceivingEvents>): void {
  switch (event.type) {
    case 'IngredientSourced': {
      const { poNo, poLine, qty } = event.data;
      positiveMicros(qty, '/data/qty');
      if (books.orders.has(`${poNo} ${poLine}`))
        throw new Rejected('order-line-exists', '/data/poLine', { order: poNo, line: poLine });
      return;
    }
    case 'IngredientReceived': {
      const { site, lotId, qty, poNo, poLine, noOrderReason } = event.data;
      positiveMicros(qty, '/data/qty');
      requireNewLot(books, lotId, site, '/data/lotId');
      requireTellable(books, lotId, qty.unit, '/data/qty');
      const ordered = poNo !== undefined && books.orders.has(`${poNo} ${poLine ?? 1}`);
      if (!ordered && noOrderReason === undefined) {
        throw new Rejected('order-line-unknown', '/data/poNo', { order: poNo ?? '', line: poLine ?? 1 });
      }
      return;
    }
    case 'IncomingInspected':
      requireLot(books, event.data.lotId, '/data/lotId');
      return;
    case 'StockCounted':
      decideCount(books, event.data);
      return;
  }
}

function decideCount(books: SiteBooks, data: ReceivingEvents['StockCounted']): void {
  requireDistinct(
    data.counts.map(({ lotId }) => lotId),
    (i) => `/data/counts/${i}/lotId`,
  );
  data.counts.forEach((count, i) => {
    const pointer = `/data/counts/${i}`;
    const amount = micros(count.qty, `${pointer}/qty`);
    if (amount < 0n) throw new Rejected('quantity-not-positive', `${pointer}/qty`, { ...count.qty });
    const lot = books.lots.get(count.lotId);
    if (lot) {
      convertMicros(amount, count.qty.unit, lot.unit, `${pointer}/qty`);
      return;
    }
    requireOwnId(count.lotId, data.site, `${pointer}/lotId`);
    requireTellable(books, count.lotId, count.qty.unit, `${pointer}/qty`);
    const goods = [count.materialId, count.productId].filter((id) => id !== undefined);
    if (goods.length !== 1) throw new Rejected('goods-not-named', pointer, { lot: count.lotId });
  });
}

/** Folds an accepted event of this group. A count is the truth about a lot at its place in the log. */
export function evolveReceiving(books: SiteBooks, event: AnyEventIn<ReceivingEvents>): void {
  switch (event.type) {
    case 'IngredientSourced':
      books.orders.add(`${event.data.poNo} ${event.data.poLine}`);
      return;
    case 'IngredientReceived':
      addLot(books, event.data.lotId, event.data.materialId, event.data.qty);
      return;
    case 'IncomingInspected':
      return;
    case 'StockCounted':
      for (const { lotId, materialId, productId, qty } of event.data.counts) {
        const goods = materialId ?? productId;
        if (goods !== undefined && !books.lots.has(lotId)) addLot(books, lotId, goods, qty);
        const lot = books.lots.get(lotId);
        if (lot) lot.onHand = inLotUnit(lot, qty);
      }
      return;
  }
}
