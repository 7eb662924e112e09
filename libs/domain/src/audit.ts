import { signedBy, type AnyEventIn, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { Rejected } from './rejected.js';

/** Audits of a halal inspection body (LPH), in `audit-<lph>/<no>`. */
export interface AuditEvents {
  AuditPlanned: {
    audit: string;
    auditee: string;
    kind: 'INITIAL' | 'SURVEILLANCE' | 'EXTENSION' | 'UNANNOUNCED' | 'INTERNAL';
    standard: string;
    scope: { sites: string[]; products: string[] };
    team: string[];
    from: string;
    to: string;
  };
  FindingRecorded: {
    audit: string;
    findingId: string;
    /** One of the five SJPH criteria (Kepkaban BPJPH 20/2023). */
    criterion: number;
    clause?: string;
    conform: boolean;
    materialId?: string;
    lineId?: string;
    lotId?: string;
    note: string;
  };
  AuditReportIssued: {
    audit: string;
    result: 'CONFORM' | 'CONFORM_WITH_FINDINGS' | 'NOT_CONFORM';
    /** The log head that the auditor saw: size and RFC 6962 root (hex). */
    head: { size: number; root: string };
    summarySha256?: string;
  };
}

const stream = (data: { audit: string }) => `audit-${data.audit}`;
const owner = (data: { audit: string }) => organisationOf(data.audit);

export const auditRules: Rules<AuditEvents> = {
  AuditPlanned: { stream, owner, signers: () => [signedBy.owner('LPH_OFFICER')], names: ({ audit }) => [audit] },
  FindingRecorded: {
    stream,
    owner,
    signers: () => [signedBy.owner('AUDITOR_HALAL')],
    names: ({ findingId }) => [findingId],
  },
  AuditReportIssued: { stream, owner, signers: () => [signedBy.owner('LPH_OFFICER')] },
};

export interface AuditBooks {
  kind: 'audit';
  state: 'NONE' | 'OPEN' | 'REPORTED';
  findings: Set<string>;
}

export function emptyAudit(): AuditBooks {
  return { kind: 'audit', state: 'NONE', findings: new Set() };
}

/** Refuses an event of this group; throws `Rejected`. */
export function decideAudit(books: AuditBooks, event: AnyEventIn<AuditEvents>): void {
  const { audit } = event.data;
  switch (event.type) {
    case 'AuditPlanned': {
      const { auditee, kind, from, to } = event.data;
      if (books.state !== 'NONE') throw new Rejected('audit-exists', '/data/audit', { audit });
      // Nobody audits its own books but in an internal audit, and nobody else's in one (OIC/SMIIC 2, ISO 17065 independence).
      if ((kind === 'INTERNAL') !== (auditee === organisationOf(audit))) {
        throw new Rejected('auditor-not-independent', '/data/auditee', { auditee, auditor: organisationOf(audit) });
      }
      if (to < from) throw new Rejected('dates-reversed', '/data/to', { from, to });
      return;
    }
    case 'FindingRecorded':
      requireOpen(books, audit);
      if (books.findings.has(event.data.findingId)) {
        throw new Rejected('finding-exists', '/data/findingId', { finding: event.data.findingId });
      }
      return;
    case 'AuditReportIssued':
      requireOpen(books, audit);
      return;
  }
}

function requireOpen(books: AuditBooks, audit: string): void {
  if (books.state !== 'OPEN') throw new Rejected('audit-not-open', '/data/audit', { audit });
}

/** Folds an accepted event of this group. */
export function evolveAudit(books: AuditBooks, event: AnyEventIn<AuditEvents>): void {
  switch (event.type) {
    case 'AuditPlanned':
      books.state = 'OPEN';
      return;
    case 'FindingRecorded':
      books.findings.add(event.data.findingId);
      return;
    case 'AuditReportIssued':
      books.state = 'REPORTED';
      return;
  }
}
