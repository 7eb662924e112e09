import { hiddenFields, isEventType } from '@hadic/domain';
import {
  checkSignatures,
  decodeEnvelope,
  digestOf,
  encodeEnvelope,
  openEnvelope,
  openFields,
  SignatureError,
  type Envelope,
  type Json,
  type JsonObject,
  type Openings,
} from '@hadic/signing';
import { EXIT, Failure } from './failure.js';
import { isObject, textOf } from './files.js';

/** A signed event as it travels: in a file, on the wire, or beside what the ledger tells about it. */
export interface Signed {
  envelope: Envelope;
  openings?: Openings;
  recordedAt?: string;
}

/** True for a value that is a signed event, and not one that is still to be signed. */
export function isWire(value: Json): value is JsonObject {
  return isObject(value) && 'payloadType' in value;
}

/** The line that is posted. */
export function encodeWire({ envelope, openings, recordedAt }: Signed): string {
  const open = openings && Object.keys(openings).length > 0 ? { openings } : {};
  return JSON.stringify({
    ...(JSON.parse(encodeEnvelope(envelope)) as object),
    ...open,
    ...(recordedAt === undefined ? {} : { recordedAt }),
  });
}

/** Throws `Failure` where the value is not the wire form. Signatures are not checked. */
export function decodeWire(value: JsonObject, file: string): Signed {
  const { payloadType = null, payload = null, signatures = null, openings, recordedAt } = value;
  try {
    return {
      envelope: decodeEnvelope({ payloadType, payload, signatures }),
      ...(isObject(openings) ? { openings: openings as JsonObject & Openings } : {}),
      ...(typeof recordedAt === 'string' ? { recordedAt } : {}),
    };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new Failure(EXIT.failed, 'cli.envelopeMalformed', { file, place: error.pointer || '/', code: error.code });
  }
}

/** The keys that an event lists and that have not signed it yet. */
export function missingSignatures({ envelope }: Signed): { key: string; org: string; role: string }[] {
  const { signers } = openEnvelope(envelope);
  const listed = Array.isArray(signers) ? signers.filter(isObject) : [];
  return listed
    .map(({ key, org, role }) => ({ key: textOf(key), org: textOf(org), role: textOf(role) }))
    .filter(({ key }) => !envelope.signatures.some(({ keyid }) => keyid === key));
}

/**
 * The event behind a signed event, opened, once every signature holds, the signers are those that it lists and the
 * private fields fit their digests. Throws SignatureError, OpeningError or a `Failure` about the signers.
 */
export function verifiedEvent(signed: Signed): { event: JsonObject; digest: string } {
  const { envelope, openings } = signed;
  checkSignatures(envelope);
  const event = openEnvelope(envelope);
  if (!signedKeysAgree(signed, event)) throw new Failure(EXIT.tampered, 'problem.signers-differ');
  return { event: openedEvent(event, openings ?? {}), digest: digestOf(envelope) };
}

/** The event in the clear. Throws OpeningError. */
export function openedEvent(event: JsonObject, openings: Json): JsonObject {
  const opened = openFields(event, privateFields(event), openings);
  return isObject(opened) ? opened : event;
}

/** Patterns of the fields that an event of this type signs as digests. */
export function privateFields(event: JsonObject): string[] {
  const { type, data } = event;
  if (typeof type !== 'string' || !isEventType(type)) return [];
  const target = isObject(data) && isObject(data['target']) ? data['target']['type'] : undefined;
  return hiddenFields(type, typeof target === 'string' ? target : undefined);
}

/** True where the keys that signed are exactly those that the event lists. */
export function signedKeysAgree({ envelope }: Pick<Signed, 'envelope'>, { signers }: JsonObject): boolean {
  const listed = new Set(Array.isArray(signers) ? signers.map((signer) => isObject(signer) && signer['key']) : []);
  return listed.size === envelope.signatures.length && envelope.signatures.every(({ keyid }) => listed.has(keyid));
}
