import { Rejected } from './rejected.js';
import type { Quantity } from './header.js';

/**
 * Exact quantities. A quantity is held as a bigint of millionths of its own unit; conversion is allowed only within a dimension, by exact
 * factors, and only where the result needs no more than six decimals.
 */

const DECIMALS = 6;
const MILLION = 10n ** BigInt(DECIMALS);
const DECIMAL = /^-?(0|[1-9]\d{0,17})(\.\d{1,6})?$/;

/** UN/ECE Recommendation 20 units: dimension and size as an exact fraction of the dimension's base unit. */
const UNITS: Record<string, readonly [dimension: string, numerator: bigint, denominator: bigint]> = {
  KGM: ['mass', 1n, 1n],
  GRM: ['mass', 1n, 1000n],
  MGM: ['mass', 1n, 1_000_000n],
  TNE: ['mass', 1000n, 1n],
  DTN: ['mass', 100n, 1n],
  LBR: ['mass', 45_359_237n, 100_000_000n],
  LTR: ['volume', 1n, 1n],
  MLT: ['volume', 1n, 1000n],
  CLT: ['volume', 1n, 100n],
  HLT: ['volume', 100n, 1n],
  MTQ: ['volume', 1000n, 1n],
  CMQ: ['volume', 1n, 1000n],
  H87: ['count', 1n, 1n],
  C62: ['count', 1n, 1n],
  DZN: ['count', 12n, 1n],
};

/** Pattern of a unit code, also for those without a known factor (cartons, bags): such a unit only equals itself. */
export const UNIT_CODE = /^[A-Z0-9]{2,3}$/;

/** The dimension of a unit: mass, volume, count, or the unit's own code where no factor is known. */
export function dimensionOf(unit: string): string {
  return UNITS[unit]?.[0] ?? unit;
}

/** Millionths of the quantity's own unit. Throws `quantity-malformed` unless it is a plain decimal of at most six places. */
export function micros(qty: Quantity, pointer: string): bigint {
  if (!DECIMAL.test(qty.value) || !UNIT_CODE.test(qty.unit)) {
    throw new Rejected('quantity-malformed', pointer, { value: qty.value, unit: qty.unit });
  }
  return parseDecimal(qty.value);
}

/** Millionths of a decimal string that is known to be well formed. */
export function parseDecimal(value: string): bigint {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? value.slice(1) : value).split('.');
  const amount = BigInt(whole) * MILLION + BigInt(fraction.padEnd(DECIMALS, '0'));
  return negative ? -amount : amount;
}

/** Like `micros`, and more than zero (`quantity-not-positive`). */
export function positiveMicros(qty: Quantity, pointer: string): bigint {
  const amount = micros(qty, pointer);
  if (amount <= 0n) throw new Rejected('quantity-not-positive', pointer, { value: qty.value, unit: qty.unit });
  return amount;
}

/** The same amount in another unit. Throws `unit-mismatch` across dimensions, `unit-inexact` where rounding would be needed. */
export function convertMicros(amount: bigint, from: string, to: string, pointer: string): bigint {
  if (!sameDimension(from, to)) throw new Rejected('unit-mismatch', pointer, { unit: from, expected: to });
  const converted = exactly(amount, from, to);
  if (converted === undefined) throw new Rejected('unit-inexact', pointer, { unit: from, expected: to });
  return converted;
}

/** The same amount in another unit, or undefined where it cannot be told in it without rounding. */
export function exactly(amount: bigint, from: string, to: string): bigint | undefined {
  if (from === to) return amount;
  const a = UNITS[from];
  const b = UNITS[to];
  if (!a || !b || a[0] !== b[0]) return undefined;
  const numerator = amount * a[1] * b[2];
  const denominator = a[2] * b[1];
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}

/** True where both units measure the same thing. */
export function sameDimension(a: string, b: string): boolean {
  return dimensionOf(a) === dimensionOf(b);
}

/** Amount in the dimension's base unit as an exact fraction, for sums over units (mass balance). */
export function inBaseUnit(amount: bigint, unit: string): { numerator: bigint; denominator: bigint } {
  const [, numerator, denominator] = UNITS[unit] ?? ['', 1n, 1n];
  return { numerator: amount * numerator, denominator };
}

/** The shortest decimal string of an amount in millionths. */
export function formatMicros(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % MILLION).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  return `${sign}${absolute / MILLION}${fraction ? `.${fraction}` : ''}`;
}
