import type { EventOf, EventType } from './catalogue.js';
import type { Known, View } from './facts.js';
import type { Quantity } from './header.js';
import { organisationOf } from './ids.js';
import { instantMs } from './time.js';

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

/** All that the rows look at about one lot, as the view knows it. */
export interface LotCase {
  id: string;
  org: string;
  view: View;
  /** Milliseconds; facts that take effect later do not count yet. */
  validMs: number;
  birth: Known;
  bornMs: number;
  /** The fact that named its goods: its birth, or that of the lot it was split or merged from. */
  origin: Known;
  /** The material that it is, if it came in as one; else the product. */
  materialId?: string;
  productId?: string;
  /** Facts about the lot that have occurred by the valid time, in log order. */
  facts: readonly Known[];
  /** What went into it. */
  uses: readonly Use[];
}

/** Builds the case of a lot, or says that the log does not know the lot's birth. */
export function lotCase(view: View, id: string, validMs: number): LotCase | undefined {
  const facts = view.about(`lot:${id}`);
  const birth = facts.find((known) => bears(known, id));
  if (!birth) return undefined;
  const uses = usesOf(birth, id);
  return {
    id,
    org: organisationOf(id),
    view,
    validMs,
    birth,
    bornMs: instantMs(birth.event.occurredAt),
    ...goodsOf(view, birth, id),
    facts: facts.filter(({ event }) => instantMs(event.occurredAt) <= validMs),
    uses,
  };
}

/** True where the fact brings the lot into being. A count does so for a lot that was not there before it, and names its goods. */
function bears({ event }: Known, id: string): boolean {
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

/** Material or product: named by the birth, or carried over by a split or merge from what was regrouped. */
function goodsOf(view: View, birth: Known, id: string): Pick<LotCase, 'origin' | 'materialId' | 'productId'> {
  const seen = new Set<string>([id]);
  let origin: Known | undefined = birth;
  let lot = id;
  while (origin) {
    const { event }: Known = origin;
    if (event.type === 'IngredientReceived') return { origin, materialId: event.data.materialId };
    if (event.type === 'BatchProcessed') {
      const output = event.data.outputs.find(({ lotId }) => lotId === lot);
      return output ? { origin, productId: output.productId } : { origin };
    }
    if (event.type === 'StockCounted') {
      const count = event.data.counts.find(({ lotId }) => lotId === lot);
      if (count?.materialId !== undefined) return { origin, materialId: count.materialId };
      return count?.productId === undefined ? { origin } : { origin, productId: count.productId };
    }
    const [source] = usesOf(origin, lot);
    if (!source || seen.has(source.lot)) return { origin };
    seen.add(source.lot);
    lot = source.lot;
    origin = view.about(`lot:${lot}`).find((fact) => bears(fact, lot));
  }
  return { origin: birth };
}

/** The facts of one type about a subject that have occurred by a moment. */
export function factsOf<T extends EventType>(view: View, subject: string, type: T, untilMs: number): KnownOf<T>[] {
  const found: KnownOf<T>[] = [];
  for (const known of view.about(subject)) {
    if (isA(known, type) && instantMs(known.event.occurredAt) <= untilMs) found.push(known);
  }
  return found;
}
