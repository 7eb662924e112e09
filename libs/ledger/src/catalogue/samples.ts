import { rules, type EventData, type EventOf, type EventType, type Evidence, type Role } from '@hadic/domain';
import type { SiteEvents, AssortmentEvents, ShipmentEvents } from '@hadic/domain';
import { goodsSamples } from './samples-goods.js';

/** Keys of the sample story's parties. Their secrets are worthless: seeds of one repeated byte. */
const KEYS: Record<string, string> = {
  registrar: 'did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX',
  kopi: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
  samudra: 'did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2',
  'kedai-kl': 'did:key:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP',
  'lab-uji': 'did:key:z6MkmtWtY63GQVBrpMyRJWEzsnxfsGkemu6CtMDwGTv4RYj2',
  'lph-jatim': 'did:key:z6Mkon22vwz9JoNpGDxCrGZRgeNFTdRTwXYYN3fvAhA3K19x',
};
const NEW_KEY = 'did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z';

const MANDATE_ID = '019763f0-2000-7000-8000-000000000006';
const RUN_ID = '019763f0-2000-7000-8000-000000000017';

/** Authority, audits, certificates, laboratory, recall and corrections of the story. */
const assuranceSamples: Omit<
  { [T in EventType]: EventData[T] },
  keyof (AssortmentEvents & SiteEvents & ShipmentEvents)
