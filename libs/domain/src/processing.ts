import { signedBy, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';

export interface LotQuantity {
  lotId: string;
  qty: Quantity;
}

/** A run turns inputs into outputs on a line; a split or merge only regroups one material or product. */
export interface ProcessingEvents {
  BatchProcessed: {
    site: string;
    runId: string;
    recipeVersion: string;
    /** The line's name within the site, as registered. */
    lineId: string;
    start: string;
    end: string;
    inputs: LotQuantity[];
    addedWater?: Quantity;
    outputs: { lotId: string; productId: string; qty: Quantity; producedOn: string; expiresOn?: string }[];
    byProducts: { name: string; qty: Quantity }[];
    loss?: { qty: Quantity; cause: string };
    samples?: Quantity;
  };
  LotSplit: { site: string; input: LotQuantity; outputs: LotQuantity[] };
  LotMerged: { site: string; inputs: LotQuantity[]; output: LotQuantity };
  LotDisposed: { site: string; lotId: string; qty: Quantity; method: string; witness?: string };
}

const stream = (data: { site: string }) => `site-${data.site}`;
const owner = (data: { site: string }) => organisationOf(data.site);

export const processingRules: Rules<ProcessingEvents> = {
  BatchProcessed: {
    stream,
    owner,
    signers: () => [signedBy.owner('PRODUCTION'), signedBy.owner('PENYELIA_HALAL')],
    hidden: ['/inputs/*/qty'],
  },
  LotSplit: { stream, owner, signers: () => [signedBy.owner('PRODUCTION')] },
  LotMerged: { stream, owner, signers: () => [signedBy.owner('PRODUCTION')] },
  LotDisposed: { stream, owner, signers: () => [signedBy.owner('WAREHOUSE')] },
};
