import { type EventStore, MAX_APPEND_BYTES, type StoredEvent } from './event-store.js';
import { SqliteStore } from './sqlite.js';

/** Events of one append at most: beyond this many, a larger append is hardly faster. */
const APPEND_EVENTS = 100;

/** Events sent to a SQLite file at once; fewer than the appends that it commits in one transaction (group-commit.ts). */
const SQLITE_EVENTS = 500;

/** The first place where two logs are not the same. */
export interface Difference {
  /** Index of the record in the log, from 0. */
  readonly index: number;
  /** What the other log has otherwise; `surplus`: it goes on where the first has ended. */
  readonly what: 'stream' | 'revision' | 'id' | 'type' | 'data' | 'metadata' | 'surplus';
}

/** How far a log follows another one. */
export interface Comparison {
  /** Records of the first log; as far as it was read, where there is a difference. */
  readonly records: number;
  /** Records from the start that both hold, equal in all but their position. */
  readonly same: number;
  /** Position in the first log of the last of these. */
  readonly position: string | undefined;
  /** Absent if the other log is the first one's beginning, or all of it. Nothing behind it was read. */
  readonly difference: Difference | undefined;
}

/**
 * Reads two logs side by side from their starts, each up to the head it had then, and compares every byte that a caller
 * had stored. `visit` sees each record of `log`, and the one of `other` at that index while there is one and it is the
 * same; what it throws ends the comparison. Throws StoreUnavailable.
 */
export async function compareLogs(
  log: EventStore,
  other: EventStore,
  visit: (event: StoredEvent, counterpart: StoredEvent | undefined) => Promise<void> | void = () => undefined,
): Promise<Comparison> {
  const counterparts = other.readAll()[Symbol.asyncIterator]();
  let [records, same, hasMore] = [0, 0, true];
  let position: string | undefined;
  const found = (what: Difference['what']) => ({ records, same, position, difference: { index: records, what } });
  try {
    for await (const event of log.readAll()) {
      const next = hasMore ? await counterparts.next() : { done: true as const };
      const counterpart = next.done === true ? undefined : next.value;
      hasMore = counterpart !== undefined;
      const what = counterpart && differenceOf(event, counterpart);
      if (what) return found(what);
      if (counterpart) [same, position] = [same + 1, event.position];
      await visit(event, counterpart);
      records += 1;
    }
    if (hasMore && (await counterparts.next()).done !== true) return found('surplus');
    return { records, same, position, difference: undefined };
  } finally {
    await counterparts.return?.();
  }
}

function differenceOf(event: StoredEvent, other: StoredEvent): Difference['what'] | undefined {
  for (const name of ['stream', 'revision', 'id', 'type'] as const) if (event[name] !== other[name]) return name;
  for (const name of ['data', 'metadata'] as const) if (Buffer.compare(event[name], other[name]) !== 0) return name;
  return undefined;
}

/**
 * Appends what `source` holds behind the position `after` to `target`, which must hold everything up to there and
 * nothing else, and have no other writer. The order across streams is kept even if an append fails: over a network the
 * next is sent once the one before has been acknowledged; a SQLite file commits what is sent to it in one turn of the
 * event loop in one transaction, so that it is sent many. Whatever interrupts it leaves a beginning of the source
 * behind; copy the rest from there. Once `signal` aborts, what is under way is finished and the signal's reason thrown.
 * Throws StoreUnavailable or WrongRevision. Gives the number of events copied.
 */
export async function copyLog(
  source: EventStore,
  target: EventStore,
  options: { after?: string | undefined; signal?: AbortSignal; onProgress?: (copied: number) => void } = {},
): Promise<number> {
  const { after, signal, onProgress } = options;
  const atOnce = target instanceof SqliteStore ? SQLITE_EVENTS : 1;
  let copied = 0;
  let unsent: StoredEvent[][] = [];
  const send = async () => {
    signal?.throwIfAborted();
    const batches = unsent;
    unsent = [];
    await Promise.all(batches.map((batch) => append(target, batch)));
    copied += countOf(batches);
    onProgress?.(copied);
  };
  for await (const batch of batchesOf(source.readAll(after))) {
    unsent.push(batch);
    if (countOf(unsent) >= atOnce) await send();
  }
  if (unsent.length > 0) await send();
  return copied;
}

/** Neighbours in the log that belong to one stream, as many as one append takes. */
async function* batchesOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<StoredEvent[]> {
  let batch: StoredEvent[] = [];
  for await (const event of events) {
    if (batch.length > 0 && !fits(batch, event)) {
      yield batch;
      batch = [];
    }
    batch.push(event);
  }
  if (batch.length > 0) yield batch;
}

function fits(batch: readonly StoredEvent[], event: StoredEvent): boolean {
  const bytes = (part: 'data' | 'metadata') => batch.reduce((sum, each) => sum + each[part].length, event[part].length);
  return (
    batch.length < APPEND_EVENTS &&
    batch[0]?.stream === event.stream &&
    Math.max(bytes('data'), bytes('metadata')) <= MAX_APPEND_BYTES
  );
}

async function append(target: EventStore, batch: readonly StoredEvent[]): Promise<void> {
  const [first] = batch;
  if (first) await target.append(first.stream, first.revision - 1, batch);
}

function countOf(batches: readonly (readonly StoredEvent[])[]): number {
  return batches.reduce((sum, batch) => sum + batch.length, 0);
}
