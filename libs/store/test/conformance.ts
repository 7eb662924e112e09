import { randomBytes, randomUUID } from 'node:crypto';

import {
  type Appended,
  type EventStore,
  MAX_APPEND_BYTES,
  type NewEvent,
  NO_STREAM,
  WrongRevision,
} from '../src/index.js';
import { type Prove, proveClosing, proveFollowing, proveReading } from './conformance-reading.js';
import { collect, event, events, failure, idsOf, newStream, pause, same } from './events.js';

/**
 * The promises of the port, proven on one adapter. The store may hold foreign events before, and take more meanwhile;
 * only streams with new names are written. `open` is called again after a test has closed the store; `keeps` says that
 * what was stored is then still there.
 */
export function conformance(name: string, open: () => Promise<EventStore>, options: { keeps: boolean }): void {
  describe(`${name} keeps the promises of the port`, () => {
    let store: EventStore;
    let begun = 0;
    let passed = 0;
    const reopen = async () => {
      await store.close();
      store = await open();
      return store;
    };
    const prove: Prove = (title, proof) =>
      test(title, async () => {
        begun += 1;
        await proof(store);
        passed += 1;
      });

    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.close();
      process.stdout.write(`conformance ${name}: ${passed} passed, ${begun - passed} failed\n`);
    });

    proveAppend(prove);
    proveRaces(prove);
    proveRetries(prove);
    proveReading(prove);
    proveFollowing(prove, reopen);
    proveClosing(prove, reopen, options.keeps);
  });
}

