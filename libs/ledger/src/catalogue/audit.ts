import { IsBoolean } from 'class-validator';
import type { AuditEvents } from '@hadic/domain';
import {
  Day,
  EACH,
  Items,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  PersonRef,
  Sha256,
  SiteOwnedId,
  Text,
  Whole,
  type Catalogue,
  type Data,
} from './fields.js';

type Kind = AuditEvents['AuditPlanned']['kind'];
type Result = AuditEvents['AuditReportIssued']['result'];

const KINDS: Record<Kind, true> = {
  INITIAL: true,
  SURVEILLANCE: true,
  EXTENSION: true,
  UNANNOUNCED: true,
  INTERNAL: true,
};

export class AuditScope {
  @Items() @OwnedId(EACH) sites!: string[];
  @Items() @OwnedId(EACH) products!: string[];
}

export class AuditPlanned implements Data<'AuditPlanned'> {
  @OwnedId() audit!: string;
  @OrganisationId() auditee!: string;
  @OneOf<Kind>(KINDS) kind!: Kind;
  @Text(100) standard!: string;
  @Nested(() => AuditScope) scope!: AuditScope;
  @Items(1, 50) @PersonRef(EACH) team!: string[];
  @Day() from!: string;
  @Day() to!: string;
}

export class FindingRecorded implements Data<'FindingRecorded'> {
  @OwnedId() audit!: string;
  @Text(64) findingId!: string;
  @Whole(1, 5) criterion!: number;
  @Optional() @Text(40) clause?: string;
  @IsBoolean() conform!: boolean;
  @Optional() @OwnedId() materialId?: string;
  @Optional() @Text(64) lineId?: string;
  @Optional() @SiteOwnedId() lotId?: string;
  @Text(4000) note!: string;
}

export class LogHead {
  @Whole(0) size!: number;
  @Sha256() root!: string;
}

export class AuditReportIssued implements Data<'AuditReportIssued'> {
  @OwnedId() audit!: string;
  @OneOf<Result>({ CONFORM: true, CONFORM_WITH_FINDINGS: true, NOT_CONFORM: true }) result!: Result;
  @Nested(() => LogHead) head!: LogHead;
  @Optional() @Sha256() summarySha256?: string;
}

export const auditCatalogue = {
  AuditPlanned: {
    data: AuditPlanned,
    sample: {
      audit: 'lph-jatim/A-2026-07',
      auditee: 'kopi',
      kind: 'SURVEILLANCE',
      standard: 'SJPH Kepkaban 20/2023',
      scope: { sites: ['kopi/pabrik'], products: ['kopi/kopi-susu'] },
      team: ['p-hasan', 'p-dewi'],
      from: '2026-07-06',
      to: '2026-07-07',
    },
  },
  FindingRecorded: {
    data: FindingRecorded,
    sample: {
      audit: 'lph-jatim/A-2026-07',
      findingId: 'T-01',
      criterion: 3,
      clause: '3.2',
      conform: false,
      materialId: 'kopi/krimer',
      lineId: 'Lini 1',
      lotId: 'kopi/pabrik/KRIMER-001',
      note: 'Label lot krimer tidak memuat nomor sertifikat.',
    },
  },
  AuditReportIssued: {
    data: AuditReportIssued,
    sample: {
      audit: 'lph-jatim/A-2026-07',
      result: 'CONFORM_WITH_FINDINGS',
      head: { size: 402, root: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' },
      summarySha256: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    },
  },
} satisfies Catalogue<AuditEvents>;
