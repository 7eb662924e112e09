import { canonicalBytes } from './canonical.js';
import { decodeBase64Url, encodeBase64Url } from './encoding.js';
import { pointerOf, type Json, type JsonObject, type Path } from './gate.js';
import { sha256 } from './hash.js';

/** What a digest in a signed event stands for, by the JSON Pointer of the place: travels beside the envelope. */
export type Openings = Record<string, [salt: string, value: Json]>;

export type OpeningCode =
  'missing-opening' | 'unequal-opening' | 'unexpected-opening' | 'malformed-opening' | 'not-hidden';

/** Why the openings do not fit the signed event; the pointer is into the event. */
export class OpeningError extends Error {
  override readonly name = 'OpeningError';

  constructor(
    readonly code: OpeningCode,
    readonly pointer: string,
    detail: string,
  ) {
    super(`${detail} (${code} at "${pointer}")`);
  }
}

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;

/** base64url(SHA-256(JCS([salt, value]))): 43 characters that stand for the value and tell nothing of it. */
export function fieldDigest(salt: string, value: Json): string {
  return encodeBase64Url(sha256(canonicalBytes([salt, value])));
}

/**
 * Replaces every field that a pattern meets by its digest, before the event is signed. A pattern is a JSON Pointer in
 * which `*` stands for any index or member, such as `/data/prices/*`; no pattern may reach below another.
 * `newSalt` gives 16 random bytes, new ones at every call. The event given is not changed.
 */
export function hideFields(
  event: Json,
  patterns: string[],
  newSalt: () => Uint8Array,
): { event: Json; openings: Openings } {
  const openings: Openings = {};
  const hidden = replaceFields(event, patterns, (value, pointer) => {
    const salt = newSalt();
    if (salt.length !== SALT_BYTES) throw new OpeningError('malformed-opening', pointer, 'A salt has 16 bytes.');
    const opening: Openings[string] = [encodeBase64Url(salt), value];
    openings[pointer] = opening;
    return fieldDigest(...opening);
  });
  return { event: hidden, openings };
}

/**
 * The event with every private field in the clear. Each field that a pattern meets must be a digest with an opening that
 * hashes to it, and there must be no other openings; a field that is absent needs none. The event is not changed.
 * @throws OpeningError; GateError if the value in an opening is not plain JSON
 */
export function openFields(event: Json, patterns: string[], openings: Json): Json {
  if (!isObject(openings)) throw new OpeningError('malformed-opening', '', 'Openings are an object of pointers.');
  const used = new Set<string>();
  const opened = replaceFields(event, patterns, (digest, pointer) => {
    used.add(pointer);
    return openField(digest, pointer, Object.hasOwn(openings, pointer) ? openings[pointer] : undefined);
  });
  const unexpected = Object.keys(openings).find((pointer) => !used.has(pointer));
  if (unexpected !== undefined) {
    throw new OpeningError('unexpected-opening', unexpected, 'No private field lies where this opening points.');
  }
  return opened;
}

function openField(digest: Json, pointer: string, opening: Json | undefined): Json {
  if (typeof digest !== 'string' || decodeBase64Url(digest)?.length !== DIGEST_BYTES) {
    throw new OpeningError('not-hidden', pointer, 'A private field is signed in the clear; sign its salted digest.');
  }
  if (opening === undefined) throw new OpeningError('missing-opening', pointer, 'A private field has no opening.');
  const [salt, value, ...rest] = Array.isArray(opening) ? opening : [];
  const wellFormed = typeof salt === 'string' && decodeBase64Url(salt)?.length === SALT_BYTES;
  if (!wellFormed || value === undefined || rest.length > 0) {
    throw new OpeningError('malformed-opening', pointer, 'An opening is [salt of 16 bytes in base64url, value].');
  }
  if (fieldDigest(salt, value) !== digest) {
    throw new OpeningError('unequal-opening', pointer, 'The opening is not what was signed.');
  }
  return value;
}

type Replace = (value: Json, pointer: string) => Json;

function replaceFields(event: Json, patterns: string[], replace: Replace): Json {
  const done = new Set<string>();
  const replaceOnce: Replace = (value, pointer) => {
    if (done.has(pointer)) return value;
    done.add(pointer);
    return replace(value, pointer);
  };
  return patterns.reduce((value, pattern) => replaceAt(value, stepsOf(pattern), [], replaceOnce), event);
}

function stepsOf(pattern: string): string[] {
  return pattern
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Copies what lies on the way to a field and shares the rest. */
function replaceAt(value: Json, steps: string[], path: Path, replace: Replace): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return replace(value, pointerOf(path));
  if (Array.isArray(value)) {
    return value.map((item, i) =>
      step === '*' || step === String(i) ? replaceAt(item, rest, [...path, i], replace) : item,
    );
  }
  if (!isObject(value)) return value;
  const copy = { ...value };
  for (const name of step === '*' ? Object.keys(copy) : [step]) {
    const member = Object.hasOwn(copy, name) ? copy[name] : undefined;
    if (member !== undefined) copy[name] = replaceAt(member, rest, [...path, name], replace);
  }
  return copy;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
