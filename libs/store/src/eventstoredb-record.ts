import { type AllStreamRecordedEvent, type Position, type RecordedEvent, binaryEvent } from '@eventstore/db-client';

import { type NewEvent, type StoredEvent, StoreUnavailable } from './event-store.js';

/**
 * The client parses metadata that looks like JSON, and gives an object back whose bytes nobody can restore; metadata that are no JSON cost it an
 * exception an event. So they go as one JSON string: `t` and the text, or `b` and the bytes in base64.
 */
const [TEXT, BASE64] = ['t', 'b'];
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The event as the server is to keep it: bytes, never JSON that somebody parses on the way. */
export function outgoing({ id, type, data, metadata }: NewEvent): ReturnType<typeof binaryEvent> {
  return binaryEvent({ id, type, data, metadata: wordsOf(metadata) });
}

function wordsOf(metadata: Uint8Array): string {
  try {
    return TEXT + utf8.decode(metadata);
  } catch {
    return BASE64 + Buffer.from(metadata).toString('base64');
  }
}

function bytesOf(words: unknown): Uint8Array | undefined {
  if (typeof words !== 'string') return undefined;
  if (words.startsWith(TEXT)) return Buffer.from(words.slice(1));
  return words.startsWith(BASE64) ? Buffer.from(words.slice(1), 'base64') : undefined;
}

/** What a server's event is to us, once its name has lost the namespace. */
export function incoming(event: RecordedEvent | AllStreamRecordedEvent, stream: string): StoredEvent {
  const { id, type, data, revision, position } = event;
  const metadata = bytesOf(event.metadata);
  if (!(data instanceof Uint8Array) || metadata === undefined || position === undefined) {
    throw new StoreUnavailable(
      'store-corrupt',
      `Stream ${stream} holds an event at revision ${revision} that this software did not write: nobody else may write to its streams.`,
    );
  }
  // Written out: two spreads here cost ten times as much, and this is done for every event that is read.
  return {
    id,
    type,
    stream,
    data,
    metadata,
    revision: Number(revision),
    position: formatEsdbPosition(position),
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
