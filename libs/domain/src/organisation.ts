import type { Context } from './context.js';
import { signedBy, type AnyEventIn, type EventIn, type Recorded, type Role, type Rules } from './header.js';
import { siteOf } from './ids.js';
import { mandateKey, type KeyEntry, type Mandate, type Registry } from './registry.js';
import { Rejected } from './rejected.js';
import { instantMs } from './time.js';

export type Custody = 'DEVICE' | 'CUSTODIAL';
export type Scale = 'MICRO' | 'SMALL' | 'MEDIUM' | 'LARGE';
export type SiteKind = 'FACTORY' | 'WAREHOUSE' | 'ABATTOIR' | 'KITCHEN' | 'OUTLET' | 'LABORATORY' | 'FARM' | 'PORT';

/** Events on which all authority rests. They live in `organisation-<id>`. */
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
  FacilityRegistered: { stream, owner, signers: () => [signedBy.owner('ORG_ADMIN')], names: ({ site }) => [site] },
};

/** Roles that only a document entitles to (juleha and auditor certificates, P3H registration, laboratory scope). */
const EVIDENCED: readonly Role[] = ['JULEHA', 'AUDITOR_HALAL', 'COMPANION', 'LAB_SIGNATORY'];

/** Business numbers have a fixed form per register. */
const BUSINESS_NUMBER = { NIB: /^\d{13}$/, SSM: /^\d{12}$/, OTHER: /^.{1,40}$/ } as const;

/** Refuses an event of this group; throws `Rejected`. Everything it needs stands in the registry. */
export function decideOrganisation(event: AnyEventIn<OrganisationEvents>, context: Context): void {
  const { registry } = context;
  switch (event.type) {
    case 'LedgerFounded':
      if (event.signers[0]?.key !== context.foundingKey) throw new Rejected('founding-key-differs', '/signers/0/key');
      return;
    case 'OrganisationRegistered': {
      const { organisation, registration } = event.data;
      if (registry.organisations.has(organisation)) {
        throw new Rejected('organisation-exists', '/data/organisation', { organisation });
      }
      if (registration) requireBusinessNumber(context, registration);
      return;
    }
    case 'SigningKeyRegistered':
    case 'SigningKeyRotated':
      return;
    case 'SigningKeyRevoked':
      requireRevocable(registry, event.data);
      return;
    case 'MandateGranted':
      requireGrantable(event.data);
      return;
    case 'MandateWithdrawn':
      requireWithdrawable(registry, event.data);
      return;
    case 'FacilityRegistered': {
      const { organisation, site } = event.data;
      if (siteOf(site) !== organisation)
        throw new Rejected('id-not-of-owner', '/data/site', { id: site, owner: organisation });
      if (registry.sites.has(site) && !context.correcting) throw new Rejected('site-exists', '/data/site', { site });
      return;
    }
  }
}

function requireBusinessNumber(context: Context, registration: { scheme: 'NIB' | 'SSM' | 'OTHER'; no: string }): void {
  const { scheme, no } = registration;
  const pointer = '/data/registration/no';
  if (!BUSINESS_NUMBER[scheme].test(no)) throw new Rejected('business-number-malformed', pointer, { scheme, no });
  const holder = context.registry.businessNumbers.get(`${scheme} ${no}`);
  if (holder !== undefined) throw new Rejected('business-number-in-use', pointer, { scheme, no, organisation: holder });
}

function requireRevocable(registry: Registry, data: OrganisationEvents['SigningKeyRevoked']): void {
  const { organisation, key, revokedAt, compromisedSince, doubtfulFrom } = data;
  const entry = registry.keys.get(key);
  if (!entry) throw new Rejected('key-unknown', '/data/key', { key });
  if (entry.org !== organisation) {
    throw new Rejected('key-of-other-organisation', '/data/key', { key, organisation: entry.org });
  }
  // That a key was already stolen when it was rotated or revoked may come out later.
  const declares = doubtfulFrom !== undefined && entry.doubtful === undefined;
  if (entry.revokedAt !== undefined && !declares) throw new Rejected('key-revoked', '/data/key', { key });
  if (compromisedSince !== undefined && instantMs(compromisedSince) > instantMs(revokedAt)) {
    throw new Rejected('dates-reversed', '/data/compromisedSince', { from: compromisedSince, to: revokedAt });
  }
}

function requireGrantable(data: OrganisationEvents['MandateGranted']): void {
  const { organisation, role, validFrom, validTo, evidenceNo } = data;
  if (role === 'KEY_HOLDER') throw new Rejected('role-not-grantable', '/data/role', { role, organisation });
  if (validTo !== undefined && validTo < validFrom) {
    throw new Rejected('dates-reversed', '/data/validTo', { from: validFrom, to: validTo });
  }
  if (evidenceNo === undefined && EVIDENCED.includes(role)) {
    throw new Rejected('mandate-evidence-missing', '/data/evidenceNo', { role });
  }
}

