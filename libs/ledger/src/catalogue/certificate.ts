import type { CertificateEvents, RevocationGround, StockInstruction } from '@hadic/domain';
import {
  Day,
  EACH,
  Instant,
  Items,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  Sha256,
  Text,
  type Data,
} from './fields.js';

type Tier = CertificateEvents['CertificateImported']['tier'];
type Check = NonNullable<CertificateEvents['CertificateImported']['registryCheck']>;

const INSTRUCTIONS: Record<StockInstruction, true> = { HOLD: true, SELL_THROUGH: true, RELABEL: true, WITHDRAW: true };

const GROUNDS: Record<RevocationGround, true> = {
  HARAM_SUBSTANCE: true,
  FALSE_DATA: true,
  SYSTEM_FAILURE: true,
  REQUEST: true,
  ADMIN: true,
};

export class RegistryCheck implements Check {
  @Instant() at!: string;
  @OneOf<Check['result']>({ FOUND: true, NOT_FOUND: true, MISMATCH: true }) result!: Check['result'];
}

export class CertificateImported implements Data<'CertificateImported'> {
  @OwnedId() certificate!: string;
  @Optional() @OrganisationId() importer?: string;
  @OneOf<Tier>({ PLANT: true, PRODUCT: true, SHIPMENT: true }) tier!: Tier;
  @Text(200) issuerName!: string;
  @Text(200) holder!: string;
  @Items() @OwnedId(EACH) sites!: string[];
  @Items() @OwnedId(EACH) products!: string[];
  @Items() @OwnedId(EACH) materials!: string[];
  @Items(0, 50) @Text(100, EACH) standards!: string[];
  @Day() issuedOn!: string;
  @Optional() @Day() validTo?: string;
  @Optional() @Text(200) scopeFingerprint?: string;
  @Optional() @Text(100) fatwaNo?: string;
  @Sha256() documentSha256!: string;
  @Optional() @Nested(() => RegistryCheck) registryCheck?: RegistryCheck;
}

export class CertificateSuspended implements Data<'CertificateSuspended'> {
  @OwnedId() certificate!: string;
  @Optional() @OrganisationId() importer?: string;
  @Day() from!: string;
  @Optional() @Day() until?: string;
  @Text(1000) grounds!: string;
  @OneOf<StockInstruction>(INSTRUCTIONS) stockInstruction!: StockInstruction;
}

export class CertificateRevoked implements Data<'CertificateRevoked'> {
  @OwnedId() certificate!: string;
  @Optional() @OrganisationId() importer?: string;
  @Day() effectiveAt!: string;
  @Optional() @Day() retroactiveFrom?: string;
  @OneOf<RevocationGround>(GROUNDS) ground!: RevocationGround;
  @OneOf<StockInstruction>(INSTRUCTIONS) stockInstruction!: StockInstruction;
}
