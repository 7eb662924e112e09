import type { Match, ShipmentEvents } from '@hadic/domain';
import {
  Decimal,
  EACH,
  EventId,
  Instant,
  Items,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  SiteOwnedId,
  Text,
  type Data,
} from './fields.js';
import { LotQuantity } from './processing.js';
import { CONDITIONS, MATCHES } from './receiving.js';

type Condition = ShipmentEvents['ReceivedByBuyer']['condition'];

export class CustodyOffered implements Data<'CustodyOffered'> {
  @SiteOwnedId() shipment!: string;
  @OrganisationId() taker!: string;
  @Items(1) @SiteOwnedId(EACH) units!: string[];
  @Instant() at!: string;
}

export class CustodyAccepted implements Data<'CustodyAccepted'> {
  @SiteOwnedId() shipment!: string;
  @EventId() offer!: string;
  @Instant() at!: string;
  @Items(0, 100) @Text(500, EACH) exceptions!: string[];
}

export class ReceivedByBuyer implements Data<'ReceivedByBuyer'> {
  @SiteOwnedId() shipment!: string;
  @Instant() at!: string;
  /** May be empty: nothing arrived. */
  @Items() @Nested(() => LotQuantity, EACH) quantities!: LotQuantity[];
  @OneOf<Match>(MATCHES) sealMatch!: Match;
  @Optional() @Decimal() temperature?: string;
  @OneOf<Condition>(CONDITIONS) condition!: Condition;
  @Items(0, 100) @Text(500, EACH) exceptions!: string[];
}
