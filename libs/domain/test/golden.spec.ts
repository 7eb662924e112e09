import { asIfReleased, codesOf, statusOf, story } from './asked.js';
import { certificate, corrected, drawn, planned, recalled, reported, result, suspended } from './assurance.js';
import {
  certifiedMaterial,
  disposed,
  inspected,
  kg,
  material,
  morning,
  product,
  ran,
  received,
  recipe,
  released,
  SITE,
} from './world.js';

/** The golden stories, as far as their rows are in force. */

const from = (name: string) => ({ materialId: `kopi/${name}` });
const FLAVOUR = 'bpjph/ID00000000000000002';
const CREAMER = 'bpjph/ID00000000000000003';
const paper = (no: string, name: string, validTo = '2027-12-31') =>
  certificate({
    certificate: no,
    importer: 'kopi',
    tier: 'PRODUCT',
    products: [],
    materials: [`kopi/${name}`],
    validTo,
  });

/** Canned coffee of four materials, made on 10 April; `at` is when the run starts, `ended` when the flavour's certificate does. */
function coffee(ended: string, at = morning('2026-04-10')) {
  return [
    certificate(),
    material('biji'),
    material('gula', { requirementClass: 'DOC_REQUIRED', basis: { kind: 'DOCUMENTS', documents: ['spesifikasi'] } }),
    certifiedMaterial('krimer', CREAMER, { originClass: 'ANIMAL', critical: true }),
    certifiedMaterial('perisa', FLAVOUR, { originClass: 'CHEMICAL' }),
    paper(CREAMER, 'krimer'),
    paper(FLAVOUR, 'perisa', ended),
    product('bubuk', { netContent: { value: '250', unit: 'GRM' } }),
    recipe('1'),
    ...['biji', 'gula', 'krimer', 'perisa'].flatMap((name) => [received(name, '50', from(name)), inspected(name)]),
    ran(
      'R',
      ['biji', 'gula', 'krimer', 'perisa'].map((name) => [name, '10']),
      [['KALENG', { value: '200', unit: 'H87' }]],
      {
        addedWater: { value: '10', unit: 'LTR' },
        at,
      },
    ),
    released('KALENG', { at: morning('2026-04-12') }),
  ];
}

describe('1: canned coffee', () => {
  test('is halal once it is released, with nothing missing', () => {
    const log = story(...coffee('2027-12-31'));
    expect(statusOf(log, 'KALENG')).toMatchObject({
      headline: 'HALAL',
      axes: { substance: 'PERMITTED', assurance: 'ASSURED', disposition: 'RELEASED' },
      reasons: [],
      missing: [],
      destroyed: false,
    });
  });

  test('is pending until then, and would be halal if it were released', () => {
    const log = story(...coffee('2027-12-31').slice(0, -1));
    expect(statusOf(log, 'KALENG')).toMatchObject({ headline: 'PENDING', missing: [{ what: 'release' }] });
    expect(asIfReleased(log, 'KALENG')).toMatchObject({ headline: 'HALAL', missing: [] });
    expect(statusOf(story(...coffee('2027-12-31')), 'KALENG', { valid: morning('2026-04-11') }).headline).toBe(
      'PENDING',
    );
  });
});

describe('2: the flavour’s certificate', () => {
  test('a: ended the day before the run', () => {
    const status = statusOf(story(...coffee('2026-04-09')), 'KALENG');
    expect(status.headline).toBe('EXPIRED');
    const [reason] = status.reasons;
    expect(reason).toMatchObject({
      code: 'HC-106',
      slots: { certificate: FLAVOUR, ended: '2026-04-09', days: 1, day: '2026-04-10' },
    });
  });

  test('b: ended the day after: information only, and only once that day is over', () => {
    const log = story(...coffee('2026-04-11'));
    const status = statusOf(log, 'KALENG');
    expect(status.headline).toBe('HALAL');
    expect(codesOf(status)).toEqual(['HC-190']);
    expect(codesOf(statusOf(log, 'KALENG', { valid: '2026-04-11T16:59:59Z' }))).toEqual([]);
    expect(codesOf(statusOf(log, 'KALENG', { valid: '2026-04-11T17:00:00Z' }))).toEqual(['HC-190']);
  });

  test.each([
    ['2026-04-10T23:30:00+07:00', 'HALAL'],
    ['2026-04-10T16:59:59Z', 'HALAL'],
    ['2026-04-10T17:00:00Z', 'EXPIRED'],
    ['2026-04-11T02:00:00+09:00', 'EXPIRED'],
  ])('holds to the end of its last day in Jakarta: a run that starts at %s is %s', (at, headline) => {
    const log = story(...coffee('2026-04-10', at));
    expect(statusOf(log, 'KALENG').headline).toBe(headline);
  });

  test('counts on the day of use, whenever it was recorded', () => {
    const late = paper(FLAVOUR, 'perisa', '2026-12-31');
    const events = coffee('2026-12-31').filter(
      ({ type, data }) => type !== 'CertificateImported' || data.certificate !== FLAVOUR,
    );
    const log = story(...events, late);
    const before = statusOf(log, 'KALENG', { known: events.at(-1) });
    expect([before.headline, codesOf(before)]).toEqual(['PENDING', ['HC-105']]);
    expect(statusOf(log, 'KALENG').headline).toBe('HALAL');
  });
});

