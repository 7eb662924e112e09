import fc from 'fast-check';
import { isDay, isInstant, micros } from '@hadic/domain';
import type { EventType } from '@hadic/domain';
import type { Json } from '@hadic/signing';
import { decodeEvent, validate } from '../src/catalogue/decode.js';
import { sampleJson, TYPES, withAt, type Path } from './catalogue.mutations.js';

/** The problems of a type's sample with another value in one place, `undefined` for none. */
function problemsWith(type: EventType, path: Path, value: Json | undefined) {
  return validate(withAt(sampleJson(type), path, () => value));
}

test.each(TYPES)('%s: the sample decodes to itself', (type) => {
  const event = sampleJson(type);
  expect(decodeEvent(event)).toEqual({ event });
});

describe('each rule has its word, its place and what it expects', () => {
  const LONG = 'x'.repeat(201);
  const cases: [EventType, Path, Json | undefined, string, object][] = [
    ['Packed', ['data', 'unitId'], undefined, 'required', {}],
    ['Packed', ['data', 'extra'], 1, 'unknown-member', {}],
    ['Packed', ['data', 'a/b~c'], 1, 'unknown-member', {}],
    ['Packed', ['data', 'children', 0, 'qty', 'value'], '1,5', 'pattern', { expected: '12.5' }],
    ['Packed', ['data', 'children', 0, 'qty', 'value'], 1.5, 'type', { expected: 'string' }],
    ['Packed', ['data', 'children', 0, 'qty', 'unit'], 'kg', 'pattern', { expected: 'KGM' }],
    ['Packed', ['data', 'children'], [], 'too-few', { expected: 1 }],
    ['Packed', ['data', 'children'], {}, 'type', { expected: 'array' }],
    ['Packed', ['data', 'labelCertificate'], null, 'type', { expected: 'string' }],
    ['Packed', ['data', 'site'], 'kopi', 'pattern', { expected: 'kopi/pabrik' }],
    ['Shipped', ['data', 'consignee'], LONG, 'too-long', { expected: 200 }],
    ['Shipped', ['data', 'consignee'], '', 'too-short', { expected: 1 }],
    ['Shipped', ['data', 'consignee'], ' \n', 'pattern', { expected: 'text' }],
    ['Shipped', ['data', 'consignee'], 'a\u0007', 'pattern', { expected: 'text' }],
    ['Shipped', ['data', 'units'], Array<Json>(1001).fill('kopi/pabrik/U'), 'too-many', { expected: 1000 }],
    ['Shipped', ['data', 'destination'], 'Malaysia', 'pattern', { expected: 'ID' }],
    ['RecallInitiated', ['data', 'class'], 'IV', 'enum', { expected: 'I, II, III' }],
    ['RecallInitiated', ['data', 'scope', 'product', 'producedTo'], '2026-06-31', 'format', { expected: 'date' }],
    ['BatchProcessed', ['data', 'end'], '2026-06-10T15:10', 'format', { expected: 'date-time' }],
    ['ProductRegistered', ['data', 'gtin'], '8991234567892', 'format', { expected: 'gtin' }],
    ['FindingRecorded', ['data', 'criterion'], 0, 'minimum', { expected: 1 }],
    ['FindingRecorded', ['data', 'criterion'], 6, 'maximum', { expected: 5 }],
    ['FindingRecorded', ['data', 'criterion'], 2.5, 'type', { expected: 'integer' }],
    ['Unpacked', ['v'], 2, 'enum', { expected: '1' }],
    ['Unpacked', ['ledger'], undefined, 'required', {}],
    ['LedgerFounded', ['ledger'], '0'.repeat(64), 'unknown-member', {}],
    ['Unpacked', ['signers'], [], 'too-few', { expected: 1 }],
    ['Unpacked', ['signers', 0, 'key'], 'did:key:z6Mk', 'pattern', expect.anything()],
    ['Unpacked', ['evidence'], undefined, 'required', {}],
    ['Unpacked', ['data'], undefined, 'required', {}],
    ['Unpacked', ['data'], [], 'type', { expected: 'object' }],
    ['Unpacked', ['type'], 'NoSuch', 'unknown-type', {}],
    ['Unpacked', ['type'], 'toString', 'unknown-type', {}],
    ['Unpacked', ['type'], undefined, 'required', {}],
    ['EventCorrected', ['data', 'target', 'type'], 'NoSuch', 'enum', expect.anything()],
  ];
  test.each(cases)('%s %j = %j: %s', (...[type, path, value, rule, params]) => {
    const pointer = path.map((step) => `/${String(step).replace('~', '~0').replace('/', '~1')}`).join('');
    expect(problemsWith(type, path, value)).toEqual([{ pointer, rule, params }]);
  });

  test('all that is wrong is told at once, one problem a place, fifty at most', () => {
    const event = sampleJson('Unpacked');
    expect(validate({ ...event, stream: '', data: {} }).map(({ pointer }) => pointer)).toEqual([
      '/stream',
      '/data/site',
      '/data/unitId',
    ]);
    const swollen = Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`x${i}`, i]));
    expect(validate({ ...event, ...swollen, data: swollen })).toHaveLength(50);
  });

  test.each([null, 7, 'text', [], true])('%j is no event', (json) => {
    expect(validate(json)).toEqual([{ pointer: '', rule: 'type', params: { expected: 'object' } }]);
  });
});

