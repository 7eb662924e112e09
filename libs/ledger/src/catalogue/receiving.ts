import type { Match, ReceivingEvents } from '@hadic/domain';
import {
  Amount,
  Country,
  Currency,
  Day,
  Decimal,
  EACH,
  Items,
  Nested,
  OneOf,
  Optional,
  OwnedId,
  Sha256,
  SiteOwnedId,
  Text,
  Whole,
  type Catalogue,
  type Data,
} from './fields.js';
import { Quantity } from './header.js';

type Condition = ReceivingEvents['IngredientReceived']['condition'];
type Checks = ReceivingEvents['IncomingInspected']['checks'];
type Verdict = ReceivingEvents['IncomingInspected']['verdict'];

export const CONDITIONS: Record<Condition, true> = {
  GOOD: true,
  DAMAGED: true,
  WET: true,
  LEAKING: true,
  OTHER: true,
};

export const MATCHES: Record<Match, true> = { MATCH: true, MISMATCH: true, NOT_APPLICABLE: true };

/** Orders of more lines than this are not known to anybody; a larger number is a slip. */
const MOST_ORDER_LINES = 100_000;

export class Price {
  @Amount() amount!: string;
  @Currency() currency!: string;
}

export class IngredientSourced implements Data<'IngredientSourced'> {
  @OwnedId() site!: string;
  @Text(64) poNo!: string;
  @Whole(1, MOST_ORDER_LINES) poLine!: number;
  @Text(200) supplier!: string;
  @OwnedId() materialId!: string;
  @Text(64) supplierLot!: string;
  @Nested(() => Quantity) qty!: Quantity;
  @Day() purchaseDate!: string;
  @Country() originCountry!: string;
  @Optional() @OwnedId() certificate?: string;
  @Optional() @Sha256() certificateSha256?: string;
  @Optional() @Nested(() => Price) price?: Price;
}

export class IngredientReceived implements Data<'IngredientReceived'> {
  @OwnedId() site!: string;
  @SiteOwnedId() lotId!: string;
  @OwnedId() materialId!: string;
  @Text(200) supplier!: string;
  @Text(64) supplierLot!: string;
  @Nested(() => Quantity) qty!: Quantity;
  @OneOf<Condition>(CONDITIONS) condition!: Condition;
  @Optional() @Decimal() temperature?: string;
  @Text(64) zone!: string;
  @Text(64) deliveryNote!: string;
  @Optional() @Text(64) poNo?: string;
  @Optional() @Whole(1, MOST_ORDER_LINES) poLine?: number;
  @Optional() @Text(500) noOrderReason?: string;
  @Optional() @OwnedId() certificate?: string;
  @Optional() @SiteOwnedId() sourceLot?: string;
  @Optional() @SiteOwnedId() shipment?: string;
  @Optional() @Day() expiresOn?: string;
}

export class LabelChecks implements Checks {
  @OneOf<Match>(MATCHES) name!: Match;
  @OneOf<Match>(MATCHES) producer!: Match;
  @OneOf<Match>(MATCHES) country!: Match;
  @OneOf<Match>(MATCHES) certNo!: Match;
  @OneOf<Match>(MATCHES) logo!: Match;
  @OneOf<Match>(MATCHES) seal!: Match;
}

export class IncomingInspected implements Data<'IncomingInspected'> {
  @OwnedId() site!: string;
  @SiteOwnedId() lotId!: string;
  @Optional() @Sha256() labelPhotoSha256?: string;
  @Nested(() => LabelChecks) checks!: LabelChecks;
  @OneOf<Verdict>({ ACCEPTED: true, REJECTED: true }) verdict!: Verdict;
}

export class LotCount {
  @SiteOwnedId() lotId!: string;
  @Optional() @OwnedId() materialId?: string;
  @Optional() @OwnedId() productId?: string;
  @Nested(() => Quantity) qty!: Quantity;
  @Text(500) cause!: string;
  @Optional() @Day() producedOn?: string;
}

export class StockCounted implements Data<'StockCounted'> {
  @OwnedId() site!: string;
  @Items(1) @Nested(() => LotCount, EACH) counts!: LotCount[];
}

export const receivingCatalogue = {
  IngredientSourced: {
    data: IngredientSourced,
    sample: {
      site: 'kopi/pabrik',
      poNo: 'PO-2026-0117',
      poLine: 1,
      supplier: 'krim-jaya',
      materialId: 'kopi/krimer',
      supplierLot: 'KJ-5521',
      qty: { value: '500', unit: 'KGM' },
      purchaseDate: '2026-05-28',
      originCountry: 'ID',
      certificate: 'bpjph/ID00110000123450424',
      certificateSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      price: { amount: '18500000', currency: 'IDR' },
    },
  },
  IngredientReceived: {
    data: IngredientReceived,
    sample: {
      site: 'kopi/pabrik',
      lotId: 'kopi/pabrik/KRIMER-001',
      materialId: 'kopi/krimer',
      supplier: 'krim-jaya',
      supplierLot: 'KJ-5521',
      qty: { value: '500', unit: 'KGM' },
      condition: 'GOOD',
      temperature: '27.5',
      zone: 'Gudang bahan A',
      deliveryNote: 'SJ-88120',
      poNo: 'PO-2026-0117',
      poLine: 1,
      noOrderReason: 'Sisa 20 kg dari pesanan lama ikut dikirim.',
      certificate: 'bpjph/ID00110000123450424',
      sourceLot: 'krim-jaya/gresik/KJ-5521',
      shipment: 'krim-jaya/gresik/SJ-88120',
      expiresOn: '2027-05-20',
    },
  },
  IncomingInspected: {
    data: IncomingInspected,
    sample: {
      site: 'kopi/pabrik',
      lotId: 'kopi/pabrik/KRIMER-001',
      labelPhotoSha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      checks: {
        name: 'MATCH',
        producer: 'MATCH',
        country: 'MATCH',
        certNo: 'MATCH',
        logo: 'MATCH',
        seal: 'NOT_APPLICABLE',
      },
      verdict: 'ACCEPTED',
    },
  },
  StockCounted: {
    data: StockCounted,
    sample: {
      site: 'kopi/pabrik',
      counts: [
        {
          lotId: 'kopi/pabrik/BIJI-001',
          materialId: 'kopi/biji-robusta',
          qty: { value: '1200', unit: 'KGM' },
          cause: 'Stok awal',
        },
        {
          lotId: 'kopi/pabrik/KALENG-000',
          productId: 'kopi/kopi-susu',
          qty: { value: '96', unit: 'H87' },
          cause: 'Stok awal',
          producedOn: '2026-05-02',
        },
      ],
    },
  },
} satisfies Catalogue<ReceivingEvents>;
