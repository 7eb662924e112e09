import { evaluate, evaluator, instantMs, type LedgerEvent } from '@hadic/domain';
import { codesOf, statusOf, story } from './asked.js';
import { annulled, certificate, corrected, drawn, recalled, result } from './assurance.js';
import { viewOf } from './view.js';
import {
  counted,
  kg,
  material,
  merged,
  morning,
  product,
  ran,
  received,
  recipe,
  released,
  SITE,
  split,
} from './world.js';

const base = [certificate(), material('biji'), material('gula'), product('bubuk')];
/** So many hours after the first of March: a run takes one. */
const at = (hour: number) => new Date(Date.parse(morning('2026-03-01')) + hour * 3_600_000).toISOString();
const make = (n: number, inputs: string[], output: string) =>
  ran(
    `R${n}`,
    inputs.map((lot) => [lot, '1']),
    [[output, '1']],
    { at: at(n) },
  );

describe('down the chain', () => {
  const diamond = [
    received('K', '9', { materialId: 'kopi/babi' }),
    material('babi', { requirementClass: 'PROHIBITED', basis: undefined } as object),
    make(1, ['K'], 'A'),
    make(2, ['K'], 'B'),
    make(3, ['A', 'B'], 'C'),
  ];

  test('a reason that comes by two ways is told once', () => {
    const told = statusOf(diamond, 'C').reasons.filter(({ code }) => code === 'HC-101');
    expect(told).toMatchObject([{ lot: `${SITE}/K`, inherited: true }]);
    expect(statusOf(diamond, 'C').headline).toBe('NOT_HALAL');
  });

  test('reasons stand worst first', () => {
    const severities = statusOf(
      [...diamond, drawn('C'), result({ state: 'DETECTED', stage: 'SCREENING' })],
      'C',
    ).reasons;
    expect(severities.map(({ code }) => code)).toEqual(['HC-101', 'HC-501', 'HC-607']);
  });

  test('what took effect after a use does not reach what was made by it', () => {
    const early = ran('R1', [['P', '1']], [['X', '1']], { at: morning('2026-03-02') });
    const late = ran('R2', [['P', '1']], [['Y', '1']], { at: morning('2026-03-04') });
    const count = { ...received('L', '1'), ...countOf('P', '50', morning('2026-03-03')) };
    const log = [...base, received('L', '9'), make(0, ['L'], 'P'), early, count, late];
    expect(codesOf(statusOf(log, 'X'))).not.toContain('HC-402');
    expect(codesOf(statusOf(log, 'Y'))).toContain('HC-402');
  });

  test('what stands against a lot reaches what it was used for before its own date', () => {
    const late = received('K', '9', { materialId: 'kopi/babi' }, { at: morning('2026-05-01') });
    const log = [...diamond.slice(1), late];
    expect(codesOf(statusOf(log, 'A'))).toEqual(['HC-101', 'HC-411', 'HC-607']);
    expect(codesOf(statusOf(log, 'A', { valid: morning('2026-04-01') }))).toContain('HC-101');
  });

  test('the same log, asked again or for many lots at once, gives the same answer', () => {
    const view = viewOf(diamond);
    const ask = evaluator(view, instantMs(morning('2026-12-31')));
    for (const lot of ['C', 'A', 'K', 'B', 'C']) {
      const id = `${SITE}/${lot}`;
      expect(ask(id)).toEqual(evaluate(viewOf([...diamond]), id, instantMs(morning('2026-12-31'))));
    }
    expect(statusOf(diamond, 'C').ruleSet).toMatch(/^\d{4}-\d\d-\d\d/);
  });
});

function countOf(lot: string, qty: string, occurredAt: string) {
  const data = { site: SITE, counts: [{ lotId: `${SITE}/${lot}`, qty: kg(qty), cause: 'opname' }] };
  return { id: 'count', type: 'StockCounted' as const, occurredAt, data };
}

