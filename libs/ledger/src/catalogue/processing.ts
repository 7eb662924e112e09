import type { ProcessingEvents } from '@hadic/domain';
import type * as domain from '@hadic/domain';
import {
  Day,
  EACH,
  Instant,
  Items,
  Nested,
  Optional,
  OwnedId,
  PersonRef,
  SiteOwnedId,
  Text,
  type Catalogue,
  type Data,
} from './fields.js';
import { Quantity } from './header.js';

export class LotQuantity implements domain.LotQuantity {
  @SiteOwnedId() lotId!: string;
  @Nested(() => Quantity) qty!: Quantity;
}

export class OutputLot {
  @SiteOwnedId() lotId!: string;
  @OwnedId() productId!: string;
  @Nested(() => Quantity) qty!: Quantity;
  @Day() producedOn!: string;
  @Optional() @Day() expiresOn?: string;
}

export class ByProduct {
  @Text(200) name!: string;
  @Nested(() => Quantity) qty!: Quantity;
}

export class Loss {
  @Nested(() => Quantity) qty!: Quantity;
  @Text(500) cause!: string;
}

export class BatchProcessed implements Data<'BatchProcessed'> {
  @OwnedId() site!: string;
  @SiteOwnedId() runId!: string;
  @Text(64) recipeVersion!: string;
  @Text(64) lineId!: string;
  @Instant() start!: string;
  @Instant() end!: string;
  @Items(1) @Nested(() => LotQuantity, EACH) inputs!: LotQuantity[];
  @Optional() @Nested(() => Quantity) addedWater?: Quantity;
  /** May be empty: a run that spoilt everything is a fact like any other. */
  @Items() @Nested(() => OutputLot, EACH) outputs!: OutputLot[];
  @Items() @Nested(() => ByProduct, EACH) byProducts!: ByProduct[];
  @Optional() @Nested(() => Loss) loss?: Loss;
  @Optional() @Nested(() => Quantity) samples?: Quantity;
}

export class LotSplit implements Data<'LotSplit'> {
  @OwnedId() site!: string;
  @Nested(() => LotQuantity) input!: LotQuantity;
  @Items(1) @Nested(() => LotQuantity, EACH) outputs!: LotQuantity[];
}

export class LotMerged implements Data<'LotMerged'> {
  @OwnedId() site!: string;
  @Items(1) @Nested(() => LotQuantity, EACH) inputs!: LotQuantity[];
  @Nested(() => LotQuantity) output!: LotQuantity;
}

export class LotDisposed implements Data<'LotDisposed'> {
  @OwnedId() site!: string;
  @SiteOwnedId() lotId!: string;
  @Nested(() => Quantity) qty!: Quantity;
  @Text(200) method!: string;
  @Optional() @PersonRef() witness?: string;
}

export const processingCatalogue = {
  BatchProcessed: {
    data: BatchProcessed,
    sample: {
      site: 'kopi/pabrik',
      runId: 'kopi/pabrik/RUN-001',
      recipeVersion: '3',
      lineId: 'Lini 1',
      start: '2026-06-10T07:30:00+07:00',
      end: '2026-06-10T15:10:00+07:00',
      inputs: [
        { lotId: 'kopi/pabrik/BIJI-001', qty: { value: '60', unit: 'KGM' } },
        { lotId: 'kopi/pabrik/KRIMER-001', qty: { value: '35.5', unit: 'KGM' } },
        { lotId: 'kopi/pabrik/PERISA-001', qty: { value: '4500', unit: 'GRM' } },
      ],
      addedWater: { value: '500', unit: 'LTR' },
      outputs: [
        {
          lotId: 'kopi/pabrik/KALENG-001',
          productId: 'kopi/kopi-susu',
          qty: { value: '2400', unit: 'H87' },
          producedOn: '2026-06-10',
          expiresOn: '2027-12-10',
        },
      ],
      byProducts: [{ name: 'Ampas kopi', qty: { value: '42', unit: 'KGM' } }],
      loss: { qty: { value: '1.2', unit: 'KGM' }, cause: 'Sisa di pipa' },
      samples: { value: '6', unit: 'H87' },
    },
  },
  LotSplit: {
    data: LotSplit,
    sample: {
      site: 'kopi/pabrik',
      input: { lotId: 'kopi/pabrik/KALENG-001', qty: { value: '2400', unit: 'H87' } },
      outputs: [
        { lotId: 'kopi/pabrik/KALENG-001-MY', qty: { value: '1800', unit: 'H87' } },
        { lotId: 'kopi/pabrik/KALENG-001-ID', qty: { value: '600', unit: 'H87' } },
      ],
    },
  },
  LotMerged: {
    data: LotMerged,
    sample: {
      site: 'kopi/pabrik',
      inputs: [
        { lotId: 'kopi/pabrik/BIJI-001', qty: { value: '40', unit: 'KGM' } },
        { lotId: 'kopi/pabrik/BIJI-002', qty: { value: '60', unit: 'KGM' } },
      ],
      output: { lotId: 'kopi/pabrik/BIJI-003', qty: { value: '100', unit: 'KGM' } },
    },
  },
  LotDisposed: {
    data: LotDisposed,
    sample: {
      site: 'kopi/pabrik',
      lotId: 'kopi/pabrik/KALENG-000',
      qty: { value: '12', unit: 'H87' },
      method: 'Dituang dan kaleng dipres',
      witness: 'p-siti',
    },
  },
} satisfies Catalogue<ProcessingEvents>;
