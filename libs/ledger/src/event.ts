import { hash } from 'node:crypto';

import { hiddenFields, isEventType, type LedgerEvent, Rejected, streamOf } from '@hadic/domain';
import {
  decodeEnvelope,
  type Envelope,
  type Json,
  type JsonObject,
  openEnvelope,
  openFields,
  type Openings,
  pae,
  parseStrict,
} from '@hadic/signing';
import type { StoredEvent } from '@hadic/store';
import { decodeRecord, RecordError } from '@hadic/verifier';
import { Refused } from '@hadic/words';
import { decodeEvent } from './catalogue/decode.js';

/** The most bytes that one event on the wire may have, openings and base64 included. */
export const MAX_POSTED_BYTES = 256 * 1024;

/** A signed event as it is posted. Nothing in it has been checked but its form. */
export interface Posted {
  envelope: Envelope;
  openings?: Openings;
  /** Only a simulated ledger takes it. */
  recordedAt?: string;
}

/**
 * Reads `{payloadType, payload, signatures, openings?, recordedAt?}`.
 * @throws GateError, SignatureError, Refused
 */
export function decodePosted(bytes: Uint8Array): Posted {
  const json = parseStrict(bytes, { bytes: MAX_POSTED_BYTES });
  if (!isObject(json)) throw new Refused({ code: 'malformed-envelope', pointer: '' });
  const { openings, recordedAt, ...envelope } = json;
  if (openings !== undefined && !isObject(openings)) {
    throw new Refused({ code: 'malformed-opening', pointer: '/openings' });
  }
  if (recordedAt !== undefined && typeof recordedAt !== 'string') {
    throw new Refused({ code: 'recorded-at-malformed', pointer: '/recordedAt' });
  }
  return {
    envelope: decodeEnvelope(envelope),
    // Each opening is judged by `openFields` before it is used as one.
    ...(openings === undefined ? {} : { openings: openings as Openings }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}

/**
 * The event that was signed, opened and of the catalogue, in the stream that its data belong to. Its signatures are not checked here;
 * the same for an event that comes in and for one that is read back.
 * @throws SignatureError, OpeningError, Refused, Rejected
 */
export function readEvent(envelope: Envelope, openings: Openings = {}): LedgerEvent {
  const signed = openEnvelope(envelope);
  const { type } = signed;
  if (typeof type !== 'string' || !isEventType(type) || signed['v'] !== 1) {
    throw new Refused({
      code: 'invalid-event',
      pointer: '/type',
      errors: [{ pointer: '/type', rule: 'unknown-type' }],
    });
  }
  const decoded = decodeEvent(openFields(signed, hiddenFields(type, targetTypeOf(signed)), openings));
  if ('problems' in decoded) {
    const [first] = decoded.problems;
    throw new Refused({ code: 'invalid-event', pointer: first?.pointer ?? '', errors: decoded.problems });
  }
  const { event } = decoded;
  const listed = new Set(event.signers.map(({ key }) => key));
  if (listed.size !== envelope.signatures.length || !envelope.signatures.every(({ keyid }) => listed.has(keyid))) {
    throw new Refused({ code: 'signers-differ', pointer: '/signers' });
  }
  const stream = streamOf(event);
  if (event.stream !== stream) throw new Rejected('wrong-stream', '/stream', { stream });
  return event;
}

/** A record read back from the store. */
export interface ReadRecord {
  event: LedgerEvent;
  envelope: Envelope;
  openings?: Openings;
  recordedAt: string;
  /** SHA-256(PAE), hex. */
  digest: string;
}

/**
 * The record behind stored bytes. Its bytes must be those that its store id stands for, and its event must belong where it was found.
 * @throws RecordError and whatever `readEvent` throws
 */
export function readRecord(stored: StoredEvent): ReadRecord {
  const { envelope, recordedAt, openings, storeId } = decodeRecord(stored);
  if (storeId !== stored.id) throw new RecordError('', 'The bytes are not those that the id was made of.');
  const event = readEvent(envelope, openings);
  if (event.stream !== stored.stream) throw new RecordError('', `The event belongs to ${event.stream}.`);
  if (event.type !== stored.type) throw new RecordError('', `The event is of type ${event.type}.`);
  return {
    event,
    envelope,
    recordedAt,
    ...(openings === undefined ? {} : { openings }),
    digest: hash('sha256', pae(envelope.payloadType, envelope.payload), 'hex'),
  };
}

/** Marks of private fields follow the type that a correction aims at. */
function targetTypeOf(signed: JsonObject): string | undefined {
  const { data } = signed;
  const target = isObject(data) ? data['target'] : undefined;
  const type = isObject(target) ? target['type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
