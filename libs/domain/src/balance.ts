import type { View } from './facts.js';
import { organisationOf } from './ids.js';
import { factsOf, isA, type LotCase } from './lot-case.js';
import type { ProcessingEvents } from './processing.js';
import { dimensionOf, inBaseUnit, parseDecimal } from './quantity.js';
import type { Quantity } from './header.js';

/** More out than in by over half a per cent of the input means that an unknown material entered. */
const GAIN_PER_MILLE = 5n;
/** Amounts are compared in millionths of a millionth of the base unit. */
const SCALE = 1_000_000n;

type Run = ProcessingEvents['BatchProcessed'];

/** Slots for the text if a run gave more mass or volume than it took; undefined if it balances or cannot be weighed. */
export function runGain(lot: LotCase, run: Run): { before: string; after: string } | undefined {
  const { view } = lot;
  const inputs = run.inputs.map(({ lotId, qty }) => ({ qty, goods: goodsOf(lot, lotId) }));
  const water = run.addedWater ? [{ qty: run.addedWater, goods: WATER }] : [];
  const others = [
    ...run.byProducts.map(({ qty }) => qty),
    ...(run.loss ? [run.loss.qty] : []),
    ...(run.samples ? [run.samples] : []),
  ];
  const before = [...inputs, ...water].filter(({ goods }) => approvalOf(view, goods)?.use !== 'PACKAGING');
  const after = [
    ...run.outputs.map(({ productId, qty }) => ({ qty, goods: productId })),
    ...others.map((qty) => ({ qty, goods: '' })),
  ];
  const asMeasured = new Set([...before, ...after].map(({ qty }) => dimensionOf(qty.unit))).size === 1;
  const weights = (parts: Part[]) => parts.map((part) => (asMeasured ? measured(part.qty) : weigh(view, part)));
  const [taken, given] = [weights(before), weights(after)];
  const [dimension = '', ...more] = new Set([...taken, ...given].map((weight) => weight.dimension));
  if (more.length > 0 || !CONSERVED.includes(dimension)) return undefined;
  const [input, output] = [sum(taken), sum(given)];
  if ((output - input) * 1000n <= input * GAIN_PER_MILLE) return undefined;
  return { before: tell(input, dimension), after: tell(output, dimension) };
}

const WATER = 'water';
/** Pieces are not conserved: a carcass becomes many cuts. */
const CONSERVED = ['mass', 'volume'];

interface Part {
  qty: Quantity;
  goods: string;
}

interface Weight {
  amount: bigint;
  dimension: string;
}

function measured(qty: Quantity): Weight {
  return { amount: scaled(qty), dimension: dimensionOf(qty.unit) };
}

/** Mass where it can be known: by itself, by a material's density, by a product's net content; else the quantity's own dimension. */
function weigh(view: View, { qty, goods }: Part): Weight {
  const { amount, dimension } = measured(qty);
  if (dimension === 'volume') {
    const density = goods === WATER ? '1' : approvalOf(view, goods)?.density;
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
  const unit = dimension === 'mass' ? 'KGM' : 'LTR';
  const thousandths = (amount / (SCALE * 1000n)).toString().padStart(4, '0');
  return `${thousandths.slice(0, -3)}.${thousandths.slice(-3)} ${unit}`;
}

function goodsOf(lot: LotCase, lotId: string): string {
  const used = lot.other(lotId);
  return used?.materialId ?? used?.productId ?? '';
}

/** The newest approval of a material by the organisation that its id names. */
function approvalOf(view: View, goods: string) {
  return view
    .about(`material:${goods}`)
    .filter((known) => isA(known, 'MaterialApproved'))
    .filter(({ event }) => event.data.organisation === organisationOf(goods))
    .at(-1)?.event.data;
}

function netContentOf(view: View, goods: string): Quantity | undefined {
  return factsOf(view, `product:${goods}`, 'ProductRegistered', Number.POSITIVE_INFINITY)[0]?.event.data.netContent;
}
