import { hash } from 'node:crypto';
import {
  canonicalBytes,
  type Envelope,
  GateError,
  type Json,
  type JsonObject,
  type Openings,
  parseCanonical,
  parsePayloadType,
  type Signature,
} from '@hadic/signing';

/** A signed event with what the ledger adds to it; the store keeps it as two byte arrays. */
export interface LedgerRecord {
  envelope: Envelope;
  /** RFC 3339, stamped once. */
  recordedAt: string;
  /** Openings of the private fields, by JSON Pointer; outside the leaf. */
  openings?: Openings;
}

/** The stored bytes are not a record of this ledger. `pointer` is into the metadata. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  readonly code = 'malformed-record';

  constructor(
    readonly pointer: string,
    detail: string,
  ) {
    super(`${detail} (malformed-record at "${pointer}")`);
  }
}

const VERSION = 1;
/** What one append may carry; the gate's own limit is for single events. */
const METADATA_LIMITS = { bytes: 1024 * 1024, depth: 100 };
const STREAM = /^(organisation|site|certificate|shipment|audit|sample|recall|recognition|case)-/;

/** Whether a stream of the store belongs to the ledger; others in a shared store are passed over. */
export function isLedgerStream(stream: string): boolean {
  return STREAM.test(stream);
}

/** The record as the store takes it. Its id is made of all its bytes, so that an equal id is an equal record. */
export function encodeRecord({ envelope, recordedAt, openings }: LedgerRecord): {
  id: string;
  type: string;
  data: Uint8Array;
  metadata: Uint8Array;
} {
  const { payloadType, payload: data } = envelope;
  const type = parsePayloadType(payloadType)?.type;
  if (type === undefined) throw new RecordError('/payloadType', 'The payload type names no event type.');
  const metadata = canonicalBytes({
    v: VERSION,
    payloadType,
    signatures: signaturesOf(envelope),
    recordedAt,
    ...(openings === undefined ? {} : { openings }),
  });
  return { id: storeIdOf(data, metadata), type, data, metadata };
}

/**
 * The record behind stored bytes, and the id that these bytes must have in the store. Signatures are not checked here.
 * @throws RecordError
 */
export function decodeRecord(stored: { data: Uint8Array; metadata: Uint8Array }): LedgerRecord & { storeId: string } {
  const metadata = parseMetadata(stored.metadata);
  const { v, payloadType, signatures, recordedAt, openings, ...rest } = metadata;
  if (v !== VERSION) throw new RecordError('/v', 'Another release wrote this record.');
  if (typeof payloadType !== 'string' || parsePayloadType(payloadType) === null) {
    throw new RecordError('/payloadType', 'The payload type names no event type.');
  }
  if (!Array.isArray(signatures) || signatures.length === 0 || !signatures.every(isSignature)) {
    throw new RecordError('/signatures', 'Signatures are a list of keyid and sig.');
  }
  if (typeof recordedAt !== 'string') throw new RecordError('/recordedAt', 'The time of recording is missing.');
  if (openings !== undefined && !isObject(openings)) throw new RecordError('/openings', 'Openings are an object.');
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new RecordError(`/${unknown}`, 'No such member is known.');
  return {
    envelope: { payloadType, payload: stored.data, signatures },
    recordedAt,
    ...(openings === undefined ? {} : { openings: openings as Openings }),
    storeId: storeIdOf(stored.data, stored.metadata),
  };
}

/** The entry of the log's tree (RFC 6962) for a record: what the signed head commits to, openings left out. */
export function leafOf(
  place: { id: string; stream: string; revision: number },
  envelope: Envelope,
  recordedAt: string,
): Uint8Array {
  const { id, stream, revision } = place;
  return canonicalBytes({
    v: VERSION,
    id,
    stream,
    revision,
    payloadType: envelope.payloadType,
    payloadHash: `sha256:${hash('sha256', envelope.payload, 'hex')}`,
    signatures: signaturesOf(envelope),
    recordedAt,
  });
}

/** UUIDv8 (RFC 9562) of SHA-256 over both arrays, each behind its length, so that no byte can move from one to the other. */
function storeIdOf(data: Uint8Array, metadata: Uint8Array): string {
  // Not zeroed first, and hashed to hex: each Buffer more would cost as much as the hash (measured).
  const bytes = Buffer.allocUnsafe(16 + data.length + metadata.length);
  bytes.writeBigUInt64BE(BigInt(metadata.length), 0);
  bytes.set(metadata, 8);
  bytes.writeBigUInt64BE(BigInt(data.length), 8 + metadata.length);
  bytes.set(data, 16 + metadata.length);
  const hex = hash('sha256', bytes, 'hex');
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) & 0b11);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function signaturesOf({ signatures }: Envelope): { keyid: string; sig: string }[] {
  return signatures.map(({ keyid, sig }) => ({ keyid, sig }));
}

function parseMetadata(bytes: Uint8Array): JsonObject {
  try {
    const metadata = parseCanonical(bytes, METADATA_LIMITS);
    if (isObject(metadata)) return metadata;
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    throw new RecordError(error.pointer, `The metadata are not canonical JSON: ${error.code}.`);
  }
  throw new RecordError('', 'The metadata are not an object.');
}

function isSignature(value: Json): value is Json & Signature {
  return isObject(value) && typeof value['keyid'] === 'string' && typeof value['sig'] === 'string';
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
