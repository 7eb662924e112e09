import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import reference from 'canonicalize';
import fc from 'fast-check';
import {
  canonicalBytes,
  canonicalize,
  encodeUtf8,
  GateError,
  parseCanonical,
  parseStrict,
  type Json,
} from '../src/index.js';
import { gateErrorOf, json } from './support.js';

const vectors = path.resolve(process.cwd(), '../shared/vectors/jcs');
const withVectors = existsSync(vectors) ? test : test.skip;
if (!existsSync(vectors)) console.warn(`Skipped: no RFC 8785 vectors at ${vectors}.`);

const NAMES = ['arrays', 'french', 'structures', 'unicode', 'values', 'weird'];

describe('canonical JSON (RFC 8785)', () => {
  withVectors.each(NAMES)('vector %s', (name) => {
    const read = (folder: string, ending: string) => readFileSync(path.join(vectors, folder, name + ending));
    const value = parseStrict(read('input', '.json'));
    const expected = read('output', '.json');
    const hex = read('outhex', '.txt').toString().replace(/\s/g, '');
    expect(Buffer.from(canonicalBytes(value)).toString('hex')).toBe(hex);
    expect(canonicalize(parseCanonical(expected))).toBe(expected.toString());
  });

  test('agrees with the package canonicalize on whatever JSON can say', () => {
    fc.assert(
      fc.property(json(), (value) => {
        expect(canonicalize(value)).toBe(reference(value));
      }),
      { numRuns: 1_000 },
    );
  });

  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(json(), (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes);
        expect(canonicalBytes(parseStrict(bytes))).toEqual(bytes);
      }),
    );
  });

  test('orders names by UTF-16 code units, not by code points', () => {
    expect(canonicalize({ '\ufb33': 1, '\u{1f600}': 2, a: 3, 10: 4, 9: 5 })).toBe(
      '{"10":4,"9":5,"a":3,"\u{1f600}":2,"\ufb33":1}',
    );
  });

  test('numbers: minus zero, exponents, the last safe integer', () => {
    expect(canonicalize([-0, 1e21, 1e-7, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, 5e-324])).toBe(
      '[0,1e+21,1e-7,0.30000000000000004,9007199254740991,5e-324]',
    );
  });

  test('a name of __proto__ is a name', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":2}') as Json;
    expect(canonicalize(value)).toBe('{"__proto__":{"a":1},"b":2}');
  });

  test('takes objects without a prototype and objects of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    expect(canonicalize(Object.assign(Object.create(null), { b: 1, a: 2 }) as Json)).toBe('{"a":2,"b":1}');
    expect(canonicalize(runInNewContext('({ b: [1], a: {} })') as Json)).toBe('{"a":{},"b":[1]}');
  });

  test('keeps no more names than it may, and stays right', () => {
    for (let i = 0; i < 5_000; i++) expect(canonicalize({ [`name ${i}`]: i })).toBe(`{"name ${i}":${i}}`);
  });
});

describe('the writer refuses what JSON cannot say', () => {
  class Lot {
    id = 'L1';
  }
  const deep = (levels: number): Json => (levels === 0 ? 1 : [deep(levels - 1)]);

  test.each<[string, unknown, string, string]>([
    ['undefined in an object', { a: { b: undefined } }, 'not-plain', '/a/b'],
    ['undefined in an array', [1, undefined], 'not-plain', '/1'],
    ['a hole', [1, , 2], 'not-plain', '/1'], // eslint-disable-line no-sparse-arrays -- the hole is the case
    ['a function', { f: () => 1 }, 'not-plain', '/f'],
    ['a toJSON method', { at: { toJSON: () => 'x' } }, 'not-plain', '/at/toJSON'],
    ['a symbol', [Symbol('s')], 'not-plain', '/0'],
    ['a BigInt', { 'a/b': { '~': 1n } }, 'not-plain', '/a~1b/~0'],
    ['a Date', { at: new Date(0) }, 'not-plain', '/at'],
    ['a Map', [new Map()], 'not-plain', '/0'],
    ['a Buffer', [Buffer.from('a')], 'not-plain', '/0'],
    ['an instance', { lot: new Lot() }, 'not-plain', '/lot'],
    ['a boxed string', [Object('a')], 'not-plain', '/0'],
    ['NaN', { q: NaN }, 'unsafe-number', '/q'],
    ['Infinity', [[-Infinity]], 'unsafe-number', '/0/0'],
    ['2^53', { q: 2 ** 53 }, 'unsafe-number', '/q'],
    ['-2^53', { q: -(2 ** 53) }, 'unsafe-number', '/q'],
    ['1e20', [1e20], 'unsafe-number', '/0'],
    ['a high surrogate', { s: 'a\ud800b' }, 'lone-surrogate', '/s'],
    ['a low surrogate', { s: ['\udc00'] }, 'lone-surrogate', '/s/0'],
    ['swapped surrogates', '\udc00\ud800', 'lone-surrogate', ''],
    ['65 levels', deep(65), 'too-deep', '/0'.repeat(64)],
    ['the whole', undefined, 'not-plain', ''],
  ])('%s', (_, value, code, pointer) => {
    expect(gateErrorOf(() => canonicalize(value as Json))).toMatchObject({ code, pointer });
  });

  test('a lone surrogate in a name', () => {
    expect(gateErrorOf(() => canonicalize({ '\ud800': 1 })).code).toBe('lone-surrogate');
  });

  test('64 levels are enough for anybody; a cycle ends as too deep', () => {
    expect(canonicalize(deep(64))).toHaveLength(129);
    const cycle: Json[] = [];
    cycle.push(cycle);
    expect(gateErrorOf(() => canonicalize(cycle)).code).toBe('too-deep');
  });
});

describe('parseCanonical names the reason', () => {
  const cases = [
    ['{"b":1,"a":2}', 'not-canonical'],
    ['{"a": 1}', 'not-canonical'],
    ['[1.0]', 'not-canonical'],
    ['[-0]', 'not-canonical'],
    ['[1E30]', 'not-canonical'],
    ['["\\u0041"]', 'not-canonical'],
    ['["\\/"]', 'not-canonical'],
    ['["\\u001F"]', 'not-canonical'],
    ['{"a":1,"a":1}', 'duplicate-name'],
    ['[9007199254740993]', 'unsafe-number'],
    ['["\\ud800"]', 'lone-surrogate'],
    ['[1e400]', 'unsafe-number'],
    ['[1]x', 'not-json'],
    ['\ufeff[1]', 'not-json'],
    ['['.repeat(65) + ']'.repeat(65), 'too-deep'],
    [`"${'x'.repeat(70_000)}"`, 'too-large'],
  ] as const;
  for (const [text, code] of cases) {
    test(`${code}: ${text.slice(0, 30)}`, () => {
      expect(gateErrorOf(() => parseCanonical(encodeUtf8(text))).code).toBe(code);
    });
  }

  test('bytes that are not UTF-8', () => {
    expect(gateErrorOf(() => parseCanonical(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).code).toBe('not-utf8');
  });

  test('random bytes give a GateError or a value that writes back the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(canonicalBytes(parseCanonical(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(GateError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
