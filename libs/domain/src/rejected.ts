/** Every rule that refuses an event. Each has its words (what is wrong, the way out) in the message catalogue. */
export const REFUSALS = [
  // authority
  'already-founded',
  'not-founded',
  'founding-key-differs',
  'wrong-ledger',
  'wrong-stream',
  'signer-missing',
  'signer-not-distinct',
  'key-unknown',
  'key-revoked',
  'key-of-other-organisation',
  'key-in-use',
  'key-not-holder',
  'no-mandate',
  'role-not-grantable',
  'mandate-evidence-missing',
  'mandate-unknown',
  'mandate-ended',
  'organisation-unknown',
  'organisation-exists',
  'business-number-in-use',
  'business-number-malformed',
  'site-unknown',
  'site-exists',
  'line-unknown',
  'id-not-of-owner',
  // time
  'occurred-in-future',
  'before-operation',
  'ends-before-start',
  // quantities
  'quantity-malformed',
  'quantity-not-positive',
  'unit-mismatch',
  'unit-inexact',
  // assortment
  'material-identity-fixed',
  'basis-does-not-fit',
  'material-unknown',
  'product-exists',
  'product-unknown',
  'recipe-exists',
  'recipe-infeasible',
  // stock
  'lot-exists',
  'lot-unknown',
  'lot-named-twice',
  'not-enough-on-hand',
  'goods-not-named',
  'order-line-exists',
  'order-line-unknown',
  'run-exists',
  'line-busy',
  'not-conserved',
  'different-goods',
  'unit-in-use',
  'unit-unknown',
  'unit-gone',
  'claim-not-supported',
  'already-released',
  // shipments
  'shipment-exists',
  'shipment-unknown',
  'shipment-closed',
  'not-holder',
  'offer-pending',
  'offer-unknown',
  'not-taker',
  'not-consignee',
  // audits, certificates, samples, recalls
  'audit-exists',
  'audit-not-open',
  'auditor-not-independent',
  'finding-exists',
  'certificate-exists',
  'certificate-unknown',
  'certificate-ended',
  'dates-reversed',
  'sample-exists',
  'lab-not-named',
  'lab-not-independent',
  'report-exists',
  'result-inconsistent',
  'recall-exists',
  'recall-scope-empty',
  // corrections
  'target-unknown',
  'target-type-differs',
  'target-superseded',
  'target-annulled',
  'target-fixed',
  'correction-changes-ids',
  'correction-not-authorised',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** Values for the slots of a message; what a person needs to find the way out. */
export type Slots = Record<string, string | number>;

/** A rule refuses the event. Nothing has been recorded. `pointer` is the JSON Pointer of the field within the event. */
export class Rejected extends Error {
  constructor(
    readonly code: Refusal,
    readonly pointer: string,
    readonly slots: Slots = {},
  ) {
    super(`${code} at ${pointer || '/'}`);
    this.name = 'Rejected';
  }
}
