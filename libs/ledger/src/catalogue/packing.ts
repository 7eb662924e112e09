import type { PackingEvents } from '@hadic/domain';
import {
  Country,
  EACH,
  Instant,
  Items,
  Nested,
  Optional,
  OwnedId,
  Sha256,
  SiteOwnedId,
  Text,
  type Catalogue,
  type Data,
} from './fields.js';
import { LotQuantity } from './processing.js';

export class Packed implements Data<'Packed'> {
  @OwnedId() site!: string;
  @SiteOwnedId() unitId!: string;
  @Items(1) @Nested(() => LotQuantity, EACH) children!: LotQuantity[];
  @Optional() @OwnedId() labelCertificate?: string;
}

export class Unpacked implements Data<'Unpacked'> {
  @OwnedId() site!: string;
  @SiteOwnedId() unitId!: string;
}

export class HalalReleaseGranted implements Data<'HalalReleaseGranted'> {
  @OwnedId() site!: string;
  @SiteOwnedId() lotId!: string;
  @Optional() @Sha256() snapshotSha256?: string;
  @Optional() @Instant() asOf?: string;
}

export class ShippingDocument {
  @Text(64) kind!: string;
  @Text(100) no!: string;
  @Optional() @Sha256() sha256?: string;
}

export class Shipped implements Data<'Shipped'> {
  @OwnedId() site!: string;
  @SiteOwnedId() shipment!: string;
  @Items(1) @SiteOwnedId(EACH) units!: string[];
  @Text(200) consignee!: string;
  @Country() destination!: string;
  @Items(0, 50) @Nested(() => ShippingDocument, EACH) docs!: ShippingDocument[];
  @Optional() @Text(64) invoice?: string;
  @Optional() @Text(64) bol?: string;
}

export const packingCatalogue = {
  Packed: {
    data: Packed,
    sample: {
      site: 'kopi/pabrik',
      unitId: 'kopi/pabrik/PALET-001',
      children: [{ lotId: 'kopi/pabrik/KALENG-001-MY', qty: { value: '1800', unit: 'H87' } }],
      labelCertificate: 'bpjph/ID35110000567890126',
    },
  },
  Unpacked: {
    data: Unpacked,
    sample: { site: 'kopi/pabrik', unitId: 'kopi/pabrik/PALET-001' },
  },
  HalalReleaseGranted: {
    data: HalalReleaseGranted,
    sample: {
      site: 'kopi/pabrik',
      lotId: 'kopi/pabrik/KALENG-001-MY',
      snapshotSha256: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      asOf: '2026-06-12T09:00:00+07:00',
    },
  },
  Shipped: {
    data: Shipped,
    sample: {
      site: 'kopi/pabrik',
      shipment: 'kopi/pabrik/KIRIM-001',
      units: ['kopi/pabrik/PALET-001'],
      consignee: 'kedai-kl',
      destination: 'MY',
      docs: [
        {
          kind: 'Packing list',
          no: 'PL-0042',
          sha256: 'cd372fb85148700fa88095e3492d3f9f5beb43e555e5ff26d95f5a6adc36f8e6',
        },
        { kind: 'COO', no: 'SKA-2026-771' },
      ],
      invoice: 'INV-0042',
      bol: 'SMDR-889001',
    },
  },
} satisfies Catalogue<PackingEvents>;
