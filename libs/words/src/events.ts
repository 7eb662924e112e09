import type { EventType } from '@hadic/domain';
import type { Text } from './language.js';

/** What an event type is called, and what one event of it says in a timeline. The slots are the names of its data. */
export const events = {
  LedgerFounded: {
    title: { en: 'Ledger founded', id: 'Buku besar didirikan' },
    sentence: { en: '{legalName} founded this ledger.', id: '{legalName} mendirikan buku besar ini.' },
  },
  OrganisationRegistered: {
    title: { en: 'Organisation registered', id: 'Organisasi didaftarkan' },
    sentence: {
      en: '{legalName} was registered as {organisation}.',
      id: '{legalName} didaftarkan sebagai {organisation}.',
    },
  },
  SigningKeyRegistered: {
    title: { en: 'Key registered', id: 'Kunci didaftarkan' },
    sentence: {
      en: 'A key of {personRef} was registered for {organisation}.',
      id: 'Kunci milik {personRef} didaftarkan untuk {organisation}.',
    },
  },
  SigningKeyRotated: {
    title: { en: 'Key replaced', id: 'Kunci diganti' },
    sentence: {
      en: 'A key of {organisation} was replaced by a new one.',
      id: 'Sebuah kunci {organisation} diganti dengan yang baru.',
    },
  },
  SigningKeyRevoked: {
    title: { en: 'Key revoked', id: 'Kunci dicabut' },
    sentence: { en: 'A key of {organisation} was revoked.', id: 'Sebuah kunci {organisation} dicabut.' },
  },
  MandateGranted: {
    title: { en: 'Mandate granted', id: 'Mandat diberikan' },
    sentence: {
      en: '{personRef} may act as {role} of {organisation} from {validFrom}.',
      id: '{personRef} boleh bertindak sebagai {role} di {organisation} mulai {validFrom}.',
    },
  },
  MandateWithdrawn: {
    title: { en: 'Mandate withdrawn', id: 'Mandat ditarik' },
    sentence: { en: 'A mandate at {organisation} was withdrawn.', id: 'Sebuah mandat di {organisation} ditarik.' },
  },
  FacilityRegistered: {
    title: { en: 'Site registered', id: 'Lokasi didaftarkan' },
    sentence: { en: 'The site {site}, {name}, was registered.', id: 'Lokasi {site}, {name}, didaftarkan.' },
  },
  MaterialApproved: {
    title: { en: 'Material approved', id: 'Bahan disetujui' },
    sentence: { en: 'The material {name} of {producer} was approved.', id: 'Bahan {name} dari {producer} disetujui.' },
  },
  MaterialApprovalWithdrawn: {
    title: { en: 'Approval of a material withdrawn', id: 'Persetujuan bahan ditarik' },
    sentence: {
      en: '{materialId} is no longer approved from {effectiveFrom} on.',
      id: '{materialId} tidak lagi disetujui sejak {effectiveFrom}.',
    },
  },
  ProductRegistered: {
    title: { en: 'Product registered', id: 'Produk didaftarkan' },
    sentence: { en: 'The product {name} was registered.', id: 'Produk {name} didaftarkan.' },
  },
  RecipeVersionAdopted: {
    title: { en: 'Recipe adopted', id: 'Resep ditetapkan' },
    sentence: {
      en: 'Recipe version {version} of {productId} was adopted.',
      id: 'Resep {productId} versi {version} ditetapkan.',
    },
  },
  IngredientSourced: {
    title: { en: 'Ingredient bought', id: 'Pembelian bahan' },
    sentence: {
      en: '{qty} of {materialId} were ordered from {supplier}.',
      id: '{qty} {materialId} dipesan dari {supplier}.',
    },
  },
  IngredientReceived: {
    title: { en: 'Ingredient received', id: 'Penerimaan bahan' },
    sentence: {
      en: '{qty} of {materialId} came in from {supplier} as lot {lotId}.',
      id: '{qty} {materialId} diterima dari {supplier} sebagai lot {lotId}.',
    },
  },
  IncomingInspected: {
    title: { en: 'Incoming goods inspected', id: 'Pemeriksaan bahan' },
    sentence: { en: 'Lot {lotId} was inspected: {verdict}.', id: 'Lot {lotId} diperiksa: {verdict}.' },
  },
  StockCounted: {
    title: { en: 'Stock counted', id: 'Hitung stok' },
    sentence: { en: 'Stock was counted at {site}: {counts}.', id: 'Stok dihitung di {site}: {counts}.' },
  },
  BatchProcessed: {
    title: { en: 'Batch processed', id: 'Proses produksi' },
    sentence: {
      en: 'Run {runId} on line {lineId}: {inputs} became {outputs}.',
      id: 'Proses {runId} di lini {lineId}: {inputs} menjadi {outputs}.',
    },
  },
  LotSplit: {
    title: { en: 'Lot split', id: 'Lot dipecah' },
    sentence: { en: '{input} was split into {outputs}.', id: '{input} dipecah menjadi {outputs}.' },
  },
  LotMerged: {
    title: { en: 'Lots merged', id: 'Lot digabung' },
    sentence: { en: '{inputs} were merged into {output}.', id: '{inputs} digabung menjadi {output}.' },
  },
  LotDisposed: {
    title: { en: 'Goods disposed of', id: 'Barang dimusnahkan' },
    sentence: {
      en: '{qty} of lot {lotId} were disposed of: {method}.',
      id: '{qty} dari lot {lotId} dimusnahkan: {method}.',
    },
  },
  Packed: {
    title: { en: 'Packed', id: 'Dikemas' },
    sentence: { en: '{children} were packed into {unitId}.', id: '{children} dikemas ke dalam {unitId}.' },
  },
  Unpacked: {
    title: { en: 'Unpacked', id: 'Kemasan dibongkar' },
    sentence: { en: '{unitId} was unpacked.', id: '{unitId} dibongkar.' },
  },
  HalalReleaseGranted: {
    title: { en: 'Halal release', id: 'Pelepasan halal' },
    sentence: {
      en: 'The penyelia halal released lot {lotId}.',
      id: 'Penyelia halal melepas lot {lotId}.',
    },
  },
  Shipped: {
    title: { en: 'Shipped', id: 'Dikirim' },
    sentence: {
      en: '{units} left as shipment {shipment} for {consignee}, {destination}.',
      id: '{units} berangkat sebagai pengiriman {shipment} ke {consignee}, {destination}.',
    },
  },
  CustodyOffered: {
    title: { en: 'Hand-over offered', id: 'Serah terima ditawarkan' },
    sentence: {
      en: '{units} of {shipment} were offered to {taker}.',
      id: '{units} dari {shipment} diserahkan kepada {taker}.',
    },
  },
  CustodyAccepted: {
    title: { en: 'Hand-over accepted', id: 'Serah terima diterima' },
    sentence: { en: 'The hand-over of {shipment} was accepted.', id: 'Serah terima {shipment} diterima.' },
  },
  ReceivedByBuyer: {
    title: { en: 'Received by the buyer', id: 'Diterima pembeli' },
    sentence: {
      en: '{shipment} arrived at the buyer; condition: {condition}.',
      id: '{shipment} tiba di pembeli; kondisi: {condition}.',
    },
  },
  AuditPlanned: {
    title: { en: 'Audit planned', id: 'Audit direncanakan' },
    sentence: {
      en: 'Audit {audit} of {auditee} was planned from {from} to {to}.',
      id: 'Audit {audit} di {auditee} direncanakan dari {from} sampai {to}.',
    },
  },
  FindingRecorded: {
    title: { en: 'Audit finding', id: 'Temuan audit' },
    sentence: {
      en: 'Finding {findingId} on criterion {criterion}: {note}',
      id: 'Temuan {findingId} pada kriteria {criterion}: {note}',
    },
  },
  AuditReportIssued: {
    title: { en: 'Audit report', id: 'Laporan audit' },
    sentence: {
      en: 'The report of audit {audit} was issued: {result}.',
      id: 'Laporan audit {audit} terbit: {result}.',
    },
  },
  CertificateImported: {
    title: { en: 'Halal certificate recorded', id: 'Sertifikat halal dicatat' },
    sentence: {
      en: 'Certificate {certificate} of {issuerName} for {holder}, issued on {issuedOn}, was recorded.',
      id: 'Sertifikat {certificate} dari {issuerName} untuk {holder}, terbit {issuedOn}, dicatat.',
    },
  },
  CertificateSuspended: {
    title: { en: 'Certificate suspended', id: 'Sertifikat dibekukan' },
    sentence: {
      en: 'Certificate {certificate} is suspended from {from}: {grounds}',
      id: 'Sertifikat {certificate} dibekukan sejak {from}: {grounds}',
    },
  },
  CertificateRevoked: {
    title: { en: 'Certificate revoked', id: 'Sertifikat dicabut' },
    sentence: {
      en: 'Certificate {certificate} was revoked with effect from {effectiveAt}.',
      id: 'Sertifikat {certificate} dicabut, berlaku sejak {effectiveAt}.',
    },
  },
  SampleDrawn: {
    title: { en: 'Sample drawn', id: 'Pengambilan sampel' },
    sentence: {
      en: 'Sample {sample} was drawn from lot {lotId} for {lab}.',
      id: 'Sampel {sample} diambil dari lot {lotId} untuk {lab}.',
    },
  },
  LabResultReported: {
    title: { en: 'Laboratory result', id: 'Hasil laboratorium' },
    sentence: {
      en: 'Report {reportNo} of {lab} on sample {sample}, {analyte}: {state}.',
      id: 'Laporan {reportNo} dari {lab} atas sampel {sample}, {analyte}: {state}.',
    },
  },
  RecallInitiated: {
    title: { en: 'Recall', id: 'Penarikan produk' },
    sentence: { en: 'Recall {recall} began: {cause}', id: 'Penarikan {recall} dimulai: {cause}' },
  },
  EventCorrected: {
    title: { en: 'Correction', id: 'Koreksi' },
    sentence: {
      en: 'Event {target} was corrected: {reason}',
      id: 'Catatan {target} dikoreksi: {reason}',
    },
  },
  EventAnnulled: {
    title: { en: 'Annulment', id: 'Pembatalan' },
    sentence: {
      en: 'Event {target} was annulled: {reason}',
      id: 'Catatan {target} dibatalkan: {reason}',
    },
  },
} satisfies Record<EventType, { title: Text; sentence: Text }>;
