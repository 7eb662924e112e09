import { coversOf, isDoubtfulNumber, type Cover } from './coverage.js';
import { factsOf, isA, type LotCase } from './lot-case.js';
import type { Found, Row } from './row.js';
import { dayOf, daysBetween } from './time.js';

/** Texts name the goods, the certificate, the deciding day and the run. */
function slotsOf(lot: LotCase, cover: Cover): Record<string, string> {
  return {
    material: cover.name,
    product: cover.name,
    goods: cover.goods,
    lot: cover.lotId,
    certificate: cover.certificateId ?? '-',
    day: dayOf(cover.atMs),
    run: cover.run ?? '-',
    of: lot.id,
  };
}

/** Findings over the lot's covers. What is found on a material that only lies there does not descend: its use is judged at its own time. */
function overCovers(lot: LotCase, pick: (cover: Cover) => Partial<Found> | undefined): Found[] {
  return coversOf(lot).flatMap((cover) => {
    const found = pick(cover);
    if (!found) return [];
    const events = [cover.by, ...(found.events ?? []), ...(cover.certificate ? [cover.certificate.imported.id] : [])];
    return [
      {
        ...found,
        events: [...new Set(events)],
        slots: { ...slotsOf(lot, cover), ...found.slots },
        ...(cover.unused ? { descends: false } : {}),
      },
    ];
  });
}

/** A material lot whose class, by any approval that names it, is this one: its nature, so it holds from the lot's birth. */
function ofClass(lot: LotCase, requirementClass: 'PROHIBITED' | 'HAZARDOUS'): Found[] {
  if (lot.materialId === undefined || lot.regrouped) return [];
  return factsOf(lot.view, `material:${lot.materialId}`, 'MaterialApproved', Number.POSITIVE_INFINITY)
    .filter(({ event }) => event.data.requirementClass === requirementClass)
    .slice(-1)
    .map(({ id, event }) => ({ events: [lot.birth.id, id], slots: { material: event.data.name, lot: lot.id } }));
}

/**
 * A material that lies there though nobody has ever approved it: unknown is not halal. What came with its own chain from another site is
 * judged by that chain.
 */
function isUnknownGoods(lot: LotCase): boolean {
  if (isA(lot.origin, 'IngredientReceived') && lot.origin.event.data.sourceLot !== undefined) return false;
  return factsOf(lot.view, `material:${lot.materialId ?? ''}`, 'MaterialApproved', lot.validMs).length === 0;
}

const uncovered = ({ needed, standing }: Cover) => needed && (!standing || standing.state === 'NOT_YET_ISSUED');

function isSevere({ approval }: Cover): boolean {
  const data = approval?.event.data;
  return (
    data !== undefined && data.requirementClass === 'CERT_REQUIRED' && (data.originClass === 'ANIMAL' || data.critical)
  );
}

export const evidenceRows: readonly Row[] = [
  {
    code: 'HC-101',
    axes: { substance: 'PROHIBITED' },
    descends: true,
    when: (lot) => ofClass(lot, 'PROHIBITED'),
  },
  {
    code: 'HC-102',
    axes: { substance: 'UNVERIFIED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ kind, unused, approval, withdrawn }) =>
        kind === 'material' && (unused ? isUnknownGoods(lot) : !approval || withdrawn)
          ? { events: withdrawn ? [withdrawn.id] : [] }
          : undefined,
      ),
  },
  {
    code: 'HC-104',
    axes: { substance: 'DOUBTFUL' },
    descends: true,
    when: (lot) =>
      overCovers(lot, (cover) =>
        cover.kind === 'material' && uncovered(cover) && isSevere(cover) && !cover.unused ? {} : undefined,
      ),
  },
  {
    code: 'HC-105',
    axes: { substance: 'UNVERIFIED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, (cover) =>
        cover.kind === 'material' && uncovered(cover) && (cover.unused || !isSevere(cover)) ? {} : undefined,
      ),
  },
  {
    code: 'HC-106',
    axes: { assurance: 'LAPSED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ needed, standing, atMs }) =>
        needed && standing?.state === 'EXPIRED'
          ? { slots: { ended: standing.endedOn, days: daysBetween(standing.endedOn, dayOf(atMs)) } }
          : undefined,
      ),
  },
  {
    code: 'HC-107',
    axes: { assurance: 'SUSPENDED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ needed, standing }) =>
        needed && standing?.state === 'SUSPENDED' ? { events: [standing.by] } : undefined,
      ),
  },
  {
    code: 'HC-108',
    axes: { assurance: 'REVOKED', substance: 'DOUBTFUL' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ needed, standing }) =>
        needed && standing?.state === 'REVOKED' && standing.ground !== 'HARAM_SUBSTANCE'
          ? { events: [standing.by] }
          : undefined,
      ),
  },
  {
    code: 'HC-109',
    axes: { assurance: 'REVOKED', substance: 'PROHIBITED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ standing }) =>
        standing?.state === 'REVOKED' && standing.ground === 'HARAM_SUBSTANCE' ? { events: [standing.by] } : undefined,
      ),
  },
  {
    code: 'HC-111',
    axes: { substance: 'UNVERIFIED' },
    descends: true,
    when: (lot) =>
      overCovers(lot, ({ needed, certificate }) =>
        needed && certificate && isDoubtfulNumber(certificate) ? {} : undefined,
      ),
  },
  {
    code: 'HC-113',
    axes: { disposition: 'HELD' },
    descends: true,
    when: (lot) => ofClass(lot, 'HAZARDOUS'),
  },
  {
    code: 'HC-190',
    axes: {},
    descends: false,
    when: (lot) =>
      overCovers(lot, ({ standing, unused }) =>
        !unused &&
        standing?.state === 'IN_FORCE' &&
        standing.endsOn !== undefined &&
        standing.endsOn < dayOf(lot.validMs)
          ? { slots: { ended: standing.endsOn } }
          : undefined,
      ),
  },
  {
    code: 'HC-607',
    axes: { assurance: 'INCOMPLETE' },
    descends: false,
    when: (lot) => overCovers(lot, (cover) => (cover.kind === 'product' && uncovered(cover) ? {} : undefined)),
  },
];
