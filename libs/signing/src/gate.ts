import { utf8Length } from './encoding.js';

/** What JSON text can say (RFC 8259), and nothing else: no undefined, no Date, no BigInt. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

export type GateCode =
  | 'not-json'
  | 'not-utf8'
  | 'duplicate-name'
  | 'unsafe-number'
  | 'lone-surrogate'
  | 'too-deep'
  | 'too-large'
  | 'not-plain'
  | 'not-canonical';

/** Why a text or a value may not enter: the rule it breaks and the place, as a JSON Pointer (RFC 6901; '' is the whole). */
export class GateError extends Error {
  override readonly name = 'GateError';

  constructor(
    readonly code: GateCode,
    readonly pointer: string,
    detail: string,
  ) {
    super(`${detail} (${code} at "${pointer}")`);
  }
}

export interface GateLimits {
  /** Size of the UTF-8 text in bytes; 64 KiB unless told. */
  bytes?: number;
  /** How many arrays and objects may lie inside each other; 64 unless told, never more than 1000. */
  depth?: number;
}

export const MAX_BYTES = 65_536;
export const MAX_DEPTH = 64;
/** Both the reader and the writer recurse once a level; at this depth neither comes near the end of the stack. */
const DEEPEST = 1_000;

export type Path = (string | number)[];

/** RFC 6901: `~` and `/` inside a name are written `~0` and `~1`. */
export function pointerOf(path: Path): string {
  return path.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

export function allowedDepth(limits: GateLimits): number {
  return Math.min(limits.depth ?? MAX_DEPTH, DEEPEST);
}

/**
 * True for what is not finite and for an integer beyond ±(2^53-1). From 1e21 on ECMAScript writes an exponent, which
 * nobody takes for an exact count, and RFC 8785's own vectors hold one (1e+30); so the refusal of integers ends there.
 */
export function isUnsafeNumber(value: number): boolean {
  if (!Number.isInteger(value)) return !Number.isFinite(value);
  return !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
}

/** With the `u` flag a surrogate that has its partner is one character of another range, so only lone ones match. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;

export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** Set as JSON.parse sets it: `__proto__` is a name like any other and never reaches the prototype. */
export function setMember(object: JsonObject, name: string, value: Json): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

// A byte order mark must be seen to be refused, so the decoder may not swallow it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes. @throws GateError too-large, not-utf8 */
export function gateText(text: string | Uint8Array, limits: GateLimits): string {
  const bytes = limits.bytes ?? MAX_BYTES;
  if (text.length > bytes || (typeof text === 'string' && text.length * 3 > bytes && utf8Length(text) > bytes)) {
    throw new GateError('too-large', '', `The text is longer than ${bytes} bytes.`);
  }
  if (typeof text === 'string') return text;
  try {
    return decoder.decode(text);
  } catch {
    throw new GateError('not-utf8', '', 'The bytes are not UTF-8.');
  }
}

const SPACE = /[ \t\n\r]+/y;
const WORD = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN_INTEGER = /^-?[0-9]+$/;
// eslint-disable-next-line no-control-regex -- JSON forbids control characters inside strings.
const PLAIN_STRING = /"([^"\\\u0000-\u001f\ud800-\udfff]*)"/y;
// eslint-disable-next-line no-control-regex -- the same rule, a piece at a time.
const STRING_PIECE = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Recursive descent over one text. `path` is the way to the value being read; only its first `depth` steps are live. */
class Reader {
  private at = 0;
  private readonly path: Path = [];

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): Json {
    this.take(SPACE);
    const value = this.value(0);
    this.take(SPACE);
    if (this.at < this.text.length) throw this.notJson(0);
    return value;
  }

  private value(depth: number): Json {
    const first = this.text[this.at];
    if (first === '"') return this.string(depth);
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    const digits = this.take(NUMBER);
    return digits === '' ? this.word(depth) : this.number(digits, depth);
  }

  private object(depth: number): JsonObject {
    this.enter(depth);
    const object: JsonObject = {};
    if (this.next('}')) return object;
    do {
      this.take(SPACE);
      const name = this.string(depth);
      this.path[depth] = name;
      if (Object.hasOwn(object, name)) throw this.refusal('duplicate-name', depth + 1, 'A name occurs twice.');
      if (!this.next(':')) throw this.notJson(depth + 1);
      this.take(SPACE);
      setMember(object, name, this.value(depth + 1));
    } while (this.next(','));
    if (!this.next('}')) throw this.notJson(depth);
    return object;
  }

  private array(depth: number): Json[] {
    this.enter(depth);
    const items: Json[] = [];
    if (this.next(']')) return items;
    do {
      this.take(SPACE);
      this.path[depth] = items.length;
      items.push(this.value(depth + 1));
    } while (this.next(','));
    if (!this.next(']')) throw this.notJson(depth);
    return items;
  }

  private string(depth: number): string {
    PLAIN_STRING.lastIndex = this.at;
    const plain = PLAIN_STRING.exec(this.text)?.[1];
    if (plain !== undefined) {
      this.at = PLAIN_STRING.lastIndex;
      return plain;
    }
    const start = this.at;
    if (this.text[this.at++] !== '"') throw this.notJson(depth);
    while (this.take(STRING_PIECE) !== '') continue;
    if (this.text[this.at++] !== '"') throw this.notJson(depth);
    // The pieces have shown the string to be well formed, so the platform may read its escapes.
    const value = JSON.parse(this.text.slice(start, this.at)) as string;
    if (hasLoneSurrogate(value)) {
      throw this.refusal('lone-surrogate', depth, 'A string holds half of a surrogate pair.');
    }
    return value;
  }

  private number(digits: string, depth: number): number {
    const value = Number(digits);
    const unsafe = PLAIN_INTEGER.test(digits) ? !Number.isSafeInteger(value) : isUnsafeNumber(value);
    if (unsafe) throw this.refusal('unsafe-number', depth, 'A number is not exact; write it as a decimal string.');
    return value;
  }

  private word(depth: number): Json {
    switch (this.take(WORD)) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
    }
    throw this.notJson(depth);
  }

  private enter(depth: number): void {
    if (depth >= this.maxDepth) {
      throw this.refusal('too-deep', depth, `More than ${this.maxDepth} values lie inside each other.`);
    }
    this.at++;
  }

  /** What the sticky pattern matches here, '' for nothing. */
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return '';
    const start = this.at;
    this.at = pattern.lastIndex;
    return this.text.slice(start, this.at);
  }

  /** Skips space, then this character if it is the next one. */
  private next(character: string): boolean {
    if (this.text[this.at] !== character) this.take(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private notJson(depth: number): GateError {
    return this.refusal('not-json', depth, `The text stops being JSON at character ${this.at}.`);
  }

  private refusal(code: GateCode, depth: number, detail: string): GateError {
    return new GateError(code, pointerOf(this.path.slice(0, depth)), detail);
  }
}

/**
 * Reads JSON text as JSON.parse does, and refuses what JSON.parse would silently bend: names that occur twice, integers
 * beyond ±(2^53-1), numbers without a finite value, lone surrogates, too much depth or size, a byte order mark.
 * @throws GateError every code but not-plain and not-canonical
 */
export function parseStrict(text: string | Uint8Array, limits: GateLimits = {}): Json {
  return new Reader(gateText(text, limits), allowedDepth(limits)).document();
}
