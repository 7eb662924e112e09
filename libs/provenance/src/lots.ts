import { formatMicros, instantMs, lotBook, organisationOf, siteOf, type Quantity } from '@hadic/domain';
import type { LotKind } from './reading.js';
import type { Snapshot } from './snapshot.js';

/** A lot as it is known at the snapshot's moment. */
export interface Lot {
  id: string;
  /** UNKNOWN: others name it, but no record that holds says how it came into being. */
  kind: LotKind | 'UNKNOWN';
  materialId?: string;
  productId?: string;
  /** Name of the product or material; the id where none is known. */
  name: string;
  site: string;
  organisation: string;
  /** As born. */
  qty?: Quantity;
  /** What is left of it in the books of its site. */
  onHand?: Quantity;
  born?: { event: string; occurredAt: string };
}

interface Birth {
  kind: LotKind;
  materialId: string;
  productId: string;
  qty: Quantity;
  event: string;
  occurredAt: string;
}

export function lotOf(snapshot: Snapshot, id: string): Lot {
  const birth = birthOf(snapshot, id);
  const place = { site: siteOf(id), organisation: organisationOf(id) };
  if (!birth) return { id, kind: 'UNKNOWN', name: id, ...place };
  const { materialId, productId } = goodsOf(snapshot, id, birth);
  const book = lotBook(snapshot.view, id, snapshot.validMs);
  return {
    id,
    kind: birth.kind,
    ...(materialId === '' ? {} : { materialId }),
    ...(productId === '' ? {} : { productId }),
    name: nameOf(snapshot, materialId, productId) ?? id,
    ...place,
    qty: birth.qty,
    ...(book ? { onHand: { value: formatMicros(book.onHand), unit: book.unit } } : {}),
    born: { event: birth.event, occurredAt: birth.occurredAt },
  };
}

/** Whether any record at all, whenever it was made, names the lot. */
export function isLot({ model }: Snapshot, id: string): boolean {
  const named = model.all('SELECT 1 FROM subjects WHERE subject = ? LIMIT 1', [`lot:${id}`]);
  return named.length > 0;
}

function birthOf({ model, graph, moment }: Snapshot, id: string): Birth | undefined {
  const lot = graph.numberOf(id);
  if (lot === undefined) return undefined;
  // Of several births the first holds: a count only opens a lot that is not there.
  const row = model.all(
    `SELECT b.kind, b.material, b.product, b.value, b.unit, o.id, o.occurred_at FROM births b
     JOIN records r ON r.idx = b.idx JOIN records o ON o.idx = r.root
     WHERE b.lot = ?1 AND b.idx <= ?2 AND r.until > ?2 ORDER BY r.root LIMIT 1`,
    [lot, moment.index],
  )[0];
  if (!row) return undefined;
  return {
    kind: row['kind'] as LotKind,
    materialId: String(row['material']),
    productId: String(row['product']),
    qty: { value: String(row['value']), unit: String(row['unit']) },
    event: String(row['id']),
    occurredAt: String(row['occurred_at']),
  };
}

/** Material or product; what a split or merge only regrouped is what its first ancestor was. */
function goodsOf(snapshot: Snapshot, id: string, birth: Birth): { materialId: string; productId: string } {
  if (birth.kind !== 'SPLIT' && birth.kind !== 'MERGED') return birth;
  const { graph, moment } = snapshot;
  const start = graph.numberOf(id) ?? 0;
  const { lots } = graph.walk([start], 'up', { asOf: moment.index, kinds: ['SPLIT', 'MERGE'] });
  for (const lot of Array.from(lots)) {
    const ancestor = birthOf(snapshot, graph.idOf(lot));
    if (ancestor && (ancestor.materialId !== '' || ancestor.productId !== '')) return ancestor;
  }
  return birth;
}

function nameOf({ view, validMs }: Snapshot, materialId: string, productId: string): string | undefined {
  const subject = productId !== '' ? `product:${productId}` : `material:${materialId}`;
  let name: string | undefined;
  for (const { event } of view.about(subject)) {
    const names = event.type === 'ProductRegistered' || event.type === 'MaterialApproved';
    if (names && (name === undefined || instantMs(event.occurredAt) <= validMs)) name = event.data.name;
  }
  return name;
}
