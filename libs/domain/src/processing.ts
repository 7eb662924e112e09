import type { Context } from './context.js';
import { signedBy, type AnyEventIn, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { convertMicros, formatMicros, positiveMicros } from './quantity.js';
import { Rejected } from './rejected.js';
import {
  addLot,
  moveStock,
  requireDistinct,
  requireLot,
  requireNewLot,
  requireOnHand,
  requireOwnId,
  requireTellable,
  type SiteBooks,
} from './stock.js';
import { instantMs } from './time.js';

export interface LotQuantity {
  lotId: string;
  qty: Quantity;
}

/** A run turns inputs into outputs on a line; a split or merge only regroups one material or product. */
export interface ProcessingEvents {
  BatchProcessed: {
    site: string;
    runId: string;
    recipeVersion: string;
    /** The line's name within the site, as registered. */
    lineId: string;
    start: string;
    end: string;
    inputs: LotQuantity[];
    addedWater?: Quantity;
    outputs: { lotId: string; productId: string; qty: Quantity; producedOn: string; expiresOn?: string }[];
    byProducts: { name: string; qty: Quantity }[];
    loss?: { qty: Quantity; cause: string };
    samples?: Quantity;
  };
  LotSplit: { site: string; input: LotQuantity; outputs: LotQuantity[] };
  LotMerged: { site: string; inputs: LotQuantity[]; output: LotQuantity };
  LotDisposed: { site: string; lotId: string; qty: Quantity; method: string; witness?: string };
}

const stream = (data: { site: string }) => `site-${data.site}`;
const owner = (data: { site: string }) => organisationOf(data.site);

export const processingRules: Rules<ProcessingEvents> = {
  BatchProcessed: {
    stream,
    owner,
    signers: () => [signedBy.owner('PRODUCTION'), signedBy.owner('PENYELIA_HALAL')],
    names: ({ runId, outputs }) => [runId, ...outputs.map(({ lotId }) => lotId)],
    hidden: ['/inputs/*/qty'],
  },
  LotSplit: {
    stream,
    owner,
    signers: () => [signedBy.owner('PRODUCTION')],
    names: ({ outputs }) => outputs.map(({ lotId }) => lotId),
  },
  LotMerged: { stream, owner, signers: () => [signedBy.owner('PRODUCTION')], names: ({ output }) => [output.lotId] },
  LotDisposed: { stream, owner, signers: () => [signedBy.owner('WAREHOUSE')] },
};

/** Refuses an event of this group; throws `Rejected`. */
export function decideProcessing(books: SiteBooks, event: AnyEventIn<ProcessingEvents>, context: Context): void {
  const lenient = context.correcting === true;
  switch (event.type) {
    case 'BatchProcessed':
      decideRun(books, event.data, context);
      return;
    case 'LotSplit': {
      const { site, input, outputs } = event.data;
      const amount = requireOnHand(books, input.lotId, input.qty, { pointer: '/data/input', lenient });
      const unit = requireLot(books, input.lotId, '/data/input/lotId').unit;
      requireConserved(amount, sumIn(unit, requireNewLots(books, outputs, site)), { lot: input.lotId, unit });
      return;
    }
    case 'LotMerged': {
      const { site, inputs, output } = event.data;
      requireInputs(books, inputs, lenient);
      requireNewLot(books, output.lotId, site, '/data/output/lotId');
      requireTellable(books, output.lotId, output.qty.unit, '/data/output/qty');
      const goods = new Set(inputs.map(({ lotId }) => books.lots.get(lotId)?.goods));
      if (goods.size > 1) throw new Rejected('different-goods', '/data/inputs', { goods: [...goods].join(', ') });
      const unit = output.qty.unit;
      const total = sumIn(
        unit,
        inputs.map(({ qty }, i) => ({ qty, pointer: `/data/inputs/${i}/qty` })),
      );
      requireConserved(total, positiveMicros(output.qty, '/data/output/qty'), { lot: output.lotId, unit });
      return;
    }
    case 'LotDisposed':
      requireOnHand(books, event.data.lotId, event.data.qty, { pointer: '/data', lenient });
      return;
  }
}

function decideRun(books: SiteBooks, data: ProcessingEvents['BatchProcessed'], context: Context): void {
  const { site, runId, lineId, inputs, outputs } = data;
  requireOwnId(runId, site, '/data/runId');
  if (books.runs.has(runId)) throw new Rejected('run-exists', '/data/runId', { run: runId });
  const lines = context.registry.sites.get(site)?.lines ?? [];
  if (!lines.includes(lineId)) throw new Rejected('line-unknown', '/data/lineId', { line: lineId, site });
  const start = instantMs(data.start);
  const end = instantMs(data.end);
  if (end <= start) throw new Rejected('ends-before-start', '/data/end', { start: data.start, end: data.end });
  const other = overlapping(books.lines.get(lineId) ?? [], start, end);
  if (other) throw new Rejected('line-busy', '/data/lineId', { line: lineId, run: other });
  requireInputs(books, inputs, context.correcting === true);
  requireNewLots(books, outputs, site);
  if (data.addedWater) positiveMicros(data.addedWater, '/data/addedWater');
  if (data.loss) positiveMicros(data.loss.qty, '/data/loss/qty');
  if (data.samples) positiveMicros(data.samples, '/data/samples');
  data.byProducts.forEach(({ qty }, i) => positiveMicros(qty, `/data/byProducts/${i}/qty`));
}

function requireInputs(books: SiteBooks, inputs: readonly LotQuantity[], lenient: boolean): void {
  requireDistinct(
    inputs.map(({ lotId }) => lotId),
    (i) => `/data/inputs/${i}/lotId`,
  );
  inputs.forEach(({ lotId, qty }, i) => requireOnHand(books, lotId, qty, { pointer: `/data/inputs/${i}`, lenient }));
}

function requireNewLots(
  books: SiteBooks,
  outputs: readonly LotQuantity[],
  site: string,
): { qty: Quantity; pointer: string }[] {
  requireDistinct(
    outputs.map(({ lotId }) => lotId),
    (i) => `/data/outputs/${i}/lotId`,
  );
  return outputs.map(({ lotId, qty }, i) => {
    requireNewLot(books, lotId, site, `/data/outputs/${i}/lotId`);
    positiveMicros(qty, `/data/outputs/${i}/qty`);
    requireTellable(books, lotId, qty.unit, `/data/outputs/${i}/qty`);
    return { qty, pointer: `/data/outputs/${i}/qty` };
  });
}

function sumIn(unit: string, parts: readonly { qty: Quantity; pointer: string }[]): bigint {
  return parts.reduce(
    (sum, { qty, pointer }) => sum + convertMicros(positiveMicros(qty, pointer), qty.unit, unit, pointer),
    0n,
  );
}

function requireConserved(before: bigint, after: bigint, at: { lot: string; unit: string }): void {
  if (before === after) return;
  throw new Rejected('not-conserved', '/data', {
    lot: at.lot,
    before: `${formatMicros(before)} ${at.unit}`,
    after: `${formatMicros(after)} ${at.unit}`,
  });
}

/** The run that occupies the line at some moment of [start, end), if any. Busy times do not overlap, so neighbours decide. */
function overlapping(
  busy: readonly { start: number; end: number; run: string }[],
  start: number,
  end: number,
): string | undefined {
  const place = placeOf(busy, start);
  const before = busy[place - 1];
  const after = busy[place];
  if (before && before.end > start) return before.run;
  return after && after.start < end ? after.run : undefined;
}

/** Index of the first busy time that starts at or after `start` (binary search). */
function placeOf(busy: readonly { start: number }[], start: number): number {
  let low = 0;
  let high = busy.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((busy[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Folds an accepted event of this group. */
export function evolveProcessing(books: SiteBooks, event: AnyEventIn<ProcessingEvents>): void {
  switch (event.type) {
    case 'BatchProcessed':
      evolveRun(books, event.data);
      return;
    case 'LotSplit': {
      const { input, outputs } = event.data;
      const goods = books.lots.get(input.lotId)?.goods ?? '';
      takeFrom(books, input);
      for (const { lotId, qty } of outputs) addLot(books, lotId, goods, qty);
      return;
    }
    case 'LotMerged': {
      const { inputs, output } = event.data;
      const goods = books.lots.get(inputs[0]?.lotId ?? '')?.goods ?? '';
      for (const input of inputs) takeFrom(books, input);
      addLot(books, output.lotId, goods, output.qty);
      return;
    }
    case 'LotDisposed':
      takeFrom(books, event.data);
      return;
  }
}

function takeFrom(books: SiteBooks, { lotId, qty }: LotQuantity): void {
  moveStock(books, lotId, { side: 'onHand', qty, sign: -1n });
}

function evolveRun(books: SiteBooks, data: ProcessingEvents['BatchProcessed']): void {
  const { runId, lineId, inputs, outputs } = data;
  books.runs.add(runId);
  const busy = books.lines.get(lineId) ?? [];
  const start = instantMs(data.start);
  busy.splice(placeOf(busy, start), 0, { start, end: instantMs(data.end), run: runId });
  books.lines.set(lineId, busy);
  for (const input of inputs) takeFrom(books, input);
  for (const { lotId, productId, qty } of outputs) addLot(books, lotId, productId, qty);
}
