import {
  accepted,
  annulled,
  arrived,
  certificate,
  corrected,
  drawn,
  finding,
  offered,
  planned,
  recalled,
  reported,
  result,
  revoked,
  suspended,
} from './assurance.js';
import { given, NOW } from './given.js';
import {
  counted,
  disposed,
  event,
  facility,
  inspected,
  kg,
  material,
  merged,
  morning,
  packed,
  pieces,
  product,
  ran,
  received,
  recipe,
  registered,
  released,
  shipped,
  SITE,
  split,
  unpacked,
} from './world.js';

const L = received('L', '100');
const bubuk = [product('bubuk'), material('biji')];
const goods = [L, packed('U', [['L', '10']]), packed('V', [['L', '10']]), shipped('S1', ['U', 'V'])];
const offer = offered('truk', ['U'], 'kopi:EXPORTER', { id: 'offer' });
const run = ran('R', [['L', '60']], [['P', '55']], { start: '2026-02-05T08:00:00Z', end: '2026-02-05T09:00:00Z' });
const before = { start: '2026-02-05T07:00:00Z', end: '2026-02-05T08:00:00Z' };
const after = { start: '2026-02-05T09:00:00Z', end: '2026-02-05T10:00:00Z' };
const order = event('IngredientSourced', {
  site: SITE,
  poNo: 'PO-1',
  poLine: 1,
  supplier: 'Kebun Ijen',
  materialId: 'kopi/biji',
  supplierLot: 'S-1',
  qty: kg('5'),
  purchaseDate: '2026-01-30',
  originCountry: 'ID',
});
const { noOrderReason: _, ...ordered } = { ...L.data, lotId: `${SITE}/M`, poNo: 'PO-1' };

test.each([
  [
    'an organisation with its business number',
    [],
    registered('baru', [], { registration: { scheme: 'NIB', no: '0123456789012' } }),
  ],
  ['a second site', [], facility('kopi/gudang')],
  [
    'a prohibited material, so that it is on record',
    [],
    material('babi', { requirementClass: 'PROHIBITED', basis: undefined } as object),
  ],
  [
    'a material approved again on another basis',
    [material('biji')],
    material('biji', { basis: { kind: 'CERTIFICATE', certificate: 'x/1' } }),
  ],
  ['a recipe', bubuk, recipe('1')],
  ['an order', [], order],
  ['a receipt of the order’s first line', [order], event('IngredientReceived', ordered)],
  ['an inspection', [L], inspected('L')],
  ['an opening count of zero', [], counted('C', '0.0', { materialId: 'kopi/biji' })],
  ['a count in grams of what is weighed in kilograms', [L], counted('L', { value: '99500', unit: 'GRM' })],
  ['a run of all that is there', [L], ran('R', [['L', '100']], [['P', '90']])],
  ['a run right before another', [L, run], ran('R2', [['L', '1']], [['Q', '1']], before)],
  ['a run right behind another', [L, run], ran('R2', [['L', '1']], [['Q', '1']], after)],
  [
    'a run on the other line meanwhile',
    [L, run],
    ran('R2', [['L', '1']], [['Q', '1']], { ...run.data, runId: `${SITE}/R2`, inputs: [], outputs: [], lineId: '2' }),
  ],
  ['a run that gives more than it took', [L], ran('R', [['L', '1']], [['P', '9']])],
  [
    'a split in grams',
    [L],
    split('L', '10', [
      ['A', '4'],
      ['B', { value: '6000', unit: 'GRM' }],
    ]),
  ],
  [
    'a merge into grams',
    [L, received('M', '5')],
    merged(
      [
        ['L', '1'],
        ['M', '1'],
      ],
      ['N', { value: '2000', unit: 'GRM' }],
    ),
  ],
  ['a disposal', [L], disposed('L', '100')],
  ['a unit packed again', [L, packed('U', [['L', '100']]), unpacked('U')], packed('U', [['L', '100']])],
  ['a release', [L], released('L')],
  ['a shipment', goods.slice(0, 3), shipped('S1', ['U', 'V'])],
  ['an offer by the sender', goods, offer],
  [
    'an offer by the holder',
    [...goods, offer, accepted('offer', 'truk:CARRIER')],
    offered('kedai', ['U'], 'truk:CARRIER'),
  ],
  ['a delivery', goods, arrived()],
  ['an internal audit', [], planned({ audit: 'lph/I-1', kind: 'INTERNAL', auditee: 'lph' })],
  ['a report', [planned(), finding('T-1')], reported()],
  ['a copy of a certificate', [certificate()], certificate({ importer: 'kopi' })],
  ['a suspension by the authority', [certificate()], suspended({}, { by: ['bpom:COMPETENT_AUTHORITY'] })],
  ['the suspension of a copy by its keeper', [certificate({ importer: 'kopi' })], suspended({ importer: 'kopi' })],
  ['a retroactive revocation', [certificate()], revoked({ retroactiveFrom: '2025-01-01' })],
  ['a sample of a lot that nobody knows yet', [], drawn('L')],
  ['a result before its sample', [], result()],
  ['a sample after its result', [result()], drawn('L')],
  [
    'a laboratory’s own lot outside the accredited scope',
    [drawn('roti/dapur/L', { lab: 'roti' })],
    result({ lab: 'roti', inScope: false }),
  ],
  ['a recall by the authority', [], recalled({ lots: [`${SITE}/L`] }, { by: ['bpom:COMPETENT_AUTHORITY'] })],
])('%s is accepted', (_name, before, event) => {
  given(...before)
    .when(event)
    .thenAccepted();
});

