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
  type Catalogue,
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

export const shipmentCatalogue = {
  CustodyOffered: {
    data: CustodyOffered,
    sample: {
      shipment: 'kopi/pabrik/KIRIM-001',
      taker: 'samudra',
      units: ['kopi/pabrik/PALET-001'],
      at: '2026-06-15T08:00:00+07:00',
    },
  },
  CustodyAccepted: {
    data: CustodyAccepted,
    sample: {
      shipment: 'kopi/pabrik/KIRIM-001',
      offer: '019763f0-2000-7000-8000-000000000025',
      at: '2026-06-15T08:20:00+07:00',
      exceptions: ['Satu karton penyok'],
    },
  },
  ReceivedByBuyer: {
    data: ReceivedByBuyer,
    sample: {
      shipment: 'kopi/pabrik/KIRIM-001',
      at: '2026-06-22T10:05:00+08:00',
      quantities: [{ lotId: 'kopi/pabrik/KALENG-001-MY', qty: { value: '1799', unit: 'H87' } }],
      sealMatch: 'MATCH',
      temperature: '29',
      condition: 'GOOD',
      exceptions: ['One can missing'],
    },
  },
} satisfies Catalogue<ShipmentEvents>;
