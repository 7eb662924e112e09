import { REASON_CODES, type LedgerEvent } from '@hadic/domain';
import { codesOf, statusOf } from './asked.js';
import { authorityRows, certificateRows, materialRows } from './row-cases-evidence.js';
import { labRows, recallRows, stockRows } from './row-cases-goods.js';
import { morning, ran, SITE } from './world.js';

const groups = { authorityRows, materialRows, certificateRows, stockRows, labRows, recallRows };
const cases = Object.values(groups).flat();
const raised = cases.filter((row) => row.raised);

/** A kilogram of the lot goes into another, in the summer. */
const use = (lot: string): LedgerEvent => ran('LAST', [[lot, '1']], [['CHILD', '1']], { at: morning('2026-07-01') });

test.each(raised)('$code is raised where $when', ({ code, log, lot }) => {
  const told = statusOf(log, lot).reasons.filter((reason) => reason.code === code);
  expect(told.map(({ inherited }) => inherited)).toContain(false);
  expect(told.every(({ events }) => events.length > 0)).toBe(true);
});

test.each(cases.filter((row) => !row.raised))('$code is not raised where $when', ({ code, log, lot }) => {
  expect(codesOf(statusOf(log, lot))).not.toContain(code);
});

test.each(raised)('$code, raised where $when, goes down the chain: $descends', ({ code, log, lot, descends }) => {
  const id = lot.includes('/') ? lot : `${SITE}/${lot}`;
  const { reasons } = statusOf([...log, use(lot)], 'CHILD');
  const inherited = reasons.filter((reason) => reason.inherited && reason.code === code && reason.lot === id);
  expect(inherited.length > 0).toBe(descends);
});

test('every code is raised by some case, and held back in another', () => {
  expect([...new Set(raised.map(({ code }) => code))].sort()).toEqual([...REASON_CODES].sort());
  expect([...new Set(cases.filter((row) => !row.raised).map(({ code }) => code))].sort()).toEqual(
    [...REASON_CODES].sort(),
  );
});
