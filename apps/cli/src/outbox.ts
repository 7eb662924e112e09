import path from 'node:path';
import { canonicalBytes, encodeHex, sha256, type Json, type JsonObject } from '@hadic/signing';
import { appendToFile, isObject, makeFolder, readTextIfThere } from './files.js';

/** What a row is known by: the same row of the same ledger, for the n-th time, gets the same signed bytes again. */
export function rowKey(ledger: string, row: Json, occurrence: number): string {
  return encodeHex(sha256(canonicalBytes([ledger, row, occurrence])));
}

/**
 * Signed events are kept here before they are posted, so that repeating a command after a crash or a lost answer posts
 * the same bytes and records nothing twice. One file, one line for each event; a line `{key}` alone takes an event out.
 */
export class Outbox {
  private readonly lines = new Map<string, string>();
  private torn = false;

  private constructor(private readonly file: string) {}

  static open(home: string): Outbox {
    makeFolder(path.join(home, 'outbox'));
    const outbox = new Outbox(path.join(home, 'outbox', 'signed.ndjson'));
    outbox.load(readTextIfThere(outbox.file) ?? '');
    return outbox;
  }

  /** The line that was posted, or was to be, for this row. */
  get(key: string): string | undefined {
    return this.lines.get(key);
  }

  /** Keeps signed lines; they are on the disk when this returns. */
  add(entries: readonly { key: string; line: string }[]): void {
    this.write(entries);
    for (const { key, line } of entries) this.lines.set(key, line);
  }

  /** Takes out what the ledger has refused: nothing was recorded, so the corrected row is signed anew. */
  drop(keys: readonly string[]): void {
    this.write(keys.map((key) => ({ key })));
    for (const key of keys) this.lines.delete(key);
  }

  private write(entries: readonly object[]): void {
    if (entries.length === 0) return;
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    appendToFile(this.file, this.torn ? `\n${text}` : text);
    this.torn = false;
  }

  private load(text: string): void {
    // A line cut short by a crash was never posted: it is passed over and ended by the next write.
    this.torn = text !== '' && !text.endsWith('\n');
    for (const each of text.split('\n')) {
      const entry = entryOf(each);
      if (entry?.line !== undefined) this.lines.set(entry.key, entry.line);
      else if (entry) this.lines.delete(entry.key);
    }
  }
}

function entryOf(text: string): { key: string; line?: string } | undefined {
  try {
    const entry = JSON.parse(text) as JsonObject;
    if (!isObject(entry) || typeof entry['key'] !== 'string') return undefined;
    return { key: entry['key'], ...(typeof entry['line'] === 'string' ? { line: entry['line'] } : {}) };
  } catch {
    return undefined;
  }
}