describe('a basis is of exactly one kind', () => {
  const basis = (value: Json) =>
    problemsWith('MaterialApproved', ['data', 'basis'], value).map((p) => [p.pointer, p.rule]);
  const at = '/data/basis';

  test.each<Json>([
    { kind: 'CERTIFICATE', certificate: 'bpjph/ID1' },
    { kind: 'EXEMPT', list: 'KMA 1360/2021', entry: 'a.1', listVersion: '2021' },
    { kind: 'DOCUMENTS', documents: ['Flow chart'] },
  ])('%j is one', (value) => expect(basis(value)).toEqual([]));

  test.each<[Json, [string, string][]]>([
    [{ kind: 'CERTIFICATE' }, [[`${at}/certificate`, 'required']]],
    [{ kind: 'CERTIFICATE', certificate: 'bpjph/ID1', list: 'x' }, [[`${at}/list`, 'unknown-member']]],
    [
      { kind: 'DOCUMENTS', certificate: 'bpjph/ID1' },
      [
        [`${at}/documents`, 'required'],
        [`${at}/certificate`, 'unknown-member'],
      ],
    ],
    [{ kind: 'DOCUMENTS', documents: [] }, [[`${at}/documents`, 'too-few']]],
    [{ kind: 'HEARSAY' }, [[`${at}/kind`, 'enum']]],
    [{ kind: 7 }, [[`${at}/kind`, 'type']]],
    [{}, [[`${at}/kind`, 'required']]],
    [[], [[at, 'type']]],
    [null, [[at, 'type']]],
  ])('%j is none', (value, problems) => expect(basis(value)).toEqual(problems));
});

describe('a replacement is data of the type that it replaces', () => {
  const corrected = (type: string, replacement: Json) =>
    validate(
      withAt(sampleJson('EventCorrected'), ['data'], () => ({
        target: { stream: 'site-kopi/pabrik', id: '019763f0-2000-7000-8000-000000000017', type },
        reason: 'Typing slip.',
        replacement,
      })),
    );

  test('every type can be told', () => {
    for (const type of TYPES) expect(corrected(type, sampleJson(type)['data'] ?? null)).toEqual([]);
  });

  test('and is checked as such', () => {
    const unpacked = sampleJson('Unpacked')['data'] ?? null;
    expect(corrected('Packed', unpacked)).toEqual([
      { pointer: '/data/replacement/children', rule: 'required', params: {} },
    ]);
    expect(corrected('Packed', [])).toEqual([
      { pointer: '/data/replacement', rule: 'type', params: { expected: 'object' } },
    ]);
  });
});

describe('the forms are those that the domain knows', () => {
  const accepts = (type: EventType, path: Path) => (text: string) => problemsWith(type, path, text).length === 0;

  test('a quantity is what the domain can count', () => {
    const digits = fc.stringMatching(/^-?\d{0,19}\.?\d{0,7}$/);
    const isDecimal = accepts('Packed', ['data', 'children', 0, 'qty', 'value']);
    const counts = (value: string) => {
      try {
        micros({ value, unit: 'KGM' }, '');
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(fc.property(digits, (text) => isDecimal(text) === counts(text)));
  });

  test.each(['2024-02-29', '2023-02-29', '2026-04-31', '2026-1-1', '2026-13-01', '0000-01-01', '2026-06-10T00:00:00Z'])(
    'day %s',
    (text) =>
      expect(
        accepts('ProductRegistered', ['data', 'gtin'])(text) || accepts('AuditPlanned', ['data', 'from'])(text),
      ).toBe(isDay(text)),
  );

  test.each([
    '2026-06-10T23:59:59+07:00',
    '2026-06-10T23:59:60Z',
    '2026-06-10T24:00:00Z',
    '2026-06-10t10:00:00z',
    '2026-06-10T10:00:00.123Z',
    '2026-06-10T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-06-10',
  ])('instant %s', (text) => expect(accepts('BatchProcessed', ['data', 'start'])(text)).toBe(isInstant(text)));

  test.each([
    ['96385074', true],
    ['614141007349', true],
    ['4006381333931', true],
    ['10614141000415', true],
    ['4006381333932', false],
    ['400638133393', false],
    ['040063813339310', false],
    ['', false],
  ])('GTIN %s: %s (examples with the check digit of the GS1 General Specifications)', (text, valid) =>
    expect(accepts('ProductRegistered', ['data', 'gtin'])(text)).toBe(valid),
  );

  test.each([
    ['0', true],
    ['100', true],
    ['100.000000', true],
    ['99.999999', true],
    ['100.1', false],
    ['101', false],
    ['-1', false],
    ['05', false],
  ])('share %s per cent: %s', (text, valid) =>
    expect(accepts('RecipeVersionAdopted', ['data', 'materials', 0, 'minPct'])(text)).toBe(valid),
  );

  test('the first person of an organisation holds mandates that are named with their role', () => {
    const names = accepts('MandateWithdrawn', ['data', 'mandate']);
    const id = '019763f0-2000-7000-8000-000000000001';
    expect([id, `${id} ORG_ADMIN`, 'SK-1'].map(names)).toEqual([true, false, false]);
  });
});
