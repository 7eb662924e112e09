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
  type Catalogue,
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

export const certificateCatalogue = {
  CertificateImported: {
    data: CertificateImported,
    sample: {
      certificate: 'bpjph/ID00110000123450424',
      importer: 'kopi',
      tier: 'PRODUCT',
      issuerName: 'BPJPH',
      holder: 'PT Krim Jaya',
      sites: ['krim-jaya/gresik'],
      products: ['krim-jaya/krimer-32'],
      materials: ['kopi/krimer'],
      standards: ['UU 33/2014'],
      issuedOn: '2024-04-02',
      validTo: '2028-04-01',
      scopeFingerprint: 'krimer-32/v5',
      fatwaNo: 'FTW-2024-118',
      documentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      registryCheck: { at: '2026-05-27T10:00:00+07:00', result: 'FOUND' },
    },
  },
  CertificateSuspended: {
    data: CertificateSuspended,
    sample: {
      certificate: 'bpjph/ID00110000123450424',
      importer: 'kopi',
      from: '2026-08-01',
      until: '2026-08-31',
      grounds: 'Laporan berkala terlambat.',
      stockInstruction: 'HOLD',
    },
  },
  CertificateRevoked: {
    data: CertificateRevoked,
    sample: {
      certificate: 'bpjph/ID00110000123450424',
      importer: 'kopi',
      effectiveAt: '2026-09-15',
      retroactiveFrom: '2026-08-01',
      ground: 'FALSE_DATA',
      stockInstruction: 'WITHDRAW',
    },
  },
} satisfies Catalogue<CertificateEvents>;
