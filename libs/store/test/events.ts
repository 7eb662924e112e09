import { createHash, randomUUID } from 'node:crypto';

import { type EventStore, type NewEvent, type StoredEvent } from '../src/index.js';

/** A new event with a random id; its data is the text. */
export function event(text = ''): NewEvent {
  return { id: randomUUID(), type: 'Noted', data: Buffer.from(text), metadata: Buffer.from('{}') };
}

/** As many new events. */
export function events(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => event(String(index)));
}

/** A stream that nobody else uses, on whatever store. */
export function newStream(): string {
  return `note-${randomUUID()}`;
}

export async function collect(source: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const stored of source) found.push(stored);
  return found;
}

/** The ids in the stream, in order. */
export async function idsOf(store: EventStore, stream: string): Promise<string[]> {
  return (await collect(store.read(stream))).map(({ id }) => id);
}

/** The error that the promise rejects with; fails if it does not. */
export async function failure(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('the promise was expected to reject with an error');
  return outcome;
}

/** What has to come back as it went in. Whatever class the bytes come in, they are compared as bytes. */
export function same({ id, type, data, metadata }: NewEvent): object {
  return { id, type, data: digest(data), metadata: digest(metadata) };
}

function digest(bytes: Uint8Array): string {
  return `${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