function requireWithdrawable(registry: Registry, data: OrganisationEvents['MandateWithdrawn']): void {
  const mandate = registry.mandateById.get(data.mandate);
  if (mandate?.org !== data.organisation) {
    throw new Rejected('mandate-unknown', '/data/mandate', { mandate: data.mandate });
  }
  if (mandate.withdrawnAt !== undefined) throw new Rejected('mandate-ended', '/data/mandate', { mandate: mandate.id });
}

/** Folds an authorised event of this group into the registry. `index` is its place in the log, `digest` its own. */
export function evolveOrganisation(
  registry: Registry,
  { event, index, digest }: Recorded<AnyEventIn<OrganisationEvents>>,
): void {
  switch (event.type) {
    case 'LedgerFounded': {
      const { registrar: id, legalName, personRef: person, simulated } = event.data;
      registry.ledger = digest;
      registry.simulated = simulated;
      registry.registrar = id;
      registry.organisations.set(id, { id, legalName, roles: ['ORG_ADMIN', 'REGISTRAR'] });
      addKey(registry, event.signers[0]?.key ?? '', { org: id, person, custodial: false, registeredAt: index });
      // One event grants two mandates: the role tells their ids apart.
      for (const role of ['ORG_ADMIN', 'REGISTRAR'] as const)
        grant(registry, openMandate(`${event.id} ${role}`, id, person, role));
      return;
    }
    case 'OrganisationRegistered': {
      const { organisation: id, legalName, roles, registration, key, personRef: person, custody } = event.data;
      if (registry.organisations.has(id)) return;
      registry.organisations.set(id, { id, legalName, roles });
      if (registration) reserve(registry, `${registration.scheme} ${registration.no}`, id);
      addKey(registry, key, { org: id, person, custodial: custody === 'CUSTODIAL', registeredAt: index });
      grant(registry, openMandate(event.id, id, person, 'ORG_ADMIN'));
      return;
    }
    case 'SigningKeyRegistered': {
      const { organisation: org, key, personRef: person, custody } = event.data;
      addKey(registry, key, { org, person, custodial: custody === 'CUSTODIAL', registeredAt: index });
      return;
    }
    case 'SigningKeyRotated':
      rotate(registry, event.data, index);
      return;
    case 'SigningKeyRevoked':
      revoke(registry, event, index);
      return;
    case 'MandateGranted':
      grant(registry, mandateOf(event));
      return;
    case 'MandateWithdrawn': {
      const mandate = registry.mandateById.get(event.data.mandate);
      if (mandate) mandate.withdrawnAt ??= index;
      return;
    }
    case 'FacilityRegistered':
      if (registry.sites.has(event.data.site)) return;
      registerSite(registry, event.data);
      registry.siteByEvent.set(event.id, event.data.site);
      return;
  }
}

/** Of organisations that raced for one business number the first one in the log has it. */
function reserve(registry: Registry, number: string, id: string): void {
  if (!registry.businessNumbers.has(number)) registry.businessNumbers.set(number, id);
}

function addKey(registry: Registry, key: string, entry: KeyEntry): void {
  if (!registry.keys.has(key)) registry.keys.set(key, entry);
}

/** Puts a facility's newest data in the registry. */
export function registerSite(registry: Registry, data: OrganisationEvents['FacilityRegistered']): void {
  const { site: id, organisation: org, name, lines, operatingSince } = data;
  registry.sites.set(id, { id, org, name, lines, operatingSince });
}

/** The first person of an organisation: history from before its registration may be recorded, so the mandate has no first day. */
function openMandate(id: string, org: string, person: string, role: Role): Mandate {
  return { id, org, person, role, validFrom: '0000-01-01' };
}

function grant(registry: Registry, mandate: Mandate): void {
  const key = mandateKey(mandate.org, mandate.person, mandate.role);
  const held = registry.mandates.get(key);
  if (held) held.push(mandate);
  else registry.mandates.set(key, [mandate]);
  registry.mandateById.set(mandate.id, mandate);
}

function mandateOf(event: EventIn<OrganisationEvents, 'MandateGranted'>): Mandate {
  const { organisation: org, personRef: person, role, validFrom, validTo, scope } = event.data;
  return {
    id: event.id,
    org,
    person,
    role,
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
    ...(scope?.sites === undefined ? {} : { sites: scope.sites }),
  };
}

function rotate(registry: Registry, data: OrganisationEvents['SigningKeyRotated'], index: number): void {
  const old = registry.keys.get(data.oldKey);
  if (!old) return;
  const { org, person, custodial } = old;
  addKey(registry, data.newKey, { org, person, custodial, registeredAt: index });
  old.revokedAt ??= index;
}

function revoke(registry: Registry, event: EventIn<OrganisationEvents, 'SigningKeyRevoked'>, index: number): void {
  const entry = registry.keys.get(event.data.key);
  if (!entry) return;
  entry.revokedAt ??= index;
  const { doubtfulFrom } = event.data;
  if (doubtfulFrom !== undefined) entry.doubtful ??= { from: doubtfulFrom, knownAt: index, event: event.id };
}
