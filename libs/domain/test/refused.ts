import { assuranceCases, shipmentCases } from './refused-assurance.js';
import { authorityCases, foundingCases } from './refused-authority.js';
import { correctionCases } from './refused-corrections.js';
import { assortmentCases, receivingCases } from './refused-goods.js';
import { packingCases, processingCases } from './refused-stock.js';

import type { Case } from './given.js';

export { foundingCases };
export const refusedCases: Record<string, Case[]> = {
  authority: authorityCases,
  assortment: assortmentCases,
  receiving: receivingCases,
  processing: processingCases,
  packing: packingCases,
  shipments: shipmentCases,
  'audits, certificates, samples, recalls': assuranceCases,
  corrections: correctionCases,
};
