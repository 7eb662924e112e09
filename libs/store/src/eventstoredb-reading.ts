import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type Position,
  type ReadAllOptions,
  START,
  type StreamingRead,
} from '@eventstore/db-client';

import { type StoredEvent, StoreUnavailable } from './event-store.js';
import { type Call, CallFailed, type EsdbConnection, type EsdbLimits } from './eventstoredb-connection.js';
import type { EsdbNames } from './eventstoredb-names.js';
import { formatEsdbPosition, incoming, parseEsdbPosition } from './eventstoredb-record.js';
import { PAGE_EVENTS } from './paging.js';
import { closedStore } from './rules.js';

/** Read backwards for the head at first; beyond come pages. */
const GLANCE = 32;
/** Places of the log at which readers stand. */
const REMEMBERED = 64;
/** gRPC's number for what a server cannot explain, such as a place that is none. */
const UNKNOWN = 2;

/** A page of the log; `end` is where the next one begins. */
export interface LogPage {
  readonly events: StoredEvent[];
  readonly end: string | undefined;
  readonly isLast: boolean;
}

interface LogRequest {
  from: Position | typeof START | typeof END;
  count: number;
  backwards?: boolean;
}

export interface ReaderParts {
  readonly connection: EsdbConnection;
  readonly names: EsdbNames;
  readonly limits: EsdbLimits;
  readonly isClosed: () => boolean;
}

/** Reads pages, each of them to its end, from the leader: a follower would answer some milliseconds late. */
export class EsdbReader {
  /** Ids of the events at which reading has stopped lately, by position. */
  readonly #met = new Map<string, string>();
  readonly #how: EsdbLimits & { reads: true };
  /** The furthest of our events that has been met. */
  #newest: string | undefined;

  constructor(private readonly parts: ReaderParts) {
    this.#how = { ...parts.limits, reads: true };
  }

  /** Up to `count` events of the stream from this revision; none if there is no such stream. */
  async streamPage(stream: string, from: number, count: number): Promise<StoredEvent[]> {
    const name = this.parts.names.outside(stream);
    const options = { fromRevision: BigInt(from), maxCount: count, requiresLeader: true };
    try {
      const found = await this.#insist((client, alive) => collect(client.readStream(name, options), alive));
      return found.flatMap(({ event }) => (event ? [incoming(event, stream)] : []));
    } catch (error) {
      if (error instanceof CallFailed && error.verdict.kind === 'no-stream') return [];
      throw this.#failureOf(error);
    }
  }

  /**
   * Our events after this place, out of a page that holds others' too. The place itself is read once more: that costs one event and tells whether the
   * log still is the one that we know.
   * @throws StoreUnavailable store-corrupt, if it is not, or if somebody has taken events away
   */
  async logPage(after: string | undefined, count: number): Promise<LogPage> {
    const found = after === undefined ? await this.#log({ from: START, count }) : await this.#logFrom(after, count);
    const events: StoredEvent[] = [];
    const suspects: string[] = [];
    for (const resolved of after === undefined ? found : found.slice(1)) {
      const event = this.accept(resolved, (stream) => suspects.push(stream));
      if (event) events.push(event);
    }
    for (const stream of suspects) await this.checkWhole(stream);
    const last = found.at(-1);
    if (last?.event) this.remember(positionOf(last), last.event.id);
    return { events, end: last ? positionOf(last) : after, isLast: found.length < count };
  }

