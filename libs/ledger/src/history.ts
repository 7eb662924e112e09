import { instantMs, type LedgerEvent } from '@hadic/domain';
import { encodeBase64, type Openings, type Signature } from '@hadic/signing';
import type { EventStore, StoredEvent } from '@hadic/store';
import { malformedParameter, Refused } from '@hadic/words';
import { readRecord, type ReadRecord } from './event.js';
import { leafHashOf, type Log, type Place } from './log.js';
import { type Receipt, receiptOf } from './outcome.js';

/** A record of the log as a reader gets it: with the exact bytes that were signed, and everything that a verifier needs. */
export interface Entry extends Receipt {
  /** Dense place in the log, from 0. */
  index: number;
  /** Decoded and opened. */
  event: LedgerEvent;
  envelope: { payloadType: string; payload: string; signatures: Signature[] };
  openings?: Openings;
  /** The id was used first elsewhere in the log, so that this record has no effect. */
  voided?: true;
}

export interface LogHead {
  ledger: string | null;
  simulated: boolean;
  size: number;
  /** Root of the RFC 6962 tree, hex. */
  root: string;
}

/** What a page of the log is restricted to; `since` and `until` mean the time of recording. */
export interface Filters {
  stream?: string;
  type?: string;
  since?: string;
  until?: string;
}

export interface PageRequest extends Filters {
  /** Position of the last record that is not wanted. */
  after?: string;
  cursor?: string;
  limit?: number;
}

export interface Page {
  ledger: string | null;
  simulated: boolean;
  events: Entry[];
  /** For the next page; null at the head of the log. A page may be empty and still have one. */
  cursor: string | null;
}

interface Cursor {
  position: string;
  leaf: string;
  filters: Filters;
}

const DEFAULT_LIMIT = 50;
/** Records that one request may look through, so that a rare filter does not hold the store. */
const MAX_SCANNED = 5_000;

/** Reads the log as it is. */
export class History {
  constructor(
    private readonly store: EventStore,
    private readonly log: Log,
  ) {}

  async head(): Promise<LogHead> {
    await this.log.catchUp();
    return { ...this.#ledger(), size: this.log.size, root: this.log.root };
  }

  /** The record of an event id. @throws Refused not-found */
  async entry(id: string): Promise<Entry> {
    if (this.log.find(id) === undefined) await this.log.catchUp();
    const index = this.log.find(id);
    if (index === undefined) throw new Refused({ code: 'not-found', slots: { id } });
    const { record, place } = await this.log.read(index);
    return this.#entryOf(record, place, index);
  }

  /**
   * Records in log order.
   * @throws Refused cursor-malformed, cursor-of-another-log, parameter-malformed
   */
  async page({ after, cursor: text, limit = DEFAULT_LIMIT, ...asked }: PageRequest): Promise<Page> {
    await this.log.catchUp();
    const { position, filters } = await this.#startOf(after, text, asked);
    const events: Entry[] = [];
    let last: { record: ReadRecord; place: Place } | undefined;
    let scanned = 0;
    for await (const stored of this.#scan(filters.stream, position)) {
      const index = this.log.indexAt(stored.position);
      // Streams of others, and what was stored after the fold that the page answers from.
      if (index === undefined) continue;
      if (last !== undefined && (events.length >= limit || scanned >= MAX_SCANNED)) {
        return { ...this.#ledger(), events, cursor: cursorOf(last, filters) };
      }
      scanned += 1;
      last = { record: readRecord(stored), place: stored };
      if (fits(last.record, filters)) events.push(this.#entryOf(last.record, stored, index));
    }
    return { ...this.#ledger(), events, cursor: null };
  }

  /** Where the page begins, and what it is restricted to. */
  async #startOf(after: string | undefined, cursor: string | undefined, asked: Filters) {
    if (cursor !== undefined) return this.#checkCursor(cursor, asked);
    if (after !== undefined && this.log.indexAt(after) === undefined) {
      throw malformedParameter('after', 'place');
    }
    return { position: after, filters: asked };
  }

  async *#scan(stream: string | undefined, after: string | undefined): AsyncGenerator<StoredEvent> {
    if (stream === undefined) {
      yield* this.store.readAll(after);
      return;
    }
    const revision = this.log.revisionAfter(stream, after);
    if (revision !== undefined) yield* this.store.read(stream, revision);
  }

  async #checkCursor(text: string, asked: Filters): Promise<Cursor> {
    const cursor = parseCursor(text);
    const isOther = Object.entries(asked).some(
      ([name, value]) => value !== undefined && cursor.filters[name as keyof Filters] !== value,
    );
    if (isOther) throw new Refused({ code: 'cursor-malformed', pointer: '/cursor' });
    const index = this.log.indexAt(cursor.position);
    const found = index === undefined ? undefined : await this.log.read(index);
    if (found === undefined || leafText(found.record, found.place.revision) !== cursor.leaf) {
      throw new Refused({ code: 'cursor-of-another-log', pointer: '/cursor' });
    }
    return cursor;
  }

  #ledger(): { ledger: string | null; simulated: boolean } {
    const { ledger, simulated } = this.log.registry;
    return { ledger: ledger ?? null, simulated };
  }

  #entryOf(record: ReadRecord, place: Place, index: number): Entry {
    const { event, envelope, openings } = record;
    return {
      ...receiptOf(record, place),
      index,
      event,
      envelope: { ...envelope, payload: encodeBase64(envelope.payload) },
      ...(openings === undefined ? {} : { openings }),
      ...(this.log.find(event.id) === index ? {} : { voided: true as const }),
    };
  }
}

function fits({ event, recordedAt }: ReadRecord, { type, since, until }: Filters): boolean {
  if (type !== undefined && event.type !== type) return false;
  const at = instantMs(recordedAt);
  return (since === undefined || at >= instantMs(since)) && (until === undefined || at <= instantMs(until));
}

function cursorOf({ record, place }: { record: ReadRecord; place: Place }, filters: Filters): string {
  const cursor: Cursor = { position: place.position, leaf: leafText(record, place.revision), filters };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function leafText(record: ReadRecord, revision: number): string {
  return Buffer.from(leafHashOf(record, revision)).toString('base64url');
}

const FILTERS = ['stream', 'type', 'since', 'until'] as const;

function parseCursor(text: string): Cursor {
  const malformed = new Refused({ code: 'cursor-malformed', pointer: '/cursor' });
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw malformed;
  }
  const { position, leaf, filters } = (json ?? {}) as Partial<Record<keyof Cursor, unknown>>;
  if (typeof position !== 'string' || typeof leaf !== 'string' || typeof filters !== 'object' || filters === null) {
    throw malformed;
  }
  const known: Filters = {};
  for (const name of FILTERS) {
    const value: unknown = (filters as Record<string, unknown>)[name];
    if (typeof value === 'string') known[name] = value;
    else if (value !== undefined) throw malformed;
  }
  return { position, leaf, filters: known };
}
