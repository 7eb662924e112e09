import type { LedgerEvent } from './catalogue.js';

/**
 * A record as it is known at some place in the log: the newest version of a fact. For a corrected fact `event` is the original header with
 * the replacement as its data, so that rules read every version alike; `id` is the record that holds this version.
 */
export interface Known {
  /** Effective event; its `id` is the original's. */
  event: LedgerEvent;
  /** Id of the record that holds this version (the original's own id, or that of the newest EventCorrected). */
  id: string;
  /** Log index of the record that holds this version. */
  index: number;
  /** Log index of the fact's first record. Facts are folded in this order, whatever corrected them later. */
  place: number;
  recordedAt: string;
  /** Ids of the earlier versions, oldest first; empty if never corrected. */
  corrects: readonly string[];
  /** Why the record was unauthorised at its place in the log (HC-002), if it was. */
  unauthorised?: string;
}

/**
 * What the log says up to one place (`knownTime`), by subject. Subjects are `lot:<id>`, `material:<id>`, `product:<id>`,
 * `certificate:<issuer>/<no>` (a CertificateImported is also about each product and material that it names), `sample:<id>`, `unit:<id>`, `shipment:<id>`, `organisation:<id>`, `site:<id>`, `audit:<id>` and `recalls`. Superseded versions, annulled facts
 * and voided records are left out; the rest comes in the order of `place`.
 */
export interface View {
  about(subject: string): readonly Known[];
  /** Annulled facts about a subject (needed where a dependent must be told, HC-403). */
  annulled(subject: string): readonly Known[];
  /** The declared compromise of a key that covers this log index, as known here (HC-001): id of the revocation event. */
  doubtful(key: string, index: number): string | undefined;
}
