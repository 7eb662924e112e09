import { ruleOf, type EventType, type LedgerEvent } from './catalogue.js';
import { organisationOf } from './ids.js';
import type { AnyEventIn, Recorded, Requirement, Role, Rule, Signer } from './header.js';
import { evolveOrganisation, organisationRules, registerSite, type OrganisationEvents } from './organisation.js';
import type { Correction } from './correction.js';
import type { PackingEvents } from './packing.js';
import { mandateKey, type Dispatch, type Registry } from './registry.js';
import { Rejected } from './rejected.js';
import { dayOf, instantMs } from './time.js';

/** Roles that act by role alone, in any organisation's stream; all others act for their own organisation. */
export const BY_ROLE_ALONE: readonly Role[] = ['REGISTRAR', 'COMPETENT_AUTHORITY'];

/** The rule of an event, with its data typed away: rules are looked up by the event's own type, so they fit. */
function ruleFor(event: LedgerEvent): Rule<LedgerEvent['data']> {
  return ruleOf<EventType>(event);
}

/** The organisation whose books the event belongs to. */
export function ownerOf(event: LedgerEvent): string {
  return ruleFor(event).owner(event.data);
}

/** The stream that the event's data belongs to. */
export function streamOf(event: LedgerEvent): string {
  return ruleFor(event).stream(event.data);
}

/**
 * Checks that every signer may act as it says (key known, not revoked, of that organisation; person holding a mandate for the role on the
 * day), and that the signatures which the type asks for are there. Pure in the registry; throws `Rejected`.
 */
export function authorise(registry: Registry, event: LedgerEvent): void {
  if (registry.ledger === undefined) return authoriseFounding(event);
  if (event.type === 'LedgerFounded') throw new Rejected('already-founded', '/type', { ledger: registry.ledger });
  if (event.ledger !== registry.ledger) throw new Rejected('wrong-ledger', '/ledger', { ledger: registry.ledger });
  const owned = ownerOf(event);
  if (event.type !== 'OrganisationRegistered' && !registry.organisations.has(owned)) {
    throw new Rejected('organisation-unknown', '/stream', { organisation: owned });
  }
  event.signers.forEach((signer, i) => checkSigner(registry, event, signer, `/signers/${i}`));
  checkRequirements(event, ruleFor(event).signers(event.data), owned);
  if (event.type === 'MandateGranted') checkGrant(registry, event);
}

/**
 * Folds one record, in log order. Returns why the event is unauthorised at its place in the log, if it is: it stays in the log, readers raise
 * HC-002, and where authority itself rests on it, it has no effect.
 */
export function foldRegistry(registry: Registry, record: Recorded<LedgerEvent>): Rejected | undefined {
  try {
    authorise(registry, record.event);
  } catch (error) {
    if (error instanceof Rejected) return error;
    throw error;
  }
  applyToRegistry(registry, record);
  return undefined;
}

function authoriseFounding(event: LedgerEvent): void {
  if (event.type !== 'LedgerFounded') throw new Rejected('not-founded', '/ledger');
  const [signer, ...others] = event.signers;
  if (signer?.role !== 'REGISTRAR' || signer.org !== event.data.registrar || others.length > 0) {
    throw new Rejected('signer-missing', '/signers', { roles: 'REGISTRAR', organisation: event.data.registrar });
  }
}

function checkSigner(registry: Registry, event: LedgerEvent, signer: Signer, pointer: string): void {
  if (signer.role === 'KEY_HOLDER') return checkHolder(registry, event, signer, pointer);
  const entry = registry.keys.get(signer.key);
  if (!entry) throw new Rejected('key-unknown', `${pointer}/key`, { key: signer.key });
  if (entry.revokedAt !== undefined) throw new Rejected('key-revoked', `${pointer}/key`, { key: signer.key });
  if (entry.org !== signer.org) {
    throw new Rejected('key-of-other-organisation', `${pointer}/org`, { key: signer.key, organisation: entry.org });
  }
  if (!holdsMandate(registry, event, entry.person, signer)) {
    throw new Rejected('no-mandate', `${pointer}/role`, {
      person: entry.person,
      role: signer.role,
      organisation: signer.org,
      day: dayOf(instantMs(event.occurredAt)),
    });
  }
}

function holdsMandate(registry: Registry, event: LedgerEvent, person: string, signer: Signer): boolean {
  const day = dayOf(instantMs(event.occurredAt));
  const held = registry.mandates.get(mandateKey(signer.org, person, signer.role)) ?? [];
  return held.some(
    (mandate) =>
      mandate.withdrawnAt === undefined &&
      mandate.validFrom <= day &&
      (mandate.validTo === undefined || day <= mandate.validTo) &&
      coversStream(mandate.sites, event.stream),
  );
}

function coversStream(sites: readonly string[] | undefined, stream: string): boolean {
  return sites === undefined || !stream.startsWith('site-') || sites.includes(stream.slice('site-'.length));
}

