import { canonicalBytes, parseCanonical } from './canonical.js';
import { passesProfile, verifyStrict, type VerifyBackend } from './ed25519.js';
import { decodeBase64, encodeBase64, encodeHex, utf8Length, writeUtf8 } from './encoding.js';
import { GateError, MAX_BYTES, type GateCode, type Json, type JsonObject } from './gate.js';
import { sha256 } from './hash.js';
import { publicKeyOf, type Signer } from './keys.js';

/** One signature of a DSSE envelope. Every signature of an envelope is over the same bytes, its PAE. */
export interface Signature {
  /** `did:key:z6Mk…`: the id is the public key itself, so it cannot point to another. */
  keyid: string;
  /** 64 bytes, standard base64. */
  sig: string;
}

/** A signed event: DSSE 1.0.0 with the payload as bytes, exactly as they were signed. */
export interface Envelope {
  payloadType: string;
  payload: Uint8Array;
  signatures: Signature[];
}

export type SignatureCode =
  'malformed-envelope' | 'malformed-payload-type' | 'bad-signature' | 'duplicate-signer' | 'type-mismatch' | GateCode;

/** What is wrong with an envelope. The pointer is into its JSON; below `/payload` it goes on into the decoded payload. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';

  constructor(
    readonly code: SignatureCode,
    readonly pointer: string,
    detail: string,
    readonly keyid?: string,
  ) {
    super(`${detail} (${code} at "${pointer}")`);
  }
}

export const MAX_SIGNATURES = 16;
const PAYLOAD_TYPE = /^application\/vnd\.hadic\.([A-Za-z][A-Za-z0-9-]{0,63})\.v([1-9][0-9]{0,5})\+json$/;

/** The media type of an event, one for each type and version, so that a signature never moves to another meaning. */
export function payloadTypeOf(type: string, version: number): string {
  const payloadType = `application/vnd.hadic.${type}.v${version}+json`;
  if (parsePayloadType(payloadType) === null) {
    throw new SignatureError(
      'malformed-payload-type',
      '/payloadType',
      `No payload type can be made of ${payloadType}.`,
    );
  }
  return payloadType;
}

export function parsePayloadType(payloadType: string): { type: string; version: number } | null {
  const match = PAYLOAD_TYPE.exec(payloadType);
  return match?.[1] && match[2] ? { type: match[1], version: Number(match[2]) } : null;
}

/** DSSE's pre-authentication encoding: the bytes that are signed, type and payload each behind its length in bytes. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeBytes = utf8Length(payloadType);
  const head = `DSSEv1 ${typeBytes} ${payloadType} ${payload.length} `;
  const headBytes = head.length - payloadType.length + typeBytes;
  const bytes = new Uint8Array(headBytes + payload.length);
  writeUtf8(head, bytes);
  bytes.set(payload, headBytes);
  return bytes;
}

/** SHA-256(PAE) in hex: what an event is called by content. Signatures do not count. */
export function digestOf(envelope: Envelope): string {
  return encodeHex(sha256(pae(envelope.payloadType, envelope.payload)));
}

/**
 * Makes the event's canonical bytes and signs them by every signer.
 * @throws GateError if the event is not plain JSON or its bytes exceed 64 KiB
 * @throws SignatureError malformed-envelope without a signer, duplicate-signer, malformed-payload-type
 */
export function signEvent(event: { type: string; v: number }, signers: Signer[]): Envelope {
  const payload = canonicalBytes(event);
  if (payload.length > MAX_BYTES) throw new GateError('too-large', '', `An event has at most ${MAX_BYTES} bytes.`);
  if (signers.length === 0) throw malformed('/signatures', 'An event needs a signature.');
  const unsigned = { payloadType: payloadTypeOf(event.type, event.v), payload, signatures: [] };
  return signers.reduce<Envelope>(cosign, unsigned);
}

/**
 * Adds a signature over the same bytes. It does not look at those that are there.
 * @throws SignatureError duplicate-signer if this key has signed; malformed-envelope beyond 16 signatures
 */
export function cosign(envelope: Envelope, signer: Signer): Envelope {
  const { payloadType, payload, signatures } = envelope;
  const pointer = `/signatures/${signatures.length}`;
  if (signatures.some(({ keyid }) => keyid === signer.keyId)) {
    throw new SignatureError('duplicate-signer', pointer, 'This key has signed already.', signer.keyId);
  }
  if (signatures.length >= MAX_SIGNATURES) throw malformed(pointer, `At most ${MAX_SIGNATURES} keys sign an event.`);
  const sig = encodeBase64(signer.sign(pae(payloadType, payload)));
  return { payloadType, payload, signatures: [...signatures, { keyid: signer.keyId, sig }] };
}

/** The envelope as JSON text in one line, which any DSSE tool reads. */
export function encodeEnvelope(envelope: Envelope): string {
  const { payloadType, payload, signatures } = envelope;
  return JSON.stringify({
    payloadType,
    payload: encodeBase64(payload),
    signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })),
  });
}

/**
 * An envelope from parsed JSON. DSSE lets a reader take the URL-safe alphabet too; here each envelope has one text, so
 * that no byte of it can be changed unseen: exact members, standard base64 with zero trailing bits, full key ids.
 * @throws SignatureError malformed-envelope, malformed-payload-type, duplicate-signer, too-large
 */
