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
  MandateId,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  PersonRef,
  Text,
  Whole,
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
  @MandateId() mandate!: string;
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