> = {
  LedgerFounded: { registrar: 'registrar', legalName: 'Halal Center Jawa Timur', personRef: 'p-amin', simulated: true },
  OrganisationRegistered: {
    organisation: 'kopi',
    legalName: 'Koperasi Pesantren An Nur',
    country: 'ID',
    registration: { scheme: 'NIB', no: '9120001234567' },
    scale: 'SMALL',
    roles: ['PURCHASING', 'PRODUCTION', 'WAREHOUSE', 'EXPORTER', 'PENYELIA_HALAL'],
    gln: '8992761001001',
    key: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
    personRef: 'p-siti',
    custody: 'DEVICE',
  },
  SigningKeyRegistered: { organisation: 'kopi', key: NEW_KEY, personRef: 'p-budi', custody: 'CUSTODIAL' },
  SigningKeyRotated: {
    organisation: 'kopi',
    oldKey: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
    newKey: NEW_KEY,
  },
  SigningKeyRevoked: {
    organisation: 'kopi',
    key: NEW_KEY,
    revokedAt: '2026-07-01T09:00:00+07:00',
    reason: 'COMPROMISED',
    compromisedSince: '2026-06-28T00:00:00+07:00',
    doubtfulFrom: 412,
  },
  MandateGranted: {
    organisation: 'kopi',
    personRef: 'p-siti',
    role: 'PENYELIA_HALAL',
    scope: { sites: ['kopi/pabrik'], note: 'Shift pagi' },
    validFrom: '2026-01-01',
    validTo: '2028-12-31',
    evidenceNo: 'SK-PH-0031',
  },
  MandateWithdrawn: { organisation: 'kopi', mandate: MANDATE_ID, reason: 'Pindah tugas.' },
  FacilityRegistered: {
    organisation: 'kopi',
    site: 'kopi/pabrik',
    kind: 'FACTORY',
    name: 'Pabrik Malang',
    address: 'Jl. Raya Bululawang 1, Malang',
    lines: ['Lini 1', 'Lini 2'],
    operatingSince: '2026-01-01T00:00:00+07:00',
    nkv: 'NKV-3507-011',
    gln: '8900000000012',
    porkFree: { statement: true, personRef: 'p-siti' },
  },
  AuditPlanned: {
    audit: 'lph-jatim/A-2026-07',
    auditee: 'kopi',
    kind: 'SURVEILLANCE',
    standard: 'SJPH Kepkaban 20/2023',
    scope: { sites: ['kopi/pabrik'], products: ['kopi/kopi-susu'] },
    team: ['p-hasan', 'p-dewi'],
    from: '2026-07-06',
    to: '2026-07-07',
  },
  FindingRecorded: {
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
  AuditReportIssued: {
    audit: 'lph-jatim/A-2026-07',
    result: 'CONFORM_WITH_FINDINGS',
    head: { size: 402, root: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' },
    summarySha256: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  },
  CertificateImported: {
    certificate: 'bpjph/ID00110000123450424',
    importer: 'kopi',
    tier: 'PRODUCT',
    issuerName: 'BPJPH',
    holder: 'PT Krim Jaya',
    sites: ['krim-jaya/gresik'],
    products: ['krim-jaya/krimer-32'],
    materials: ['kopi/krimer'],
    standards: ['UU 33/2014'],
    issuedOn: '2024-04-02',
    validTo: '2028-04-01',
    scopeFingerprint: 'krimer-32/v5',
    fatwaNo: 'FTW-2024-118',
    documentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    registryCheck: { at: '2026-05-27T10:00:00+07:00', result: 'FOUND' },
  },
  CertificateSuspended: {
    certificate: 'bpjph/ID00110000123450424',
    importer: 'kopi',
    from: '2026-08-01',
    until: '2026-08-31',
    grounds: 'Laporan berkala terlambat.',
    stockInstruction: 'HOLD',
  },
  CertificateRevoked: {
    certificate: 'bpjph/ID00110000123450424',
    importer: 'kopi',
    effectiveAt: '2026-09-15',
    retroactiveFrom: '2026-08-01',
    ground: 'FALSE_DATA',
    stockInstruction: 'WITHDRAW',
  },
  SampleDrawn: {
    sample: 'kopi/S-001',
    lotId: 'kopi/pabrik/KALENG-001',
    lab: 'lab-uji',
    plan: 'ISO 2859-1 S-3',
    increments: 6,
    mass: { value: '1440', unit: 'GRM' },
  },
  LabResultReported: {
    sample: 'kopi/S-001',
    lab: 'lab-uji',
    reportNo: 'LHU-2026-0912',
    analyte: 'ETHANOL',
    method: 'GC-FID',
    lod: { value: '0.01', unit: 'P1' },
    loq: { value: '0.03', unit: 'P1' },
    state: 'DETECTED',
    value: { value: '0.04', unit: 'P1' },
    khamrOrigin: false,
    inScope: true,
    inferenceScope: 'LOT_UNDER_PLAN',
    stage: 'CONFIRMATORY',
  },
  RecallInitiated: {
    recall: 'kopi/R-001',
    scope: {
      lots: ['kopi/pabrik/KALENG-001'],
      product: { productId: 'kopi/kopi-susu', producedFrom: '2026-06-10', producedTo: '2026-06-12' },
      line: {
        site: 'kopi/pabrik',
        lineId: 'Lini 1',
        from: '2026-06-10T07:30:00+07:00',
        to: '2026-06-12T17:00:00+07:00',
      },
      descendants: true,
    },
    cause: 'Sertifikat krimer dicabut surut.',
    class: 'II',
    publicText: 'Kembalikan kaleng berkode KALENG-001 ke toko.',
  },
  EventCorrected: {
    target: { stream: 'site-kopi/pabrik', id: RUN_ID, type: 'BatchProcessed' },
    reason: 'Berat krimer salah ketik.',
    replacement: {
      ...goodsSamples.BatchProcessed,
      inputs: [{ lotId: 'kopi/pabrik/BIJI-001', qty: { value: '60', unit: 'KGM' } }],
    },
  },
  EventAnnulled: {
    target: { stream: 'site-kopi/pabrik', id: RUN_ID, type: 'BatchProcessed' },
    reason: 'Proses ini tercatat dua kali.',
  },
};

/** Valid data of every event type, every optional member filled in: examples for people and for tests, out of one story. */
export const samples: { [T in EventType]: EventData[T] } = { ...assuranceSamples, ...goodsSamples };

const TYPES = Object.keys(samples) as EventType[];

const EVIDENCE: Evidence = {
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  mediaType: 'application/pdf',
  docType: 'Sertifikat halal',
  docNo: 'ID00110000123450424',
  issuer: 'BPJPH',
  issuedOn: '2024-04-02',
  validTo: '2028-04-01',
  confidentiality: 'PARTY',
};

/** Who acts in a role that the stream's owner does not hold itself. */
const PARTY: Partial<Record<Role, string>> = {
  REGISTRAR: 'registrar',
  CARRIER: 'samudra',
  BUYER: 'kedai-kl',
  LAB_SIGNATORY: 'lab-uji',
};

/** A valid event of this type, unsigned and with its private fields open. */
export function sampleEvent<T extends EventType>(type: T): EventOf<T> {
  const data = samples[type];
  const rule = rules[type];
  const owner = rule.owner(data);
  const signers = rule.signers(data).map(({ anyOf: [role = 'ORG_ADMIN'], for: whom }) => {
    const org = whom === 'owner' ? owner : (PARTY[role] ?? owner);
    return { key: KEYS[org] ?? NEW_KEY, org, role };
  });
  return {
    id: `019763f0-2000-7000-8000-${String(TYPES.indexOf(type)).padStart(12, '0')}`,
    type,
    v: 1,
    ...(type === 'LedgerFounded' ? {} : { ledger: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a' }),
    stream: rule.stream(data),
    occurredAt: '2026-06-10T15:30:00+07:00',
    signers: signers.length > 0 ? signers : [{ key: KEYS['kopi'] ?? NEW_KEY, org: 'kopi', role: 'ORG_ADMIN' }],
    place: 'Malang',
    capture: { device: 'Ponsel gudang', offlineSince: '2026-06-10T15:00:00+07:00', appVersion: '0.1.0' },
    evidence: [EVIDENCE],
    data,
  };
}
