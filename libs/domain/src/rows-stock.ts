import { runGain } from './balance.js';
import { lotBook, risesOf } from './on-hand.js';
import type { Quantity } from './header.js';
import { bears, factsOf, isA, producedOn, type KnownOf, type LotCase, type Use } from './lot-case.js';
import { formatMicros, inBaseUnit, parseDecimal, sameDimension } from './quantity.js';
import type { RecallScope } from './recall.js';
import type { Found, Row } from './row.js';
import { dayOf, instantMs } from './time.js';

const UNVERIFIED = { substance: 'UNVERIFIED' } as const;

export const stockRows: readonly Row[] = [
  {
    code: 'HC-402',
    axes: { substance: 'DOUBTFUL' },
    descends: true,
    when: (lot) => [...gainedInRun(lot), ...risenInCount(lot)],
  },
  {
    code: 'HC-403',
    axes: UNVERIFIED,
    descends: true,
    when: (lot) =>
      lot.uses
        .filter((use) => !lot.other(use.lot))
        .map((use) => ({
          events: [use.by.id, ...annulledBirths(lot, use.lot)],
          slots: { lot: use.lot, of: lot.id },
        })),
  },
  {
    code: 'HC-404',
    axes: { disposition: 'HELD' },
    descends: true,
    when: (lot) =>
      lot.uses.flatMap((use): Found[] => {
        const ended = expiryAt(lot, use);
        if (ended === undefined || dayOf(use.atMs) <= ended) return [];
        return [{ events: [use.by.id], slots: { lot: use.lot, ended, day: dayOf(use.atMs), of: lot.id } }];
      }),
  },
  {
    code: 'HC-405',
    axes: UNVERIFIED,
    descends: true,
    when: (lot) => {
      const book = lotBook(lot.view, lot.id);
      if (!book || book.onHand >= 0n) return [];
      const events = lot.view.about(`lot:${lot.id}`).map(({ id }) => id);
      return [{ events, slots: { lot: lot.id, qty: `${formatMicros(book.onHand)} ${book.unit}` } }];
    },
  },
  {
    code: 'HC-411',
    axes: UNVERIFIED,
    descends: true,
    when: (lot) =>
      lot.uses.flatMap((use): Found[] => {
        const used = lot.other(use.lot);
        if (!used || use.atMs >= used.bornMs) return [];
        return [
          {
            events: [use.by.id, used.birth.id],
            slots: { lot: use.lot, used: use.by.event.occurredAt, born: used.birth.event.occurredAt, of: lot.id },
          },
        ];
      }),
  },
  { code: 'HC-412', axes: { assurance: 'INCOMPLETE' }, descends: true, when: differsFromShipped },
  {
    code: 'HC-701',
    axes: { disposition: 'RECALLED' },
    // Whether it goes down the chain, the recall's own scope says.
    descends: false,
    when: (lot) =>
      factsOf(lot.view, 'recalls', 'RecallInitiated', lot.validMs)
        .filter(({ event }) => isInScope(lot, event.data.scope))
        .map(({ id, event: { data } }) => ({
          events: [id],
          slots: { lot: lot.id, recall: data.recall, cause: data.cause },
          descends: data.scope.descendants,
        })),
  },
];

function gainedInRun(lot: LotCase): Found[] {
  if (!isA(lot.birth, 'BatchProcessed')) return [];
  const gain = runGain(lot, lot.birth.event.data);
  return gain === undefined ? [] : [{ events: [lot.birth.id], slots: { run: lot.birth.event.data.runId, ...gain } }];
}

/** A count that finds more of a product than the books have: something came in that nobody recorded. */
function risenInCount(lot: LotCase): Found[] {
  if (lot.productId === undefined) return [];
  return risesOf(lot.view, lot.id).map((rise) => ({
    events: [rise.id],
    slots: { run: '-', lot: lot.id, before: rise.before, after: rise.after },
    sinceMs: rise.atMs,
  }));
}

function annulledBirths(lot: LotCase, id: string): string[] {
  return lot.view
    .annulled(`lot:${id}`)
    .filter((known) => bears(known, id))
    .map((known) => known.id);
}

