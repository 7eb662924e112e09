import { type Appended, type NewEvent, StoreUnavailable } from './event-store.js';
import { formatPosition } from './paging.js';
import { answerRetry, appended, duplicateId } from './rules.js';
import { type Connection, faultOf, type Statement } from './sqlite-driver.js';
import { uuidOf } from './sqlite-schema.js';

/** Appends in one transaction at most, so that a flood cannot hold the event loop for long. */
const GROUP_APPENDS = 512;

/** An append that was accepted and waits for its flush. */
export interface Waiting {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly NewEvent[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The one writer of a file. Whatever arrives while a flush runs goes into the next one: one transaction, one sync. A
 * flush runs to its end within one turn of the event loop, so nothing of this process comes between its steps.
 */
export class GroupCommit {
  /** Transactions committed so far. */
  flushes = 0;
  readonly #insert: Statement;
  readonly #lastPlace: Statement;
  readonly #lastRevision: Statement;
  readonly #held: Statement;
  #waiting: Waiting[] = [];
  #scheduled = false;
  /** Place of the last event written in the open transaction. */
  #place = 0;

  constructor(
    private readonly file: string,
    private readonly writer: Connection,
    private readonly onCommit: () => void,
  ) {
    this.#insert = writer.prepare(
      'INSERT INTO events (pos, stream, rev, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#lastPlace = writer.prepare('SELECT coalesce(max(pos), 0) AS place FROM events');
    this.#lastRevision = writer.prepare('SELECT coalesce(max(rev), -1) AS rev FROM events WHERE stream = ?');
    this.#held = writer.prepare('SELECT id, pos FROM events WHERE stream = ? AND rev > ? AND rev <= ? ORDER BY rev');
  }

  add(append: Waiting): void {
    this.#waiting.push(append);
    this.#schedule();
  }

  /** Settles everything that was added. */
  drain(): void {
    while (this.#waiting.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #flush(): void {
    const group = this.#waiting.splice(0, GROUP_APPENDS);
    if (group.length === 0) return;
    let outcomes: readonly (Appended | Error)[];
    try {
      outcomes = this.#commit(group);
    } catch (error) {
      for (const { reject } of group) reject(error as StoreUnavailable);
      return;
    }
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index] as Appended | Error;
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    });
    this.onCommit();
  }

  /** One transaction for the group, in which a refused append leaves the others alone. What it throws holds for all. */
  #commit(group: readonly Waiting[]): (Appended | Error)[] {
    const outcomes: (Appended | Error)[] = [];
    try {
      this.writer.exec('BEGIN IMMEDIATE');
      this.#place = Number(this.#lastPlace.all([])[0]?.['place']);
      for (const append of group) outcomes.push(this.#write(append));
    } catch (cause) {
      this.#rollback();
      const wayOut = 'Nothing was stored: free space or mend the disk, and try again.';
      throw new StoreUnavailable('store-unavailable', `${this.file}: ${String(cause)}. ${wayOut}`, { cause });
    }
    try {
      this.writer.exec('COMMIT');
    } catch (cause) {
      // The commit mark may have reached the disk although the answer did not. A retry is safe either way: it writes the
      // same pages again and syncs them, or finds its ids.
      this.#rollback();
      const wayOut = 'It is unknown whether the events were stored: repeat the append unchanged.';
      throw new StoreUnavailable('outcome-unknown', `${this.file}: ${String(cause)}. ${wayOut}`, { cause });
    }
    this.flushes += 1;
    return outcomes;
  }

  /**
   * Inserts without asking first: the file's own rules refuse what does not fit (see sqlite-schema.ts), which costs the
   * common case no query, and the uncommon one finds out here what was the matter.
   */
  #write(append: Waiting): Appended | Error {
    const { stream, expectedRevision, events } = append;
    const isBatch = events.length > 1;
    const positions: string[] = [];
    if (isBatch) this.writer.exec('SAVEPOINT batch');
    try {
      for (const { id, type, data, metadata } of events) {
        const place = this.#place + positions.length + 1;
        const revision = expectedRevision + positions.length + 1;
        this.#insert.run([place, stream, revision, blobOf(id), type, data, metadata]);
        positions.push(formatPosition(place));
      }
    } catch (cause) {
      if (faultOf(cause) !== 'constraint') throw cause;
      if (isBatch) this.writer.exec('ROLLBACK TO batch; RELEASE batch');
      return this.#answerRefused(append);
    }
    if (isBatch) this.writer.exec('RELEASE batch');
    this.#place += events.length;
    return appended(expectedRevision, positions);
  }

  #answerRefused(append: Waiting): Appended | Error {
    const { stream, expectedRevision, events } = append;
    const actual = Number(this.#lastRevision.all([stream])[0]?.['rev']);
    if (actual === expectedRevision) return duplicateId(stream);
    const rows = this.#held.all([stream, expectedRevision, expectedRevision + events.length]);
    const held = rows.map(({ id, pos }) => ({ id: uuidOf(id), position: formatPosition(Number(pos)) }));
    return answerRetry({ stream, expectedRevision, events }, held, actual);
  }

  #rollback(): void {
    try {
      this.writer.exec('ROLLBACK');
    } catch {
      // No transaction is open any more: SQLite rolled back by itself, or the commit did happen. Should one be open all
      // the same, the next BEGIN fails and says so, and readers, on their own connection, never see into it.
    }
  }
}

/** A UUID's 16 bytes. */
function blobOf(id: string): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
