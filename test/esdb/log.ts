// The log of the test server: every event in one order, the streams in it, and the rules of EventStoreDB about expected
// revisions, idempotency, soft deletes and truncation (`IndexWriter.CheckCommit` and `StorageWriterService` of 23.10).
import { randomUUID } from 'node:crypto';
import type { Journal } from './journal.js';
import { EPOCHS, NO_STREAM, STREAM_EXISTS, TOMBSTONE, type Expected, type Proposed, type Recorded } from './record.js';

/** `$tb` of a soft delete: 2^63-1, which a JSON number only comes close to. */
const SOFT_DELETED = 2 ** 63;
const SOFT_DELETE = '{"$tb":9223372036854775807}';

/** What became of a write. `revision` is NO_STREAM if nothing was in the stream and nothing was written. */
export type Written = { revision: number; position: number };
export type Conflict = { why: 'wrong-expected-version'; current: number } | { why: 'stream-deleted' };

interface Metadata {
  $tb?: number;
  $maxCount?: number;
}

const systemEvent = (type: string, text: string): Proposed => ({
  id: randomUUID(),
  type,
  json: type !== '$streamDeleted',
  data: Buffer.from(text),
  metadata: new Uint8Array(),
});

/** The bytes that a record takes in the server's log, without which positions would be dense. */
function sizeOf(stream: string, { type, data, metadata }: Proposed): number {
  return 90 + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length;
}

