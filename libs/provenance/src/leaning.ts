import type { EventOf, LedgerEvent } from '@hadic/domain';
import type { Snapshot } from './snapshot.js';

/** Why a certificate bears on a lot. */
export type Leaning =
  | 'RECEIVED_WITH_IT'
  | 'ORDERED_WITH_IT'
  /** It is of a material that the certificate covers, or whose approval rests on it. */
  | 'MATERIAL'
  /** It is in the certificate's scope of products and sites. */
  | 'SCOPE'
  | 'LABEL'
  /** Made of lots that lean on it. */
  | 'MADE_OF_IT';

/** The lots that lean on a certificate as of the snapshot, with all the reasons why. */
export function lotsLeaningOn(snapshot: Snapshot, certificate: string): Map<string, Set<Leaning>> {
  const { view } = snapshot;
  const leaning = new Map<string, Set<Leaning>>();
  const add = (lots: Iterable<string>, because: Leaning) => {
    for (const lot of lots) leaning.set(lot, (leaning.get(lot) ?? new Set<Leaning>()).add(because));
  };
  for (const { event } of view.mentioning(`certificate:${certificate}`)) {
    if (event.type === 'IngredientReceived') add([event.data.lotId], 'RECEIVED_WITH_IT');
    if (event.type === 'IngredientSourced') add(lotsOrdered(snapshot, event.data), 'ORDERED_WITH_IT');
    if (event.type === 'MaterialApproved') add(lotsBorn(snapshot, 'material', event.data.materialId), 'MATERIAL');
    if (event.type === 'Packed')
      add(
        event.data.children.map(({ lotId }) => lotId),
        'LABEL',
      );
  }
  for (const { event } of view.about(`certificate:${certificate}`)) {
    if (event.type !== 'CertificateImported') continue;
    for (const material of event.data.materials) add(lotsBorn(snapshot, 'material', material), 'MATERIAL');
    add(lotsInScope(snapshot, event.data), 'SCOPE');
  }
  add(madeOf(snapshot, leaning), 'MADE_OF_IT');
  return leaning;
}

/** Lots of a product or material, with those into which they were split or merged. */
export function lotsBorn({ model, graph, moment }: Snapshot, goods: 'product' | 'material', id: string): string[] {
  const rows = model.all(
    `SELECT DISTINCT b.lot FROM births b JOIN records r ON r.idx = b.idx WHERE b.${goods} = ?1 AND b.idx <= ?2 AND r.until > ?2`,
    [id, moment.index],
  );
  const born = rows.map((row) => Number(row['lot']));
  const { lots } = graph.walk(born, 'down', { asOf: moment.index, kinds: ['SPLIT', 'MERGE'] });
  return Array.from(lots, (lot) => graph.idOf(lot));
}

function lotsOrdered({ view }: Snapshot, order: EventOf<'IngredientSourced'>['data']): string[] {
  return view
    .mentioning(`material:${order.materialId}`)
    .flatMap(({ event }) => (isOf(event, order) ? [event.data.lotId] : []));
}

function isOf(event: LedgerEvent, order: EventOf<'IngredientSourced'>['data']): event is EventOf<'IngredientReceived'> {
  if (event.type !== 'IngredientReceived') return false;
  const { site, poNo, poLine = 1 } = event.data;
  return site === order.site && poNo === order.poNo && poLine === order.poLine;
}

function lotsInScope(snapshot: Snapshot, { products, sites }: { products: string[]; sites: string[] }): string[] {
  const atSite = (lot: string) => sites.length === 0 || sites.some((site) => lot.startsWith(`${site}/`));
  if (products.length > 0) return products.flatMap((product) => lotsBorn(snapshot, 'product', product)).filter(atSite);
  const { model, moment } = snapshot;
  return sites.flatMap((site) =>
    model
      .all(
        `SELECT DISTINCT l.id FROM lots l JOIN births b ON b.lot = l.num JOIN records r ON r.idx = b.idx
         WHERE l.id > ?1 || '/' AND l.id < ?1 || '0' AND b.product <> '' AND b.idx <= ?2 AND r.until > ?2`,
        [site, moment.index],
      )
      .map((row) => String(row['id'])),
  );
}

/** What was made of the lots that lean by themselves as material; a product's own certificate does not reach what is made of it. */
function madeOf({ graph, moment }: Snapshot, leaning: ReadonlyMap<string, ReadonlySet<Leaning>>): string[] {
  const materials = [...leaning].filter(([, why]) => !(why.size === 1 && (why.has('SCOPE') || why.has('LABEL'))));
  const starts = materials.flatMap(([lot]) => graph.numberOf(lot) ?? []);
  const { lots, depths } = graph.walk(starts, 'down', { asOf: moment.index });
  return Array.from(lots).flatMap((lot, i) => ((depths[i] ?? 0) > 0 ? [graph.idOf(lot)] : []));
}
