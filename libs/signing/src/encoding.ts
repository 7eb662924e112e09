/**
 * Byte encodings (RFC 4648) that have exactly one text for each sequence of bytes: no white space, no other alphabet, no
 * missing or surplus padding, unused trailing bits zero. Every decoder answers null for any other text, since only
 * the caller knows the name and place of what is malformed.
 */
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = STANDARD.replace('+/', '-_');
const HEX = '0123456789abcdef';
const NONE = 0xff;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; a byte order mark stays in it. Null if they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return null;
  }
}

// eslint-disable-next-line no-control-regex -- all of ASCII, control characters too.
const ASCII = /^[\u0000-\u007f]*$/;

/** How many bytes the text takes in UTF-8. */
export function utf8Length(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length;
}

/** Writes the text to the start of bytes that have room for it. */
export function writeUtf8(text: string, bytes: Uint8Array): void {
  encoder.encodeInto(text, bytes);
}

export function encodeBase64(bytes: Uint8Array): string {
  const text = encode64(bytes, STANDARD_CODES);
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

export function encodeBase64Url(bytes: Uint8Array): string {
  return encode64(bytes, URL_CODES);
}

export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return decode64(text, text.length - padding, STANDARD_VALUES);
}

export function decodeBase64Url(text: string): Uint8Array | null {
  return decode64(text, text.length, URL_VALUES);
}

export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  return text;
}

/** Lower case only. */
export function decodeHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = valueAt(HEX_VALUES, text, 2 * i);
    const low = valueAt(HEX_VALUES, text, 2 * i + 1);
    if ((high | low) === NONE) return null;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

const STANDARD_CODES = encoder.encode(STANDARD);
const URL_CODES = encoder.encode(URL_SAFE);
const STANDARD_VALUES = valuesOf(STANDARD);
const URL_VALUES = valuesOf(URL_SAFE);
const HEX_VALUES = valuesOf(HEX);

function valuesOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(256).fill(NONE);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

/** NONE for a character outside the alphabet. Real values are below 64, so an OR of several is NONE only with one of it. */
function valueAt(values: Uint8Array, text: string, at: number): number {
  return values[text.charCodeAt(at)] ?? NONE;
}

function encode64(bytes: Uint8Array, codes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) out[at++] = codes[(held >> (bits - 6)) & 63] ?? 0;
  }
  if (bits > 0) out[at] = codes[(held << (6 - bits)) & 63] ?? 0;
  return decoder.decode(out);
}

function decode64(text: string, length: number, values: Uint8Array): Uint8Array | null {
  const spare = length % 4;
  if (spare === 1) return null;
  const bytes = new Uint8Array((length * 3) >> 2);
  let at = 0;
  let i = 0;
  for (; i < length - spare; i += 4) {
    const a = valueAt(values, text, i);
    const b = valueAt(values, text, i + 1);
    const c = valueAt(values, text, i + 2);
    const d = valueAt(values, text, i + 3);
    if ((a | b | c | d) === NONE) return null;
    bytes[at++] = (a << 2) | (b >> 4);
    bytes[at++] = (b << 4) | (c >> 2);
    bytes[at++] = (c << 6) | d;
  }
  if (spare === 0) return bytes;

  const a = valueAt(values, text, i);
  const b = valueAt(values, text, i + 1);
  const c = spare === 3 ? valueAt(values, text, i + 2) : 0;
  const unused = spare === 3 ? c & 3 : b & 15;
  if ((a | b | c) === NONE || unused !== 0) return null;
  bytes[at++] = (a << 2) | (b >> 4);
  if (spare === 3) bytes[at] = (b << 4) | (c >> 2);
  return bytes;
}
