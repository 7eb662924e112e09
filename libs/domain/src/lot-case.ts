import type { EventOf, EventType } from './catalogue.js';
import type { Known, View } from './facts.js';
import type { Quantity } from './header.js';
import { organisationOf } from './ids.js';
import { dayOf, instantMs } from './time.js';

/** A known fact of one type. */
export type KnownOf<T extends EventType> = Known & { event: EventOf<T> };

/** True where the fact is of this type; narrows it. */
export function isA<T extends EventType>(known: Known, type: T): known is KnownOf<T> {
  return known.event.type === type;
}

/** One lot that went into another: by a run, a split, a merge, or over the gate from another organisation. */
export interface Use {
  /** The lot that was used. */
  lot: string;
  /** When it was used: the start of the run, else when the event occurred. Milliseconds. */
  atMs: number;
  by: Known;
  qty: Quantity;
  /** Run id, where it was a run. */
  run?: string;
}

/** The fact that named a lot's goods: its birth, or that of the lot it was split or merged from. */
interface Origin {
  origin: Known;
  originLot: string;
  /** The material that it is, if it came in as one; else the product. */
  materialId?: string;
  productId?: string;
}

/** All that the rows look at about one lot, as the view knows it. */
export interface LotCase extends Origin {
  id: string;
  org: string;
  view: View;
  /** Milliseconds; facts that take effect later do not count yet. */
  validMs: number;
  birth: Known;
  bornMs: number;
  /** A split or merge: the same goods as before, under another name. */
  regrouped: boolean;
  /** Facts about the lot that have occurred by the valid time, in log order. */
  facts: readonly Known[];
  /** What went into it. */
  uses: readonly Use[];
  /** The case of another lot in the same view at the same time. */
  other(id: string): LotCase | undefined;
}

/** Builds the case of a lot, or says that the log does not know the lot's birth. */
export function lotCase(view: View, id: string, validMs: number): LotCase | undefined {
  return lotCases(view, validMs)(id);
}

/** The cases of one view at one time. Each is built once, however many lots lean on it: a sack of sugar goes into a thousand runs. */
export function lotCases(view: View, validMs: number): LotCase['other'] {
  const built = new Map<string, LotCase | undefined>();
  const origins = new Map<string, Origin>();
  const other = (id: string) => {
    if (!built.has(id)) built.set(id, build(id));
    return built.get(id);
  };
  const build = (id: string): LotCase | undefined => {
    const facts = view.about(`lot:${id}`);
    const birth = facts.find((known) => bears(known, id));
    if (!birth) return undefined;
    return {
      id,
      org: organisationOf(id),
      view,
      validMs,
      birth,
      bornMs: instantMs(birth.event.occurredAt),
      regrouped: birth.event.type === 'LotSplit' || birth.event.type === 'LotMerged',
      ...originOf(view, birth, { id, origins }),
      facts: facts.filter(({ event }) => instantMs(event.occurredAt) <= validMs),
      uses: usesOf(birth, id),
      other,
    };
  };
  return other;
}

/** True where the fact brings the lot into being. A count does so for a lot that was not there before it, and names its goods. */
export function bears({ event }: Known, id: string): boolean {
  if (event.type === 'IngredientReceived') return event.data.lotId === id;
  if (event.type === 'BatchProcessed' || event.type === 'LotSplit') {
    return event.data.outputs.some(({ lotId }) => lotId === id);
  }
  if (event.type === 'LotMerged') return event.data.output.lotId === id;
  if (event.type !== 'StockCounted') return false;
  return event.data.counts.some(
    ({ lotId, materialId, productId }) => lotId === id && (materialId ?? productId) !== undefined,
  );
}

function usesOf(by: Known, id: string): Use[] {
  const { event } = by;
  const atMs = instantMs(event.occurredAt);
  if (event.type === 'BatchProcessed') {
    const startMs = instantMs(event.data.start);
    return event.data.inputs.map(({ lotId, qty }) => ({ lot: lotId, atMs: startMs, by, qty, run: event.data.runId }));
  }
  if (event.type === 'LotSplit') return [{ lot: event.data.input.lotId, atMs, by, qty: event.data.input.qty }];
  if (event.type === 'LotMerged') return event.data.inputs.map(({ lotId, qty }) => ({ lot: lotId, atMs, by, qty }));
  if (event.type === 'IngredientReceived' && event.data.sourceLot !== undefined && event.data.sourceLot !== id) {
    return [{ lot: event.data.sourceLot, atMs, by, qty: event.data.qty }];
  }
  return [];
}

/** Goes up through splits and merges to the birth that names the goods, and remembers it for every lot on the way. */
function originOf(view: View, birth: Known, of: { id: string; origins: Map<string, Origin> }): Origin {
  const way = new Set<string>();
  let lot = of.id;
  let fact = birth;
  let found = of.origins.get(lot) ?? namedBy(fact, lot);
  while (!found) {
    way.add(lot);
    const source = usesOf(fact, lot)[0]?.lot ?? lot;
    const above = way.has(source) ? undefined : view.about(`lot:${source}`).find((known) => bears(known, source));
    if (above) [fact, lot] = [above, source];
    found = above ? (of.origins.get(lot) ?? namedBy(fact, lot)) : { origin: fact, originLot: lot };
  }
  for (const id of way) of.origins.set(id, found);
  return found;
}

/** The goods as a birth itself names them; a split or merge does not. */
function namedBy(origin: Known, lot: string): Origin | undefined {
  const { event } = origin;
  const from = { origin, originLot: lot };
  if (event.type === 'IngredientReceived') return { ...from, materialId: event.data.materialId };
  if (event.type === 'BatchProcessed') {
    const output = event.data.outputs.find(({ lotId }) => lotId === lot);
    return output ? { ...from, productId: output.productId } : from;
  }
  if (event.type !== 'StockCounted') return undefined;
  const count = event.data.counts.find(({ lotId }) => lotId === lot);
  if (count?.materialId !== undefined) return { ...from, materialId: count.materialId };
  return count?.productId === undefined ? from : { ...from, productId: count.productId };
}

/** Production day, YYYY-MM-DD, as the run or the opening count names it; for goods that came in otherwise, the day on which they did. */
export function producedOn({ origin: { event }, originLot }: LotCase): string {
  const ofLot = ({ lotId }: { lotId: string }) => lotId === originLot;
  const named =
    event.type === 'BatchProcessed'
      ? event.data.outputs.find(ofLot)?.producedOn
      : event.type === 'StockCounted'
        ? event.data.counts.find(ofLot)?.producedOn
        : undefined;
  return named ?? dayOf(instantMs(event.occurredAt));
}

/** The facts of one type about a subject that have occurred by a moment. */
export function factsOf<T extends EventType>(view: View, subject: string, type: T, untilMs: number): KnownOf<T>[] {
  const found: KnownOf<T>[] = [];
  for (const known of view.about(subject)) {
    if (isA(known, type) && instantMs(known.event.occurredAt) <= untilMs) found.push(known);
  }
  return found;
}
