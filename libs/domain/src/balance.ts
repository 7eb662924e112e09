import type { View } from './facts.js';
import { organisationOf } from './ids.js';
import { factsOf, isA, lotCase } from './lot-case.js';
import type { ProcessingEvents } from './processing.js';
import { dimensionOf, inBaseUnit, parseDecimal } from './quantity.js';
import type { Quantity } from './header.js';

/** More out than in by over half a per cent of the input means that an unknown material entered (domain notes §5.5, §6.7). */
const GAIN_PER_MILLE = 5n;
/** Amounts are compared in millionths of a millionth of the base unit. */
const SCALE = 1_000_000n;

type Run = ProcessingEvents['BatchProcessed'];

/** Slots for the text if a run gave more than it took, in one dimension; undefined if it balances or cannot be weighed. */
export function runGain(view: View, run: Run): { input: string; output: string } | undefined {
  const inputs = run.inputs.map(({ lotId, qty }) => ({ qty, goods: goodsOf(view, lotId) }));
  const outputs = run.outputs.map(({ productId, qty }) => ({ qty, goods: productId }));
  const water = run.addedWater ? [{ qty: run.addedWater, goods: WATER }] : [];
  const others = [
    ...run.byProducts.map(({ qty }) => qty),
    ...(run.loss ? [run.loss.qty] : []),
    ...(run.samples ? [run.samples] : []),
  ];
  const before = [...inputs, ...water].map((part) => weigh(view, part));
  const after = [...outputs, ...others.map((qty) => ({ qty, goods: '' }))].map((part) => weigh(view, part));
  const dimensions = new Set([...before, ...after].map((weight) => weight.dimension));
  if (dimensions.size !== 1) return undefined;
  const taken = sum(before);
  const given = sum(after);
  if ((given - taken) * 1000n <= taken * GAIN_PER_MILLE) return undefined;
  const [dimension = ''] = dimensions;
  return { input: tell(taken, dimension), output: tell(given, dimension) };
}

const WATER = 'water';

interface Weight {
  amount: bigint;
  dimension: string;
}

/** Mass where it can be known: by itself, by a material's density, by a product's net content; else the quantity's own dimension. */
function weigh(view: View, part: { qty: Quantity; goods: string }): Weight {
  const { qty, goods } = part;
  const amount = scaled(qty);
  const dimension = dimensionOf(qty.unit);
  if (dimension === 'volume') {
    const density = goods === WATER ? '1' : densityOf(view, goods);
    if (density !== undefined) return { amount: (amount * parseDecimal(density)) / SCALE, dimension: 'mass' };
  }
  if (dimension === 'count') {
    const net = netContentOf(view, goods);
    if (net) return { amount: (amount * scaled(net)) / (SCALE * SCALE), dimension: dimensionOf(net.unit) };
  }
  return { amount, dimension };
}

function scaled(qty: Quantity): bigint {
  const { numerator, denominator } = inBaseUnit(parseDecimal(qty.value), qty.unit);
  return (numerator * SCALE) / denominator;
}

function sum(weights: readonly Weight[]): bigint {
  return weights.reduce((total, { amount }) => total + amount, 0n);
}

function tell(amount: bigint, dimension: string): string {
  const unit = { mass: 'KGM', volume: 'LTR', count: 'H87' }[dimension] ?? dimension;
  const thousandths = (amount / (SCALE * 1000n)).toString().padStart(4, '0');
  return `${thousandths.slice(0, -3)}.${thousandths.slice(-3)} ${unit}`;
}

function goodsOf(view: View, lotId: string): string {
  const lot = lotCase(view, lotId, Number.POSITIVE_INFINITY);
  return lot?.materialId ?? lot?.productId ?? '';
}

function densityOf(view: View, goods: string): string | undefined {
  return view
    .about(`material:${goods}`)
    .filter((known) => isA(known, 'MaterialApproved'))
    .filter(({ event }) => event.data.organisation === organisationOf(goods))
    .at(-1)?.event.data.density;
}

function netContentOf(view: View, goods: string): Quantity | undefined {
  return factsOf(view, `product:${goods}`, 'ProductRegistered', Number.POSITIVE_INFINITY)[0]?.event.data.netContent;
}
