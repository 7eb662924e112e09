import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { GateError, parseStrict, type Json, type JsonObject } from '@hadic/signing';
import { EXIT, Failure } from './failure.js';

/** Files with secrets are for their owner only. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 };
/** One event has its own limits; a file may hold many. */
const FILE_LIMITS = { bytes: 1024 * 1024 * 1024, depth: 100 };

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
}

/** A new file that only its owner may read, on the disk when this returns. Never overwrites. */
export function writeNewFile(file: string, text: string): void {
  const descriptor = openNew(file);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncFolder(path.dirname(file));
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', OWNER_ONLY.file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Failure(EXIT.failed, 'cli.fileExists', { file });
    throw new Failure(EXIT.failed, 'cli.fileNotWritten', { file, reason: codeOf(error) });
  }
}

/** Adds to the end of a file that only its owner may read; on the disk when this returns. */
export function appendToFile(file: string, text: string): void {
  const descriptor = openSync(file, 'a', OWNER_ONLY.file);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows makes names durable by itself and cannot sync a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Failure(EXIT.usage, 'cli.fileMissing', { file });
    throw new Failure(EXIT.usage, 'cli.fileUnreadable', { file, reason: codeOf(error) });
  }
}

/** The text of a file, or undefined where there is none. */
export function readTextIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Failure(EXIT.usage, 'cli.fileUnreadable', { file, reason: codeOf(error) });
  }
}

/** JSON as strict as the ledger reads it; `file` is only named in the failure. */
export function parseJson(text: string, file: string): Json {
  try {
    return parseStrict(text, FILE_LIMITS);
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    throw new Failure(EXIT.usage, 'cli.fileMalformed', { file, place: error.pointer || '/', code: error.code });
  }
}

/** The values in a file, at least one: one JSON value, the members of one array, or one value a line (NDJSON). */
export function parseMany(text: string, file: string): Json[] {
  const trimmed = text.trim();
  if (trimmed === '') throw new Failure(EXIT.usage, 'cli.noEvent', { file });
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))) {
    return lines.map((line, i) => parseJson(line, `${file}:${i + 1}`));
  }
  const value = parseJson(trimmed, file);
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) throw new Failure(EXIT.usage, 'cli.noEvent', { file });
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a person reads it: a text as it is, anything else as JSON. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'error';
}
