import {
  BY_ROLE_ALONE,
  keyMembers,
  organisationOf,
  rules,
  type EventType,
  type Requirement,
  type Role,
  type Rule,
  type Signer,
} from '@hadic/domain';
import type { JsonObject } from '@hadic/signing';
import { EXIT, Failure } from './failure.js';
import { parseRole, type LocalKey } from './keys.js';
import { textOf } from './files.js';

/** A signer as a person names one. Without a key, a local key is chosen. */
export interface NamedSigner {
  role: Role;
  org?: string;
  key?: string;
}

/** `ROLE`, `ROLE@organisation` or `ROLE@organisation=did:key:…`. */
export function parseSigner(text: string): NamedSigner {
  const [, role = '', org, key] = /^([^@=]+)(?:@([^=]+))?(?:=(.+))?$/.exec(text) ?? [];
  return { role: parseRole(role), ...(org === undefined ? {} : { org }), ...(key === undefined ? {} : { key }) };
}

/** The signers of an event: those that were named, else one for each signature that its type asks for. */
export function signersOf(type: EventType, data: JsonObject, named: NamedSigner[], keys: LocalKey[]): Signer[] {
  const holders = keyHolders(type, data);
  if (named.length > 0) {
    const owner = ownerOf(type, data);
    const others = named.filter(({ role }) => role !== 'KEY_HOLDER' || holders.length === 0);
    return [...holders, ...others.map((signer) => resolve(signer, owner, keys))];
  }
  return [...holders, ...requiredSigners(type, data, keys)];
}

/** The signers of a correction: the roles of the event that it changes, or else an administrator there. */
export function correctorsOf(
  type: 'EventCorrected' | 'EventAnnulled',
  target: { stream: string; signers: readonly Signer[] },
  keys: LocalKey[],
): Signer[] {
  const owner = organisationOf(target.stream.slice(target.stream.indexOf('-') + 1));
  const own = target.signers.flatMap(({ role, org }) => keyOf(keys, org, [role]) ?? []);
  const signers = own.length === target.signers.length ? own : [need(keys, owner, ['ORG_ADMIN'])];
  const supervised = type === 'EventAnnulled' && /^(site|organisation)-/.test(target.stream);
  if (!supervised || signers.some(({ role, org }) => role === 'PENYELIA_HALAL' && org === owner)) return signers;
  return [...signers, need(keys, owner, ['PENYELIA_HALAL'])];
}

function ruleOfType(type: EventType): Rule<never> {
  return rules[type];
}

/** The organisation whose books the data names. Throws a usage `Failure` where they name none. */
export function ownerOf(type: EventType, data: JsonObject): string {
  return fromRule(type, () => ruleOfType(type).owner(data as never));
}

/** The stream that the data belongs to. Throws a usage `Failure` where it names no owner. */
export function streamOfData(type: EventType, data: JsonObject): string {
  return fromRule(type, () => ruleOfType(type).stream(data as never));
}

/** Rules expect whole data; here it is what a person has typed so far. */
function fromRule(type: EventType, read: () => unknown): string {
  try {
    const value = read();
    if (typeof value === 'string' && !value.endsWith('undefined')) return value;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new Failure(EXIT.usage, 'cli.ownerMissing', { type });
}

/** The keys that an event brings in or replaces sign for themselves. */
function keyHolders(type: EventType, data: JsonObject): Signer[] {
  const names = keyMembers(type);
  const org = textOf(data['organisation']);
  const keys = names.map((name) => data[name]).filter((key) => typeof key === 'string');
  return keys.map((key) => ({ key, org, role: 'KEY_HOLDER' }));
}

/** Data in which a key kept here may stand by its name, with the key's own id put in its place. */
export function withKeyIds(type: EventType, data: JsonObject, keys: LocalKey[]): JsonObject {
  const named = keyMembers(type).flatMap((member) => {
    const key = keys.find(({ name }) => name === data[member]);
    return key ? [[member, key.keyId] as const] : [];
  });
  return { ...data, ...Object.fromEntries(named) };
}

function requiredSigners(type: EventType, data: JsonObject, keys: LocalKey[]): Signer[] {
  const owner = ownerOf(type, data);
  const signers: Signer[] = [];
  for (const requirement of ruleOfType(type).signers(data as never)) {
    if (requirement.anyOf.includes('KEY_HOLDER')) continue;
    const used = requirement.distinct ? signers.map(({ key }) => key) : [];
    const free = keys.filter(({ keyId }) => !used.includes(keyId));
    const signer = choose(requirement, { owner, party: data['lab'] }, free);
    // One person may fill two requirements in one role: then one entry is enough.
    if (!signers.some(({ key, role, org }) => key === signer.key && role === signer.role && org === signer.org))
      signers.push(signer);
  }
  return signers;
}

function choose({ anyOf, for: side }: Requirement, at: { owner: string; party: unknown }, keys: LocalKey[]): Signer {
  if (side === 'party' && typeof at.party === 'string') return need(keys, at.party, anyOf);
  const elsewhere = side === 'owner' ? anyOf.filter((role) => BY_ROLE_ALONE.includes(role)) : anyOf;
  const found =
    keyNamedFor(
      keys.filter(({ org }) => org === at.owner),
      anyOf,
    ) ??
    keyNamedFor(keys, elsewhere) ??
    (side === 'any' ? undefined : keyOf(keys, at.owner, anyOf));
  if (!found) throw noKey(at.owner, anyOf);
  return found;
}

function resolve({ role, org, key }: NamedSigner, owner: string, keys: LocalKey[]): Signer {
  if (key !== undefined) return { key, org: org ?? keys.find(({ keyId }) => keyId === key)?.org ?? owner, role };
  if (org !== undefined) return need(keys, org, [role]);
  return keyNamedFor(keys, [role]) ?? need(keys, owner, [role]);
}

/** A local key whose file names one of the roles. */
function keyNamedFor(keys: LocalKey[], roles: readonly Role[]): Signer | undefined {
  for (const role of roles) {
    const key = keys.find((each) => each.roles.includes(role));
    if (key) return { key: key.keyId, org: key.org, role };
  }
  return undefined;
}

/** A local key of an organisation: one named for a role, else its first, since only the ledger knows the mandates. */
function keyOf(keys: LocalKey[], org: string, roles: readonly Role[]): Signer | undefined {
  const own = keys.filter((key) => key.org === org);
  const [first] = own;
  const [role] = roles;
  return keyNamedFor(own, roles) ?? (first && role && { key: first.keyId, org, role });
}

function need(keys: LocalKey[], org: string, roles: readonly Role[]): Signer {
  const found = keyOf(keys, org, roles);
  if (!found) throw noKey(org, roles);
  return found;
}

function noKey(organisation: string, roles: readonly Role[]): Failure {
  return new Failure(EXIT.failed, 'cli.noKeyFor', { organisation, roles: roles.join(' / ') });
}