test('devices may run five minutes ahead', () => {
  given()
    .when(received('L', '1', {}, { at: '2026-12-01T08:05:00+07:00' }), NOW)
    .thenAccepted();
});

describe('corrections', () => {
  const plan = planned();
  const found = finding('T-1');
  const paper = certificate();
  const pause = suspended();
  const handover = accepted('offer', 'truk:CARRIER');
  const unitU = packed('U', [['L', '10']], { id: 'pack' });
  const opening = counted('C', '5', { materialId: 'kopi/biji' });
  const both = event('StockCounted', {
    site: SITE,
    counts: [
      ...opening.data.counts,
      { ...counted('L', '9').data.counts[0], lotId: `${SITE}/L`, qty: kg('9'), cause: 'x' },
    ],
  });

  test.each([
    ['a receipt that has been used', [L, run], corrected(L, { qty: kg('99') })],
    ['a run into more than there was', [L, run], corrected(run, { inputs: [{ lotId: `${SITE}/L`, qty: kg('101') }] })],
    [
      'a receipt whose lot was counted later, the goods named once more',
      [L, counted('L', '99', { materialId: L.data.materialId })],
      corrected(L, { qty: kg('99.5') }),
    ],
    ['a receipt into less than was used', [L, run], corrected(L, { qty: kg('1') })],
    [
      'a run, by both who signed it',
      [L, run],
      corrected(run, { outputs: run.data.outputs }, { by: ['kopi:PRODUCTION', 'kopi:PENYELIA_HALAL'] }),
    ],
    [
      'a run that took a lot which was recorded later',
      [L, run, received('M', '60')],
      corrected(run, { inputs: [{ lotId: `${SITE}/M`, qty: kg('60') }] }),
    ],
    [
      'the newest version',
      [L, corrected(L, { qty: kg('99') }, { id: 'c' })],
      corrected(L, { qty: kg('98') }, { target: 'c' }),
    ],
    ['a plan whose audit has ended', [plan, found, reported()], corrected(plan, { to: '2026-02-12' })],
    [
      'a finding whose audit has ended',
      [plan, found, reported()],
      corrected(found, { note: 'salah ketik' }, { by: ['lph:AUDITOR_HALAL'] }),
    ],
    [
      'a certificate that was revoked',
      [paper, revoked()],
      corrected(paper, { holder: 'Kopi' }, { by: ['bpjph:CERT_BODY'] }),
    ],
    [
      'a suspension before the revocation',
      [paper, pause, revoked()],
      corrected(pause, { until: '2026-06-30' }, { by: ['bpjph:CERT_BODY'] }),
    ],
    [
      'an acceptance of what has been delivered',
      [...goods, offer, handover, arrived()],
      corrected(handover, { exceptions: ['basah'] }, { by: ['truk:CARRIER'] }),
    ],
    [
      'a packing of a unit that was packed again',
      [L, unitU, unpacked('U'), packed('U', [['L', '5']])],
      corrected(unitU, { children: [{ lotId: `${SITE}/L`, qty: kg('11') }] }),
    ],
    ['a count, its lots in another order', [L, both], corrected(both, { counts: [...both.data.counts].reverse() })],
    [
      'an opening count whose lot was counted again',
      [opening, counted('C', '4')],
      corrected(opening, {
        counts: [{ ...opening.data.counts[0], lotId: `${SITE}/C`, qty: kg('6'), materialId: 'kopi/biji', cause: 'x' }],
      }),
    ],
  ])('of %s are accepted', (_name, before, event) => {
    given(...before)
      .when(event)
      .thenAccepted();
  });

  test('a lot whose birth was annulled can be recorded anew, in pieces only if it was never used', () => {
    given(L, annulled(L))
      .when(received('L', pieces('5')))
      .thenAccepted();
    given(L, run, annulled(L)).when(received('L', '70')).thenAccepted();
  });

  test('a count without goods does not bring back a lot whose birth was annulled', () => {
    given(L, counted('L', '9'), annulled(L)).when(disposed('L', '1')).thenRefused('lot-unknown', '/data/lotId');
    given(L, counted('L', '9', { materialId: 'kopi/biji' }), annulled(L))
      .when(disposed('L', '1'))
      .thenAccepted();
  });

  test('a unit whose unpacking was annulled holds both packings, and gives both back', () => {
    const opened = unpacked('U');
    const twice = [L, unitU, opened, packed('U', [['L', '5']]), annulled(opened)];
    const all = ran('R', [['L', '100']], [['P', '100']]);
    given(...twice)
      .when(ran('R', [['L', '86']], [['P', '86']]))
      .thenRefused('not-enough-on-hand', '/data/inputs/0/qty');
    given(...twice, unpacked('U'))
      .when(all)
      .thenAccepted();
  });

  test('a correction leads to another: the original’s id is no longer the newest', () => {
    const first = corrected(L, { qty: kg('99') }, { id: 'c' });
    given(L, first, annulled(L, { target: 'c' }))
      .when(received('L', '1', {}, { at: morning('2026-03-01') }))
      .thenAccepted();
  });
});
