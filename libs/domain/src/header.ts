/** The parts that every signed event has, whatever it is about. */

export const ROLES = [
  'REGISTRAR',
  'ORG_ADMIN',
  'PURCHASING',
  'PRODUCTION',
  'PENYELIA_HALAL',
  'JULEHA',
  'HALAL_CHECKER',
  'WAREHOUSE',
  'CARRIER',
  'EXPORTER',
  'BUYER',
  'COMPANION',
  'AUDITOR_HALAL',
  'LPH_OFFICER',
  'FATWA_SECRETARY',
  'CERT_BODY',
  'LAB_SIGNATORY',
  'COMPETENT_AUTHORITY',
  // The holder of a key speaking for the key itself (proof of possession, rotation). Needs no mandate and grants nothing else.
  'KEY_HOLDER',
] as const;

/** A role that a key holder acts in. All but KEY_HOLDER need a mandate. */
export type Role = (typeof ROLES)[number];

/** One entry of `signers[]`: this key signs, for this organisation, in this role. A key may stand in several entries. */
export interface Signer {
  key: string;
  org: string;
  role: Role;
}

/** A document that supports an event, named by its digest; the document itself stays outside the ledger. */
export interface Evidence {
  sha256: string;
  mediaType: string;
  docType: string;
  docNo?: string;
  issuer?: string;
  issuedOn?: string;
  validTo?: string;
  confidentiality?: 'PUBLIC' | 'PARTY' | 'AUDITOR';
}

/** How and when a device captured the event, when that differs from sending it. */
export interface Capture {
  device: string;
  offlineSince?: string;
  appVersion?: string;
}

/** A decimal string with a UN/ECE Recommendation 20 unit code, such as `{ value: '12.5', unit: 'KGM' }`. Never a float. */
export interface Quantity {
  value: string;
  unit: string;
}

/** What a person's device signs, apart from `type`, `v` and `data`. Times are RFC 3339 with their offset. */
export interface Header {
  id: string;
  /** Digest of the founding event (hex). Absent only in `LedgerFounded`, whose own digest it is. */
  ledger?: string;
  stream: string;
  occurredAt: string;
  signers: Signer[];
  place?: string;
  capture?: Capture;
  evidence: Evidence[];
}

/** An event of the catalogue `M` (a map from type name to data) with the type `T`. */
export type EventIn<M, T extends keyof M> = Header & { type: T; v: number; data: M[T] };

/** Any event of the catalogue `M`, as a union that a `switch` on `type` narrows. */
export type AnyEventIn<M> = { [T in keyof M]: EventIn<M, T> }[keyof M];

/**
 * One signature that an event type asks for: some listed signer in one of these roles, acting for the owner of the stream, for a
 * party that the decider names from the stream or the registry, or for any organisation.
 */
export interface Requirement {
  anyOf: readonly Role[];
  for: 'owner' | 'party' | 'any';
  /** This signature must come from another key than those of the other requirements. */
  distinct?: boolean;
}

/** What is known of an event type before any state is looked at. */
export interface Rule<D> {
  /** The stream that data of this kind belongs to; must equal the signed `stream`. */
  stream(data: D): string;
  /** The organisation whose books the stream is. */
  owner(data: D): string;
  signers(data: D): readonly Requirement[];
  /** Ids that the event brings into being. A correction keeps them (else annul and record anew). */
  names?(data: D): readonly string[];
  /** Fields that are signed as salted digests: JSON Pointers below `data`, `*` for any index. */
  hidden?: readonly string[];
  /** A claim is refused unless the evidence supports it (status is asked before it is accepted). */
  claim?: true;
  /** Events on which authority itself rests are superseded by later ones, never corrected or annulled. */
  fixed?: true;
}

export type Rules<M> = { [T in keyof M]: Rule<M[T]> };

/** An event as the log holds it: decoded and opened, with what the ledger added. `index` is its dense place in the log. */
export interface Recorded<E> {
  event: E;
  index: number;
  revision: number;
  recordedAt: string;
  /** SHA-256 of the signed bytes (DSSE PAE), hex. */
  digest: string;
}

const owner = (...anyOf: Role[]): Requirement => ({ anyOf, for: 'owner' });

/** Short forms for the rule tables. */
export const signedBy = {
  owner,
  party: (...anyOf: Role[]): Requirement => ({ anyOf, for: 'party' }),
  any: (...anyOf: Role[]): Requirement => ({ anyOf, for: 'any' }),
};
