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
