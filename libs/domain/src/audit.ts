import { signedBy, type Rules } from './header.js';
import { organisationOf } from './ids.js';

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
  AuditPlanned: { stream, owner, signers: () => [signedBy.owner('LPH_OFFICER')] },
  FindingRecorded: { stream, owner, signers: () => [signedBy.owner('AUDITOR_HALAL')] },
  AuditReportIssued: { stream, owner, signers: () => [signedBy.owner('LPH_OFFICER')] },
};
