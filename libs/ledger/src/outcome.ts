import type { Problem, ProblemCode } from '@hadic/words';
import type { ReadRecord } from './event.js';
import type { Place } from './log.js';

/** What the ledger says of a recorded event; the same, byte for byte, however often the event is posted. */
export interface Receipt {
  id: string;
  type: string;
  stream: string;
  revision: number;
  /** Opaque; string order is log order. */
  position: string;
  /** SHA-256 of the signed bytes (DSSE PAE), hex. */
  digest: string;
  recordedAt: string;
}

/**
 * `recorded` now, or a `duplicate` of what was; `refused` for good; `retry`: nothing happened, the same may be posted again; `unknown`:
 * it may have been recorded, and posting the same again tells.
 */
export type Outcome =
  | { outcome: 'recorded' | 'duplicate'; receipt: Receipt }
  | { outcome: 'refused' | 'retry' | 'unknown'; problem: Problem };

export function receiptOf({ event, digest, recordedAt }: ReadRecord, { stream, revision, position }: Place): Receipt {
  return { id: event.id, type: event.type, stream, revision, position, digest, recordedAt };
}

export function refused(problem: Problem): Outcome {
  return { outcome: 'refused', problem };
}

/** Nothing happened. */
export function notDone(code: ProblemCode): Outcome {
  return { outcome: 'retry', problem: { code } };
}

/** Nothing happened; the sender may post the same again after so many seconds. */
export function overLimit(sender: string, seconds: number): Outcome {
  return { outcome: 'retry', problem: { code: 'rate-limited', slots: { sender, seconds }, retryAfter: seconds } };
}

export function outcomeUnknown(): Outcome {
  return { outcome: 'unknown', problem: { code: 'outcome-unknown' } };
}
