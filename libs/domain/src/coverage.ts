import { organisationOf, siteOf } from './ids.js';
import { factsOf, isA, producedOn, type KnownOf, type LotCase } from './lot-case.js';
import { dayOf, startOfDayMs } from './time.js';
import type { View } from './facts.js';

/** How a certificate stood on the day that decides: the day of use for a material, of production for a product. */
export type Standing =
  | { state: 'IN_FORCE'; endsOn?: string }
  | { state: 'NOT_YET_ISSUED' }
  | { state: 'EXPIRED'; endedOn: string }
  | { state: 'SUSPENDED'; by: string }
  | { state: 'REVOKED'; by: string; ground: 'HARAM_SUBSTANCE' | 'FALSE_DATA' | 'SYSTEM_FAILURE' };

export interface Certificate {
  id: string;
  imported: KnownOf<'CertificateImported'>;
  suspensions: KnownOf<'CertificateSuspended'>[];
  revocations: KnownOf<'CertificateRevoked'>[];
}

/**
 * The certificate as `org` may lean on it: the issuer's own stream where there is one, else the copy that `org` imported. What was recorded
 * counts from the day that it names, so nothing is cut by valid time here.
 */
export function certificateFor(view: View, certificate: string, org: string): Certificate | undefined {
  const about = view.about(`certificate:${certificate}`);
  const copy = (importer: string | undefined) => {
    const imported: Certificate['imported'][] = [];
    const suspensions: Certificate['suspensions'] = [];
    const revocations: Certificate['revocations'] = [];
    for (const known of about) {
      if (isA(known, 'CertificateImported') && known.event.data.importer === importer) imported.push(known);
      if (isA(known, 'CertificateSuspended') && known.event.data.importer === importer) suspensions.push(known);
      if (isA(known, 'CertificateRevoked') && known.event.data.importer === importer) revocations.push(known);
    }
    const [first] = imported;
    return first && { id: certificate, imported: first, suspensions, revocations };
  };
  return copy(undefined) ?? copy(org);
}

/** Days are inclusive calendar days in the issuer's zone. */
export function standingOn(certificate: Certificate, atMs: number): Standing {
  const day = dayOf(atMs);
  const { issuedOn, validTo } = certificate.imported.event.data;
  const revoked = certificate.revocations.find(
    ({ event: { data } }) => (data.retroactiveFrom ?? data.effectiveAt) <= day,
  );
  if (revoked) {
    const { ground, effectiveAt, retroactiveFrom } = revoked.event.data;
    // Ended on request or by administration says nothing about the goods: the cover has simply ended.
    if (ground === 'REQUEST' || ground === 'ADMIN')
      return { state: 'EXPIRED', endedOn: retroactiveFrom ?? effectiveAt };
    return { state: 'REVOKED', by: revoked.id, ground };
  }
  const suspended = certificate.suspensions.find(
    ({ event: { data } }) => data.from <= day && (data.until === undefined || day <= data.until),
  );
  if (suspended) return { state: 'SUSPENDED', by: suspended.id };
  if (day < issuedOn) return { state: 'NOT_YET_ISSUED' };
  if (validTo !== undefined && validTo < day) return { state: 'EXPIRED', endedOn: validTo };
  return validTo === undefined ? { state: 'IN_FORCE' } : { state: 'IN_FORCE', endsOn: validTo };
}

/** Certificates that name the product, and its site if they name sites, as the lot's organisation may lean on them, newest first. */
function productCertificates(lot: LotCase, productId: string): Certificate[] {
  const ids = new Set<string>();
  for (const fact of lot.view.about(`product:${productId}`)) {
    if (isA(fact, 'CertificateImported')) ids.add(fact.event.data.certificate);
  }
  const issuedOn = ({ imported }: Certificate) => imported.event.data.issuedOn;
  return [...ids]
    .flatMap((id) => certificateFor(lot.view, id, lot.org) ?? [])
    .filter(({ imported: { event } }) => {
      const { products, sites } = event.data;
      return products.includes(productId) && (sites.length === 0 || sites.includes(siteOf(lot.id)));
    })
    .sort((a, b) => Number(issuedOn(a) < issuedOn(b)) - Number(issuedOn(b) < issuedOn(a)));
}

/** What must cover the lot on the day that decides, and what is known of that cover. */
export interface Cover {
  kind: 'material' | 'product';
  /** The lot that the cover is for: a material lot that was used, or the lot itself. */
  lotId: string;
  /** Material or product id. */
  goods: string;
  name: string;
  /** Day of use or of production; for a material that only lies there, of receipt. Milliseconds. */
  atMs: number;
  /** True for a material lot judged by itself: no use has been made of it. */
  unused: boolean;
  run?: string;
  /** The fact that made the day decide: the run, the receipt. */
  by: string;
  approval?: KnownOf<'MaterialApproved'>;
  withdrawn?: KnownOf<'MaterialApprovalWithdrawn'>;
  /** The evidence must be a certificate. */
  needed: boolean;
  certificateId?: string;
  certificate?: Certificate;
  standing?: Standing;
}

const known = new WeakMap<LotCase, Cover[]>();

