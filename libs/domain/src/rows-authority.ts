import type { Known } from './facts.js';
import type { LotCase } from './lot-case.js';
import type { Found, Row } from './row.js';
import { instantMs } from './time.js';

/** Later than this after it happened, an entry is late. */
const LATE_MS = 72 * 3_600_000;

/** Facts that vouch for the lot itself; a run that used the lot vouches for what came out of it. */
function vouching(lot: LotCase): Known[] {
  const own = lot.facts.filter(
    ({ event }) => event.type === 'IncomingInspected' || event.type === 'HalalReleaseGranted',
  );
  return [lot.birth, ...own];
}

const INCOMPLETE = { assurance: 'INCOMPLETE' } as const;

export const authorityRows: readonly Row[] = [
  {
    code: 'HC-001',
    axes: INCOMPLETE,
    descends: true,
    when: (lot) =>
      vouching(lot).flatMap((known) =>
        known.event.signers.flatMap(({ key }): Found[] => {
          const declared = lot.view.doubtful(key, known.index);
          return declared === undefined
            ? []
            : [{ events: [known.id, declared], slots: { key, type: known.event.type } }];
        }),
      ),
  },
  {
    code: 'HC-002',
    axes: INCOMPLETE,
    descends: true,
    when: (lot) =>
      vouching(lot).flatMap((known): Found[] =>
        known.unauthorised === undefined
          ? []
          : [{ events: [known.id], slots: { type: known.event.type, rule: known.unauthorised } }],
      ),
  },
  {
    code: 'HC-901',
    axes: {},
    descends: false,
    when: (lot) =>
      lot.facts
        .filter(({ corrects }) => corrects.length > 0)
        .map((known) => ({ events: [known.id, ...known.corrects], slots: { type: known.event.type } })),
  },
  {
    code: 'HC-903',
    axes: {},
    descends: false,
    when: (lot) =>
      vouching(lot)
        // A correction is always later than what it corrects; that does not make the entry late.
        .filter(({ corrects }) => corrects.length === 0)
        .filter(({ recordedAt, event }) => instantMs(recordedAt) - instantMs(event.occurredAt) > LATE_MS)
        .map(({ id, event, recordedAt }) => ({
          events: [id],
          slots: {
            type: event.type,
            hours: Math.floor((instantMs(recordedAt) - instantMs(event.occurredAt)) / 3_600_000),
          },
        })),
  },
];
