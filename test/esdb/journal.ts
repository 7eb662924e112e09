// The log in a file: one line of JSON for each append, so that an append is there whole or not at all. Not synced to the
// disk: it outlives the process, not the machine.
import { ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { TOMBSTONE, type Recorded } from './record.js';

type Line = Omit<Recorded, 'data' | 'metadata' | 'revision'> & {
  data: string;
  metadata: string;
  /** -1 for a tombstone, whose revision JSON cannot tell. */
  revision: number;
};

const toLine = (events: readonly Recorded[]): string => {
  const lines = events.map((event): Line => ({
    ...event,
    revision: event.revision === TOMBSTONE ? -1 : event.revision,
    data: Buffer.from(event.data).toString('base64'),
    metadata: Buffer.from(event.metadata).toString('base64'),
  }));
  return `${JSON.stringify(lines)}\n`;
};

const fromLine = (text: string): Recorded[] =>
  (JSON.parse(text) as Line[]).map((line) => ({
    ...line,
    revision: line.revision === -1 ? TOMBSTONE : line.revision,
    data: Buffer.from(line.data, 'base64'),
    metadata: Buffer.from(line.metadata, 'base64'),
  }));

export class Journal {
  readonly #file: number;

  constructor(file: string) {
    this.#file = openSync(file, 'a+');
  }

  /** The appends of the file, oldest first. What was cut off in the middle of a line never was. */
  read(): Recorded[][] {
    const bytes = readFileSync(this.#file);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) ftruncateSync(this.#file, end);
    return bytes.subarray(0, end).toString().split('\n').slice(0, -1).map(fromLine);
  }

  append(events: readonly Recorded[]): void {
    writeSync(this.#file, toLine(events));
  }

  rewrite(events: readonly Recorded[]): void {
    ftruncateSync(this.#file, 0);
    for (const event of events) this.append([event]);
  }
}