describe('3: gelatin', () => {
  const jelly = (run: string, lot: string, out: string, day: string) =>
    ran(run, [[lot, '5']], [[out, '5']], { at: morning(day), lineId: '2' });
  const events = [
    certificate(),
    material('gelatin'),
    product('bubuk'),
    received('G', '50', from('gelatin'), { at: morning('2026-04-01') }),
    received('G2', '50', from('gelatin'), { at: morning('2026-04-01') }),
    jelly('R1', 'G', 'J1', '2026-04-03'),
    jelly('R2', 'G2', 'J2', '2026-04-05'),
    jelly('R3', 'G', 'J3', '2026-04-06'),
    ...['J1', 'J2', 'J3'].map((lot) => released(lot, { at: morning('2026-04-07') })),
    drawn('G', {}, { at: morning('2026-04-12') }),
  ];
  const hit = result({ state: 'DETECTED' }, { at: morning('2026-04-21') });
  const recall = recalled({ lots: [`${SITE}/G`] }, { at: morning('2026-04-22') });
  const log = story(...events, hit, recall);
  const before = { known: events.at(-1) };

  test.each(['2026-04-10', '2026-04-20', '2026-12-31'])('nothing is known before the result, asked for %s', (day) => {
    for (const lot of ['J1', 'J2', 'J3']) {
      expect(statusOf(log, lot, { ...before, valid: morning(day) }).headline).toBe('HALAL');
    }
  });

  test('known afterwards, it holds for the past as well', () => {
    const after = { known: hit, valid: morning('2026-04-10') };
    for (const lot of ['G', 'J1', 'J3']) {
      const status = statusOf(log, lot, after);
      expect([status.headline, codesOf(status)]).toEqual(['NOT_HALAL', ['HC-502']]);
      expect(status.reasons[0]).toMatchObject({
        lot: `${SITE}/G`,
        events: [hit.id, events.at(-1)?.id],
        inherited: lot !== 'G',
      });
    }
    expect(statusOf(log, 'J2', after).headline).toBe('HALAL');
  });

  test('a lot that is not there yet is not judged', () => {
    expect(statusOf(log, 'J1', { valid: morning('2026-04-02') }).headline).toBe('NOT_YET');
    expect(statusOf(log, 'nobody').headline).toBe('UNKNOWN_LOT');
  });

  test('recalled, all that was made of it is, and not before the recall', () => {
    for (const lot of ['G', 'J1', 'J3']) expect(statusOf(log, lot).headline).toBe('RECALLED');
    expect(statusOf(log, 'J2').headline).toBe('HALAL');
    expect(statusOf(log, 'J1', { valid: morning('2026-04-21') }).headline).toBe('NOT_HALAL');
  });
});

test('4: a screening hit holds the lot until a sound confirmatory result', () => {
  const events = [
    certificate(),
    material('biji'),
    product('bubuk'),
    received('L', '9'),
    ran('R', [['L', '9']], [['P', '9']]),
    released('P'),
    drawn('P'),
  ];
  const hit = result({ state: 'DETECTED', stage: 'SCREENING' }, { at: morning('2026-03-01') });
  const again = (over: object) => result({ reportNo: 'R-2', ...over }, { at: morning('2026-03-09') });
  const held = { headline: 'DOUBTFUL', axes: { substance: 'DOUBTFUL', disposition: 'HELD' } };
  expect(statusOf(story(...events, hit), 'P')).toMatchObject(held);
  expect(statusOf(story(...events, hit), 'L').headline).toBe('HALAL');
  for (const open of [
    { state: 'BELOW_LOQ', loq: kg('1') },
    { state: 'INCONCLUSIVE' },
    { inScope: false },
    { stage: 'SCREENING' },
    { analyte: 'ETHANOL' },
  ]) {
    expect(statusOf(story(...events, hit, again(open)), 'P')).toMatchObject(held);
  }
  expect(statusOf(story(...events, hit, again({})), 'P').headline).toBe('HALAL');
});

