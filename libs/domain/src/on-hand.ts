import type { Known, View } from './facts.js';
import { evolvePacking, packingRules, type PackingEvents } from './packing.js';
import { evolveProcessing, processingRules, type ProcessingEvents } from './processing.js';
import { evolveReceiving, receivingRules, type ReceivingEvents } from './receiving.js';
import type { AnyEventIn, Rules } from './header.js';
import { formatMicros } from './quantity.js';
import { emptySite, type LotBook, type SiteBooks } from './stock.js';
import { instantMs } from './time.js';

/** The lot's book as the view knows it: the site's own fold over just those facts that touch the lot. Undefined for a lot never born. */
export function lotBook(view: View, lotId: string, untilMs = Number.POSITIVE_INFINITY): LotBook | undefined {
  const books = emptySite();
  for (const known of stockFacts(view, lotId)) {
    if (instantMs(known.event.occurredAt) <= untilMs) foldFact(books, known);
  }
  return books.lots.get(lotId);
}

/** The facts about a lot and about the units it was packed in, in the order of the books. */
function stockFacts(view: View, lotId: string): Known[] {
  const facts = new Map<string, Known>();
  for (const known of view.about(`lot:${lotId}`)) {
    facts.set(known.id, known);
    if (known.event.type !== 'Packed') continue;
    for (const unit of view.about(`unit:${known.event.data.unitId}`)) facts.set(unit.id, unit);
  }
  return [...facts.values()].sort((a, b) => a.place - b.place);
}

/** Counts that found more of a lot than its book had, with both amounts. */
export function risesOf(view: View, lotId: string): { id: string; atMs: number; before: string; after: string }[] {
  if (!view.about(`lot:${lotId}`).some(({ event }) => event.type === 'StockCounted')) return [];
  const books = emptySite();
  return stockFacts(view, lotId).flatMap((known) => {
    const before = books.lots.get(lotId);
    const had = before?.onHand;
    foldFact(books, known);
    const has = books.lots.get(lotId)?.onHand;
    if (known.event.type !== 'StockCounted' || had === undefined || has === undefined || has <= had) return [];
    const unit = before?.unit ?? '';
    const atMs = instantMs(known.event.occurredAt);
    return [{ id: known.id, atMs, before: `${formatMicros(had)} ${unit}`, after: `${formatMicros(has)} ${unit}` }];
  });
}

function foldFact(books: SiteBooks, { event }: Known): void {
  if (isIn<ReceivingEvents>(receivingRules, event)) evolveReceiving(books, event);
  else if (isIn<ProcessingEvents>(processingRules, event)) evolveProcessing(books, event);
  else if (isIn<PackingEvents>(packingRules, event)) evolvePacking(books, event);
}

function isIn<M>(group: Rules<M>, event: Known['event']): event is Known['event'] & AnyEventIn<M> {
  return Object.hasOwn(group, event.type);
}
