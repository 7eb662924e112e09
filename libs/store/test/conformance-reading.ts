import { type EventStore, type NewEvent, NO_STREAM, type StoredEvent } from '../src/index.js';
import { collect, event, events, failure, newStream, pause, same } from './events.js';

/** Declares one proof: a test that is given the store. */
export type Prove = (title: string, proof: (store: EventStore) => Promise<void>) => void;

export function proveReading(prove: Prove): void {
  prove('reads a stream from a revision, and an unknown one as empty', async (store) => {
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(5));
    const revisions = async (from?: number) =>
      (await collect(store.read(stream, from))).map(({ revision }) => revision);
    expect(await revisions()).toEqual([0, 1, 2, 3, 4]);
    expect(await revisions(3)).toEqual([3, 4]);
    expect(await revisions(5)).toEqual([]);
    expect(await collect(store.read(newStream()))).toEqual([]);
  });

  prove('reads the log after a position, whole and in order', async (store) => {
    const [one, other] = [newStream(), newStream()];
    const before = await store.append(one, NO_STREAM, [event()]);
    const a = await store.append(other, NO_STREAM, events(2));
    const b = await store.append(one, 0, events(1));
    const expected = [...a.positions, ...b.positions];
    const mine = (await collect(store.readAll(before.position))).filter((found) => [one, other].includes(found.stream));
    expect(mine.map(({ position }) => position)).toEqual(expected);
    expect(mine.map(({ stream, revision }) => [stream, revision])).toEqual([
      [other, 0],
      [other, 1],
      [one, 1],
    ]);
    const whole = (await collect(store.readAll())).map(({ position }) => position);
    expect(whole).toEqual([...new Set(whole)].sort());
    expect(new Set(whole.map(({ length }) => length)).size).toBe(1);
    expect(whole).toEqual(expect.arrayContaining([before.position, ...expected]));
    expect(await collect(store.readAll(await store.head()))).toEqual([]);
  });

  prove('reads the log up to the head at which the reading began', async (store) => {
    const stream = newStream();
    const before = await store.head();
    for (let batch = 0; batch < 6; batch += 1) await store.append(stream, batch * 100 - 1, events(100));
    const revisions: number[] = [];
    for await (const found of store.readAll(before)) {
      if (found.stream !== stream) continue;
      revisions.push(found.revision);
      if (revisions.length === 1) await store.append(stream, 599, events(3));
    }
    expect(revisions).toEqual(Array.from({ length: 600 }, (_, index) => index));
  });

  prove('knows its head', async (store) => {
    const { position } = await store.append(newStream(), NO_STREAM, events(2));
    const head = await store.head();
    expect(head !== undefined && head >= position).toBe(true);
  });

  provePaging(prove);
}

function provePaging(prove: Prove): void {
  prove('refuses a position that is none', async (store) => {
    for (const position of ['', 'start', '-1']) {
      expect((await failure(collect(store.readAll(position)))).code).toBe('invalid-position');
      expect((await failure(collect(store.follow(position)))).code).toBe('invalid-position');
    }
  });

  prove('shows what it has acknowledged to every read that begins afterwards', async (store) => {
    const stream = newStream();
    for (let revision = 0; revision < 50; revision += 1) {
      const [sent] = events(1) as [NewEvent];
      const { position } = await store.append(stream, revision - 1, [sent]);
      expect((await collect(store.read(stream, revision))).map(({ id }) => id)).toEqual([sent.id]);
      if (revision % 10 === 0) expect(await store.head()).toBe(position);
    }
  });

  prove('reads more than a page, and can be left early', async (store) => {
    const stream = newStream();
    const start = await store.head();
    for (let batch = 0; batch < 12; batch += 1) await store.append(stream, batch * 100 - 1, events(100));
    const inStream = await collect(store.read(stream));
    expect(inStream.map(({ revision }) => revision)).toEqual(Array.from({ length: 1200 }, (_, index) => index));
    const inLog = (await collect(store.readAll(start))).filter((found) => found.stream === stream);
    expect(inLog.map(same)).toEqual(inStream.map(same));
    for (let round = 0; round < 200; round += 1) {
      for await (const found of round % 2 === 0 ? store.read(stream) : store.readAll(start)) {
        if (found.revision === 0 || round % 2 === 1) break;
      }
    }
    await store.append(stream, 1199, [event()]);
  });
}

