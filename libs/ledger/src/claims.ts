import type { LedgerEvent, Status } from '@hadic/domain';
import type { Objection } from '@hadic/words';

/** An event that claims something of a lot, such as a halal release. */
export interface Claim {
  event: LedgerEvent;
  lotId: string;
  /** Everything up to here has to count. */
  position: string;
}

export type ClaimVerdict =
  | { supported: true }
  | { supported: false; reasons: readonly Objection[] }
  /** Nobody can say yet: the read side has not come to that position, or does not answer. */
  | 'behind'
  | 'unreachable';

/** Whether the evidence supports a claim; answered by the read side, which the ledger does not know. */
export abstract class ClaimPort {
  /** Waits a moment for the read side to reach `position`, and answers `behind` if it does not. */
  abstract judge(claim: Claim): Promise<ClaimVerdict>;
}

/** What a status says to a claim: the headline decides, and what stands against it or is missing are the reasons. */
export function verdictOf({ headline, reasons, missing }: Status): ClaimVerdict {
  if (headline === 'HALAL') return { supported: true };
  const against = reasons.filter(({ axes }) => Object.keys(axes).length > 0);
  const absent = missing.map(({ what, lot }) => ({ code: what, events: [], slots: { lot } }));
  return {
    supported: false,
    reasons: [...against.map(({ code, events, slots }) => ({ code, events, slots })), ...absent],
  };
}
