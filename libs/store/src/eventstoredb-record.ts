import { type AllStreamRecordedEvent, type Position, type RecordedEvent, binaryEvent } from '@eventstore/db-client';

import { type NewEvent, type StoredEvent, StoreUnavailable } from './event-store.js';

/**
 * Stands before the metadata. The client parses metadata that looks like JSON and gives an object back, whose bytes nobody
 * can restore; what begins with a record separator (RFC 7464) is no JSON text and comes back as it is.
 */
const SEPARATOR = 0x1e;

/** The event as the server is to keep it: bytes, never JSON that somebody parses on the way. */
export function outgoing({ id, type, data, metadata }: NewEvent): ReturnType<typeof binaryEvent> {
  // A Buffer as metadata would be sent as JSON of its numbers: the client looks at the very constructor.
  const marked = new Uint8Array(metadata.length + 1);
  marked[0] = SEPARATOR;
  marked.set(metadata, 1);
  return binaryEvent({ id, type, data, metadata: marked });
}

/** What a server's event is to us, once its name has lost the namespace. */
export function incoming(event: RecordedEvent | AllStreamRecordedEvent, stream: string): StoredEvent {
  const { id, type, data, metadata, revision, position } = event;
  const isOurs = data instanceof Uint8Array && metadata instanceof Uint8Array && metadata[0] === SEPARATOR;
  if (!isOurs || position === undefined) {
    throw new StoreUnavailable(
      'store-corrupt',
      `Stream ${stream} holds an event at revision ${revision} that this software did not write: nobody else may write to its streams.`,
    );
  }
  return {
    ...{ id, type, stream, data, metadata: metadata.subarray(1) },
    ...{ revision: Number(revision), position: formatEsdbPosition(position) },
  };
}

/** Both halves: they differ where a server kept transactions of old. 32 hexadecimal digits. */
export function formatEsdbPosition({ commit, prepare }: Position): string {
  return hex(commit) + hex(prepare);
}

/** The inverse; undefined is the place before the first event. @throws StoreUnavailable invalid-position */
export function parseEsdbPosition(position: string | undefined): Position | undefined {
  if (position === undefined) return undefined;
  if (!/^[0-9a-f]{32}$/.test(position)) {
    throw new StoreUnavailable(
      'invalid-position',
      `'${position}' is no position of this store: read from the start, or with a position that it gave.`,
    );
  }
  return { commit: BigInt(`0x${position.slice(0, 16)}`), prepare: BigInt(`0x${position.slice(16)}`) };
}

function hex(half: bigint): string {
  return half.toString(16).padStart(16, '0');
}