export function proveFollowing(prove: Prove, reopen: () => Promise<EventStore>): void {
  prove('follows from a position, then live, until it is aborted', async (store) => {
    const stream = newStream();
    const abort = new AbortController();
    const { position } = await store.append(stream, NO_STREAM, events(1));
    await store.append(stream, 0, events(2));
    const followed = take(store.follow(position, abort.signal), stream, 5, () => abort.abort());
    await store.append(stream, 2, events(1));
    await pause(30);
    await store.append(stream, 3, events(2));
    expect((await followed).map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5]);
  });

  prove('follows from the start', async (store) => {
    const stream = newStream();
    await store.append(stream, NO_STREAM, events(2));
    const abort = new AbortController();
    const followed = await take(store.follow(undefined, abort.signal), stream, 2, () => abort.abort());
    expect(followed.map(({ revision }) => revision)).toEqual([0, 1]);
  });

  prove('serves two followers while writers race, each event once and in log order', async (store) => {
    const streams = Array.from({ length: 4 }, newStream);
    const start = await store.head();
    const abort = new AbortController();
    const watch = async () => {
      const seen: StoredEvent[] = [];
      for await (const found of store.follow(start, abort.signal)) {
        if (streams.includes(found.stream)) seen.push(found);
        if (seen.length === 400) break;
      }
      return seen.map(({ position }) => position);
    };
    const watching = [watch(), watch()];
    const written = await Promise.all(
      streams.map(async (stream) => {
        const positions: string[] = [];
        for (let revision = NO_STREAM; revision < 99; revision += 1) {
          positions.push((await store.append(stream, revision, [event()])).position);
        }
        return positions;
      }),
    );
    const expected = written.flat().sort();
    expect(await Promise.all(watching)).toEqual([expected, expected]);
    abort.abort();
  });

  prove('ends an idle follower on abort, also one that was aborted before', async (store) => {
    const abort = new AbortController();
    const idle = collect(store.follow(await store.head(), abort.signal));
    await pause(20);
    abort.abort();
    await idle;
    expect(await collect(store.follow(undefined, abort.signal))).toEqual([]);
  });

  prove('ends idle and busy followers when it is closed', async (store) => {
    await store.append(newStream(), NO_STREAM, events(3));
    const idle = collect(store.follow(await store.head()));
    const busy = store.follow()[Symbol.asyncIterator]();
    await busy.next();
    await pause(20);
    await reopen();
    await idle;
    expect((await busy.next()).done).toBe(true);
  });
}

export function proveClosing(prove: Prove, reopen: () => Promise<EventStore>, keeps: boolean): void {
  prove('settles what it has accepted before it closes, and takes nothing afterwards', async (store) => {
    const stream = newStream();
    let settled = 0;
    const sent = events(50).map((one, index) => store.append(stream, index - 1, [one]).finally(() => (settled += 1)));
    const closing = store.close().then(() => settled);
    expect((await failure(store.append(stream, 49, [event()]))).code).toBe('store-unavailable');
    expect(await closing).toBe(50);
    await Promise.all(sent);
    await store.close();
    expect((await failure(collect(store.read(stream)))).code).toBe('store-unavailable');
    expect((await failure(collect(store.readAll()))).code).toBe('store-unavailable');
    expect((await failure(store.head())).code).toBe('store-unavailable');
    const next = await reopen();
    if (keeps) expect((await collect(next.read(stream))).at(-1)?.revision).toBe(49);
  });

  if (!keeps) return;
  prove('has everything when it is opened again', async (store) => {
    const stream = newStream();
    const batch = events(3);
    const first = await store.append(stream, NO_STREAM, batch);
    const before = await collect(store.read(stream));
    const next = await reopen();
    expect((await collect(next.read(stream))).map(same)).toEqual(before.map(same));
    expect(await next.append(stream, NO_STREAM, batch)).toEqual(first);
    expect((await next.append(stream, 2, [event()])).position > first.position).toBe(true);
  });
}

/** The events of the stream; `enough` is called at the count, and the source then has to end by itself. */
async function take(
  source: AsyncIterable<StoredEvent>,
  stream: string,
  count: number,
  enough: () => void,
): Promise<StoredEvent[]> {
  const taken: StoredEvent[] = [];
  for await (const found of source) {
    if (found.stream === stream) taken.push(found);
    if (taken.length === count) enough();
  }
  return taken;
}
