import type { Advice } from './language.js';

/** Audits, certificates, samples, recalls, corrections. */
export const assuranceRefusals = {
  'audit-exists': {
    text: { en: 'There is already an audit {audit}.', id: 'Audit {audit} sudah ada.' },
    wayOut: { en: 'Choose a new number.', id: 'Pilih nomor baru.' },
  },
  'audit-not-open': {
    text: {
      en: 'The audit {audit} is not planned, or its report is already issued.',
      id: 'Audit {audit} belum direncanakan, atau laporannya sudah terbit.',
    },
    wayOut: {
      en: 'Plan the audit first; after its report, plan another.',
      id: 'Rencanakan auditnya dulu; sesudah laporan terbit, rencanakan audit lain.',
    },
  },
  'auditor-not-independent': {
    text: {
      en: '{auditor} is not independent of {auditee}: its own books are audited only internally, other books never.',
      id: '{auditor} tidak independen dari {auditee}: pembukuan sendiri hanya diaudit secara internal, pembukuan lain tidak pernah.',
    },
    wayOut: {
      en: 'Let an independent inspection body audit, or set the kind that fits: INTERNAL for one’s own books.',
      id: 'Minta LPH yang independen mengaudit, atau pilih jenis yang sesuai: INTERNAL untuk pembukuan sendiri.',
    },
  },
  'finding-exists': {
    text: { en: 'There is already a finding {finding} in this audit.', id: 'Temuan {finding} sudah ada di audit ini.' },
    wayOut: { en: 'Give the new finding another number.', id: 'Beri nomor lain untuk temuan baru.' },
  },
  'certificate-exists': {
    text: { en: 'The certificate {certificate} is recorded already.', id: 'Sertifikat {certificate} sudah dicatat.' },
    wayOut: {
      en: 'Correct the earlier record with "hadic correct" if it is wrong.',
      id: 'Koreksi catatan lama dengan "hadic correct" jika ada yang salah.',
    },
  },
  'certificate-unknown': {
    text: {
      en: 'The certificate {certificate} is not recorded here.',
      id: 'Sertifikat {certificate} belum dicatat di sini.',
    },
    wayOut: {
      en: 'Check the number, or record the certificate first (CertificateImported).',
      id: 'Periksa nomornya, atau catat sertifikatnya dulu (CertificateImported).',
    },
  },
  'certificate-ended': {
    text: {
      en: 'The certificate {certificate} is revoked already.',
      id: 'Sertifikat {certificate} sudah dicabut.',
    },
    wayOut: {
      en: 'Nothing can be added to it; a new certificate has a new number.',
      id: 'Tidak ada yang dapat ditambahkan; sertifikat baru punya nomor baru.',
    },
  },
  'dates-reversed': {
    text: { en: 'The first day lies after the last.', id: 'Hari pertama sesudah hari terakhir.' },
    wayOut: { en: 'Check both dates on the document.', id: 'Periksa kedua tanggal pada dokumennya.' },
  },
  'sample-exists': {
    text: { en: 'There is already a sample {sample}.', id: 'Sampel {sample} sudah ada.' },
    wayOut: { en: 'Give the new sample another number.', id: 'Beri nomor lain untuk sampel baru.' },
  },
  'lab-not-named': {
    text: {
      en: 'The sample was sent to the laboratory {organisation}; only its signatory can report.',
      id: 'Sampel dikirim ke laboratorium {organisation}; hanya penandatangannya yang dapat melapor.',
    },
    wayOut: {
      en: 'Check the sample number, or let whoever drew the sample correct the laboratory.',
      id: 'Periksa nomor sampel, atau minta pengambil sampel mengoreksi laboratoriumnya.',
    },
  },
  'lab-not-independent': {
    text: {
      en: 'The laboratory {organisation} belongs to the owner of the sample; its result does not count as accredited.',
      id: 'Laboratorium {organisation} milik pemilik sampel; hasilnya tidak dihitung sebagai hasil terakreditasi.',
    },
    wayOut: {
      en: 'Send the sample to an independent laboratory, or mark the result as out of scope.',
      id: 'Kirim sampel ke laboratorium independen, atau tandai hasilnya di luar ruang lingkup.',
    },
  },
  'report-exists': {
    text: { en: 'There is already a report {report}.', id: 'Laporan {report} sudah ada.' },
    wayOut: {
      en: 'Give the new report its own number, or correct the earlier one.',
      id: 'Beri nomor sendiri untuk laporan baru, atau koreksi yang lama.',
    },
  },
  'result-inconsistent': {
    text: {
      en: 'The result {state} does not fit the value and the limits of the method that are given.',
      id: 'Hasil {state} tidak sesuai dengan nilai dan batas metode yang ditulis.',
    },
    wayOut: {
      en: 'Copy state, value, LOD and LOQ from the report again. A value below the LOQ is BELOW_LOQ.',
      id: 'Salin lagi hasil, nilai, LOD dan LOQ dari laporan. Nilai di bawah LOQ ditulis BELOW_LOQ.',
    },
  },
  'recall-exists': {
    text: { en: 'There is already a recall {recall}.', id: 'Penarikan {recall} sudah ada.' },
    wayOut: { en: 'Choose a new number.', id: 'Pilih nomor baru.' },
  },
  'recall-scope-empty': {
    text: { en: 'The recall names no goods.', id: 'Penarikan ini tidak menyebut barang apa pun.' },
    wayOut: {
      en: 'Name lots, or a product or line with its dates.',
      id: 'Sebut lot, atau produk atau lini beserta tanggalnya.',
    },
  },
  'target-unknown': {
    text: {
      en: 'There is no event {event} in these books.',
      id: 'Tidak ada catatan {event} di pembukuan ini.',
    },
    wayOut: {
      en: 'Check the id and the stream; "hadic events list" shows both.',
      id: 'Periksa id dan alirannya; "hadic events list" menampilkan keduanya.',
    },
  },
  'target-type-differs': {
    text: {
      en: 'The event to correct is a {type}, not what the correction says.',
      id: 'Catatan yang dikoreksi berjenis {type}, tidak seperti yang disebut koreksi.',
    },
    wayOut: { en: 'Name the type {type} in the correction.', id: 'Sebut jenis {type} di koreksinya.' },
  },
  'target-superseded': {
    text: {
      en: 'The event was already corrected; its newest version is {event}.',
      id: 'Catatan itu sudah pernah dikoreksi; versi terbarunya {event}.',
    },
    wayOut: { en: 'Correct {event} instead.', id: 'Koreksi {event}.' },
  },
  'target-annulled': {
    text: { en: 'The event {event} is annulled.', id: 'Catatan {event} sudah dibatalkan.' },
    wayOut: {
      en: 'Record what really happened as a new event.',
      id: 'Catat yang sebenarnya terjadi sebagai catatan baru.',
    },
  },
  'target-fixed': {
    text: {
      en: 'Events about organisations, keys and mandates are not corrected or annulled.',
      id: 'Catatan tentang organisasi, kunci dan mandat tidak dapat dikoreksi atau dibatalkan.',
    },
    wayOut: {
      en: 'Record a later event instead: withdraw, revoke, rotate or grant.',
      id: 'Buat catatan baru: tarik mandat, cabut kunci, ganti kunci atau beri mandat.',
    },
  },
  'correction-changes-ids': {
    text: {
      en: 'A correction keeps the names of the event: {names}.',
      id: 'Koreksi tidak mengubah nama dalam catatan: {names}.',
    },
    wayOut: {
      en: 'Annul the event and record a new one.',
      id: 'Batalkan catatan itu dan buat yang baru.',
    },
  },
  'correction-not-authorised': {
    text: {
      en: 'A signature is missing for this change: {roles} of {organisation}.',
      id: 'Ada tanda tangan yang kurang untuk perubahan ini: {roles} dari {organisation}.',
    },
    wayOut: {
      en: 'Let all the roles of the changed event sign, or an administrator of its owner; an annulment in its books also needs the penyelia halal.',
      id: 'Minta semua peran dari catatan itu menandatangani, atau administrator pemiliknya; pembatalan di pembukuannya juga memerlukan penyelia halal.',
    },
  },
} satisfies Record<string, Advice>;
