import { Equals, IsIn, IsObject } from 'class-validator';
import { ROLES, rules } from '@hadic/domain';
import type * as domain from '@hadic/domain';
import {
  Day,
  Decimal,
  EACH,
  EventId,
  Instant,
  Items,
  KeyId,
  MediaType,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  Sha256,
  StreamId,
  Text,
  UnitCode,
} from './fields.js';

export class Quantity implements domain.Quantity {
  @Decimal() value!: string;
  @UnitCode() unit!: string;
}

export class Signer implements domain.Signer {
  @KeyId() key!: string;
  @OrganisationId() org!: string;
  @IsIn(ROLES) role!: domain.Role;
}

type Confidentiality = NonNullable<domain.Evidence['confidentiality']>;

export class Evidence implements domain.Evidence {
  @Sha256() sha256!: string;
  @MediaType() mediaType!: string;
  @Text(64) docType!: string;
  @Optional() @Text(100) docNo?: string;
  @Optional() @Text(200) issuer?: string;
  @Optional() @Day() issuedOn?: string;
  @Optional() @Day() validTo?: string;
  @Optional() @OneOf<Confidentiality>({ PUBLIC: true, PARTY: true, AUDITOR: true }) confidentiality?: Confidentiality;
}

export class Capture implements domain.Capture {
  @Text(100) device!: string;
  @Optional() @Instant() offlineSince?: string;
  @Optional() @Text(50) appVersion?: string;
}

/** The header of the founding event, which cannot name the ledger: its own digest does. */
export class FoundingHeader implements domain.Header {
  @EventId() id!: string;
  @IsIn(Object.keys(rules)) type!: domain.EventType;
  @Equals(1) v!: number;
  @StreamId() stream!: string;
  @Instant() occurredAt!: string;
  @Items(1, 16) @Nested(() => Signer, EACH) signers!: Signer[];
  @Optional() @Text(200) place?: string;
  @Optional() @Nested(() => Capture) capture?: Capture;
  @Items(0, 50) @Nested(() => Evidence, EACH) evidence!: Evidence[];
  /** Checked by the class of the event's type. */
  @IsObject() data!: object;
}

/** The header of every other event. */
export class EventHeader extends FoundingHeader implements domain.Header {
  @Sha256() ledger!: string;
}
