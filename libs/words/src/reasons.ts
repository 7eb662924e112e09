import type { Advice } from './language.js';
import { laboratoryReasons } from './reasons-laboratory.js';

/** Why a lot's status is what it is. The codes and their effects are the domain's; the ledger reports, it does not rule. */
export const reasons = {
  'HC-001': {
    text: {
      en: 'The key that signed {event} was declared compromised.',
      id: 'Kunci yang menandatangani {event} dinyatakan bocor.',
    },
    wayOut: {
      en: 'Let {organisation} sign the same facts again with a sound key.',
      id: 'Minta {organisation} menandatangani ulang fakta yang sama dengan kunci yang aman.',
    },
  },
  'HC-002': {
    text: {
      en: 'The signer of {event} had no valid mandate or key at its place in the log.',
      id: 'Penandatangan {event} tidak punya mandat atau kunci yang berlaku saat catatan itu masuk.',
    },
    wayOut: {
      en: 'Record evidence of the mandate, or let an authorised person record the facts again.',
      id: 'Catat bukti mandatnya, atau minta orang yang berwenang mencatat ulang.',
    },
  },
  'HC-101': {
    text: {
      en: 'The material {material} used in run {run} is of a prohibited class.',
      id: 'Bahan {material} yang dipakai pada proses {run} termasuk bahan terlarang.',
    },
    wayOut: {
      en: 'It stays so unless the record itself is wrong and is corrected.',
      id: 'Tetap demikian kecuali catatannya keliru dan dikoreksi.',
    },
  },
  'HC-102': {
    text: {
      en: 'The material {material} was not approved when run {run} used it.',
      id: 'Bahan {material} belum disetujui ketika dipakai pada proses {run}.',
    },
    wayOut: {
      en: 'Let the penyelia halal approve it, and an auditor accept the late approval.',
      id: 'Minta penyelia halal menyetujui bahan itu, dan auditor menerima persetujuan yang terlambat.',
    },
  },
  'HC-103': {
    text: {
      en: 'Run {run} used recipe {recipe}, which is not the one that was certified, and the change is not reported.',
      id: 'Proses {run} memakai resep {recipe}, bukan resep yang disertifikasi, dan perubahannya belum dilaporkan.',
    },
    wayOut: {
      en: 'Report the change of composition and have the certificate’s scope amended.',
      id: 'Laporkan perubahan komposisi dan minta ruang lingkup sertifikat diubah.',
    },
  },
  'HC-104': {
    text: {
      en: 'The animal-based or critical material {material} was used in run {run} without a halal certificate.',
      id: 'Bahan hewani atau kritis {material} dipakai pada proses {run} tanpa sertifikat halal.',
    },
    wayOut: {
      en: 'Record a certificate that covers the production date of that lot.',
      id: 'Catat sertifikat yang mencakup tanggal produksi lot itu.',
    },
  },
  'HC-105': {
    text: {
      en: 'The material {material} needs a halal certificate and none is recorded.',
      id: 'Bahan {material} memerlukan sertifikat halal, tetapi belum ada yang dicatat.',
    },
    wayOut: {
      en: 'Record a certificate that covers the production date of that lot.',
      id: 'Catat sertifikat yang mencakup tanggal produksi lot itu.',
    },
  },
  'HC-106': {
    text: {
      en: 'Halal certificate {certificate} for {subject} ended on {day}, {days} days before it was needed ({neededOn}).',
      id: 'Sertifikat halal {certificate} untuk {subject} berakhir {day}, {days} hari sebelum diperlukan ({neededOn}).',
    },
    wayOut: {
      en: 'Record a renewal that covers that date, or a letter of the issuer.',
      id: 'Catat perpanjangan yang mencakup tanggal itu, atau surat dari penerbit.',
    },
  },
  'HC-107': {
    text: {
      en: 'Halal certificate {certificate} for {subject} was suspended on {neededOn}.',
      id: 'Sertifikat halal {certificate} untuk {subject} sedang dibekukan pada {neededOn}.',
    },
    wayOut: {
      en: 'The issuer can lift the suspension with effect for that date.',
      id: 'Penerbit dapat mencabut pembekuan yang berlaku untuk tanggal itu.',
    },
  },
  'HC-108': {
    text: {
      en: 'Halal certificate {certificate} for {subject} is revoked with effect from {day}: {ground}.',
      id: 'Sertifikat halal {certificate} untuk {subject} dicabut, berlaku sejak {day}: {ground}.',
    },
    wayOut: {
      en: 'The competent authority must rule on these lots.',
      id: 'Otoritas berwenang harus memutuskan lot-lot ini.',
    },
  },
  'HC-109': {
    text: {
      en: 'Halal certificate {certificate} for {subject} is revoked because of a haram substance, from {day}.',
      id: 'Sertifikat halal {certificate} untuk {subject} dicabut karena zat haram, sejak {day}.',
    },
    wayOut: {
      en: 'It stays so unless the revocation itself is corrected.',
      id: 'Tetap demikian kecuali pencabutannya sendiri dikoreksi.',
    },
  },
  'HC-111': {
    text: {
      en: 'Certificate {certificate} was not found in the issuer’s register, or its number is malformed.',
      id: 'Sertifikat {certificate} tidak ditemukan di daftar penerbit, atau nomornya tidak benar.',
    },
    wayOut: {
      en: 'Check the number in the register and record the result.',
      id: 'Periksa nomornya di daftar penerbit dan catat hasilnya.',
    },
  },
  'HC-113': {
    text: {
      en: 'The material {material} is hazardous and banned.',
      id: 'Bahan {material} berbahaya dan dilarang.',
    },
    wayOut: { en: 'Dispose of the lot and record it.', id: 'Musnahkan lotnya dan catat.' },
  },
  'HC-190': {
    text: {
      en: 'Halal certificate {certificate} for {subject} ended on {day}, after it was needed. The status does not change.',
      id: 'Sertifikat halal {certificate} untuk {subject} berakhir {day}, sesudah diperlukan. Status tidak berubah.',
    },
    wayOut: {
      en: 'Before the next use, record the renewal.',
      id: 'Catat perpanjangannya sebelum dipakai lagi.',
    },
  },
  'HC-402': {
    text: {
      en: 'More came out than went in ({output} from {input}); something is not recorded.',
      id: 'Hasil lebih banyak daripada bahan masuk ({output} dari {input}); ada yang belum dicatat.',
    },
    wayOut: {
      en: 'Find the missing input or the wrong quantity and correct the record.',
      id: 'Cari bahan yang belum dicatat atau jumlah yang salah, lalu koreksi catatannya.',
    },
  },
  'HC-403': {
    text: {
      en: 'The origin of lot {lot} is broken: {parent} is unknown or was annulled.',
      id: 'Asal-usul lot {lot} terputus: {parent} tidak dikenal atau dibatalkan.',
    },
    wayOut: {
      en: 'Record the missing lot or correct the reference.',
      id: 'Catat lot yang kurang atau koreksi rujukannya.',
    },
  },
  'HC-404': {
    text: {
      en: 'Lot {lot} was used in run {run} after its expiry date {day}.',
      id: 'Lot {lot} dipakai pada proses {run} sesudah tanggal kedaluwarsanya {day}.',
    },
    wayOut: {
      en: 'Dispose of the goods, or correct the date if it is wrong.',
      id: 'Musnahkan barangnya, atau koreksi tanggalnya jika salah.',
    },
  },
  'HC-405': {
    text: {
      en: 'By the books more of lot {lot} was used than there was: {qty}.',
      id: 'Menurut pembukuan, lot {lot} dipakai melebihi yang ada: {qty}.',
    },
    wayOut: { en: 'Count the stock or correct a quantity.', id: 'Hitung stok atau koreksi jumlahnya.' },
  },
  'HC-411': {
    text: {
      en: 'Lot {lot} was used on {usedOn}, before it was received on {day}.',
      id: 'Lot {lot} dipakai pada {usedOn}, sebelum diterima pada {day}.',
    },
    wayOut: { en: 'Correct the date that is wrong.', id: 'Koreksi tanggal yang salah.' },
  },
  'HC-412': {
    text: {
      en: 'Received and shipped differ: {received} against {shipped}.',
      id: 'Yang diterima berbeda dari yang dikirim: {received} berbanding {shipped}.',
    },
    wayOut: {
      en: 'Sender and receiver compare their papers; one of them corrects.',
      id: 'Pengirim dan penerima mencocokkan dokumen; salah satu mengoreksi.',
    },
  },
  ...laboratoryReasons,
  'HC-607': {
    text: {
      en: '{subject} is not in the scope of halal certificate {certificate}.',
      id: '{subject} tidak masuk ruang lingkup sertifikat halal {certificate}.',
    },
    wayOut: {
      en: 'Ask the issuer to widen the scope, and record the new certificate.',
      id: 'Minta penerbit memperluas ruang lingkup, lalu catat sertifikat barunya.',
    },
  },
  'HC-701': {
    text: { en: 'Lot {lot} is in the open recall {recall}.', id: 'Lot {lot} termasuk penarikan {recall}.' },
    wayOut: {
      en: 'Stop selling, put it aside and tell the organisation that recalls.',
      id: 'Hentikan penjualan, pisahkan barangnya, dan beri tahu organisasi yang menarik.',
    },
  },
  'HC-901': {
    text: {
      en: 'A value comes from a correction: {event} replaced an earlier version.',
      id: 'Ada nilai dari koreksi: {event} menggantikan versi sebelumnya.',
    },
    wayOut: {
      en: 'For information; both versions stay visible.',
      id: 'Sekadar informasi; kedua versi tetap terlihat.',
    },
  },
  'HC-903': {
    text: {
      en: '{event} was recorded {hours} hours after it happened.',
      id: '{event} dicatat {hours} jam sesudah kejadian.',
    },
    wayOut: {
      en: 'Record sooner; for a critical step, let the signer confirm the entry.',
      id: 'Catat lebih cepat; untuk langkah kritis, minta penandatangan menegaskan catatannya.',
    },
  },
} satisfies Record<string, Advice>;