test.each([
  ['131', 'DOUBTFUL'],
  ['120.6', 'HALAL'],
  ['120.600001', 'DOUBTFUL'],
])('5: 100 kg and 20 of water give %s: %s', (output, headline) => {
  const log = story(
    certificate(),
    material('biji'),
    product('bubuk'),
    received('L', '100'),
    ran('R', [['L', '100']], [['P', output]], { addedWater: { value: '20', unit: 'LTR' } }),
    released('P'),
  );
  const status = statusOf(log, 'P');
  expect(status.headline).toBe(headline);
  expect(codesOf(status)).toEqual(headline === 'HALAL' ? [] : ['HC-402']);
});

test('6: a certificate suspended from 1 to 30 June', () => {
  const days = { A: '2026-05-20', B: '2026-06-10', C: '2026-06-30', D: '2026-07-01' };
  const log = story(
    ...[certificate(), material('biji'), product('bubuk'), received('L', '100')],
    ...Object.entries(days).map(([lot, day]) => ran(`R${lot}`, [['L', '9']], [[lot, '9']], { at: morning(day) })),
    ...Object.keys(days).map((lot) => released(lot, { at: morning('2026-07-02') })),
    suspended({ until: '2026-06-30' }),
  );
  expect(Object.keys(days).map((lot) => statusOf(log, lot).headline)).toEqual([
    'HALAL',
    'SUSPENDED',
    'SUSPENDED',
    'HALAL',
  ]);
  expect(codesOf(statusOf(log, 'B'))).toEqual(['HC-107']);
});

test('7: a quantity corrected after the audit report: both versions are named, the status stays', () => {
  const receipt = received('L', '100');
  const run = ran('R', [['L', '90']], [['P', '90']]);
  const change = corrected(receipt, { qty: kg('95') });
  const log = story(
    certificate(),
    material('biji'),
    product('bubuk'),
    receipt,
    run,
    released('P'),
    planned(),
    reported(),
    change,
  );
  const status = statusOf(log, 'L');
  expect(status.headline).toBe('HALAL');
  expect(status.reasons).toMatchObject([
    { code: 'HC-901', axes: {}, events: [change.id, receipt.id], slots: { type: 'IngredientReceived' } },
  ]);
  expect(codesOf(statusOf(log, 'P'))).toEqual([]);
  expect(codesOf(statusOf(log, 'L', { known: run }))).toEqual([]);
});

test('10: porcine DNA below the limit of quantification on a required test', () => {
  const events = [
    certificate(),
    material('biji'),
    product('bubuk'),
    recipe('1', { requiredTests: ['PORCINE_DNA'] }),
    received('L', '9'),
    ran('R', [['L', '9']], [['P', '9']]),
    released('P'),
    drawn('P'),
  ];
  const low = result({ state: 'BELOW_LOQ', loq: kg('1') });
  const status = statusOf(story(...events, low), 'P');
  expect([status.headline, codesOf(status)]).toEqual(['PENDING', ['HC-503']]);
  expect(status.reasons[0]?.slots).toMatchObject({ state: 'BELOW_LOQ', analyte: 'PORCINE_DNA' });
  const again = result({ reportNo: 'R-2' }, { at: morning('2026-03-09') });
  expect(statusOf(story(...events, low, again), 'P').headline).toBe('HALAL');
});

test('what was destroyed says so once nothing is left', () => {
  const events = [material('biji'), received('L', '9'), disposed('L', '4', { at: morning('2026-02-03') })];
  expect(statusOf(story(...events), 'L').destroyed).toBe(false);
  const log = story(...events, disposed('L', '5', { at: morning('2026-02-04') }));
  expect(statusOf(log, 'L')).toMatchObject({ headline: 'HALAL', destroyed: true });
  expect(statusOf(log, 'L', { valid: morning('2026-02-03') }).destroyed).toBe(false);
});
