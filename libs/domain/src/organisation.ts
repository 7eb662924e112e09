import { signedBy, type Role, type Rules } from './header.js';

export type Custody = 'DEVICE' | 'CUSTODIAL';
export type Scale = 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE';
export type SiteKind = 'FACTORY' | 'WAREHOUSE' | 'ABATTOIR' | 'KITCHEN' | 'OUTLET' | 'LABORATORY' | 'FARM' | 'PORT';

/** Events on which all authority rests (design §9 "Authority"). They live in `organisation-<id>`. */
export interface OrganisationEvents {
  LedgerFounded: { registrar: string; legalName: string; personRef: string; simulated: boolean };
  OrganisationRegistered: {
    organisation: string;
    legalName: string;
    /** ISO 3166-1 alpha-2. */
    country: string;
    /** Business number: NIB (Indonesia, 13 digits), SSM (Malaysia, 12 digits) or another register's. */
    registration?: { scheme: 'NIB' | 'SSM' | 'OTHER'; no: string };
    scale: Scale;
    /** Roles that an administrator there may grant without the registrar. */
    roles: Role[];
    gln?: string;
    /** First key; its holder becomes ORG_ADMIN and co-signs as proof of possession. */
    key: string;
    personRef: string;
    custody: Custody;
  };
  SigningKeyRegistered: { organisation: string; key: string; personRef: string; custody: Custody };
  SigningKeyRotated: { organisation: string; oldKey: string; newKey: string };
  SigningKeyRevoked: {
    organisation: string;
    key: string;
    revokedAt: string;
    reason: 'LOST' | 'COMPROMISED' | 'LEFT' | 'SUPERSEDED';
    compromisedSince?: string;
    /** Log index from which events of this key are doubtful (HC-001). */
    doubtfulFrom?: number;
  };
  MandateGranted: {
    organisation: string;
    personRef: string;
    role: Role;
    scope?: { sites?: string[]; note?: string };
    /** Inclusive calendar days, YYYY-MM-DD. */
    validFrom: string;
    validTo?: string;
    evidenceNo?: string;
  };
  /** `mandate` is the id of the MandateGranted event. */
  MandateWithdrawn: { organisation: string; mandate: string; reason: string };
  FacilityRegistered: {
    organisation: string;
    site: string;
    kind: SiteKind;
    name: string;
    address: string;
    lines: string[];
    /** The site's earliest date; nothing can have occurred there before it. */
    operatingSince: string;
    nkv?: string;
    gln?: string;
    porkFree: { statement: boolean; personRef: string };
  };
}

const stream = (data: { organisation: string }) => `organisation-${data.organisation}`;
const owner = (data: { organisation: string }) => data.organisation;
const adminOrRegistrar = { anyOf: ['ORG_ADMIN', 'REGISTRAR'], for: 'owner' } as const;

export const organisationRules: Rules<OrganisationEvents> = {
  LedgerFounded: {
    stream: (data) => `organisation-${data.registrar}`,
    owner: (data) => data.registrar,
    signers: () => [signedBy.owner('REGISTRAR')],
    fixed: true,
  },
  OrganisationRegistered: {
    stream,
    owner,
    signers: () => [signedBy.any('REGISTRAR'), signedBy.owner('KEY_HOLDER')],
    fixed: true,
  },
  SigningKeyRegistered: {
    stream,
    owner,
    signers: () => [signedBy.owner('KEY_HOLDER'), adminOrRegistrar],
    fixed: true,
  },
  SigningKeyRotated: { stream, owner, signers: () => [signedBy.owner('KEY_HOLDER')], fixed: true },
  SigningKeyRevoked: { stream, owner, signers: () => [adminOrRegistrar], fixed: true },
  MandateGranted: { stream, owner, signers: () => [adminOrRegistrar], fixed: true },
  MandateWithdrawn: { stream, owner, signers: () => [adminOrRegistrar], fixed: true },
  FacilityRegistered: { stream, owner, signers: () => [signedBy.owner('ORG_ADMIN')] },
};
