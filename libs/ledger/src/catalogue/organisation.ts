import { IsBoolean, IsIn } from 'class-validator';
import { ROLES } from '@hadic/domain';
import type { Custody, OrganisationEvents, Role, Scale, SiteKind } from '@hadic/domain';
import {
  Country,
  Day,
  EACH,
  Gln,
  Instant,
  Items,
  KeyId,
  EventId,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  PersonRef,
  Text,
  Whole,
  type Catalogue,
  type Data,
} from './fields.js';

type Registration = NonNullable<OrganisationEvents['OrganisationRegistered']['registration']>;
type MandateScope = NonNullable<OrganisationEvents['MandateGranted']['scope']>;
type RevocationReason = OrganisationEvents['SigningKeyRevoked']['reason'];

const CUSTODY: Record<Custody, true> = { DEVICE: true, CUSTODIAL: true };

export class LedgerFounded implements Data<'LedgerFounded'> {
  @OrganisationId() registrar!: string;
  @Text(200) legalName!: string;
  @PersonRef() personRef!: string;
  @IsBoolean() simulated!: boolean;
}

export class BusinessNumber implements Registration {
  @OneOf<Registration['scheme']>({ NIB: true, SSM: true, OTHER: true }) scheme!: Registration['scheme'];
  @Text(40) no!: string;
}

export class OrganisationRegistered implements Data<'OrganisationRegistered'> {
  @OrganisationId() organisation!: string;
  @Text(200) legalName!: string;
  @Country() country!: string;
  @Optional() @Nested(() => BusinessNumber) registration?: BusinessNumber;
  @OneOf<Scale>({ MICRO: true, SMALL: true, MEDIUM: true, LARGE: true }) scale!: Scale;
  @Items(0, ROLES.length) @IsIn(ROLES, EACH) roles!: Role[];
  @Optional() @Gln() gln?: string;
  @KeyId() key!: string;
  @PersonRef() personRef!: string;
  @OneOf<Custody>(CUSTODY) custody!: Custody;
}

export class SigningKeyRegistered implements Data<'SigningKeyRegistered'> {
  @OrganisationId() organisation!: string;
  @KeyId() key!: string;
  @PersonRef() personRef!: string;
  @OneOf<Custody>(CUSTODY) custody!: Custody;
}

export class SigningKeyRotated implements Data<'SigningKeyRotated'> {
  @OrganisationId() organisation!: string;
  @KeyId() oldKey!: string;
  @KeyId() newKey!: string;
}

export class SigningKeyRevoked implements Data<'SigningKeyRevoked'> {
  @OrganisationId() organisation!: string;
  @KeyId() key!: string;
  @Instant() revokedAt!: string;
  @OneOf<RevocationReason>({ LOST: true, COMPROMISED: true, LEFT: true, SUPERSEDED: true }) reason!: RevocationReason;
  @Optional() @Instant() compromisedSince?: string;
  @Optional() @Whole(0) doubtfulFrom?: number;
}

export class MandateLimits implements MandateScope {
  @Optional() @Items(1) @OwnedId(EACH) sites?: string[];
  @Optional() @Text(1000) note?: string;
}

export class MandateGranted implements Data<'MandateGranted'> {
  @OrganisationId() organisation!: string;
  @PersonRef() personRef!: string;
  @IsIn(ROLES) role!: Role;
  @Optional() @Nested(() => MandateLimits) scope?: MandateLimits;
  @Day() validFrom!: string;
  @Optional() @Day() validTo?: string;
  @Optional() @Text(100) evidenceNo?: string;
}

export class MandateWithdrawn implements Data<'MandateWithdrawn'> {
  @OrganisationId() organisation!: string;
  @EventId() mandate!: string;
  @Text(1000) reason!: string;
}

export class PorkFreeStatement {
  @IsBoolean() statement!: boolean;
  @PersonRef() personRef!: string;
}

const SITE_KINDS: Record<SiteKind, true> = {
  FACTORY: true,
  WAREHOUSE: true,
  ABATTOIR: true,
  KITCHEN: true,
  OUTLET: true,
  LABORATORY: true,
  FARM: true,
  PORT: true,
};

export class FacilityRegistered implements Data<'FacilityRegistered'> {
  @OrganisationId() organisation!: string;
  @OwnedId() site!: string;
  @OneOf<SiteKind>(SITE_KINDS) kind!: SiteKind;
  @Text(200) name!: string;
  @Text(500) address!: string;
  @Items() @Text(64, EACH) lines!: string[];
  @Instant() operatingSince!: string;
  @Optional() @Text(40) nkv?: string;
  @Optional() @Gln() gln?: string;
  @Nested(() => PorkFreeStatement) porkFree!: PorkFreeStatement;
}

export const organisationCatalogue = {
  LedgerFounded: {
    data: LedgerFounded,
    sample: { registrar: 'registrar', legalName: 'Halal Center Jawa Timur', personRef: 'p-amin', simulated: true },
  },
  OrganisationRegistered: {
    data: OrganisationRegistered,
    sample: {
      organisation: 'kopi',
      legalName: 'Koperasi Pesantren An Nur',
      country: 'ID',
      registration: { scheme: 'NIB', no: '9120001234567' },
      scale: 'SMALL',
      roles: ['PURCHASING', 'PRODUCTION', 'WAREHOUSE', 'EXPORTER', 'PENYELIA_HALAL'],
      gln: '8992761001001',
      key: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
      personRef: 'p-siti',
      custody: 'DEVICE',
    },
  },
  SigningKeyRegistered: {
    data: SigningKeyRegistered,
    sample: {
      organisation: 'kopi',
      key: 'did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z',
      personRef: 'p-budi',
      custody: 'CUSTODIAL',
    },
  },
  SigningKeyRotated: {
    data: SigningKeyRotated,
    sample: {
      organisation: 'kopi',
      oldKey: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
      newKey: 'did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z',
    },
  },
  SigningKeyRevoked: {
    data: SigningKeyRevoked,
    sample: {
      organisation: 'kopi',
      key: 'did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z',
      revokedAt: '2026-07-01T09:00:00+07:00',
      reason: 'COMPROMISED',
      compromisedSince: '2026-06-28T00:00:00+07:00',
      doubtfulFrom: 412,
    },
  },
  MandateGranted: {
    data: MandateGranted,
    sample: {
      organisation: 'kopi',
      personRef: 'p-siti',
      role: 'PENYELIA_HALAL',
      scope: { sites: ['kopi/pabrik'], note: 'Shift pagi' },
      validFrom: '2026-01-01',
      validTo: '2028-12-31',
      evidenceNo: 'SK-PH-0031',
    },
  },
  MandateWithdrawn: {
    data: MandateWithdrawn,
    sample: { organisation: 'kopi', mandate: '019763f0-2000-7000-8000-000000000006', reason: 'Pindah tugas.' },
  },
  FacilityRegistered: {
    data: FacilityRegistered,
    sample: {
      organisation: 'kopi',
      site: 'kopi/pabrik',
      kind: 'FACTORY',
      name: 'Pabrik Malang',
      address: 'Jl. Raya Bululawang 1, Malang',
      lines: ['Lini 1', 'Lini 2'],
      operatingSince: '2026-01-01T00:00:00+07:00',
      nkv: 'NKV-3507-011',
      gln: '8900000000012',
      porkFree: { statement: true, personRef: 'p-siti' },
    },
  },
} satisfies Catalogue<OrganisationEvents>;
