import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  decodeBase64,
  decodeBase64Url,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeBase64Url,
  encodeHex,
  encodeUtf8,
  sha256,
  utf8Length,
} from '../src/index.js';

const CODERS = [
  { name: 'base64', encode: encodeBase64, decode: decodeBase64 },
  { name: 'base64url', encode: encodeBase64Url, decode: decodeBase64Url },
  { name: 'hex', encode: encodeHex, decode: decodeHex },
] as const;

describe.each(CODERS)('$name', ({ name, encode, decode }) => {
  test('writes what Node writes and reads it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encode(bytes);
        expect(text).toBe(Buffer.from(bytes).toString(name));
        expect(decode(text)).toEqual(bytes);
      }),
    );
  });

  test('each sequence of bytes has one text: what decodes encodes to the same', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABab01+/-_=\n g\u0141'), maxLength: 8 });
    fc.assert(
      fc.property(text, (candidate) => {
        const bytes = decode(candidate);
        if (bytes !== null) expect(encode(bytes)).toBe(candidate);
      }),
      { numRuns: 5_000 },
    );
  });
});

test.each([
  'YQ',
  'YQ=',
  'YQ===',
  'YR==',
  'YWF=',
  'YW J',
  ' YQ==',
  'YQ==\n',
  'Y===',
  '====',
  '-_-_',
  'YQ==YQ==',
  'Ł===',
  'A',
])('base64 refuses %j', (text) => expect(decodeBase64(text)).toBeNull());

test.each(['YQ==', 'YR', 'YWF', 'A', '+/+/', 'Y Q', 'ŁŁ'])('base64url refuses %j', (text) => {
  expect(decodeBase64Url(text)).toBeNull();
});

test.each(['a', 'AB', '0x', 'g0', ' 00', 'ŁŁ'])('hex refuses %j', (text) => expect(decodeHex(text)).toBeNull());

test('UTF-8 both ways', () => {
  const text = 'Halal \u062d\u0644\u0627\u0644 \ud83d\ude00';
  expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  expect(utf8Length('abc')).toBe(3);
  expect(decodeUtf8(Uint8Array.of(0xff))).toBeNull();
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf))).toBe('\ufeff');
});

test('SHA-256 is that of Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(encodeHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
});
