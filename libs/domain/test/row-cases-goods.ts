import type { LedgerEvent } from '@hadic/domain';
import { annulled, corrected, drawn, recalled, result } from './assurance.js';
import {
  counted,
  kg,
  material,
  morning,
  packed,
  pieces,
  product,
  ran,
  received,
  recipe,
  SITE,
  shipped,
  split,
} from './world.js';

import { DAY, L, raises, run, silent, staysPut, type RowCase } from './row-case.js';
const cans = { outputs: [{ lotId: `${SITE}/P`, productId: 'kopi/bubuk', qty: pieces('201'), producedOn: DAY }] };
const canned = (value: string) => [product('bubuk', { netContent: { value, unit: 'GRM' } }), L];
const water = { addedWater: { value: '5', unit: 'LTR' } };
const liquid = (value: string) => ({ value, unit: 'LTR' });
const shipmentOf = (unit = 'U') => [run, packed(unit, [['P', '20']]), shipped('S1', [unit])];
const delivery = (qty: ReturnType<typeof kg>, over: object = {}) =>
  received(
    'roti/dapur/D',
    qty,
    { materialId: 'roti/kopi', sourceLot: `${SITE}/P`, shipment: `${SITE}/S1`, ...over },
    { at: morning('2026-05-01') },
  );

export const stockRows: RowCase[] = [
  raises('HC-402', 'cans hold more than went in with the water', 'P', [
    ...canned('251'),
    ran('R', [['L', '45']], [], { ...cans, ...water }),
  ]),
  raises('HC-402', 'cans hold more than went in, whatever they are made of', 'P', [
    ...canned('251'),
    material('kaleng', { use: 'PACKAGING' }),
    received('K', pieces('500'), { materialId: 'kopi/kaleng' }),
    ran(
      'R',
      [
        ['L', '45'],
        ['K', pieces('201')],
      ],
      [],
      { ...cans, ...water },
    ),
  ]),
  silent('HC-402', 'cans hold what went in, packaging left out', 'P', [
    ...canned('248'),
    material('kaleng', { use: 'PACKAGING' }),
    received('K', pieces('500'), { materialId: 'kopi/kaleng' }),
    ran(
      'R',
      [
        ['L', '45'],
        ['K', pieces('201')],
      ],
      [],
      { ...cans, ...water },
    ),
  ]),
  silent('HC-402', 'pieces cannot be weighed', 'P', [
    received('L', pieces('5')),
    ran('R', [['L', pieces('5')]], [['P', pieces('20')]]),
  ]),
  raises('HC-402', 'a volume grew', 'P', [
    received('L', liquid('50')),
    ran('R', [['L', liquid('50')]], [['P', liquid('60')]], water),
  ]),
  silent('HC-402', 'the by-products make it less than half a per cent', 'P', [
    L,
    ran('R', [['L', '100']], [['P', '90']], { byProducts: [{ name: 'kulit', qty: kg('10.5') }] }),
  ]),
  raises('HC-402', 'a by-product makes it more', 'P', [
    L,
    ran('R', [['L', '100']], [['P', '90']], { byProducts: [{ name: 'kulit', qty: kg('10.51') }] }),
  ]),
  raises('HC-402', 'density tells the mass', 'P', [
    material('biji', { density: '0.8' }),
    received('L', liquid('100')),
    ran('R', [['L', liquid('100')]], [['P', '81']]),
  ]),
  raises('HC-402', 'a count found more of the product', 'P', [
    L,
    run,
    counted('P', '51', {}, { at: morning('2026-04-11') }),
  ]),
  silent('HC-402', 'a count found less', 'P', [L, run, counted('P', '49', {}, { at: morning('2026-04-11') })]),
  silent('HC-402', 'a count found more of a material', 'L', [L, counted('L', '110')]),
  raises('HC-403', 'what went in is not known', 'P', [run]),
  raises('HC-403', 'the birth of what went in was annulled', 'P', [L, run, annulled(L)]),
  silent('HC-403', 'it was recorded anew', 'P', [L, run, annulled(L), received('L', '70')]),
  raises('HC-404', 'what went in had expired', 'P', [received('L', '100', { expiresOn: '2026-04-09' }), run]),
  raises('HC-404', 'it had been split off something that had', 'P', [
    received('K', '100', { expiresOn: '2026-04-09' }),
    split('K', '100', [['L', '100']]),
    run,
  ]),
  silent('HC-404', 'it was its last day', 'P', [received('L', '100', { expiresOn: DAY }), run]),
  silent('HC-404', 'what had expired was only split', 'S', [
    received('K', '9', { expiresOn: '2026-01-01' }),
    split('K', '9', [['S', '9']]),
  ]),
  raises('HC-405', 'a correction left less than was used', 'L', [L, run, corrected(L, { qty: kg('49') })]),
  silent('HC-405', 'a count has cleared it', 'L', [L, run, corrected(L, { qty: kg('49') }), counted('L', '0')]),
  silent('HC-405', 'all was used', 'L', [L, run, corrected(L, { qty: kg('50') })]),
  raises('HC-411', 'it was used before it came in', 'P', [
    received('L', '100', {}, { at: morning('2026-04-11') }),
    run,
  ]),
  silent('HC-411', 'it came in at that moment', 'P', [received('L', '100', {}, { at: morning(DAY) }), run]),
  raises('HC-412', 'less came in than was shipped', 'roti/dapur/D', [L, ...shipmentOf(), delivery(kg('19'))]),
  raises('HC-412', 'it was not in that shipment', 'roti/dapur/D', [L, run, shipped('S1', []), delivery(kg('20'))]),
  raises('HC-412', 'it came in in pounds, which no kilogram fits exactly', 'roti/dapur/D', [
    L,
    ...shipmentOf(),
    delivery({ value: '44', unit: 'LBR' }),
  ]),
  silent('HC-412', 'all of it came in, in grams and in two lots', 'roti/dapur/D', [
    L,
    ...shipmentOf(),
    delivery({ value: '12000', unit: 'GRM' }),
    delivery(kg('8'), { lotId: 'roti/dapur/E' }),
  ]),
  silent('HC-412', 'the clocks differ', 'roti/dapur/D', [
    L,
    run,
    packed('U', [['P', '20']], { at: morning('2026-04-20') }),
    shipped('S1', ['U'], {}, { at: morning('2026-04-11') }),
    delivery(kg('20')),
  ]),
];