  /** The log is to be read on from here: the same event must still stand there. */
  remember(position: string, id: string): void {
    this.#met.set(position, id);
    for (const oldest of this.#met.keys()) {
      if (this.#met.size <= REMEMBERED) break;
      this.#met.delete(oldest);
    }
  }

  /** The log from this place on. @throws StoreUnavailable store-corrupt, if there is not what we have met there */
  async #logFrom(position: string, count: number): Promise<AllStreamResolvedEvent[]> {
    const from = parseEsdbPosition(position) ?? START;
    const found = await this.#log({ from, count }).catch(async (error: unknown) => {
      // A server answers so if the place is in the middle of a record, unless it cannot read at all.
      if (isUnknownToServer(error) && (await this.rawHead()) !== undefined) throw logIsAnother(position);
      throw error;
    });
    const [first] = found;
    const met = this.#met.get(position);
    const isSame = first?.event !== undefined && (met === undefined || met === first.event.id);
    if (!isSame || positionOf(first) !== position) throw logIsAnother(position);
    return found;
  }

  /** Position of the log's last event, whoever's it is. */
  async rawHead(): Promise<string | undefined> {
    const [last] = await this.#log({ from: END, count: 1, backwards: true });
    return last && positionOf(last);
  }

  /**
   * Position of our newest event. Others may have written very much since, so nobody looks back beyond the newest that has been met.
   * @throws StoreUnavailable store-corrupt, if the log does not reach that far
   */
  async newest(): Promise<string | undefined> {
    const known = this.#newest;
    let from: Position | typeof END = END;
    for (let count = GLANCE; ; count = PAGE_EVENTS) {
      const found: AllStreamResolvedEvent[] = await this.#log({ from, count, backwards: true });
      const [latest = ''] = found.map(positionOf);
      if (from === END && known !== undefined && latest < known) throw logIsAnother(known);
      const ours = found.find(({ event }) => event && this.parts.names.isOurs(event.streamId));
      if (ours) return this.meet(positionOf(ours));
      const oldest = found.map(positionOf).at(-1);
      const next = parseEsdbPosition(oldest);
      if (found.length < count || next === undefined) return known;
      if (known !== undefined && oldest !== undefined && oldest <= known) return known;
      from = next;
    }
  }

  /** Notes that our log reaches at least so far. */
  meet(position: string): string {
    if (this.#newest === undefined || position > this.#newest) this.#newest = position;
    return this.#newest;
  }

  /** The event if it is ours. `suspect` hears of a stream from which somebody may have taken events away. */
  accept({ event }: AllStreamResolvedEvent, suspect: (stream: string) => void): StoredEvent | undefined {
    if (!event) return undefined;
    const { names } = this.parts;
    const limited = names.limitedBy(event);
    if (limited !== undefined) suspect(limited);
    if (!names.isOurs(event.streamId)) return undefined;
    const stream = names.inside(event.streamId);
    if (event.type === '$streamDeleted') throw takenAway(stream);
    const stored = incoming(event, stream);
    this.meet(stored.position);
    return stored;
  }

  /** @throws StoreUnavailable store-corrupt, if the stream does not begin where it has to */
  async checkWhole(stream: string): Promise<void> {
    const [first] = await this.streamPage(stream, 0, 1);
    if (first?.revision !== 0) throw takenAway(stream);
  }

  async #log(page: LogRequest): Promise<AllStreamResolvedEvent[]> {
    const options: ReadAllOptions = {
      direction: page.backwards ? BACKWARDS : FORWARDS,
      fromPosition: page.from,
      maxCount: page.count,
      requiresLeader: true,
    };
    return this.#insist((client, alive) => collect(client.readAll(options), alive)).catch((error: unknown) => {
      throw this.#failureOf(error);
    });
  }

  async #insist<T>(call: Call<T>): Promise<T> {
    if (this.parts.isClosed()) throw closedStore();
    return this.parts.connection.insist(this.#how, call);
  }

  #failureOf(error: unknown): Error {
    return this.parts.isClosed() ? closedStore() : unanswered(error, this.parts.connection.place);
  }
}

/** What a failed call means for whoever wanted to read. */
export function unanswered(error: unknown, place: string): Error {
  if (!(error instanceof CallFailed)) return error as Error;
  if (error.verdict.kind === 'final') return error.verdict.error;
  const wayOut = 'Check that it runs, that ESDB_URL names it, and that tls and tlsCAFile fit.';
  const message = `EventStoreDB at ${place} does not answer: ${error.message}. ${wayOut}`;
  return new StoreUnavailable('store-unavailable', message, { cause: error });
}

export function logIsAnother(position: string): StoreUnavailable {
  const cause = 'it was restored from an older copy, or exchanged';
  const message = `The log no longer holds what it held at position ${position}: ${cause}. Restore the newest copy.`;
  return new StoreUnavailable('store-corrupt', message);
}

export function takenAway(stream: string): StoreUnavailable {
  const message = `Stream ${stream} has been deleted, truncated or written to by others on the server. Restore a backup.`;
  return new StoreUnavailable('store-corrupt', message);
}

/** All that a read gives; it is never left half read, since an open read holds one of the connection's hundred streams. */
function collect<T>(reading: StreamingRead<T>, alive: () => void): Promise<T[]> {
  const found: T[] = [];
  return new Promise((resolve, reject) => {
    reading.on('data', (item: T) => {
      found.push(item);
      alive();
    });
    // The listener stays: an error of an abandoned read that nobody listens to ends the process.
    reading.on('error', (error) => {
      void reading.cancel().catch(() => undefined);
      reject(error);
    });
    reading.on('end', () => resolve(found));
  });
}

function isUnknownToServer(error: unknown): boolean {
  const cause = error instanceof StoreUnavailable && error.cause instanceof CallFailed ? error.cause.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === UNKNOWN;
}

function positionOf({ event }: AllStreamResolvedEvent): string {
  return event ? formatEsdbPosition(event.position) : '';
}
