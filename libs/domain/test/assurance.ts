import type { EventData, EventType, LedgerEvent } from '@hadic/domain';
import { event, morning, SITE, type More } from './world.js';

/** Shipments, audits, certificates, samples, recalls and corrections of the small world. */

type Of<T extends EventType> = Partial<EventData[T]>;

export const SHIPMENT = `${SITE}/S1`;

export const offered = (taker: string, units: string[], by: string, more: More = {}) =>
  event(
    'CustodyOffered',
    { shipment: SHIPMENT, taker, units: units.map((unit) => `${SITE}/${unit}`), at: morning('2026-02-03') },
    { by: [by], ...more },
  );

export const accepted = (offer: string, by: string, more: More = {}) =>
  event(
    'CustodyAccepted',
    { shipment: SHIPMENT, offer, at: morning('2026-02-03'), exceptions: [] },
    { by: [by], ...more },
  );

export const arrived = (by = 'kedai:BUYER', more: More = {}) =>
  event(
    'ReceivedByBuyer',
    {
      shipment: SHIPMENT,
      at: morning('2026-02-09'),
      quantities: [],
      sealMatch: 'MATCH',
      condition: 'GOOD',
      exceptions: [],
    },
    { by: [by], ...more },
  );

export const AUDIT = 'lph/A-1';

export const planned = (over: Of<'AuditPlanned'> = {}, more: More = {}) =>
  event(
    'AuditPlanned',
    {
      audit: AUDIT,
      auditee: 'kopi',
      kind: 'SURVEILLANCE',
      standard: 'SJPH',
      scope: { sites: [SITE], products: [] },
      team: ['p-lph'],
      from: '2026-02-10',
      to: '2026-02-11',
      ...over,
    },
    more,
  );

export const finding = (findingId: string, more: More = {}) =>
  event('FindingRecorded', { audit: AUDIT, findingId, criterion: 3, conform: false, note: 'label' }, more);

export const reported = (more: More = {}) =>
  event('AuditReportIssued', { audit: AUDIT, result: 'CONFORM', head: { size: 9, root: '00' } }, more);

/** A certificate for kopi/bubuk in the issuer's own stream, or in the copy that `importer` keeps. */
export const certificate = (over: Of<'CertificateImported'> = {}, more: More = {}) =>
  event(
    'CertificateImported',
    {
      certificate: CERTIFICATE,
      tier: 'PRODUCT',
      issuerName: 'BPJPH',
      holder: 'kopi',
      sites: [],
      products: ['kopi/bubuk'],
      materials: [],
      standards: ['UU 33/2014'],
      issuedOn: '2024-01-01',
      documentSha256: '00',
      ...over,
    },
    { at: morning('2026-01-02'), ...more },
  );

export const CERTIFICATE = 'bpjph/ID12345678901234567';

export const suspended = (over: Of<'CertificateSuspended'> = {}, more: More = {}) =>
  event(
    'CertificateSuspended',
    { certificate: CERTIFICATE, from: '2026-06-01', grounds: 'temuan', stockInstruction: 'SELL_THROUGH', ...over },
    { at: morning('2026-02-01'), ...more },
  );

export const revoked = (over: Of<'CertificateRevoked'> = {}, more: More = {}) =>
  event(
    'CertificateRevoked',
    { certificate: CERTIFICATE, effectiveAt: '2026-06-01', ground: 'FALSE_DATA', stockInstruction: 'HOLD', ...over },
    { at: morning('2026-02-01'), ...more },
  );

export const SAMPLE = 'kopi/N-1';

export const drawn = (lot: string, over: Of<'SampleDrawn'> = {}, more: More = {}) =>
  event(
    'SampleDrawn',
    {
      sample: SAMPLE,
      lotId: lot.includes('/') ? lot : `${SITE}/${lot}`,
      lab: 'lab',
      plan: 'P',
      increments: 5,
      mass: { value: '200', unit: 'GRM' },
      ...over,
    },
    { by: ['kopi:PENYELIA_HALAL'], ...more },
  );

export const result = (over: Of<'LabResultReported'> = {}, more: More = {}) => {
  const data = {
    sample: SAMPLE,
    lab: 'lab',
    reportNo: 'R-1',
    analyte: 'PORCINE_DNA',
    method: 'PCR',
    state: 'NOT_DETECTED',
    inScope: true,
    inferenceScope: 'LOT_UNDER_PLAN',
    stage: 'CONFIRMATORY',
    ...over,
  } as const;
  return event('LabResultReported', data, { by: [`${data.lab}:LAB_SIGNATORY`], ...more });
};

type Scope = EventData['RecallInitiated']['scope'];
export const recalled = (scope: Partial<Scope>, more: More = {}) =>
  event(
    'RecallInitiated',
    {
      recall: 'kopi/RC-1',
      scope: { lots: [], descendants: true, ...scope },
      cause: 'temuan lab',
      class: 'I',
      publicText: 'Jangan dimakan.',
    },
    more,
  );

const targetOf = ({ stream, id, type }: LedgerEvent, id_ = id) => ({ stream, id: id_, type });

/** A correction by an administrator of the target's first signer; `target` is what it names if not the original. */
export function corrected<E extends LedgerEvent>(
  original: E,
  change: Partial<E['data']>,
  more: More & { target?: string } = {},
) {
  const { target, ...rest } = more;
  const replacement = { ...original.data, ...change };
  const data = { target: targetOf(original, target), reason: 'salah tulis', replacement: { ...replacement } };
  return event('EventCorrected', data, { by: [`${original.signers[0]?.org ?? ''}:ORG_ADMIN`], ...rest });
}

export function annulled(original: LedgerEvent, more: More & { target?: string } = {}) {
  const { target, ...rest } = more;
  const org = original.signers[0]?.org ?? '';
  const data = { target: targetOf(original, target), reason: 'tidak terjadi' };
  return event('EventAnnulled', data, { by: [`${org}:ORG_ADMIN`, `${org}:PENYELIA_HALAL`], ...rest });
}
