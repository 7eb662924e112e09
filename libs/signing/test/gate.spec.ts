import fc from 'fast-check';
import { encodeUtf8, GateError, hasLoneSurrogate, parseStrict, type Json } from '../src/index.js';
import { gateErrorOf, json } from './support.js';

describe('the gate refuses, and says what and where', () => {
  test.each<[string, string, string]>([
    ['{"a":1,"a":1}', 'duplicate-name', '/a'],
    ['{"x":[{"a":1,"\\u0061":2}]}', 'duplicate-name', '/x/0/a'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate-name', '/__proto__'],
    ['{"a/b":{"~":1,"~":2}}', 'duplicate-name', '/a~1b/~0'],
    ['9007199254740992', 'unsafe-number', ''],
    ['{"q":-9007199254740992}', 'unsafe-number', '/q'],
    ['[1,[100000000000000000000000000]]', 'unsafe-number', '/1/0'],
    ['[1e16]', 'unsafe-number', '/0'],
    ['[1e400]', 'unsafe-number', '/0'],
    ['[-1e999]', 'unsafe-number', '/0'],
    ['["\\ud800"]', 'lone-surrogate', '/0'],
    ['["\\udc00\\ud800"]', 'lone-surrogate', '/0'],
    ['{"s":"\ud83d"}', 'lone-surrogate', '/s'],
    ['{"\\udead":1}', 'lone-surrogate', ''],
    ['', 'not-json', ''],
    [' ', 'not-json', ''],
    ['{"a":1} x', 'not-json', ''],
    ['[1][2]', 'not-json', ''],
    ['{"a":1,}', 'not-json', ''],
    ['[1,]', 'not-json', '/1'],
    ['[,1]', 'not-json', '/0'],
    ['{a:1}', 'not-json', ''],
    ["{'a':1}", 'not-json', ''],
    ['{"a" 1}', 'not-json', '/a'],
    ['{"a":{"b":}}', 'not-json', '/a/b'],
    ['[1 2]', 'not-json', ''],
    ['[01]', 'not-json', ''],
    ['[+1]', 'not-json', '/0'],
    ['[.5]', 'not-json', '/0'],
    ['[1.]', 'not-json', ''],
    ['[1e]', 'not-json', ''],
    ['[-]', 'not-json', '/0'],
    ['[NaN]', 'not-json', '/0'],
    ['[Infinity]', 'not-json', '/0'],
    ['[0x10]', 'not-json', ''],
    ['[True]', 'not-json', '/0'],
    ['[nul]', 'not-json', '/0'],
    ['[truely]', 'not-json', ''],
    ['"\t"', 'not-json', ''],
    ['"\\x41"', 'not-json', ''],
    ['"\\u12g4"', 'not-json', ''],
    ['"abc', 'not-json', ''],
    ['"abc\\', 'not-json', ''],
    ['[1] // said', 'not-json', ''],
    ['\u00a0[1]', 'not-json', ''],
    ['\ufeff[1]', 'not-json', ''],
    ['['.repeat(65) + ']'.repeat(65), 'too-deep', '/0'.repeat(64)],
    ['{"a":'.repeat(65) + '1' + '}'.repeat(65), 'too-deep', '/a'.repeat(64)],
  ])('%j', (text, code, pointer) => {
    expect(gateErrorOf(() => parseStrict(text))).toMatchObject({ code, pointer });
    // A lone surrogate cannot be written in UTF-8, so bytes can only be refused for another reason.
    if (!hasLoneSurrogate(text))
      expect(gateErrorOf(() => parseStrict(encodeUtf8(text)))).toMatchObject({ code, pointer });
  });

  test.each([
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x31], 'not-json'],
    ['a cut sequence', [0x22, 0xc3, 0x22], 'not-utf8'],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22], 'not-utf8'],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22], 'not-utf8'],
    ['UTF-16', [0xff, 0xfe, 0x31, 0x00], 'not-utf8'],
  ])('%s', (_, bytes, code) => {
    expect(gateErrorOf(() => parseStrict(Uint8Array.from(bytes))).code).toBe(code);
  });

  test('too much text, counted in bytes of UTF-8', () => {
    const text = (units: string) => `"${units}"`;
    expect(parseStrict(text('x'.repeat(65_534)))).toHaveLength(65_534);
    expect(gateErrorOf(() => parseStrict(text('x'.repeat(65_535)))).code).toBe('too-large');
    expect(parseStrict(text('é'.repeat(32_767)))).toHaveLength(32_767);
    expect(gateErrorOf(() => parseStrict(text('é'.repeat(32_768)))).code).toBe('too-large');
    expect(gateErrorOf(() => parseStrict(encodeUtf8(text('é'.repeat(32_768))))).code).toBe('too-large');
    expect(parseStrict(text('x'.repeat(70_000)), { bytes: 262_144 })).toHaveLength(70_000);
    expect(gateErrorOf(() => parseStrict('[1]', { bytes: 2 })).code).toBe('too-large');
  });

  test('depth counts arrays and objects, and no limit asks more of the stack than it has', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(() => parseStrict(nested(64))).not.toThrow();
    expect(() => parseStrict('[[1]]', { depth: 2 })).not.toThrow();
    expect(gateErrorOf(() => parseStrict('[[[]]]', { depth: 2 })).code).toBe('too-deep');
    const abyss = nested(1_000_000);
    expect(gateErrorOf(() => parseStrict(abyss, { bytes: 1e9, depth: 1e9 })).code).toBe('too-deep');
  });
});