describe('splits and merges', () => {
  const grown = [...base, received('L', '9'), make(1, ['L'], 'P')];
  const day = (n: number) => ({ at: morning(`2026-04-0${n}`) });
  const parted = split(
    'P',
    '1',
    [
      ['A', '0.4'],
      ['B', '0.6'],
    ],
    day(2),
  );

  test('keep the release that the whole had', () => {
    expect(statusOf(story(...grown, released('P', day(1)), parted), 'A').headline).toBe('HALAL');
    expect(statusOf(story(...grown, parted), 'A').headline).toBe('PENDING');
  });

  test('are not released by what is granted to the rest afterwards', () => {
    const log = story(...grown, parted, released('P', day(3)), released('B', day(3)));
    expect(['P', 'A', 'B'].map((lot) => statusOf(log, lot).headline)).toEqual(['HALAL', 'PENDING', 'HALAL']);
  });

  test('are released only if all that was merged is', () => {
    const two = [...grown, received('M', '9'), make(2, ['M'], 'Q'), released('P', day(1))];
    const union = merged(
      [
        ['P', '1'],
        ['Q', '1'],
      ],
      ['U', '2'],
      day(3),
    );
    expect(statusOf(story(...two, union), 'U').headline).toBe('PENDING');
    expect(statusOf(story(...two, released('Q', day(2)), union), 'U').headline).toBe('HALAL');
  });

  test('are the same goods: a finding that does not go down the chain stays on them', () => {
    const log = [
      ...grown,
      recipe('1', { requiredTests: ['PORCINE_DNA'] }),
      drawn('P'),
      parted,
      result({ state: 'INCONCLUSIVE' }),
    ];
    expect(codesOf(statusOf(log, 'A'))).toContain('HC-503');
    const days = recalled({
      product: { productId: 'kopi/bubuk', producedFrom: '2026-01-01', producedTo: '2026-12-31' },
    });
    const told = statusOf([...grown, parted, days], 'A').reasons.filter(({ code }) => code === 'HC-701');
    expect(told).toMatchObject([{ lot: `${SITE}/P`, inherited: true }]);
    const recall = recalled({ lots: [`${SITE}/P`], descendants: false });
    const eaten = ran('R9', [['A', '0.1']], [['Z', '0.1']], day(5));
    expect(codesOf(statusOf([...grown, parted, recall, eaten], 'A'))).toContain('HC-701');
    expect(codesOf(statusOf([...grown, parted, recall, eaten], 'Z'))).not.toContain('HC-701');
  });

  test('leave behind what is only information', () => {
    const receipt = received('L', '9');
    const log = [material('biji'), receipt, corrected(receipt, {}), split('L', '1', [['A', '1']])];
    expect(codesOf(statusOf(log, 'L'))).toEqual(['HC-901']);
    expect(codesOf(statusOf(log, 'A'))).toEqual([]);
  });

  test('tell a missing certificate once, where the goods were made', () => {
    const log = [...grown.slice(1), parted];
    expect(statusOf(log, 'B').reasons.map(({ code, lot }) => [code, lot])).toEqual([['HC-607', `${SITE}/P`]]);
  });

  test('of a lot whose birth was annulled break with it', () => {
    const [, , , , receipt, run] = grown;
    if (!run || !receipt) throw new Error('no run');
    const status = statusOf([...grown, parted, annulled(run)], 'A');
    expect(status.reasons).toMatchObject([
      { code: 'HC-403', events: [parted.id, run.id], slots: { lot: `${SITE}/P`, of: `${SITE}/A` } },
    ]);
    const again = { ...run, id: 'again' };
    expect(codesOf(statusOf([...grown, parted, annulled(run), again], 'A'))).not.toContain('HC-403');
  });
});

test('a lot whose birth was annulled is there only by a count that names its goods', () => {
  const receipt = received('L', '9');
  const count = { ...receipt, ...countOf('L', '9', morning('2026-03-03')) };
  expect(statusOf([material('biji'), receipt, count, annulled(receipt)], 'L').headline).toBe('UNKNOWN_LOT');
  const naming = counted('L', '9', { materialId: 'kopi/biji' });
  expect(statusOf([material('biji'), receipt, naming, annulled(receipt)], 'L').headline).toBe('HALAL');
});

