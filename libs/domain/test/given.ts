import {
  decide,
  emptyRegistry,
  emptyStream,
  evolve,
  foldRegistry,
  Rejected,
  type LedgerEvent,
  type Refusal,
  type Registry,
  type StreamState,
} from '@hadic/domain';
import { LEDGER, world } from './world.js';

/** What is refused: a name, what was recorded before, the event, the code, and where in the event it points. */
export type Case = readonly [string, readonly LedgerEvent[], LedgerEvent, Refusal, string];

/** The ledger's clock in these tests. */
export const NOW = '2026-12-01T08:00:00+07:00';

/** A ledger in memory: takes events one by one as a recorder does, without bytes, signatures or a store. */
export class Books {
  readonly registry: Registry = emptyRegistry();
  readonly events: LedgerEvent[] = [];
  readonly #streams = new Map<string, StreamState>();

  stream(name: string): StreamState {
    const state = this.#streams.get(name) ?? emptyStream(name);
    this.#streams.set(name, state);
    return state;
  }

  decide(event: LedgerEvent, recordedAt = NOW): void {
    const { registry } = this;
    decide(this.stream(event.stream), event, { registry, recordedAt, foundingKey: 'key-pusat' });
  }

  /** Folds the event, decided or not, and tells what the registry thinks of its signers. */
  fold(event: LedgerEvent): Rejected | undefined {
    const digest = event.type === 'LedgerFounded' ? LEDGER : event.id;
    const index = this.events.push(event) - 1;
    const state = this.stream(event.stream);
    const record = { event, index, revision: state.revision + 1, recordedAt: NOW, digest };
    evolve(state, event);
    return foldRegistry(this.registry, record);
  }

  record(...events: readonly LedgerEvent[]): this {
    for (const event of events) {
      this.decide(event);
      expect(this.fold(event)).toBeUndefined();
    }
    return this;
  }
}

/** Books in which the world and then these events have been recorded, each of them accepted. */
export function given(...events: readonly LedgerEvent[]) {
  return on(() => new Books().record(...world, ...events));
}

/** Books without any event. */
export const nothing = on(() => new Books());

function on(make: () => Books) {
  return {
    books: make,
    when(event: LedgerEvent, recordedAt = NOW) {
      return {
        thenAccepted: () => judge(make(), event, recordedAt),
        thenRefused: (code: Refusal, pointer: string) =>
          expect(refusalOf(() => judge(make(), event, recordedAt))).toMatchObject({ code, pointer }),
      };
    },
  };
}

/** Decides; whatever comes of it, nothing may have changed. */
function judge(books: Books, event: LedgerEvent, recordedAt: string): void {
  const looked = () => ({ state: books.stream(event.stream), registry: books.registry });
  const before = structuredClone(looked());
  try {
    books.decide(event, recordedAt);
  } finally {
    expect(looked()).toEqual(before);
  }
}

/** What is thrown, which must be a refusal. */
export function refusalOf(act: () => void): Rejected {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(Rejected);
    if (error instanceof Rejected) return error;
  }
  throw new Error('It was accepted.');
}
