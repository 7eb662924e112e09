import { createHash } from 'node:crypto';
import { hiddenFields, instantMs, isEventType, isInstant, streamOf, type LedgerEvent } from '@hadic/domain';
import { digestOf, openEnvelope, openFields, type JsonObject } from '@hadic/signing';
import type { StoredEvent } from '@hadic/store';
import { leafHash } from '@hadic/tlog';
import { decodeRecord, leafOf, type Verifier, VerifierError } from '@hadic/verifier';
import { read, type Reading } from './reading.js';

/** A record of the log that has been checked and opened, before it is folded. */
export interface Arrival {
  stored: StoredEvent;
  event: LedgerEvent;
  recordedAt: string;
  recordedMs: number;
  /** SHA-256 of the signed bytes (DSSE PAE), hex. */
  digest: string;
  reading: Reading;
  /** RFC 6962 leaf hash, hex. Hashed only when a checkpoint is written. */
  leaf(): string;
}

/** A record of the log is not what it should be. Nothing behind it is read. */
export class Unverified extends Error {
  override readonly name = 'Unverified';
  readonly code = 'record-not-verified';

  constructor(
    /** What is wrong: `bad-signature`, or the code of the check that failed. */
    readonly reason: string,
    readonly pointer: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/**
 * Checks one stored record and opens it: its bytes are the record that its id says, the signatures hold, the signed bytes are canonical and
 * agree with where they stand, the private fields fit their digests. Whether its signers might sign is judged in log order, by the fold.
 * @throws Unverified
 */
export async function checkArrival(stored: StoredEvent, verifier: Verifier): Promise<Arrival> {
  try {
    const { envelope, recordedAt, openings = {}, storeId } = decodeRecord(stored);
    if (storeId !== stored.id)
      throw new Unverified('id-differs', '', 'The stored bytes are not those that the id was made of.');
    const verdict = await verifier.verify(envelope);
    if (!verdict.ok)
      throw new Unverified('bad-signature', verdict.pointer, `The signature of ${verdict.keyid} does not hold.`);
    const signed = openEnvelope(envelope);
    const event = openedEvent(signed, openings);
    checkPlace(event, stored);
    checkSigners(
      event,
      envelope.signatures.map(({ keyid }) => keyid),
    );
    if (!isInstant(recordedAt))
      throw new Unverified('malformed-record', '/recordedAt', 'The time of recording is malformed.');
    return {
      stored,
      event,
      recordedAt,
      recordedMs: instantMs(recordedAt),
      digest: verdict.digest,
      reading: read(event),
      leaf: () =>
        hex(
          leafHash(
            sha256,
            leafOf({ id: event.id, stream: stored.stream, revision: stored.revision }, envelope, recordedAt),
          ),
        ),
    };
  } catch (error) {
    throw asUnverified(error);
  }
}

/** What a stored record is called by content, its signatures unchecked: to see whether the log is the one that was folded. */
export function identityOf(stored: StoredEvent): { digest: string; leaf: string } {
  const { envelope, recordedAt } = decodeRecord(stored);
  const place = { id: openEnvelope(envelope)['id'] as string, stream: stored.stream, revision: stored.revision };
  return { digest: digestOf(envelope), leaf: hex(leafHash(sha256, leafOf(place, envelope, recordedAt))) };
}

function openedEvent(signed: JsonObject, openings: JsonObject): LedgerEvent {
  const type = signed['type'];
  if (typeof type !== 'string' || !isEventType(type)) {
    throw new Unverified('unknown-type', '/type', `This release does not know events of this type.`);
  }
  const data = signed['data'] as { target?: { type?: string } };
  const opened = openFields(signed, hiddenFields(type, data.target?.type), openings);
  // The signatures and the gate have vouched for the form; a payload that breaks its type's rules fails in the checks that follow.
  return opened as JsonObject & LedgerEvent;
}

function checkPlace(event: LedgerEvent, { stream, type }: StoredEvent): void {
  if (event.type !== type) throw new Unverified('type-mismatch', '/type', `The store calls it ${type}.`);
  if (event.stream !== stream || streamOf(event) !== stream) {
    throw new Unverified('wrong-stream', '/stream', `It stands in the stream ${stream}.`);
  }
}

function checkSigners(event: LedgerEvent, signed: readonly string[]): void {
  const named = new Set(event.signers.map(({ key }) => key));
  if (named.size !== signed.length || signed.some((key) => !named.has(key))) {
    throw new Unverified('signers-differ', '/signers', 'Others signed than the event names.');
  }
}

function asUnverified(error: unknown): unknown {
  if (error instanceof Unverified) return error;
  // A verifier that was closed or whose worker died says nothing about the record.
  if (error instanceof VerifierError) return error;
  const { code, pointer, message } = error as { code?: unknown; pointer?: unknown; message?: unknown };
  const reason = typeof code === 'string' ? code : 'malformed';
  return new Unverified(reason, typeof pointer === 'string' ? pointer : '', String(message), { cause: error });
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
