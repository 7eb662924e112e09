import { hash } from 'node:crypto';
import path from 'node:path';
import { NO_STREAM, SqliteStore } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import { GroupFile } from './group-file.js';
import { compete, type Contender, type Row, type Sample } from './harness.js';
import type { WireLine } from './world.js';

export interface StoringPlan {
  folder: string;
  rounds: number;
  calibrate: () => number;
  lines: readonly WireLine[];
}

const IN_FLIGHT = [
  { inFlight: 1, events: 300 },
  { inFlight: 64, events: 6_400 },
];

type Append = (record: ReturnType<typeof encodeRecord>, lane: number) => Promise<unknown>;

/** The store by itself against a file that only grows: the same records, each acknowledged once it is on disk. */
export async function storing({ folder, rounds, calibrate, lines }: StoringPlan): Promise<Row[]> {
  const records = lines.map(({ envelope, recordedAt, openings }) =>
    encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) }),
  );
  const file = new GroupFile(path.join(folder, 'bare-store'));
  const store = await SqliteStore.open(path.join(folder, 'store.db'));
  const revisions = new Map<string, number>();
  let ids = 0;
  const toStore: Append = (record, lane) => {
    const stream = `site-${lane}`;
    const revision = revisions.get(stream) ?? NO_STREAM;
    revisions.set(stream, revision + 1);
    // The same bytes come round again, each time under an id of its own, which is as random as a digest.
    const digest = hash('md5', String(ids++), 'hex');
    const id = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return store.append(stream, revision, [{ ...record, id }]);
  };
  const toFile: Append = ({ data, metadata }) => file.append(Buffer.concat([data, metadata]));
  const rows: Row[] = [];
  for (const { inFlight, events } of IN_FLIGHT) {
    const contender = (name: string, target: { flushes: number }, append: Append): Contender => ({
      name,
      run: () => appendAll(append, { records, inFlight, events, target }),
    });
    const contenders = [contender('bare file', file, toFile), contender('SqliteStore', store, toStore)];
    rows.push(
      ...(await compete({ subject: `store, ${inFlight} in flight`, unit: 'ev/s', rounds, contenders }, calibrate)),
    );
  }
  file.close();
  await store.close();
  return rows;
}

interface Work {
  records: ReturnType<typeof encodeRecord>[];
  inFlight: number;
  events: number;
  target: { flushes: number };
}

async function appendAll(append: Append, { records, inFlight, events, target }: Work): Promise<Sample> {
  const before = target.flushes;
  const start = performance.now();
  let next = 0;
  const work = async (lane: number) => {
    while (next < events) await append(records[next++ % records.length] as Work['records'][number], lane);
  };
  await Promise.all(Array.from({ length: inFlight }, (_, lane) => work(lane)));
  const ms = performance.now() - start;
  return { rate: (events * 1_000) / ms, note: `fsync/ev 1/${(events / (target.flushes - before)).toFixed(0)}` };
}
