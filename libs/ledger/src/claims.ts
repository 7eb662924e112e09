import type { LedgerEvent } from '@hadic/domain';
import type { Objection } from './problem.js';

/** An event that claims something of a lot, such as a halal release. */
export interface Claim {
  event: LedgerEvent;
  lotId: string;
  /** Everything up to here has to count. */
  position: string;
}

export type ClaimVerdict = { supported: true } | { supported: false; reasons: readonly Objection[] } | 'behind';

/** Whether the evidence supports a claim; answered by the read side, which the ledger does not know. */
export abstract class ClaimPort {
  /** Waits a moment for the read side to reach `position`, and answers `behind` if it does not. */
  abstract judge(claim: Claim): Promise<ClaimVerdict>;
}
