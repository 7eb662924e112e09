import { evaluator, type LedgerEvent, type Quantity, type Status } from '@hadic/domain';
import { entriesOf, type Entry } from './entries.js';
import { isLot, lotOf, type Lot } from './lots.js';
import { notFound } from './problem.js';
import type { EdgeKind } from './reading.js';
import { headingOf, type Heading, type Snapshot } from './snapshot.js';

/** Most lots and records that one answer holds. */
const MAX_LOTS = 1000;
const MAX_EVENTS = 5000;

export type Direction = 'up' | 'down' | 'both';

export interface ChainWish {
  direction: Direction;
  /** Steps at most; all of them if left out. */
  depth?: number;
}

/** Enough of a lot's status to colour it; the whole of it stands at /v1/lots/{id}/status. */
export type StatusSummary = Pick<Status, 'headline' | 'axes' | 'destroyed'> & { codes: string[] };

export interface ChainLot extends Lot {
  /** Steps from the asked lot: below zero what it was made of, above zero what was made of it. */
  depth: number;
  status: StatusSummary;
}

export interface ChainEdge {
  from: string;
  to: string;
  kind: EdgeKind;
  /** The event that drew it. */
  event: string;
  occurredAt: string;
  run?: string;
  /** What went along it, of the lot that it comes from. */
  qty?: Quantity;
}

/** What was left out for its size: the nearest lots and the earliest records are shown. */
export interface Truncated {
  lots?: { shown: number; of: number };
  events?: { shown: number; of: number };
}

export interface Chain extends Heading {
  lot: string;
  direction: Direction;
  /** Null: without a limit. */
  depth: number | null;
  /** The asked lot's status in full. */
  status: Status;
  /** From the furthest ancestor to the furthest descendant, by id within a step. */
  lots: ChainLot[];
  edges: ChainEdge[];
  events: Entry[];
  truncated?: Truncated;
}

/** A lot with its ancestors, its descendants, and every record that touched them. @throws Refused not-found */
export function chainOf(snapshot: Snapshot, lot: string, { direction, depth }: ChainWish): Chain {
  if (!isLot(snapshot, lot)) throw notFound(lot);
  const reached = reach(snapshot, lot, { direction, ...(depth === undefined ? {} : { depth }) });
  const kept = reached.slice(0, MAX_LOTS).sort((a, b) => a.depth - b.depth || compare(a.id, b.id));
  const status = evaluator(snapshot.view, snapshot.validMs);
  const ids = kept.map(({ id }) => id);
  const reasons = ids.flatMap((id) => status(id).reasons.flatMap(({ events }) => events));
  const events = entriesOf(snapshot, ids, { uses: false, also: new Set(reasons) });
  const truncated = {
    ...(kept.length < reached.length ? { lots: { shown: kept.length, of: reached.length } } : {}),
    ...(events.length > MAX_EVENTS ? { events: { shown: MAX_EVENTS, of: events.length } } : {}),
  };
  return {
    ...headingOf(snapshot),
    lot,
    direction,
    depth: depth ?? null,
    status: status(lot),
    lots: kept.map(({ id, depth }) => ({ ...lotOf(snapshot, id), depth, status: summaryOf(status(id)) })),
    edges: edgesAmong(snapshot, ids),
    events: events.slice(0, MAX_EVENTS),
    ...(Object.keys(truncated).length > 0 ? { truncated } : {}),
  };
}

export function summaryOf({ headline, axes, destroyed, reasons }: Status): StatusSummary {
  return { headline, axes, destroyed, codes: [...new Set(reasons.map(({ code }) => code))].sort() };
}

/** Which lots a lot was made of and went into, nearest first; the whole chain stands at /v1/lots/{id}/chain. */
export interface Links {
  up: string[];
  down: string[];
  /** How many there are of each, where more than are shown. */
  of?: { up: number; down: number };
}

const MAX_LINKS = 100;

export function linksOf(snapshot: Snapshot, lot: string): Links {
  const reached = reach(snapshot, lot, { direction: 'both' });
  const up = reached.filter(({ depth }) => depth < 0).map(({ id }) => id);
  const down = reached.filter(({ depth }) => depth > 0).map(({ id }) => id);
  const links = { up: up.slice(0, MAX_LINKS), down: down.slice(0, MAX_LINKS) };
  const cut = up.length > MAX_LINKS || down.length > MAX_LINKS;
  return cut ? { ...links, of: { up: up.length, down: down.length } } : links;
}

interface Reached {
  id: string;
  depth: number;
}

/** The lot and all that its walks reach, nearest first. A lot that stands in a circle is told once, as an ancestor. */
function reach({ graph, moment }: Snapshot, lot: string, { direction, depth }: ChainWish): Reached[] {
  const start = graph.numberOf(lot);
  const reached = new Map<string, number>([[lot, 0]]);
  for (const [heading, sign] of [['up', -1] as const, ['down', 1] as const]) {
    if (start === undefined || (direction !== 'both' && direction !== heading)) continue;
    const { lots, depths } = graph.walk([start], heading, {
      asOf: moment.index,
      ...(depth === undefined ? {} : { depth }),
    });
    lots.forEach((number, i) => {
      const id = graph.idOf(number);
      if (!reached.has(id)) reached.set(id, sign * (depths[i] ?? 0));
    });
  }
  const all = [...reached].map(([id, steps]) => ({ id, depth: steps }));
  return all.sort((a, b) => Math.abs(a.depth) - Math.abs(b.depth) || compare(a.id, b.id));
}

function edgesAmong({ graph, view, moment }: Snapshot, lots: readonly string[]): ChainEdge[] {
  const shown = new Set(lots);
  const versions = new Map<number, LedgerEvent | undefined>();
  const versionAt = (index: number) => {
    if (!versions.has(index)) versions.set(index, view.versionAt(index));
    return versions.get(index);
  };
  const edges = lots.flatMap((to) => {
    const number = graph.numberOf(to);
    const up = number === undefined ? [] : graph.edgesOf(number, 'up', moment.index);
    return up.flatMap(({ lot, kind, index }) => {
      const from = graph.idOf(lot);
      const event = shown.has(from) ? versionAt(index) : undefined;
      if (!event) return [];
      return [{ from, to, kind, event: event.id, occurredAt: event.occurredAt, ...along(event, from, to) }];
    });
  });
  return edges.sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.event, b.event));
}

function along(event: LedgerEvent, from: string, to: string): Pick<ChainEdge, 'run' | 'qty'> {
  const of = (parts: readonly { lotId: string; qty: Quantity }[], id: string) => {
    const qty = parts.find(({ lotId }) => lotId === id)?.qty;
    return qty === undefined ? {} : { qty };
  };
  if (event.type === 'BatchProcessed') return { run: event.data.runId, ...of(event.data.inputs, from) };
  if (event.type === 'LotSplit') return of(event.data.outputs, to);
  if (event.type === 'LotMerged') return of(event.data.inputs, from);
  return event.type === 'IngredientReceived' ? { qty: event.data.qty } : {};
}

/** By code unit, the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