export function decodeEnvelope(value: Json): Envelope {
  const { payloadType, payload, signatures } = members(value, '', ['payloadType', 'payload', 'signatures']);
  if (typeof payloadType !== 'string' || parsePayloadType(payloadType) === null) {
    throw new SignatureError(
      'malformed-payload-type',
      '/payloadType',
      'The type is application/vnd.hadic.<type>.v<n>+json.',
    );
  }
  const bytes = typeof payload === 'string' ? decodeBase64(payload) : null;
  if (bytes === null) throw malformed('/payload', 'The payload is not strict standard base64.');
  if (bytes.length > MAX_BYTES) {
    throw new SignatureError('too-large', '/payload', `The payload has more than ${MAX_BYTES} bytes.`);
  }
  if (!Array.isArray(signatures) || signatures.length === 0 || signatures.length > MAX_SIGNATURES) {
    throw malformed('/signatures', `An envelope has 1 to ${MAX_SIGNATURES} signatures.`);
  }
  const decoded = signatures.map(decodeSignature);
  decoded.forEach(({ keyid }, i) => {
    if (decoded.findIndex((other) => other.keyid === keyid) === i) return;
    throw new SignatureError('duplicate-signer', `/signatures/${i}/keyid`, 'A key has signed twice.', keyid);
  });
  return { payloadType, payload: bytes, signatures: decoded };
}

/** A signature decoded together with the public key that its key id holds. */
export interface Candidate {
  signature: Uint8Array;
  publicKey: Uint8Array;
}

/**
 * The leading signatures that are worth curve arithmetic: well formed, of distinct keys and within the strict profile.
 * If there are fewer than the envelope has, the first one left out is bad. A verifier of whatever kind starts here.
 */
export function candidatesOf({ signatures }: Envelope): Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  for (const { keyid, sig } of signatures.slice(0, MAX_SIGNATURES)) {
    const candidate = seen.has(keyid) ? null : candidateOf(keyid, sig);
    if (candidate === null) break;
    seen.add(keyid);
    candidates.push(candidate);
  }
  return candidates;
}

/**
 * Checks every signature over the envelope's bytes, before anything in the payload is looked at.
 * @throws SignatureError malformed-envelope without a signature, bad-signature naming the first that does not hold
 */
export function checkSignatures(envelope: Envelope, verify: VerifyBackend = verifyStrict): void {
  if (envelope.signatures.length === 0) throw malformed('/signatures', 'The envelope has no signature.');
  const message = pae(envelope.payloadType, envelope.payload);
  const candidates = candidatesOf(envelope);
  const failed = candidates.findIndex(({ signature, publicKey }) => !verify(signature, message, publicKey));
  const bad = failed === -1 ? candidates.length : failed;
  if (bad === envelope.signatures.length) return;
  const keyid = envelope.signatures[bad]?.keyid;
  throw new SignatureError('bad-signature', `/signatures/${bad}`, 'A signature does not hold.', keyid);
}

/**
 * The event inside an envelope whose signatures have been checked (this function does not check them).
 * @throws SignatureError with the gate's code if the payload is not canonical JSON of at most 64 KiB; type-mismatch
 *   if its `type` and `v` are not those of the payload type
 */
export function openEnvelope({ payloadType, payload }: Envelope): JsonObject {
  const event = parsePayload(payload);
  const named = parsePayloadType(payloadType);
  if (named === null || !isObject(event) || event['type'] !== named.type || event['v'] !== named.version) {
    throw new SignatureError('type-mismatch', '/payloadType', 'The payload names another type or version.');
  }
  return event;
}

function parsePayload(payload: Uint8Array): Json {
  try {
    return parseCanonical(payload);
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    throw new SignatureError(error.code, '/payload' + error.pointer, 'The payload is not canonical JSON.');
  }
}

function decodeSignature(value: Json, index: number): Signature {
  const pointer = `/signatures/${index}`;
  const { keyid, sig } = members(value, pointer, ['keyid', 'sig']);
  if (typeof keyid !== 'string' || keyOrNull(keyid) === null) {
    throw malformed(pointer + '/keyid', 'A keyid is did:key:z6Mk… of a sound Ed25519 key.');
  }
  if (typeof sig !== 'string' || decodeBase64(sig)?.length !== 64) {
    throw malformed(pointer + '/sig', 'A sig is 64 bytes in strict standard base64.');
  }
  return { keyid, sig };
}

function candidateOf(keyid: string, sig: string): Candidate | null {
  const signature = decodeBase64(sig);
  const publicKey = keyOrNull(keyid);
  if (signature === null || publicKey === null || !passesProfile(signature, publicKey)) return null;
  return { signature, publicKey };
}

function keyOrNull(keyid: string): Uint8Array | null {
  try {
    return publicKeyOf(keyid);
  } catch {
    return null;
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object that must have exactly these. */
function members(value: Json, pointer: string, names: string[]): JsonObject {
  if (!isObject(value)) throw malformed(pointer, 'An object is expected here.');
  const exact = Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
  if (!exact) throw malformed(pointer, `The members are exactly ${names.join(', ')}.`);
  return value;
}

function malformed(pointer: string, detail: string): SignatureError {
  return new SignatureError('malformed-envelope', pointer, detail);
}