const required = (version: string) => recipe(version, { requiredTests: ['PORCINE_DNA'] });
const tested = (...results: LedgerEvent[]) => [L, run, drawn('P'), ...results];
const alcohol = (value: string, over: object = {}) =>
  result({ analyte: 'ETHANOL', state: 'DETECTED', value: { value, unit: 'P1' }, ...over });
const again = (over: object = {}, at = morning('2026-05-02')) => result({ reportNo: 'R-2', ...over }, { at });

export const labRows: RowCase[] = [
  raises('HC-501', 'a screening found pork', 'P', tested(result({ state: 'DETECTED', stage: 'SCREENING' }))),
  silent(
    'HC-501',
    'an earlier test was negative, and so was the later one',
    'P',
    tested(result({ state: 'DETECTED', stage: 'SCREENING' }), again()),
  ),
  raises(
    'HC-501',
    'only an earlier test was negative',
    'P',
    tested(
      result({ state: 'DETECTED', stage: 'SCREENING' }, { at: morning('2026-05-01') }),
      again({}, morning('2026-04-30')),
    ),
  ),
  raises('HC-502', 'a confirmatory test found pork', 'P', tested(result({ state: 'DETECTED' }))),
  silent('HC-502', 'it was not detected', 'P', tested(result())),
  silent('HC-502', 'the result is another laboratory’s than the sample names', 'P', [
    L,
    run,
    result({ state: 'DETECTED', lab: 'roti' }),
    drawn('P'),
  ]),
  silent('HC-502', 'no sample names the lot', 'P', [L, run, result({ state: 'DETECTED' })]),
  raises('HC-502', 'the result came before the record of its sample', 'P', [
    L,
    run,
    result({ state: 'DETECTED' }),
    drawn('P'),
  ]),
  silent('HC-502', 'the sample’s record was annulled', 'P', [
    L,
    run,
    drawn('P', {}, { id: 'drawn' }),
    result({ state: 'DETECTED' }),
    annulled(drawn('P', {}, { id: 'drawn' })),
  ]),
  staysPut('HC-503', 'a required test was not clear', 'P', [
    required('1'),
    ...tested(result({ state: 'INCONCLUSIVE' })),
  ]),
  silent('HC-503', 'the recipe of the run does not require it', 'P', [
    required('2'),
    ...tested(result({ state: 'INCONCLUSIVE' })),
  ]),
  silent('HC-503', 'a later test was clear', 'P', [
    required('1'),
    ...tested(result({ state: 'INCONCLUSIVE' }), again()),
  ]),
  raises('HC-504', 'a drink holds half a per cent', 'P', [
    product('bubuk', { class: 'DRINK' }),
    ...tested(alcohol('0.5')),
  ]),
  silent('HC-504', 'a drink holds less', 'P', [product('bubuk', { class: 'DRINK' }), ...tested(alcohol('0.499999'))]),
  silent('HC-504', 'it is no drink', 'P', [product('bubuk'), ...tested(alcohol('5'))]),
  raises('HC-505', 'its ethanol is khamr’s, however little', 'P', tested(alcohol('0.000001', { khamrOrigin: true }))),
  silent('HC-505', 'its ethanol is not', 'P', tested(alcohol('0.4', { khamrOrigin: false }))),
  staysPut('HC-506', 'the laboratory is not accredited for it', 'P', tested(result({ inScope: false }))),
  staysPut('HC-506', 'the laboratory is the maker’s own', 'roti/dapur/P', [
    received('roti/dapur/P', '1'),
    result({ lab: 'roti' }),
    drawn('roti/dapur/P', { lab: 'roti' }),
  ]),
  silent('HC-506', 'an accredited test followed', 'P', tested(result({ inScope: false }), again())),
];

const lots = [`${SITE}/P`];
const days = (producedFrom: string, producedTo: string) => ({
  product: { productId: 'kopi/bubuk', producedFrom, producedTo },
});
const hours = (from: string, to: string) => ({
  line: { site: SITE, lineId: '1', from: `${DAY}T${from}:00+07:00`, to: `${DAY}T${to}:00+07:00` },
});

export const recallRows: RowCase[] = [
  raises('HC-701', 'a recall names it', 'P', [L, run, recalled({ lots })]),
  staysPut('HC-701', 'a recall of it alone names it', 'P', [L, run, recalled({ lots, descendants: false })]),
  raises('HC-701', 'a recall names its product and day', 'P', [L, run, recalled(days(DAY, DAY))]),
  silent('HC-701', 'a recall names other days', 'P', [L, run, recalled(days('2026-04-01', '2026-04-09'))]),
  raises('HC-701', 'a recall names its line while it ran', 'P', [L, run, recalled(hours('09:00', '10:00'))]),
  silent('HC-701', 'a recall names its line before it ran', 'P', [L, run, recalled(hours('06:00', '07:59'))]),
  silent('HC-701', 'the recall was annulled', 'P', [
    L,
    run,
    recalled({ lots }, { id: 'recall' }),
    annulled(recalled({ lots }, { id: 'recall' })),
  ]),
];
