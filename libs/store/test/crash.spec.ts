import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SqliteStore, type StoredEvent } from '../src/index.js';
import { compileStore } from './compile.js';
import { collect, pause } from './events.js';
import { kill, startWriter } from './processes.js';

const ROUNDS = 20;
const SEED = 20261121;

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-crash-'));
const compiled = compileStore();
afterAll(() => [folder, compiled].forEach((used) => rmSync(used, { recursive: true })));

test(`no kill -9 under load, in ${ROUNDS} on one file, loses, doubles or halves anything`, async () => {
  const file = path.join(folder, 'log.db');
  const notes = path.join(folder, 'acknowledged.txt');
  const random = seededRandom(SEED);
  let acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, said } = await startWriter([compiled, file, notes]);
    expect(said).toBe('open\n');
    await pause(20 + random() * 180);
    await kill(child);
    // Opening checks the file: integrity, and no gaps in the log or in a stream.
    const store = await SqliteStore.open(file);
    const log = await collect(store.readAll());
    await store.close();
    acknowledged = readFileSync(notes, 'utf8').trimEnd().split('\n');
    expect(faultsOf(log, acknowledged)).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  process.stdout.write(`kill -9: ${ROUNDS} rounds, ${acknowledged.length} acknowledged batches, 0 lost\n`);
}, 60_000);

/** What writer.js puts into each event. */
interface Note {
  readonly batch: string;
  readonly place: number;
  readonly size: number;
}

/** What is wrong with the log, in words; nothing if it is right. */
function faultsOf(log: readonly StoredEvent[], acknowledged: readonly string[]): string[] {
  const faults: string[] = [];
  const indexes = new Map(log.map(({ id }, index) => [id, index]));
  const notes = log.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as Note);
  if (indexes.size !== log.length) faults.push(`${log.length - indexes.size} events are there twice`);
  for (const first of acknowledged) if (!indexes.has(first)) faults.push(`batch ${first} was acknowledged and is lost`);
  const revisions = new Map<string, number>();
  log.forEach(({ id, stream, revision }, index) => {
    if (revision !== (revisions.get(stream) ?? -1) + 1) faults.push(`${stream} jumps to revision ${revision}`);
    revisions.set(stream, revision);
    const { batch, place, size } = notes[index] as Note;
    if (indexes.get(batch) !== index - place) faults.push(`event ${id} does not stand in its batch`);
    if (notes[index - place + size - 1]?.batch !== batch) faults.push(`the batch of event ${id} is not whole`);
  });
  return faults;
}

/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
