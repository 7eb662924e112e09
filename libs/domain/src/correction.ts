import type { AnyEventIn, Header, Rules } from './header.js';
import { organisationOf } from './ids.js';
import { Rejected } from './rejected.js';

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

export type Correction = AnyEventIn<CorrectionEvents>;

/** The corrected fact as rules read it: the original's header with the replacement as its data. */
export function effectiveEvent<E extends Header>(
  original: E,
  correction: Extract<Correction, { type: 'EventCorrected' }>,
): E {
  // The replacement was validated as data of the target's type when the correction was decoded.
  return { ...original, data: correction.data.replacement };
}

/**
 * A correction is signed in all the roles of its target, or for each by an administrator of the organisation that signed it: whoever keeps a
 * stream does not rewrite what its laboratory or buyer said there. Annulling what a site or its assortment says takes the penyelia as well.
 */
export function requireCorrector(correction: Correction, target: Header, owner: string): void {
  const signs = (org: string, role: string) =>
    correction.signers.some((signer) => signer.org === org && signer.role === role);
  const missing = target.signers.find(({ org, role }) => !signs(org, role) && !signs(org, 'ORG_ADMIN'));
  if (missing) {
    throw new Rejected('correction-not-authorised', '/signers', { roles: missing.role, organisation: missing.org });
  }
  const books = /^(site|organisation)-/.test(target.stream);
  if (correction.type === 'EventAnnulled' && books && !signs(owner, 'PENYELIA_HALAL')) {
    throw new Rejected('correction-not-authorised', '/signers', { roles: 'PENYELIA_HALAL', organisation: owner });
  }
}
