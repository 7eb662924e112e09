import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  type Appended,
  compareLogs,
  connect,
  type Connection,
  copyLog,
  EventStore,
  MAX_APPEND_BYTES,
  MemoryStore,
  type NewEvent,
  NO_STREAM,
  SqliteStore,
  type StoredEvent,
  StoreUnavailable,
} from '../src/index.js';
import { collect, event, failure, same } from './events.js';

type Fault = 'refuses' | 'stores-unheard' | undefined;

/** A store over a network: an append takes its time, and the one that is told to goes wrong. */
class DistantStore extends EventStore {
  readonly appends: (readonly NewEvent[])[] = [];
  mostInFlight = 0;
  #inFlight = 0;

  constructor(
    private readonly inner: EventStore,
    private readonly faultOf: (append: number) => Fault = () => undefined,
  ) {
    super();
  }

  override async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const fault = this.faultOf(this.appends.push(events));
    this.mostInFlight = Math.max(this.mostInFlight, (this.#inFlight += 1));
    await new Promise(setImmediate);
    this.#inFlight -= 1;
    if (fault === 'refuses') throw new StoreUnavailable('store-unavailable', 'Asked to refuse.');
    const appended = await this.inner.append(stream, expected, events);
    if (fault === 'stores-unheard') throw new StoreUnavailable('outcome-unknown', 'Asked to be silent.');
    return appended;
  }

  override read(stream: string, from?: number): AsyncIterable<StoredEvent> {
    return this.inner.read(stream, from);
  }

  override readAll(after?: string): AsyncIterable<StoredEvent> {
    return this.inner.readAll(after);
  }

  override follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent> {
    return this.inner.follow(after, signal);
  }

  override head(): Promise<string | undefined> {
    return this.inner.head();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }
}

/** A log of these streams in this order, one event each. */
async function logOf(streams: readonly string[], into: EventStore = new MemoryStore()): Promise<EventStore> {
  const revisions = new Map<string, number>();
  for (const [index, stream] of streams.entries()) {
    const last = revisions.get(stream) ?? NO_STREAM;
    await into.append(stream, last, [event(`${index}`)]);
    revisions.set(stream, last + 1);
  }
  return into;
}

/** `count` streams that take turns. */
const inTurn = (count: number, streams = 3) => Array.from({ length: count }, (_, index) => `s-${index % streams}`);

/** What must be the same in a copy, in log order. */
async function contents(store: EventStore): Promise<object[]> {
  const events = await collect(store.readAll());
  return events.map((each) => ({ ...same(each), stream: each.stream, revision: each.revision }));
}

describe('copyLog', () => {
  test('keeps order, ids, types, streams, revisions and bytes, and sends neighbours of one stream together', async () => {
    const source = await logOf(['a', 'a', 'a', 'b', 'a', 'c', 'c', 'b']);
    const target = new DistantStore(new MemoryStore());
    expect(await copyLog(source, target)).toBe(8);
    expect(await contents(target)).toEqual(await contents(source));
    expect(target.appends.map(({ length }) => length)).toEqual([3, 1, 1, 2, 1]);
    expect(await compareLogs(source, target)).toMatchObject({ records: 8, same: 8, difference: undefined });
  });

  test('sends no append that is too large for a store, nor one of very many events', async () => {
    const source = new MemoryStore();
    const big = Array.from({ length: 5 }, () => ({ ...event(), data: Buffer.alloc(MAX_APPEND_BYTES / 2 - 1) }));
    const wide = Array.from({ length: 3 }, () => ({ ...event(), metadata: Buffer.alloc(MAX_APPEND_BYTES / 2) }));
    const small = Array.from({ length: 201 }, (_, index) => event(`${index}`));
    for (const [index, each] of [...big, ...wide, ...small].entries()) await source.append('s-1', index - 1, [each]);
    const target = new DistantStore(new MemoryStore());
    await copyLog(source, target);
    expect(await contents(target)).toEqual(await contents(source));
    expect(target.appends.map(({ length }) => length)).toEqual([2, 2, 2, 2, 100, 100, 1]);
  });

  test.each<Exclude<Fault, undefined>>(['refuses', 'stores-unheard'])(
    'leaves a beginning of the source behind wherever an append fails (%s), and goes on from there',
    async (fault) => {
      const source = await logOf(inTurn(12));
      for (let failing = 1; failing <= 12; failing++) {
        const inner = new MemoryStore();
        const target = new DistantStore(inner, (append) => (append === failing ? fault : undefined));
        expect(await failure(copyLog(source, target))).toBeInstanceOf(StoreUnavailable);
        const { difference, same: held, position } = await compareLogs(source, inner);
        expect(difference).toBeUndefined();
        expect(held).toBe(fault === 'refuses' ? failing - 1 : failing);
        expect(await copyLog(source, inner, { after: position })).toBe(12 - held);
        expect(await contents(inner)).toEqual(await contents(source));
        expect(target.mostInFlight).toBe(1);
      }
    },
  );

  test('finishes the append under way once it is told to stop, and sends no other', async () => {
    const source = await logOf(inTurn(12));
    const stop = new AbortController();
    const told = new Error('interrupted');
    const target = new DistantStore(new MemoryStore(), (append) => void (append === 5 && stop.abort(told)));
    expect(await failure(copyLog(source, target, { signal: stop.signal }))).toBe(told);
    expect(await compareLogs(source, target)).toMatchObject({ same: 5, difference: undefined });
  });
});

describe('copyLog into a SQLite file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'hadic-copy-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('commits hundreds of events in one transaction', async () => {
    const source = await logOf(inTurn(1200, 7));
    const target = await SqliteStore.open(path.join(folder, 'copy.db'));
    const told: number[] = [];
    await copyLog(source, target, { onProgress: (copied) => told.push(copied) });
    expect(await contents(target)).toEqual(await contents(source));
    expect({ flushes: target.flushes, told }).toEqual({ flushes: 3, told: [500, 1000, 1200] });
    await target.close();
  });

  test('leaves a beginning of the source behind when a transaction fails', async () => {
    const source = await logOf(inTurn(1200, 7));
    const file = path.join(folder, 'copy.db');
    let inserts = 0;
    // The disk is full for one event in the middle of the second transaction, and free again behind it.
    const failing = (inner: Connection): Connection => ({
      ...inner,
      prepare: (sql) => {
        const statement = inner.prepare(sql);
        if (!sql.startsWith('INSERT INTO events')) return statement;
        const run: typeof statement.run = (values) => {
          if ((inserts += 1) === 700) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
          return statement.run(values);
        };
        return { ...statement, run };
      },
    });
    const target = await SqliteStore.open(file, { connect: (name) => failing(connect(name)) });
    expect(await failure(copyLog(source, target))).toMatchObject({ code: 'store-unavailable' });
    const { same: held, position, difference } = await compareLogs(source, target);
    expect({ held, difference }).toEqual({ held: 500, difference: undefined });
    expect(await copyLog(source, target, { after: position })).toBe(700);
    expect(await contents(target)).toEqual(await contents(source));
    await target.close();
  });
});