function proveAppend(prove: Prove): void {
  prove('stores events in order and answers with the last one', async (store) => {
    const stream = newStream();
    const batch = events(3);
    const first = await store.append(stream, NO_STREAM, batch);
    const second = await store.append(stream, 2, [event()]);
    expect([first.revision, second.revision]).toEqual([2, 3]);
    const stored = await collect(store.read(stream));
    expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    expect(stored.slice(0, 3).map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
    expect(stored.map(({ position }) => position)).toEqual([...first.positions, ...second.positions]);
    expect([first.position, second.position]).toEqual([first.positions[2], second.positions[0]]);
  });

  prove('gives every byte back unchanged', async (store) => {
    const stream = `note-${randomUUID()}/Sari Roti & 清真 🥥`;
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const sent: NewEvent[] = [
      { id: randomUUID(), type: 'Ragi’Dicatat', data: all, metadata: new Uint8Array([0xff, 0xfe, 0x00]) },
      { id: randomUUID(), type: 'Noted', data: new Uint8Array(0), metadata: new Uint8Array(0) },
      { id: randomUUID(), type: 'Noted', data: Buffer.from('{"b":1.0,"a":1e2}'), metadata: randomBytes(5000) },
      // A byte order mark is a byte like any other.
      { id: randomUUID(), type: 'Noted', data: Buffer.from('\ufeff'), metadata: Buffer.from('\ufeff{"a" : 1}') },
    ];
    await store.append(stream, NO_STREAM, sent);
    const stored = await collect(store.read(stream));
    expect(stored.map(same)).toEqual(sent.map(same));
    expect(stored.every((found) => found.stream === stream)).toBe(true);
  });

  prove('refuses any revision but the last one, and changes nothing', async (store) => {
    const stream = newStream();
    await expectWrong(store.append(stream, 0, [event()]), stream, 0, NO_STREAM);
    const ids = [event(), event()];
    await store.append(stream, NO_STREAM, ids);
    for (const wrong of [NO_STREAM, 0, 2, 7])
      await expectWrong(store.append(stream, wrong, [event()]), stream, wrong, 1);
    expect(await idsOf(store, stream)).toEqual(ids.map(({ id }) => id));
  });

  prove('refuses a malformed append', async (store) => {
    const twice = event();
    const malformed: [string, number, NewEvent[]][] = [
      [newStream(), NO_STREAM, []],
      [newStream(), -2, [event()]],
      [newStream(), 0.5, [event()]],
      ['', NO_STREAM, [event()]],
      ['$settings', NO_STREAM, [event()]],
      [`${newStream()}\0`, NO_STREAM, [event()]],
      [`${newStream()}\ud800`, NO_STREAM, [event()]],
      [newStream(), NO_STREAM, [{ ...event(), id: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' }]],
      [newStream(), NO_STREAM, [{ ...event(), type: '' }]],
      [newStream(), NO_STREAM, [twice, twice]],
    ];
    for (const [stream, revision, batch] of malformed) {
      expect((await failure(store.append(stream, revision, batch))).code).toBe('invalid-append');
      if (stream.startsWith('note-')) expect(await idsOf(store, stream)).toEqual([]);
    }
  });

  prove('takes an append of the greatest size and refuses one byte more', async (store) => {
    const stream = newStream();
    const half = MAX_APPEND_BYTES / 2;
    const greatest = [
      { ...event(), data: randomBytes(half) },
      { ...event(), data: randomBytes(half) },
    ];
    const over = [...events(1), { ...event(), data: randomBytes(MAX_APPEND_BYTES) }];
    expect((await failure(store.append(stream, NO_STREAM, over))).code).toBe('too-large');
    const wordy = [{ ...event(), metadata: randomBytes(MAX_APPEND_BYTES + 1) }];
    expect((await failure(store.append(stream, NO_STREAM, wordy))).code).toBe('too-large');
    await store.append(stream, NO_STREAM, greatest);
    expect((await collect(store.read(stream))).map(same)).toEqual(greatest.map(same));
  });
}

function proveRaces(prove: Prove): void {
  prove('lets exactly one of 64 racing writers win each revision', async (store) => {
    const stream = newStream();
    const winners: string[] = [];
    for (let revision = NO_STREAM; revision < 4; revision += 1) {
      const racers = events(64);
      const outcomes = await Promise.allSettled(racers.map((racer) => store.append(stream, revision, [racer])));
      const won = racers.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(won).toHaveLength(1);
      winners.push(...won.map(({ id }) => id));
      const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
      expect(reasons.every((reason) => reason instanceof WrongRevision && reason.actual === revision + 1)).toBe(true);
    }
    expect(await idsOf(store, stream)).toEqual(winners);
  });

  prove('applies appends in the order of the calls, without waiting', async (store) => {
    const [one, other] = [newStream(), newStream()];
    const sent: Promise<Appended>[] = [];
    for (let revision = NO_STREAM; revision < 99; revision += 1) {
      for (const stream of [one, other]) sent.push(store.append(stream, revision, [event()]));
    }
    const positions = (await Promise.all(sent)).map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
    expect(new Set(positions).size).toBe(200);
    expect((await collect(store.read(one))).at(-1)?.revision).toBe(99);
  });

  prove('fails the rest of a chain with its first failure, and nothing else', async (store) => {
    const [stream, bystander] = [newStream(), newStream()];
    const sent = [
      store.append(stream, NO_STREAM, [event()]),
      store.append(stream, 5, [event()]),
      store.append(stream, 6, [event()]),
      store.append(bystander, NO_STREAM, [event()]),
      store.append(stream, 0, [event()]),
    ];
    const outcomes = (await Promise.allSettled(sent)).map(({ status }) => status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled']);
    expect((await collect(store.read(stream))).map(({ revision }) => revision)).toEqual([0, 1]);
  });

  prove('stores a batch whole or not at all, and reads find it so', async (store) => {
    const stream = newStream();
    const batches = Array.from({ length: 20 }, () => events(5));
    let settled = false;
    const sending = Promise.allSettled(batches.map((batch) => store.append(stream, NO_STREAM, batch)));
    const watching = sending.finally(() => (settled = true));
    while (!settled) {
      expect([0, 5]).toContain((await idsOf(store, stream)).length);
      await pause(0);
    }
    const outcomes = await watching;
    const winner = batches[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    expect(await idsOf(store, stream)).toEqual(winner?.map(({ id }) => id));
  });
}

function proveRetries(prove: Prove): void {
  prove('answers a repeated append as the first time, and stores nothing', async (store) => {
    const stream = newStream();
    const batch = events(3);
    const first = await store.append(stream, NO_STREAM, batch);
    expect(await store.append(stream, NO_STREAM, batch)).toEqual(first);
    const next = [event()];
    const second = await store.append(stream, 2, next);
    await store.append(stream, 3, [event()]);
    expect(await store.append(stream, NO_STREAM, batch)).toEqual(first);
    expect(await store.append(stream, 2, next)).toEqual(second);
    expect(await idsOf(store, stream)).toHaveLength(5);
  });

  prove('answers a repetition that was sent without waiting', async (store) => {
    const stream = newStream();
    const batch = events(2);
    const [first, second] = await Promise.all([1, 2].map(() => store.append(stream, NO_STREAM, batch)));
    expect(second).toEqual(first);
    expect(await idsOf(store, stream)).toHaveLength(2);
  });

  prove('takes a part of a stored batch, at its place, for a repetition', async (store) => {
    const stream = newStream();
    const batch = events(4);
    const { positions } = await store.append(stream, NO_STREAM, batch);
    const prefix = await store.append(stream, NO_STREAM, batch.slice(0, 2));
    expect(prefix).toEqual({ revision: 1, position: positions[1], positions: positions.slice(0, 2) });
    const middle = await store.append(stream, 0, batch.slice(1, 3));
    expect(middle).toEqual({ revision: 2, position: positions[2], positions: positions.slice(1, 3) });
    for (const index of [0, 1, 3]) {
      const single = await store.append(stream, index - 1, batch.slice(index, index + 1));
      expect(single).toEqual({ revision: index, position: positions[index], positions: [positions[index]] });
    }
  });

  prove('refuses a repetition that is only partly the same', async (store) => {
    const stream = newStream();
    const batch = events(2);
    const [first, second] = batch as [NewEvent, NewEvent];
    await store.append(stream, NO_STREAM, batch);
    await expectWrong(store.append(stream, NO_STREAM, [first, event()]), stream, NO_STREAM, 1);
    await expectWrong(store.append(stream, NO_STREAM, [event(), second]), stream, NO_STREAM, 1);
    await expectWrong(store.append(stream, NO_STREAM, [...batch, event()]), stream, NO_STREAM, 1);
    await expectWrong(store.append(stream, NO_STREAM, [second, first]), stream, NO_STREAM, 1);
    expect(await idsOf(store, stream)).toEqual([first.id, second.id]);
  });
}

async function expectWrong(
  appending: Promise<unknown>,
  stream: string,
  expected: number,
  actual: number,
): Promise<void> {
  const error = await failure(appending);
  expect(error).toBeInstanceOf(WrongRevision);
  expect(error).toMatchObject({ code: 'wrong-revision', stream, expected, actual });
}