/** Every cover that the lot leans on; worked out once per case, as several rows ask. Regrouped goods were judged before and carry that along. */
export function coversOf(lot: LotCase): Cover[] {
  if (lot.regrouped) return [];
  const before = known.get(lot);
  if (before) return before;
  const covers = lot.materialId === undefined ? [...usedMaterials(lot), ...productCover(lot)] : ownMaterial(lot);
  known.set(lot, covers);
  return covers;
}

function usedMaterials(lot: LotCase): Cover[] {
  return lot.uses.flatMap((use) => {
    const used = lot.other(use.lot);
    if (used?.materialId === undefined) return [];
    const cover = materialCover(used, used.materialId, use.atMs);
    return { ...cover, by: use.by.id, unused: false, ...(use.run === undefined ? {} : { run: use.run }) };
  });
}

function ownMaterial(lot: LotCase): Cover[] {
  if (lot.materialId === undefined) return [];
  return [{ ...materialCover(lot, lot.materialId, lot.bornMs), by: lot.birth.id, unused: true }];
}

function materialCover(lot: LotCase, materialId: string, atMs: number): Omit<Cover, 'by' | 'unused'> {
  const approval = factsOf(lot.view, `material:${materialId}`, 'MaterialApproved', atMs).at(-1);
  const withdrawn = withdrawalOf(lot, approval, atMs);
  const data = approval?.event.data;
  return {
    kind: 'material',
    lotId: lot.id,
    goods: materialId,
    name: data?.name ?? materialId,
    atMs,
    needed: data?.requirementClass === 'CERT_REQUIRED' || data?.basis?.kind === 'CERTIFICATE',
    ...(approval ? { approval } : {}),
    ...(withdrawn ? { withdrawn } : {}),
    ...certificateCover(lot, namedByReceipt(lot) ?? namedByApproval(approval), atMs),
  };
}

function withdrawalOf(lot: LotCase, approval: KnownOf<'MaterialApproved'> | undefined, atMs: number) {
  const all = factsOf(
    lot.view,
    `material:${lot.materialId ?? ''}`,
    'MaterialApprovalWithdrawn',
    Number.POSITIVE_INFINITY,
  );
  const since = approval?.place ?? -1;
  return all.find((fact) => fact.place > since && fact.event.data.effectiveFrom <= dayOf(atMs));
}

function namedByApproval(approval: KnownOf<'MaterialApproved'> | undefined): string | undefined {
  const basis = approval?.event.data.basis;
  return basis?.kind === 'CERTIFICATE' ? basis.certificate : undefined;
}

function certificateCover(
  lot: LotCase,
  certificateId: string | undefined,
  atMs: number,
): Pick<Cover, 'certificateId' | 'certificate' | 'standing'> {
  if (certificateId === undefined) return {};
  const certificate = certificateFor(lot.view, certificateId, lot.org);
  return certificate ? { certificateId, certificate, standing: standingOn(certificate, atMs) } : { certificateId };
}

/** The certificate that the delivery names, else the one that its order line names. */
function namedByReceipt(lot: LotCase): string | undefined {
  if (!isA(lot.origin, 'IngredientReceived')) return undefined;
  const { site, poNo, poLine = 1, materialId, certificate } = lot.origin.event.data;
  if (certificate !== undefined || poNo === undefined) return certificate;
  const orders = factsOf(lot.view, `material:${materialId}`, 'IngredientSourced', Number.POSITIVE_INFINITY);
  return orders.find(({ event: { data } }) => data.site === site && data.poNo === poNo && data.poLine === poLine)?.event
    .data.certificate;
}

/**
 * A product's certificate on its production day: one in force if there is any, else the newest that had been issued by then. None makes up
 * for a certificate that was revoked because of what is in the product.
 */
function productCover(lot: LotCase): Cover[] {
  const { productId } = lot;
  if (productId === undefined) return [];
  const registered = factsOf(lot.view, `product:${productId}`, 'ProductRegistered', Number.POSITIVE_INFINITY)[0];
  const cover: Cover = {
    kind: 'product',
    lotId: lot.id,
    goods: productId,
    name: registered?.event.data.name ?? productId,
    atMs: startOfDayMs(producedOn(lot)),
    unused: false,
    by: lot.origin.id,
    needed: true,
  };
  const standings = productCertificates(lot, productId).map((certificate) => ({
    certificateId: certificate.id,
    certificate,
    standing: standingOn(certificate, cover.atMs),
  }));
  const best =
    standings.find(({ standing }) => standing.state === 'REVOKED' && standing.ground === 'HARAM_SUBSTANCE') ??
    standings.find(({ standing }) => standing.state === 'IN_FORCE') ??
    standings.find(({ standing }) => standing.state !== 'NOT_YET_ISSUED') ??
    standings[0];
  return [{ ...cover, ...best }];
}

/** A certificate number that its issuer cannot have given (BPJPH: `ID` and 17 digits), or that its register did not find. */
export function isDoubtfulNumber(certificate: Certificate): boolean {
  const { registryCheck } = certificate.imported.event.data;
  if (registryCheck && registryCheck.result !== 'FOUND') return true;
  const issuer = organisationOf(certificate.id);
  const number = certificate.id.slice(issuer.length + 1);
  return issuer.toLowerCase() === 'bpjph' && !/^ID\d{17}$/.test(number);
}
