import { signedBy, type AnyEventIn, type Requirement, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { Rejected } from './rejected.js';

export type StockInstruction = 'HOLD' | 'SELL_THROUGH' | 'RELABEL' | 'WITHDRAW';
export type RevocationGround = 'HARAM_SUBSTANCE' | 'FALSE_DATA' | 'SYSTEM_FAILURE' | 'REQUEST' | 'ADMIN';

/** Says whose copy an event is about: the issuer's own stream, or the copy that `importer` keeps. */
interface CertificateRef {
  /** `<issuer>/<number>`. */
  certificate: string;
  /** Organisation that imported the certificate with evidence; absent when the issuer itself signs. */
  importer?: string;
}

/** Certificates, in `certificate-<issuer>/<number>` or, as an imported copy, `certificate-<importer>/<issuer>/<number>`. */
export interface CertificateEvents {
  CertificateImported: CertificateRef & {
    tier: 'PLANT' | 'PRODUCT' | 'SHIPMENT';
    issuerName: string;
    holder: string;
    sites: string[];
    products: string[];
    materials: string[];
    standards: string[];
    /** Inclusive calendar days in the issuer's zone. No `validTo`: valid until composition or process changes (PP 42/2024). */
    issuedOn: string;
    validTo?: string;
    scopeFingerprint?: string;
    fatwaNo?: string;
    documentSha256: string;
    registryCheck?: { at: string; result: 'FOUND' | 'NOT_FOUND' | 'MISMATCH' };
  };
  CertificateSuspended: CertificateRef & {
    from: string;
    until?: string;
    grounds: string;
    stockInstruction: StockInstruction;
  };
  CertificateRevoked: CertificateRef & {
    effectiveAt: string;
    retroactiveFrom?: string;
    ground: RevocationGround;
    stockInstruction: StockInstruction;
  };
}

const stream = (data: CertificateRef) =>
  data.importer === undefined ? `certificate-${data.certificate}` : `certificate-${data.importer}/${data.certificate}`;
const owner = (data: CertificateRef) => data.importer ?? organisationOf(data.certificate);
const imported: Requirement[] = [signedBy.owner('ORG_ADMIN'), signedBy.owner('PENYELIA_HALAL')];
const ended = (data: CertificateRef): Requirement[] =>
  data.importer === undefined ? [signedBy.owner('CERT_BODY', 'COMPETENT_AUTHORITY')] : imported;

export const certificateRules: Rules<CertificateEvents> = {
  CertificateImported: {
    stream,
    owner,
    signers: (data) => (data.importer === undefined ? [signedBy.owner('CERT_BODY')] : imported),
    names: ({ certificate }) => [certificate],
  },
  CertificateSuspended: { stream, owner, signers: ended },
  CertificateRevoked: { stream, owner, signers: ended },
};

export interface CertificateBooks {
  kind: 'certificate';
  state: 'NONE' | 'IMPORTED' | 'REVOKED';
}

export function emptyCertificate(): CertificateBooks {
  return { kind: 'certificate', state: 'NONE' };
}

/** Refuses an event of this group; throws `Rejected`. Expiry is never an event: it follows from time. */
export function decideCertificate(books: CertificateBooks, event: AnyEventIn<CertificateEvents>): void {
  const { certificate } = event.data;
  switch (event.type) {
    case 'CertificateImported': {
      const { issuedOn, validTo } = event.data;
      if (books.state !== 'NONE') throw new Rejected('certificate-exists', '/data/certificate', { certificate });
      requireOrder(issuedOn, validTo, '/data/validTo');
      return;
    }
    case 'CertificateSuspended':
      requireImported(books, certificate);
      requireOrder(event.data.from, event.data.until, '/data/until');
      return;
    case 'CertificateRevoked':
      requireImported(books, certificate);
      requireOrder(
        event.data.retroactiveFrom ?? event.data.effectiveAt,
        event.data.effectiveAt,
        '/data/retroactiveFrom',
      );
      return;
  }
}

function requireOrder(from: string, to: string | undefined, pointer: string): void {
  if (to !== undefined && to < from) throw new Rejected('dates-reversed', pointer, { from, to });
}

function requireImported(books: CertificateBooks, certificate: string): void {
  if (books.state === 'NONE') throw new Rejected('certificate-unknown', '/data/certificate', { certificate });
  if (books.state === 'REVOKED') throw new Rejected('certificate-ended', '/data/certificate', { certificate });
}

/** Folds an accepted event of this group. */
export function evolveCertificate(books: CertificateBooks, event: AnyEventIn<CertificateEvents>): void {
  switch (event.type) {
    case 'CertificateImported':
      books.state = 'IMPORTED';
      return;
    case 'CertificateSuspended':
      return;
    case 'CertificateRevoked':
      books.state = 'REVOKED';
      return;
  }
}
