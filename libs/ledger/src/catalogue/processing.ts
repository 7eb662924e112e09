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