/** Last day on which what a run took may be used, as its receipt or its run named it; the first of them, where lots were merged. */
function expiryAt(lot: LotCase, use: Use): string | undefined {
  if (use.run === undefined) return undefined;
  const days: string[] = [];
  const way = new Set([use.lot]);
  for (const id of way) {
    const used = lot.other(id);
    const day = used && expiresOn(used);
    if (day !== undefined) days.push(day);
    if (used?.regrouped) used.uses.forEach((source) => way.add(source.lot));
  }
  return days.sort()[0];
}

function expiresOn({ id, birth: { event } }: LotCase): string | undefined {
  if (event.type === 'IngredientReceived') return event.data.expiresOn;
  if (event.type !== 'BatchProcessed') return undefined;
  return event.data.outputs.find(({ lotId }) => lotId === id)?.expiresOn;
}

/** A receipt that names the sender's lot and shipment must have received what was shipped of it. */
function differsFromShipped(lot: LotCase): Found[] {
  if (!isA(lot.birth, 'IngredientReceived')) return [];
  const { sourceLot, shipment } = lot.birth.event.data;
  const book = sourceLot === undefined ? undefined : lotBook(lot.view, sourceLot);
  if (sourceLot === undefined || shipment === undefined || !book) return [];
  const shipped = factsOf(lot.view, `shipment:${shipment}`, 'Shipped', Number.POSITIVE_INFINITY)[0];
  if (!shipped) return [];
  const sent = packedOf(lot, shipped, sourceLot);
  const received = receivedOf(lot, shipment, sourceLot);
  if (totalIn(book.unit, sent) === totalIn(book.unit, received)) return [];
  const tell = (parts: Quantity[]) =>
    parts.map(({ value, unit }) => `${value} ${unit}`).join(' + ') || `0 ${book.unit}`;
  return [
    {
      events: [lot.birth.id, shipped.id],
      slots: { lot: lot.id, shipment, received: tell(received), shipped: tell(sent) },
    },
  ];
}

/** What the shipment's units held of the lot when they left. */
function packedOf(lot: LotCase, shipped: KnownOf<'Shipped'>, sourceLot: string): Quantity[] {
  return shipped.event.data.units.flatMap((unit) => {
    const packings = factsOf(lot.view, `unit:${unit}`, 'Packed', Number.POSITIVE_INFINITY);
    const packed = packings.filter(({ place }) => place < shipped.place).at(-1);
    return (packed?.event.data.children ?? []).filter(({ lotId }) => lotId === sourceLot).map(({ qty }) => qty);
  });
}

/** One delivery may be booked as several lots. */
function receivedOf(lot: LotCase, shipment: string, sourceLot: string): Quantity[] {
  return factsOf(lot.view, `lot:${sourceLot}`, 'IngredientReceived', Number.POSITIVE_INFINITY)
    .filter(({ event: { data } }) => data.shipment === shipment && data.sourceLot === sourceLot)
    .map(({ event }) => event.data.qty);
}

/** A common denominator of all units' sizes. */
const FINEST = 100_000_000n;

/** Exact sum in the unit's dimension; what is of another one counts as nothing, so that the difference shows. */
function totalIn(unit: string, parts: readonly Quantity[]): bigint {
  return parts
    .filter((qty) => sameDimension(qty.unit, unit))
    .map((qty) => inBaseUnit(parseDecimal(qty.value), qty.unit))
    .reduce((sum, { numerator, denominator }) => sum + numerator * (FINEST / denominator), 0n);
}

function isInScope(lot: LotCase, scope: RecallScope): boolean {
  if (scope.lots.includes(lot.id)) return true;
  // What was only regrouped takes along the recall of what it was.
  if (lot.regrouped) return false;
  const { product, line } = scope;
  if (product && lot.productId === product.productId) {
    const day = producedOn(lot);
    if (product.producedFrom <= day && day <= product.producedTo) return true;
  }
  const { event } = lot.birth;
  if (!line || event.type !== 'BatchProcessed') return false;
  return (
    event.data.site === line.site &&
    event.data.lineId === line.lineId &&
    instantMs(event.data.start) <= instantMs(line.to) &&
    instantMs(event.data.end) >= instantMs(line.from)
  );
}
