import { type Appended, EventStore, type NewEvent, type StoredEvent, StoreUnavailable } from '@hadic/store';

/** What happens to an append, and what its caller hears of it. */
export type Fault =
  /** Not stored, and the store says so. */
  | 'refuses'
  /** Not stored; the caller hears that nobody knows. */
  | 'loses'
  /** Stored; the caller hears that nobody knows. */
  | 'stores-unheard'
  /** Not stored; the caller hears nothing. */
  | 'hangs'
  /** Stored; the caller hears nothing. */
  | 'stores-hanging';

/** A store that goes wrong on demand, over one that does not. */
export class FaultyStore extends EventStore {
  /** What happens to the next appends, in turn; then all is well. */
  readonly faults: Fault[] = [];
  /** While true nothing can be read. */
  isUnreadable = false;
  /** What followers are told. */
  complaint: StoreUnavailable | undefined;
  /** Id of an event that is gone. */
  hidden: string | undefined;
  /** Runs before the next append reaches the store: another ledger may slip in between. */
  before: (() => Promise<void>) | undefined;
  /** Batches that were sent, by event count. */
  readonly batches: number[] = [];

  constructor(private readonly inner: EventStore) {
    super();
  }

  override async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    this.batches.push(events.length);
    const { before } = this;
    this.before = undefined;
    await before?.();
    const fault = this.faults.shift();
    if (fault === undefined) return this.inner.append(stream, expected, events);
    if (fault === 'stores-unheard' || fault === 'stores-hanging') await this.inner.append(stream, expected, events);
    if (fault === 'hangs' || fault === 'stores-hanging') return new Promise(() => undefined);
    throw new StoreUnavailable(fault === 'refuses' ? 'store-unavailable' : 'outcome-unknown', 'Asked to fail.');
  }

  override read(stream: string, from?: number): AsyncIterable<StoredEvent> {
    return this.#guard(this.inner.read(stream, from));
  }

  override readAll(after?: string): AsyncIterable<StoredEvent> {
    return this.#guard(this.inner.readAll(after));
  }

  override follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent> {
    return this.#guard(this.inner.follow(after, signal), this.complaint);
  }

  override head(): Promise<string | undefined> {
    return this.inner.head();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  async *#guard(events: AsyncIterable<StoredEvent>, complaint?: StoreUnavailable): AsyncGenerator<StoredEvent> {
    if (complaint) throw complaint;
    if (this.isUnreadable) throw new StoreUnavailable('store-unavailable', 'Asked to be unreadable.');
    for await (const event of events) if (event.id !== this.hidden) yield event;
  }
}
