import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { encodeBase64Url, fieldDigest, hideFields, OpeningError, openFields, type Json } from '../src/index.js';

const PATTERNS = ['/data/inputs/*/qty', '/data/price', '/data/shares/*'];
const EVENT: Json = {
  type: 'RunRecorded',
  data: {
    inputs: [{ lot: 'a', qty: '10' }, { lot: 'b' }, { lot: 'c', qty: '2.5' }],
    shares: { salt: '0.02', 'a/b~c': { parts: [1, 2] } },
    note: 'open',
  },
};
const POINTERS = ['/data/inputs/0/qty', '/data/inputs/2/qty', '/data/shares/a~1b~0c', '/data/shares/salt'];

/** Salts that differ from call to call. */
function salts(): () => Uint8Array {
  let count = 0;
  return () => new Uint8Array(16).fill(++count);
}

function refusal(event: Json, openings: Json): OpeningError {
  try {
    openFields(event, PATTERNS, openings);
  } catch (error) {
    if (error instanceof OpeningError) return error;
    throw error;
  }
  throw new Error('No OpeningError was thrown.');
}

describe('private fields', () => {
  const { event, openings } = hideFields(EVENT, PATTERNS, salts());

  test('each is a digest of its own salt and value, the rest is as it was', () => {
    expect(Object.keys(openings).sort()).toEqual(POINTERS);
    const [salt, value] = openings['/data/inputs/2/qty'] ?? ['', null];
    expect(value).toBe('2.5');
    expect(salt).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const digest = createHash('sha256').update(`["${salt}","2.5"]`).digest('base64url');
    expect(fieldDigest(salt, value)).toBe(digest);
    expect(event).toMatchObject({
      type: 'RunRecorded',
      data: { inputs: [{ lot: 'a' }, { lot: 'b' }, { lot: 'c', qty: digest }], note: 'open' },
    });
    expect(JSON.stringify(event)).not.toMatch(/2\.5|0\.02|parts/);
  });

  test('open to what was hidden, and neither side is changed', () => {
    const [before, hidden] = [JSON.stringify(EVENT), JSON.stringify(event)];
    expect(openFields(event, PATTERNS, openings)).toEqual(EVENT);
    expect(JSON.stringify(EVENT)).toBe(before);
    expect(JSON.stringify(event)).toBe(hidden);
  });

  test('equal values do not show as equal', () => {
    const { event: two } = hideFields(['5', '5'], ['/*'], salts());
    expect(Array.isArray(two) && two[0] !== two[1]).toBe(true);
  });

  test('an event without private fields needs no openings', () => {
    expect(openFields({ data: { note: 'x' } }, PATTERNS, {})).toEqual({ data: { note: 'x' } });
    expect(hideFields({ data: [] }, PATTERNS, salts())).toEqual({ event: { data: [] }, openings: {} });
  });

  test('two patterns that meet the same field hide it once', () => {
    const twice = ['/data/price', '/data/*'];
    const hidden = hideFields({ data: { price: 1 } }, twice, salts());
    expect(Object.keys(hidden.openings)).toEqual(['/data/price']);
    expect(openFields(hidden.event, twice, hidden.openings)).toEqual({ data: { price: 1 } });
  });

  const pointer = '/data/inputs/0/qty';
  const [salt, value] = openings[pointer] ?? ['', null];
  const { [pointer]: _left, ...others } = openings;

  test.each<[string, Json, Json, string, string]>([
    ['one is missing', event, others, 'missing-opening', pointer],
    ['another value', event, { ...openings, [pointer]: [salt, '11'] }, 'unequal-opening', pointer],
    ['the same number as a number', event, { ...openings, [pointer]: [salt, 10] }, 'unequal-opening', pointer],
    [
      'another salt',
      event,
      { ...openings, [pointer]: [encodeBase64Url(new Uint8Array(16)), value] },
      'unequal-opening',
      pointer,
    ],
    ['a short salt', event, { ...openings, [pointer]: ['AAAA', value] }, 'malformed-opening', pointer],
    [
      'a salt in the other alphabet',
      event,
      { ...openings, [pointer]: ['+'.repeat(21) + 'A', value] },
      'malformed-opening',
      pointer,
    ],
    ['no value', event, { ...openings, [pointer]: [salt] }, 'malformed-opening', pointer],
    ['a third item', event, { ...openings, [pointer]: [salt, value, 1] }, 'malformed-opening', pointer],
    ['no array', event, { ...openings, [pointer]: { salt, value } }, 'malformed-opening', pointer],
    ['openings that are a list', event, [], 'malformed-opening', ''],
    ['no openings at all', event, null, 'malformed-opening', ''],
    ['one for a public field', event, { ...openings, '/data/note': [salt, 'x'] }, 'unexpected-opening', '/data/note'],
    ['one for an absent field', event, { ...openings, '/data/price': [salt, 1] }, 'unexpected-opening', '/data/price'],
    ['one under an odd name', event, { ...openings, toString: [salt, 1] }, 'unexpected-opening', 'toString'],
    ['a field in the clear', EVENT, openings, 'not-hidden', pointer],
    [
      'a field of 43 characters that are no digest',
      { data: { price: '='.repeat(43) } },
      {},
      'not-hidden',
      '/data/price',
    ],
  ])('%s', (...[, signed, given, code, place]) => {
    expect(refusal(signed, given)).toMatchObject({ code, pointer: place });
  });

  test('a salt of another length is not used', () => {
    expect(() => hideFields(EVENT, PATTERNS, () => new Uint8Array(8))).toThrow(OpeningError);
  });

  test('a field named __proto__ is hidden and opened like any other', () => {
    const odd = JSON.parse('{"data":{"shares":{"__proto__":{"x":1}}}}') as Json;
    const hidden = hideFields(odd, PATTERNS, salts());
    expect(Object.keys(hidden.openings)).toEqual(['/data/shares/__proto__']);
    expect(JSON.stringify(openFields(hidden.event, PATTERNS, hidden.openings))).toBe(JSON.stringify(odd));
  });

  test('hiding and opening give the event back, whatever it is', () => {
    const name = fc.constantFrom('a', 'b', 'a/b', '~', '', '*');
    const json = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('x', '0'), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const pattern = fc.array(fc.constantFrom('*', 'a', 'b', 'a~1b', '~0', '', '0', '1'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(json, pattern, (value, steps) => {
        const patterns = ['/' + steps.join('/')];
        const hidden = hideFields(value, patterns, salts());
        expect(openFields(hidden.event, patterns, hidden.openings)).toEqual(value);
      }),
    );
  });
});
