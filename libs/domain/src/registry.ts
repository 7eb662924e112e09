import type { LedgerEvent } from './catalogue.js';
import type { AnyEventIn, EventIn, Recorded, Role } from './header.js';
import { organisationOf } from './ids.js';
import { organisationRules, type OrganisationEvents } from './organisation.js';

/** Who may sign, which sites there are, which shipments left: what decisions need from outside their own stream (design §4). */

export interface KeyEntry {
  org: string;
  person: string;
  custodial: boolean;
  registeredAt: number;
  /** Log index of the revocation or rotation, once there is one. */
  revokedAt?: number;
  /** Declared compromise (HC-001): events of the key from log index `from` on, known since index `knownAt`. */
  doubtful?: { from: number; knownAt: number; event: string };
}

export interface Mandate {
  /** Id of the MandateGranted event. */
  id: string;
  org: string;
  person: string;
  role: Role;
  validFrom: string;
  validTo?: string;
  /** Sites that the mandate is limited to. */
  sites?: readonly string[];
  withdrawnAt?: number;
}

export interface Organisation {
  id: string;
  legalName: string;
  roles: readonly Role[];
}

export interface Site {
  id: string;
  org: string;
  name: string;
  lines: readonly string[];
  operatingSince: string;
}

export interface Dispatch {
  shipment: string;
  sender: string;
  consignee: string;
  units: readonly string[];
}

/** Folded from the log in order; owned by its folder and changed in place. */
export interface Registry {
  ledger?: string;
  simulated: boolean;
  registrar: string;
  organisations: Map<string, Organisation>;
  keys: Map<string, KeyEntry>;
  /** By `<organisation> <person> <role>`. */
  mandates: Map<string, Mandate[]>;
  mandateById: Map<string, Mandate>;
  businessNumbers: Map<string, string>;
  sites: Map<string, Site>;
  siteByEvent: Map<string, string>;
  dispatches: Map<string, Dispatch>;
}

export function emptyRegistry(): Registry {
  return {
    simulated: false,
    registrar: '',
    organisations: new Map(),
    keys: new Map(),
    mandates: new Map(),
    mandateById: new Map(),
    businessNumbers: new Map(),
    sites: new Map(),
    siteByEvent: new Map(),
    dispatches: new Map(),
  };
}

export function mandateKey(org: string, person: string, role: Role): string {
  return `${org} ${person} ${role}`;
}

/** Applies an authorised record; which records are, `foldRegistry` says. */
export function applyToRegistry(registry: Registry, { event, index, digest }: Recorded<LedgerEvent>): void {
  if (isOrganisationEvent(event)) {
    applyOrganisation(registry, event, index, digest);
  } else if (event.type === 'EventCorrected' && event.data.target.type === 'FacilityRegistered') {
    // The decider has checked that the replacement is a facility's data with the same site.
    addSite(registry, event.data.replacement as OrganisationEvents['FacilityRegistered']);
  } else if (event.type === 'EventAnnulled' && event.data.target.type === 'FacilityRegistered') {
    const site = registry.siteByEvent.get(event.data.target.id);
    if (site) registry.sites.delete(site);
  } else if (event.type === 'Shipped' && !registry.dispatches.has(event.data.shipment)) {
    const { shipment, consignee, units } = event.data;
    registry.dispatches.set(shipment, { shipment, sender: organisationOf(shipment), consignee, units });
  }
}

function isOrganisationEvent(event: LedgerEvent): event is AnyEventIn<OrganisationEvents> {
  return Object.hasOwn(organisationRules, event.type);
}

function applyOrganisation(
  registry: Registry,
  event: AnyEventIn<OrganisationEvents>,
  index: number,
  digest: string,
): void {
  switch (event.type) {
    case 'LedgerFounded': {
      const { registrar: id, legalName, personRef: person, simulated } = event.data;
      registry.ledger = digest;
      registry.simulated = simulated;
      registry.registrar = id;
      registry.organisations.set(id, { id, legalName, roles: ['ORG_ADMIN', 'REGISTRAR'] });
      addKey(registry, event.signers[0]?.key ?? '', { org: id, person, custodial: false, registeredAt: index });
      for (const role of ['ORG_ADMIN', 'REGISTRAR'] as const) grant(registry, openMandate(event.id, id, person, role));
      return;
    }
    case 'OrganisationRegistered': {
      const { organisation: id, legalName, roles, registration, key, personRef: person, custody } = event.data;
      registry.organisations.set(id, { id, legalName, roles });
      if (registration) registry.businessNumbers.set(`${registration.scheme} ${registration.no}`, id);
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
      addSite(registry, event.data);
      registry.siteByEvent.set(event.id, event.data.site);
      return;
  }
}

function addKey(registry: Registry, key: string, entry: KeyEntry): void {
  if (!registry.keys.has(key)) registry.keys.set(key, entry);
}

function addSite(registry: Registry, data: OrganisationEvents['FacilityRegistered']): void {
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
  if (doubtfulFrom !== undefined) entry.doubtful = { from: doubtfulFrom, knownAt: index, event: event.id };
}