export class Log {
  readonly events: Recorded[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  readonly #dead = new Set<string>();
  readonly #metadata = new Map<string, Metadata>();
  /** For writes that name no revision the server knows old ids only as long as it runs. */
  readonly #recent = new Map<string, Recorded>();
  readonly #listeners = new Set<() => void>();
  readonly #journal: Journal | undefined;
  /** A log begins with records that are no events. */
  #end = 300;

  constructor(journal?: Journal) {
    this.#journal = journal;
    for (const events of journal?.read() ?? []) events.forEach((event) => this.#index(event));
    const isNew = this.events.length === 0;
    this.#write(EPOCHS, [systemEvent('$epoch-information', '{}')]);
    if (isNew) this.#write('$$$scavenges', [systemEvent('$metadata', '{"$maxAge":2592000}')]);
  }

  /** The first position behind the log. */
  get end(): number {
    return this.#end;
  }

  /** Calls back after every write; the function returned stops that. */
  onWrite(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(stream: string, expected: Expected, proposed: readonly Proposed[]): Written | Conflict {
    const checked = this.#check(stream, expected, proposed);
    if (checked !== 'new') return checked;
    const current = this.#lastRevision(stream);
    if (proposed.length === 0) return { revision: current, position: this.#writeNothing(stream) };
    const wasDeleted = this.#isSoftDeleted(stream);
    const written = this.#write(stream, proposed);
    if (wasDeleted) this.#undelete(stream, current + 1);
    return written;
  }

  /** Deletes a stream: softly by metadata that hides what is in it, or for ever by a tombstone. */
  delete(stream: string, expected: Expected, forEver: boolean): Written | Conflict {
    const checked = this.#check(stream, expected, [systemEvent('delete', '')]);
    if (checked !== 'new') return checked;
    if (forEver) return this.#write(stream, [systemEvent('$streamDeleted', '')]);
    if (!this.#isThere(stream)) {
      return { why: 'wrong-expected-version', current: NO_STREAM };
    }
    return this.#write(`$$${stream}`, [systemEvent('$metadata', SOFT_DELETE)]);
  }

  isDead(stream: string): boolean {
    return this.#dead.has(stream);
  }

  /** The events of a stream that a reader may see, oldest first; nothing if there are none and never were. */
  stream(stream: string): Recorded[] | undefined {
    const events = this.#streams.get(stream);
    if (events === undefined || this.#isSoftDeleted(stream)) return undefined;
    const { $tb = 0, $maxCount = stream.startsWith('$$') ? 1 : Infinity } = this.#metadata.get(stream) ?? {};
    return events.slice(Math.max($tb, events.length - $maxCount, 0));
  }

  /** The index of the first event at or behind a position; nothing if a record lies across the position. */
  indexOf(position: number): number | undefined {
    let low = 0;
    for (let high = this.events.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    const isBoundary = (this.events[low - 1]?.next ?? 0) <= position || this.events[low]?.position === position;
    return isBoundary ? low : undefined;
  }

  /** Forgets the newest events, as if an older copy of the log had been restored. */
  truncate(count: number): void {
    const kept = this.events.slice(0, Math.max(this.events.length - count, 1));
    this.#streams.clear();
    this.#dead.clear();
    this.#metadata.clear();
    this.#recent.clear();
    this.events.length = 0;
    kept.forEach((event) => this.#index(event));
    this.#journal?.rewrite(kept);
  }

  #check(stream: string, expected: Expected, proposed: readonly Proposed[]): 'new' | Written | Conflict {
    if (this.#dead.has(stream)) return { why: 'stream-deleted' };
    const current = this.#lastRevision(stream);
    const conflict: Conflict = { why: 'wrong-expected-version', current };
    if (expected === STREAM_EXISTS && this.#isSoftDeleted(stream)) return { why: 'stream-deleted' };
    if (expected === STREAM_EXISTS && !this.#isThere(stream)) return conflict;
    if (expected < NO_STREAM)
      return this.#repeated(proposed, conflict, ({ id }) => this.#recent.get(`${stream} ${id}`));
    if (expected >= current) return expected === current ? 'new' : conflict;
    const found = this.#repeated(proposed, conflict, ({ id }, i) => this.#at(stream, expected + 1 + i, id));
    return found === 'new' && !this.#beginsAnew(stream, expected, proposed) ? conflict : found;
  }

  /** A stream that was deleted softly takes events for a stream that is not there. */
  #beginsAnew(stream: string, expected: Expected, proposed: readonly Proposed[]): boolean {
    return expected === NO_STREAM && this.#isSoftDeleted(stream) && proposed.length > 0;
  }

  #isThere(stream: string): boolean {
    return this.#streams.has(stream) || this.#metadata.has(stream);
  }

  /** The event of a stream at a revision, if it has this id. */
  #at(stream: string, revision: number, id: string): Recorded | undefined {
    const event = this.#streams.get(stream)?.[revision];
    return event?.id === id ? event : undefined;
  }

  /** The answer to events of which all were written before; a conflict if only the first ones were. Data is not compared. */
  #repeated(
    proposed: readonly Proposed[],
    conflict: Conflict,
    find: (proposed: Proposed, i: number) => Recorded | undefined,
  ): 'new' | Written | Conflict {
    let last: Recorded | undefined;
    for (const [i, event] of proposed.entries()) {
      const known = find(event, i);
      if (known === undefined) return i === 0 ? 'new' : conflict;
      last = known;
    }
    return last === undefined ? 'new' : { revision: last.revision, position: last.position };
  }

  #lastRevision(stream: string): number {
    return (this.#streams.get(stream)?.length ?? 0) - 1;
  }

  #isSoftDeleted(stream: string): boolean {
    return (this.#metadata.get(stream)?.$tb ?? 0) >= SOFT_DELETED;
  }

  /** A stream that was deleted softly begins again behind what it had. */
  #undelete(stream: string, from: number): void {
    const metadata = { ...this.#metadata.get(stream), $tb: from };
    this.#write(`$$${stream}`, [systemEvent('$metadata', JSON.stringify(metadata))]);
  }

  /** An append without events leaves an empty record that no reader sees. */
  #writeNothing(stream: string): number {
    const position = this.#end;
    this.#end += sizeOf(stream, systemEvent('', ''));
    return position;
  }

  #write(stream: string, proposed: readonly Proposed[]): Written {
    const created = Date.now();
    const first = this.#lastRevision(stream) + 1;
    const recorded = proposed.map((event, i): Recorded => {
      const revision = event.type === '$streamDeleted' ? TOMBSTONE : first + i;
      const position = this.#end;
      this.#end += sizeOf(stream, event);
      return { ...event, stream, revision, created, position, next: this.#end };
    });
    this.#journal?.append(recorded);
    for (const event of recorded) {
      this.#index(event);
      this.#recent.set(`${stream} ${event.id}`, event);
    }
    this.#listeners.forEach((listener) => listener());
    const { revision, position } = recorded[recorded.length - 1] ?? { revision: NO_STREAM, position: 0 };
    return { revision, position };
  }

  #index(event: Recorded): void {
    this.events.push(event);
    this.#end = event.next;
    if (event.revision === TOMBSTONE) {
      this.#dead.add(event.stream);
      return;
    }
    const events = this.#streams.get(event.stream);
    if (events === undefined) this.#streams.set(event.stream, [event]);
    else events.push(event);
    if (event.stream.startsWith('$$')) this.#metadata.set(event.stream.slice(2), parseMetadata(event.data));
  }
}

function parseMetadata(data: Uint8Array): Metadata {
  try {
    return JSON.parse(Buffer.from(data).toString()) as Metadata;
  } catch {
    return {};
  }
}
