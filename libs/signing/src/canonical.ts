import { encodeUtf8 } from './encoding.js';
import {
  allowedDepth,
  gateText,
  GateError,
  hasLoneSurrogate,
  isUnsafeNumber,
  parseStrict,
  pointerOf,
  type GateCode,
  type GateLimits,
  type Json,
  type JsonObject,
  type Path,
} from './gate.js';

// eslint-disable-next-line no-control-regex -- what RFC 8785 escapes, and every surrogate, paired or not.
const NEEDS_CARE = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Names as they are written, with their colon: a ledger's events use the same few hundred over and over. Emptied when
 * full, so that names made up by a stranger cost no memory.
 */
const NAMES = new Map<string, string>();
const NAMES_KEPT = 2_048;

/** `path` is the way to the value being written; only its first `depth` steps are live. */
interface Writing {
  path: Path;
  maxDepth: number;
}

/**
 * The canonical text of a JSON value (RFC 8785): names in UTF-16 order, no white space, ECMAScript's numbers and escapes.
 * @throws GateError not-plain, unsafe-number, lone-surrogate, too-deep, rather than bend what JSON cannot say
 */
export function canonicalize(value: Json, limits: GateLimits = {}): string {
  return write(value, 0, { path: [], maxDepth: allowedDepth(limits) });
}

/** The canonical text in UTF-8: the bytes that are signed. @throws GateError as canonicalize does */
export function canonicalBytes(value: Json): Uint8Array {
  return encodeUtf8(canonicalize(value));
}

/**
 * Reads text that must be canonical already. Writing it anew and getting the same text back proves every rule at once:
 * a name that occurs twice, a rounded number or another order of members would come back otherwise.
 * @throws GateError the precise reason of parseStrict if it has one, else not-canonical
 */
export function parseCanonical(bytes: Uint8Array, limits: GateLimits = {}): Json {
  const text = gateText(bytes, limits);
  const value = readBack(text, limits);
  if (value !== undefined) return value;
  parseStrict(text, limits);
  throw new GateError('not-canonical', '', 'The text is good JSON, but not in its canonical form (RFC 8785).');
}

/** The value, or undefined if its canonical text is another. */
function readBack(text: string, limits: GateLimits): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return canonicalize(value, limits) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(value: Json, depth: number, writing: Writing): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, depth, writing);
    case 'number':
      if (isUnsafeNumber(value)) throw refusal('unsafe-number', depth, writing);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= writing.maxDepth) throw refusal('too-deep', depth, writing);
      return Array.isArray(value) ? writeArray(value, depth, writing) : writeObject(value, depth, writing);
    // The types forbid the rest; a caller in JavaScript can pass it.
    case 'undefined':
    case 'function':
    case 'symbol':
    case 'bigint':
      throw refusal('not-plain', depth, writing);
  }
}

function writeArray(items: Json[], depth: number, writing: Writing): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    writing.path[depth] = i;
    if (i > 0) text += ',';
    text += write(items[i] as Json, depth + 1, writing);
  }
  return text + ']';
}

function writeObject(object: JsonObject, depth: number, writing: Writing): string {
  if (!isPlain(object)) throw refusal('not-plain', depth, writing);
  const names = Object.keys(object);
  if (!isSorted(names)) names.sort();
  let text = '{';
  for (const name of names) {
    writing.path[depth] = name;
    if (text.length > 1) text += ',';
    text += writeName(name, depth + 1, writing) + write(object[name] as Json, depth + 1, writing);
  }
  return text + '}';
}

/** Made by a literal or by a parser, of this realm or another: nothing but Object.prototype, if that, stands behind it. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isSorted(names: string[]): boolean {
  for (let i = 1; i < names.length; i++) {
    if ((names[i - 1] as string) > (names[i] as string)) return false;
  }
  return true;
}

function writeName(name: string, depth: number, writing: Writing): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const text = writeString(name, depth, writing) + ':';
  if (NAMES.size >= NAMES_KEPT) NAMES.clear();
  NAMES.set(name, text);
  return text;
}

function writeString(text: string, depth: number, writing: Writing): string {
  if (!NEEDS_CARE.test(text)) return '"' + text + '"';
  if (hasLoneSurrogate(text)) throw refusal('lone-surrogate', depth, writing);
  return JSON.stringify(text);
}

const REASONS = {
  'not-plain': 'A value is not plain JSON.',
  'unsafe-number': 'A number is not exact; write it as a decimal string.',
  'lone-surrogate': 'A string holds half of a surrogate pair.',
  'too-deep': 'Too many values lie inside each other.',
} satisfies Partial<Record<GateCode, string>>;

function refusal(code: keyof typeof REASONS, depth: number, writing: Writing): GateError {
  return new GateError(code, pointerOf(writing.path.slice(0, depth)), REASONS[code]);
}
