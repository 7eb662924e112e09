import { convertMicros, formatMicros, micros, parseDecimal, Rejected } from '@hadic/domain';
import fc from 'fast-check';

const decimal = fc
  .tuple(fc.bigInt(0n, 10n ** 18n - 1n), fc.integer({ min: 0, max: 999_999 }), fc.boolean())
  .map(([whole, millionths, negative]) => (negative ? -1n : 1n) * (whole * 1_000_000n + BigInt(millionths)));
const UNITS = [
  'KGM',
  'GRM',
  'MGM',
  'TNE',
  'DTN',
  'LBR',
  'LTR',
  'MLT',
  'CLT',
  'HLT',
  'MTQ',
  'CMQ',
  'H87',
  'C62',
  'DZN',
  'BG',
];
const unit = fc.constantFrom(...UNITS);

describe('quantities', () => {
  test('are read back as they are written, in the shortest form', () => {
    fc.assert(
      fc.property(decimal, (amount) => {
        const text = formatMicros(amount);
        expect(parseDecimal(text)).toBe(amount);
        expect(micros({ value: text, unit: 'KGM' }, '')).toBe(amount);
        expect(text).not.toMatch(/\.\d*0$|\.$|^-0$/);
      }),
    );
  });

  test('convert exactly there and back, or are refused; never rounded', () => {
    let exact = 0;
    fc.assert(
      fc.property(decimal, unit, unit, (amount, from, to) => {
        try {
          expect(convertMicros(convertMicros(amount, from, to, ''), to, from, '')).toBe(amount);
          exact += 1;
        } catch (error) {
          if (!(error instanceof Rejected)) throw error;
          expect(['unit-mismatch', 'unit-inexact']).toContain(error.code);
        }
      }),
      { numRuns: 1000 },
    );
    expect(exact).toBeGreaterThan(50);
    expect(convertMicros(1_000_000n, 'LBR', 'GRM', '')).toBe(453_592_370n);
  });
});