describe('compareLogs', () => {
  const base = event('one');
  const records: [stream: string, event: NewEvent][] = [
    ['a', event('nil')],
    ['b', base],
    ['a', event('two')],
  ];
  const make = async (list: readonly [string, NewEvent][]): Promise<EventStore> => {
    const store = new MemoryStore();
    const revisions = new Map<string, number>();
    for (const [stream, each] of list) {
      const last = revisions.get(stream) ?? NO_STREAM;
      await store.append(stream, last, [each]);
      revisions.set(stream, last + 1);
    }
    return store;
  };

  test.each<[string, number, [string, NewEvent][]]>([
    ['stream', 1, records.with(1, ['c', base])],
    ['id', 1, records.with(1, ['b', { ...base, id: event().id }])],
    ['type', 1, records.with(1, ['b', { ...base, type: 'Other' }])],
    ['data', 1, records.with(1, ['b', { ...base, data: Buffer.from('onE') }])],
    ['metadata', 1, records.with(1, ['b', { ...base, metadata: Buffer.from('{"a":1}') }])],
    ['surplus', 3, [...records, ['c', event('more')]]],
  ])('names the first record that differs (%s at %i), and the last that does not', async (what, index, changed) => {
    const [log, other] = [await make(records), await make(changed)];
    const [last] = (await collect(log.readAll())).slice(index - 1);
    const found = await compareLogs(log, other);
    expect(found).toMatchObject({ same: index, position: last?.position, difference: { index, what } });
  });

  test('tells a revision that differs', async () => {
    const renumbered = new (class extends MemoryStore {
      override async *readAll(): AsyncGenerator<StoredEvent> {
        for await (const each of super.readAll()) yield { ...each, revision: each.revision + 1 };
      }
    })();
    await renumbered.append('a', NO_STREAM, [base]);
    const { difference } = await compareLogs(await make([['a', base]]), renumbered);
    expect(difference).toEqual({ index: 0, what: 'revision' });
  });

  test('shows each record with its counterpart while there is one', async () => {
    const seen: [string, string | undefined][] = [];
    const [log, beginning] = [await make(records), await make(records.slice(0, 2))];
    const found = await compareLogs(log, beginning, ({ id }, counterpart) => void seen.push([id, counterpart?.id]));
    expect(found).toMatchObject({ records: 3, same: 2, difference: undefined });
    expect(seen).toEqual(records.map(([, { id }], index) => [id, index < 2 ? id : undefined]));
  });

  test('takes two empty logs for the same', async () => {
    expect(await compareLogs(new MemoryStore(), new MemoryStore())).toEqual({ records: 0, same: 0 });
  });
});