/** A key holder signs for the key itself, and only in the event that brings in or replaces that key. */
function checkHolder(registry: Registry, event: LedgerEvent, signer: Signer, pointer: string): void {
  const keys = heldKeys(event);
  if (!keys.includes(signer.key)) throw new Rejected('key-not-holder', `${pointer}/role`, { key: signer.key });
  if (event.type === 'SigningKeyRotated' && signer.key === event.data.oldKey && signer.key !== event.data.newKey) {
    const entry = registry.keys.get(signer.key);
    if (!entry) throw new Rejected('key-unknown', `${pointer}/key`, { key: signer.key });
    if (entry.revokedAt !== undefined) throw new Rejected('key-revoked', `${pointer}/key`, { key: signer.key });
    if (entry.org !== event.data.organisation) {
      throw new Rejected('key-of-other-organisation', `${pointer}/org`, { key: signer.key, organisation: entry.org });
    }
    return;
  }
  if (registry.keys.has(signer.key)) throw new Rejected('key-in-use', `${pointer}/key`, { key: signer.key });
}

/** Members of the data of an event that hold keys which must sign the event themselves: proof of possession. */
export function keyMembers(type: EventType): readonly string[] {
  if (type === 'OrganisationRegistered' || type === 'SigningKeyRegistered') return ['key'];
  return type === 'SigningKeyRotated' ? ['oldKey', 'newKey'] : [];
}

function heldKeys({ type, data }: LedgerEvent): string[] {
  return keyMembers(type).map((member) => String(Reflect.get(data, member)));
}

/** Refuses an event that lacks a signature which its type asks for (`signer-missing`) or has it from a key that must be another (`signer-not-distinct`). */
export function checkRequirements(event: LedgerEvent, requirements: readonly Requirement[], owned: string): void {
  for (const key of heldKeys(event)) {
    if (!event.signers.some((signer) => signer.key === key && signer.role === 'KEY_HOLDER')) {
      throw new Rejected('signer-missing', '/signers', { roles: 'KEY_HOLDER', organisation: key });
    }
  }
  const fitting = requirements.map((requirement) =>
    event.signers.filter((signer) => fulfils(signer, requirement, owned)).map(({ key }) => key),
  );
  requirements.forEach(({ anyOf, distinct }, i) => {
    const roles = anyOf.join(' / ');
    const keys = fitting[i] ?? [];
    if (keys.length === 0) throw new Rejected('signer-missing', '/signers', { roles, organisation: owned });
    const others = fitting.filter((_, other) => other !== i);
    const stands = (key: string) => others.every((theirs) => theirs.some((their) => their !== key));
    if (distinct && !keys.some(stands)) throw new Rejected('signer-not-distinct', '/signers', { roles });
  });
}

function fulfils(signer: Signer, requirement: Requirement, owned: string): boolean {
  if (!requirement.anyOf.includes(signer.role)) return false;
  return requirement.for !== 'owner' || signer.org === owned || BY_ROLE_ALONE.includes(signer.role);
}

/** An administrator grants the roles that its organisation was registered with; any other role needs the registrar's co-signature. */
function checkGrant(registry: Registry, event: Extract<LedgerEvent, { type: 'MandateGranted' }>): void {
  const { organisation, role } = event.data;
  const allowed = registry.organisations.get(organisation)?.roles.includes(role) ?? false;
  if (!allowed && !event.signers.some((signer) => signer.role === 'REGISTRAR')) {
    throw new Rejected('role-not-grantable', '/data/role', { role, organisation });
  }
}

function applyToRegistry(registry: Registry, record: Recorded<LedgerEvent>): void {
  const { event } = record;
  if (isOrganisationEvent(event)) {
    evolveOrganisation(registry, { ...record, event });
  } else if (event.type === 'Shipped' && !registry.dispatches.has(event.data.shipment)) {
    registry.dispatches.set(event.data.shipment, dispatchOf(event.data));
    registry.shipmentByEvent.set(event.id, event.data.shipment);
  } else if (event.type === 'EventCorrected' || event.type === 'EventAnnulled') {
    correctSite(registry, event);
    correctDispatch(registry, event);
  }
}

function dispatchOf({ shipment, consignee, units }: PackingEvents['Shipped']): Dispatch {
  return { shipment, sender: organisationOf(shipment), consignee, units };
}

/** Either record of a fact may be named by the next correction, so the correction's own id leads to the site as well. */
function correctSite(registry: Registry, event: Correction): void {
  const site = registry.siteByEvent.get(event.data.target.id);
  if (site === undefined || organisationOf(site) !== ownerOf(event)) return;
  if (event.type === 'EventAnnulled') {
    registry.sites.delete(site);
    return;
  }
  // The decider has checked that the replacement is a facility's data with the same site.
  registerSite(registry, event.data.replacement as OrganisationEvents['FacilityRegistered']);
  registry.siteByEvent.set(event.id, site);
}

function correctDispatch(registry: Registry, event: Correction): void {
  const shipment = registry.shipmentByEvent.get(event.data.target.id);
  if (shipment === undefined || organisationOf(shipment) !== ownerOf(event)) return;
  if (event.type === 'EventAnnulled') {
    registry.dispatches.delete(shipment);
    return;
  }
  // The decider has checked that the replacement is a dispatch's data with the same shipment.
  registry.dispatches.set(shipment, dispatchOf(event.data.replacement as PackingEvents['Shipped']));
  registry.shipmentByEvent.set(event.id, shipment);
}

function isOrganisationEvent(event: LedgerEvent): event is AnyEventIn<OrganisationEvents> {
  return Object.hasOwn(organisationRules, event.type);
}