describe('the gate lets through', () => {
  test('a name of __proto__ as a name, and no prototype changes', () => {
    const value = parseStrict('{"__proto__":{"admin":true},"constructor":1,"toString":2}') as Record<string, Json>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value['admin']).toBeUndefined();
    expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true},"constructor":1,"toString":2}');
  });

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '-0',
    '0.1',
    '1E30',
    '1e-400',
    '[1.5e3, 2E+2]',
    ' \t\r\n{ "a" : [ ] , "b" : { } } \n',
    '"\\ud83d\\ude00 \ud83d\ude00 \\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\u007f\u2028"',
    'null',
    '{"":""}',
  ])('%j', (text) => expect(parseStrict(text)).toEqual(JSON.parse(text)));

  test('what JSON.stringify writes, with or without space', () => {
    fc.assert(
      fc.property(json(), fc.constantFrom(0, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(outcomeOf(text)).toEqual({ value: JSON.parse(text) as Json });
      }),
    );
  });
});

/** The parsed value; `refused` where the gate knows a reason that JSON.parse does not; null where it is not JSON. */
function outcomeOf(text: string): { value: Json } | { refused: string } | null {
  try {
    return { value: parseStrict(text) };
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    return error.code === 'not-json' ? null : { refused: error.code };
  }
}

function parsed(text: string): { value: Json } | null {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}

describe('whatever comes, JSON.parse and the gate agree but for the refusals', () => {
  // Pieces of JSON in any order hit the grammar more often than random characters do.
  const pieces =
    '{ } [ ] , : " "a" "b" \\u0041 \\ 1 -1 0 1.5 1e5 e - . true false null \n é \ud83d\ude00 9007199254740993'.split(
      ' ',
    );
  const text = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join('')),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .json({ maxDepth: 3 })
      .chain((json) =>
        fc
          .tuple(fc.nat(json.length), fc.string({ maxLength: 1 }))
          .map(([at, c]) => json.slice(0, at) + c + json.slice(at + 1)),
      ),
  );

  test('texts', () => {
    fc.assert(
      fc.property(text, (candidate) => {
        const ours = outcomeOf(candidate);
        if (ours !== null && 'refused' in ours) return;
        expect(ours).toEqual(parsed(candidate));
      }),
      { numRuns: 3_000 },
    );
  });

  test('random bytes give a value or a GateError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          parseStrict(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(GateError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