describe('what was known when', () => {
  const receipt = received('L', '9', { materialId: 'kopi/gula' });
  const wrong = corrected(receipt, { materialId: 'kopi/babi' });
  const pork = material('babi', { requirementClass: 'PROHIBITED', basis: undefined } as object);
  const run = make(1, ['L'], 'P');
  const undone = annulled(run);
  const log = [...base, pork, receipt, run, wrong, undone];

  test.each([
    ['the run', run, 'PENDING'],
    ['the correction', wrong, 'NOT_HALAL'],
    ['the annulment', undone, 'UNKNOWN_LOT'],
  ])('after %s', (_, known, headline) => {
    expect(statusOf(log, 'P', { known }).headline).toBe(headline);
  });
});

describe('long chains', () => {
  const START = [...base, received('L0', '9'), received('GULA', '9', { materialId: 'kopi/gula' })];
  const chain = (length: number, step: (n: number) => LedgerEvent) => [
    ...START,
    ...Array.from({ length }, (_, n) => step(n + 1)),
  ];
  const ask = (log: readonly LedgerEvent[], lot: string) => {
    const view = viewOf(log);
    return () => evaluate(view, `${SITE}/${lot}`, instantMs(morning('2027-12-31')));
  };
  /** Milliseconds of processor time, the least of three: other work on the machine does not count. */
  const cost = (act: () => unknown) => {
    const costs = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      act();
      return process.cpuUsage(before).user / 1000;
    });
    return Math.min(...costs);
  };

  test('a thousand runs that share one sack are judged at once', () => {
    const log = chain(1000, (n) => make(n, [`L${n - 1}`, 'GULA'], `L${n}`));
    const answer = ask(log, 'L1000');
    expect(codesOf(answer())).toEqual(['HC-405']);
    // Seconds, where every lot looks through what it shares with the others.
    expect(cost(answer)).toBeLessThan(500);
  });

  test('a thousand runs, each with a reason of its own, hand all of them down', () => {
    const extra = Array.from({ length: 1000 }, (_, n) => received(`X${n + 1}`, '9', { materialId: `kopi/asing${n}` }));
    const log = [...extra, ...chain(1000, (n) => make(n, [`L${n - 1}`, `X${n}`], `L${n}`))];
    const answer = ask(log, 'L1000');
    expect(answer().reasons.filter(({ code }) => code === 'HC-102')).toHaveLength(1000);
    expect(cost(answer)).toBeLessThan(1000);
  });

  test.each([
    ['runs', (n: number) => make(n, [`L${n - 1}`], `L${n}`)],
    ['splits', (n: number) => split(`L${n - 1}`, '1', [[`L${n}`, '1']], { at: at(n) })],
  ])('ten thousand %s neither overflow nor crawl', (_, step) => {
    const answer = ask(chain(10_000, step), 'L10000');
    const before = process.cpuUsage();
    const { headline } = answer();
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000);
    expect(headline).toBe(step(1).type === 'LotSplit' ? 'HALAL' : 'PENDING');
  });

  test('a circle of false receipts ends', () => {
    const from = (lot: string, sourceLot: string) => received(lot, '1', { sourceLot: `${SITE}/${sourceLot}` });
    const log = [from('A', 'B'), from('B', 'C'), from('C', 'A'), make(1, ['A'], 'P')];
    expect(codesOf(statusOf(log, 'P'))).toEqual(['HC-102', 'HC-607']);
    const apart = [split('A', '1', [['B', '1']]), split('B', '1', [['A', '1']])];
    expect(statusOf(apart, 'A').headline).toBe('PENDING');
    const lots = ['A', 'B', 'C', 'P'].map((lot) => `${SITE}/${lot}`);
    const inOrder = (order: string[]) => {
      const hit = [...log, drawn('C'), result({ state: 'DETECTED' })];
      const status = evaluator(viewOf(hit), Date.parse('2026-12-01T00:00:00Z'));
      return new Map(order.map((lot) => [lot, codesOf(status(lot))]));
    };
    expect(inOrder(lots)).toEqual(inOrder([2, 3, 1, 0].map((i) => lots[i] ?? '')));
  });
});
