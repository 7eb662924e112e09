import type { Rules } from './header.js';
import { organisationOf } from './ids.js';

/** The event that is corrected or annulled: its newest version, where it lives, and its type (which marks private fields). */
export interface Target {
  stream: string;
  id: string;
  type: string;
}

/** Never an edit: both versions stay in the log, the newest one counts. They live in the target's stream. */
export interface CorrectionEvents {
  /** `replacement` is the whole new `data` of the target's type. */
  EventCorrected: { target: Target; reason: string; replacement: Record<string, unknown> };
  EventAnnulled: { target: Target; reason: string };
}

const stream = (data: { target: Target }) => data.target.stream;
/** The owner of any stream stands behind its kind: `site-kopi/pabrik` belongs to `kopi`. */
const owner = (data: { target: Target }) =>
  organisationOf(data.target.stream.slice(data.target.stream.indexOf('-') + 1));

export const correctionRules: Rules<CorrectionEvents> = {
  // Who must sign depends on the target; the decider says (all its roles, or an administrator).
  EventCorrected: { stream, owner, signers: () => [] },
  EventAnnulled: { stream, owner, signers: () => [] },
};
