import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

/**
 * The limit of durable storage: records at the end of one file, and whatever arrives in one turn of the event loop shares one fdatasync. It
 * keeps no index, so it cannot tell a record twice nor read a stream.
 */
export class GroupFile {
  flushes = 0;
  readonly #file: number;
  #waiting: { bytes: Uint8Array; resolve: () => void }[] = [];

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  /** Resolves when the bytes are on disk. */
  append(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push({ bytes, resolve }) === 1) setImmediate(() => this.#flush());
    });
  }

  close(): void {
    closeSync(this.#file);
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    writeSync(this.#file, Buffer.concat(group.map(({ bytes }) => bytes)));
    fdatasyncSync(this.#file);
    this.flushes += 1;
    for (const { resolve } of group) resolve();
  }
}
