import { COFFEE_CERTIFICATE } from './assortment.js';
import { act, type Act, type SignedAct } from './stage.js';

const SITE = 'lereng-kawi/pabrik';
export const LOT = `${SITE}/KSK-0409`;
const SHIPMENT = `${SITE}/KIRIM-2605-01`;
const PALLET_CANS = '2400';
const BUYER_SITE = 'kedai-selasih/gudang-klang';
const BUYER_LOT = `${BUYER_SITE}/KLANG-2605-07`;

/** Units are called by serial shipping container codes (SSCC): 17 digits and the GS1 check digit. */
const PALLETS = ['10000000101', '10000000102', '10000000103', '10000000104'].map(
  (serial) => `${SITE}/${sscc(`089900${serial}`)}`,
);

function sscc(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** A sample of the lot, from the penyelia to the laboratory; and what it found. */
export function sampling(): Act[] {
  const sample = 'lereng-kawi/S-0413';
  return [
    act(
      'SampleDrawn',
      {
        sample,
        lotId: LOT,
        lab: 'lab-kanjuruhan',
        plan: 'acak, 5 kaleng',
        increments: 5,
        mass: { value: '1230', unit: 'GRM' },
      },
      '2026-04-13T10:00:00+07:00',
      ['PENYELIA_HALAL@lereng-kawi'],
    ),
    act(
      'LabResultReported',
      {
        sample,
        lab: 'lab-kanjuruhan',
        reportNo: 'LUK-26-0877',
        analyte: 'PORCINE_DNA',
        method: 'real-time PCR',
        state: 'NOT_DETECTED',
        inScope: true,
        inferenceScope: 'LOT_UNDER_PLAN',
        stage: 'CONFIRMATORY',
      },
      '2026-04-21T15:00:00+07:00',
      ['LAB_SIGNATORY@lab-kanjuruhan'],
    ),
  ];
}

const AUDIT = 'lph-brantas/A-2604-11';

/** A surveillance audit before the first export, up to its findings. */
export function audit(): Act[] {
  const finding = (findingId: string, criterion: number, note: string) =>
    act('FindingRecorded', { audit: AUDIT, findingId, criterion, conform: true, note }, '2026-04-28T14:00:00+07:00', [
      'AUDITOR_HALAL@lph-brantas',
    ]);
  return [
    act(
      'AuditPlanned',
      {
        audit: AUDIT,
        auditee: 'lereng-kawi',
        kind: 'SURVEILLANCE',
        standard: 'SJPH (Kepkaban 20/2023)',
        scope: { sites: [SITE], products: ['lereng-kawi/kopi-susu-240'] },
        team: ['p-lb-02'],
        from: '2026-04-28',
        to: '2026-04-28',
      },
      '2026-04-15T09:00:00+07:00',
      ['LPH_OFFICER@lph-brantas'],
    ),
    finding('T-01', 2, 'Bahan sesuai daftar bahan yang disetujui; koreksi krimer tercatat dengan alasannya.'),
    finding('T-02', 3, 'Lini kaleng hanya dipakai untuk produk ini.'),
  ];
}

/** The report names the head of the log that the auditor saw. */
export function auditReport(head: { size: number; root: string }): Act {
  return act('AuditReportIssued', { audit: AUDIT, result: 'CONFORM', head }, '2026-04-30T11:00:00+07:00', [
    'LPH_OFFICER@lph-brantas',
  ]);
}

/** From the shelf onto the truck. */
export function shipping(): Act[] {
  const packed = PALLETS.map((unitId, i) =>
    act(
      'Packed',
      {
        site: SITE,
        unitId,
        children: [{ lotId: LOT, qty: { value: PALLET_CANS, unit: 'H87' } }],
        labelCertificate: COFFEE_CERTIFICATE,
      },
      `2026-05-18T09:${String(i * 10).padStart(2, '0')}:00+07:00`,
      ['WAREHOUSE@lereng-kawi'],
    ),
  );
  const docs = [
    { kind: 'PEB', no: '000417-260519' },
    { kind: 'PACKING_LIST', no: 'PL-LK-2605-01' },
    { kind: 'HALAL', no: COFFEE_CERTIFICATE },
  ];
  return [
    ...packed,
    act(
      'Shipped',
      {
        site: SITE,
        shipment: SHIPMENT,
        units: PALLETS,
        consignee: 'kedai-selasih',
        destination: 'MY',
        docs,
        invoice: 'INV-LK-2605-01',
        bol: 'STE-SUB-PKG-0519',
      },
      '2026-05-20T08:00:00+07:00',
      ['EXPORTER@lereng-kawi'],
    ),
  ];
}

export function offer(taker: string, at: string, by: string): Act {
  return act('CustodyOffered', { shipment: SHIPMENT, taker, units: PALLETS, at }, at, [by]);
}

export function acceptance(offered: SignedAct | undefined, at: string, by: string): Act {
  return act('CustodyAccepted', { shipment: SHIPMENT, offer: offered?.id ?? '', at, exceptions: [] }, at, [by]);
}

const BOUGHT = { materialId: 'kedai-selasih/kopi-susu-kaleng', supplier: 'lereng-kawi', supplierLot: 'KSK-0409' };
const CANS = { value: '9600', unit: 'H87' };
const buyer = (role: string) => [`${role}@kedai-selasih`];

/** The buyer approves what it will buy, and orders it. */
export function order(): Act[] {
  return [
    act(
      'MaterialApproved',
      {
        organisation: 'kedai-selasih',
        materialId: BOUGHT.materialId,
        name: 'Kopi susu kaleng 240 mL',
        producer: 'Koperasi Pesantren Lereng Kawi',
        producerCountry: 'ID',
        use: 'OTHER',
        originClass: 'PLANT',
        requirementClass: 'CERT_REQUIRED',
        basis: { kind: 'CERTIFICATE', certificate: COFFEE_CERTIFICATE },
        critical: false,
        doubtful: false,
      },
      '2026-05-04T10:00:00+08:00',
      buyer('PENYELIA_HALAL'),
    ),
    act(
      'IngredientSourced',
      {
        site: BUYER_SITE,
        poNo: 'KS-PO-0518',
        poLine: 1,
        ...BOUGHT,
        qty: CANS,
        purchaseDate: '2026-05-05',
        originCountry: 'ID',
        certificate: COFFEE_CERTIFICATE,
      },
      '2026-05-05T10:00:00+08:00',
      buyer('PURCHASING'),
    ),
  ];
}

/** The buyer receives the shipment and books it as a lot of its own, with the sender's lot behind it. */
export function arrival(): Act[] {
  const checks = {
    name: 'MATCH',
    producer: 'MATCH',
    country: 'MATCH',
    certNo: 'MATCH',
    logo: 'MATCH',
    seal: 'MATCH',
  } as const;
  return [
    act(
      'ReceivedByBuyer',
      {
        shipment: SHIPMENT,
        at: '2026-05-29T15:00:00+08:00',
        quantities: [{ lotId: LOT, qty: CANS }],
        sealMatch: 'MATCH',
        condition: 'GOOD',
        exceptions: [],
      },
      '2026-05-29T15:00:00+08:00',
      buyer('BUYER'),
    ),
    act(
      'IngredientReceived',
      {
        site: BUYER_SITE,
        lotId: BUYER_LOT,
        ...BOUGHT,
        qty: CANS,
        condition: 'GOOD',
        zone: 'Rak A3',
        deliveryNote: 'STE-SUB-PKG-0519',
        poNo: 'KS-PO-0518',
        poLine: 1,
        certificate: COFFEE_CERTIFICATE,
        sourceLot: LOT,
        shipment: SHIPMENT,
        expiresOn: '2027-10-09',
      },
      '2026-05-29T15:30:00+08:00',
      buyer('WAREHOUSE'),
    ),
    act(
      'IncomingInspected',
      { site: BUYER_SITE, lotId: BUYER_LOT, checks, verdict: 'ACCEPTED' },
      '2026-05-29T16:00:00+08:00',
      buyer('PENYELIA_HALAL'),
    ),
  ];
}
