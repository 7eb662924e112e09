import { type Appended, EventStore, type NewEvent, type StoredEvent, WrongRevision } from './event-store.js';
import { Bell, followPages, formatPosition, PAGE_EVENTS, type PagedLog, readPages } from './paging.js';
import { answerRetry, appended, checkAppend, closedStore, duplicateId } from './rules.js';

/** The port in memory, for tests and the simulator: same rules, nothing survives the process. */
export class MemoryStore extends EventStore implements PagedLog {
  readonly bell = new Bell();
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #ids = new Set<string>();
  #closed = false;

  // There is no await between the check and the push: that alone makes racing appends safe here.
  override async append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    this.#refuseIfClosed();
    checkAppend(stream, expectedRevision, events);
    const held = this.#streams.get(stream) ?? [];
    if (held.length !== expectedRevision + 1) {
      const there = held.slice(expectedRevision + 1, expectedRevision + 1 + events.length);
      const answer = answerRetry({ stream, expectedRevision, events }, there, held.length - 1);
      if (answer instanceof WrongRevision) throw answer;
      return answer;
    }
    if (events.some(({ id }) => this.#ids.has(id))) throw duplicateId(stream);
    const positions = events.map((event) => {
      const position = formatPosition(this.#log.length + 1);
      const stored = copied({ ...event, stream, revision: held.length, position });
      this.#log.push(stored);
      held.push(stored);
      this.#ids.add(event.id);
      return position;
    });
    this.#streams.set(stream, held);
    this.bell.ring();
    return appended(expectedRevision, positions);
  }

  override async *read(stream: string, from = 0): AsyncGenerator<StoredEvent> {
    this.#refuseIfClosed();
    for (const event of (this.#streams.get(stream) ?? []).slice(from)) yield copied(event);
  }

  override readAll(after?: string): AsyncIterable<StoredEvent> {
    return readPages(this, after);
  }

  override follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent> {
    return followPages(this, after, signal);
  }

  override async head(): Promise<string | undefined> {
    this.#refuseIfClosed();
    return this.#log.at(-1)?.position;
  }

  override async close(): Promise<void> {
    this.#closed = true;
    this.bell.ring();
  }

  isClosed(): boolean {
    return this.#closed;
  }

  headPlace(): number {
    this.#refuseIfClosed();
    return this.#log.length;
  }

  pageAfter(place: number): StoredEvent[] {
    this.#refuseIfClosed();
    return this.#log.slice(place, place + PAGE_EVENTS).map(copied);
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw closedStore();
  }
}

/** Nobody outside shares the log's arrays, or history could be edited. */
function copied(event: StoredEvent): StoredEvent {
  const { id, type, data, metadata, stream, revision, position } = event;
  return { id, type, data: new Uint8Array(data), metadata: new Uint8Array(metadata), stream, revision, position };
}
