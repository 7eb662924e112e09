import { randomUUID } from 'node:crypto';
import { type NewEvent, NO_STREAM } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import { quantile, type Sample } from './harness.js';
import { generate } from './world.js';

/** What a side is told to do. */
export type Order =
  /** Each lane appends to a stream of its own, one event at a time. */
  | { what: 'append'; inFlight: number; events: number }
  /** Makes what is read and followed from then on. */
  | { what: 'fill'; events: number }
  | { what: 'read' }
  | { what: 'follow' }
  /** The same as `append`, until all has come back by a subscription. */
  | { what: 'live'; inFlight: number; events: number };

export type Answer = { sample: Sample } | { error: string };

/** What both can do. A mark is what an append answers: the place behind its event. */
export interface Side<Mark> {
  append(stream: string, expectedRevision: number, event: NewEvent): Promise<Mark>;
  /** Reads so many events behind this place, and tells how many there were. */
  read(after: Mark, count: number): Promise<number>;
  /** Tells of each event behind this place until the signal aborts. */
  follow(after: Mark, signal: AbortSignal, each: (event: unknown) => void): Promise<void>;
}

const RECORDS = 2_000;

/** One side at work. */
export class Work<Mark> {
  readonly #records = [...generate({ events: RECORDS, seed: 1 })].map(({ envelope, recordedAt, openings }) =>
    encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) }),
  );
  readonly #revisions = new Map<string, number>();
  #appended = 0;
  #filled: { mark: Mark; events: number } | undefined;

  constructor(private readonly side: Side<Mark>) {}

  async perform(order: Order): Promise<Sample> {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const { events, latencies } = await this.#do(order);
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    return {
      rate: (events * 1_000) / ms,
      ...(latencies ? { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) } : {}),
      cpu: (user + system) / events,
    };
  }

  async #do(order: Order): Promise<{ events: number; latencies?: number[] }> {
    switch (order.what) {
      case 'append':
        return { events: order.events, latencies: await this.#appendAll(order) };
      case 'fill': {
        this.#filled = { mark: await this.#append('mark'), events: order.events };
        await this.#appendAll({ inFlight: 64, events: order.events });
        return this.#filled;
      }
      case 'read': {
        const { mark, events } = this.#made();
        const found = await this.side.read(mark, events);
        if (found !== events) throw new Error(`${found} of ${events} events were read.`);
        return { events };
      }
      case 'follow': {
        const { mark, events } = this.#made();
        await this.#followed(mark, events);
        return { events };
      }
      case 'live': {
        const followed = this.#followed(await this.#append('mark'), order.events);
        const [latencies] = await Promise.all([this.#appendAll(order), followed]);
        return { events: order.events, latencies };
      }
    }
  }

  #made(): { mark: Mark; events: number } {
    if (!this.#filled) throw new Error('There is nothing to read yet.');
    return this.#filled;
  }

  async #followed(after: Mark, events: number): Promise<void> {
    const enough = new AbortController();
    let found = 0;
    await this.side.follow(after, enough.signal, () => {
      if (++found === events) enough.abort();
    });
  }

  /** Milliseconds from each call to its answer. */
  async #appendAll({ inFlight, events }: { inFlight: number; events: number }): Promise<number[]> {
    const latencies: number[] = [];
    let next = 0;
    const lane = async (number: number) => {
      while (next++ < events) {
        const start = performance.now();
        await this.#append(`lane-${number}`);
        latencies.push(performance.now() - start);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, (_, number) => lane(number)));
    return latencies;
  }

  #append(stream: string): Promise<Mark> {
    const record = this.#records[this.#appended++ % RECORDS] as NewEvent;
    const revision = this.#revisions.get(stream) ?? NO_STREAM;
    this.#revisions.set(stream, revision + 1);
    // The same bytes come round again, each time under an id of its own.
    return this.side.append(stream, revision, { ...record, id: randomUUID() });
  }
}
