import type { ReasonCode } from '@hadic/domain';
import type { Advice } from './language.js';
import { laboratoryReasons } from './reasons-laboratory.js';

/** Why a lot's status is what it is. The codes and their effects are the domain's; the ledger reports, it does not rule. */
export const reasons = {
  'HC-001': {
    text: {
      en: 'The key {key}, which signed “{type}”, was declared compromised.',
      id: 'Kunci {key}, yang menandatangani “{type}”, dinyatakan bocor.',
    },
    wayOut: {
      en: 'Let its organisation sign the same facts again with a sound key.',
      id: 'Minta organisasinya menandatangani ulang fakta yang sama dengan kunci yang aman.',
    },
  },
  'HC-002': {
    text: {
      en: 'The signer of “{type}” had no valid key or mandate at its place in the log ({rule}).',
      id: 'Penandatangan “{type}” tidak punya kunci atau mandat yang berlaku saat catatan itu masuk ({rule}).',
    },
    wayOut: {
      en: 'Record evidence of the mandate, or let an authorised person record the facts again.',
      id: 'Catat bukti mandatnya, atau minta orang yang berwenang mencatat ulang.',
    },
  },
  'HC-101': {
    text: {
      en: 'The material {material} in lot {lot} is of a prohibited class.',
      id: 'Bahan {material} pada lot {lot} termasuk bahan terlarang.',
    },
    wayOut: {
      en: 'It stays so unless the record itself is wrong and is corrected.',
      id: 'Tetap demikian kecuali catatannya keliru dan dikoreksi.',
    },
  },
  'HC-102': {
    text: {
      en: 'The material {material} of lot {lot} was not approved on {day} (run {run}).',
      id: 'Bahan {material} dari lot {lot} belum disetujui pada {day} (proses {run}).',
    },
    wayOut: {
      en: 'Let the penyelia halal approve it, and an auditor accept the late approval.',
      id: 'Minta penyelia halal menyetujui bahan itu, dan auditor menerima persetujuan yang terlambat.',
    },
  },
  'HC-104': {
    text: {
      en: 'The animal-based or critical material {material}, lot {lot}, was used on {day} (run {run}) without a halal certificate.',
      id: 'Bahan hewani atau kritis {material}, lot {lot}, dipakai pada {day} (proses {run}) tanpa sertifikat halal.',
    },
    wayOut: {
      en: 'Record a certificate that covers the production date of that lot.',
      id: 'Catat sertifikat yang mencakup tanggal produksi lot itu.',
    },
  },
  'HC-105': {
    text: {
      en: 'The material {material}, lot {lot}, needs a halal certificate and had none on {day}.',
      id: 'Bahan {material}, lot {lot}, memerlukan sertifikat halal, tetapi belum ada pada {day}.',
    },
    wayOut: {
      en: 'Record a certificate that covers the production date of that lot.',
      id: 'Catat sertifikat yang mencakup tanggal produksi lot itu.',
    },
  },
  'HC-106': {
    text: {
      en: 'Halal certificate {certificate} for {product} ended on {ended}, {days} days before it was needed on {day}.',
      id: 'Sertifikat halal {certificate} untuk {product} berakhir {ended}, {days} hari sebelum diperlukan pada {day}.',
    },
    wayOut: {
      en: 'Record a renewal that covers that date, or a letter of the issuer.',
      id: 'Catat perpanjangan yang mencakup tanggal itu, atau surat dari penerbit.',
    },
  },
  'HC-107': {
    text: {
      en: 'Halal certificate {certificate} for {product} was suspended on {day}, when it was needed.',
      id: 'Sertifikat halal {certificate} untuk {product} sedang dibekukan pada {day}, ketika diperlukan.',
    },
    wayOut: {
      en: 'The issuer can lift the suspension with effect for that date.',
      id: 'Penerbit dapat mencabut pembekuan yang berlaku untuk tanggal itu.',
    },
  },
  'HC-108': {
    text: {
      en: 'Halal certificate {certificate} for {product} was revoked, and did not hold on {day}.',
      id: 'Sertifikat halal {certificate} untuk {product} dicabut, dan tidak berlaku pada {day}.',
    },
    wayOut: {
      en: 'The competent authority must rule on these lots.',
      id: 'Otoritas berwenang harus memutuskan lot-lot ini.',
    },
  },
  'HC-109': {
    text: {
      en: 'Halal certificate {certificate} for {product} was revoked because of a haram substance, and did not hold on {day}.',
      id: 'Sertifikat halal {certificate} untuk {product} dicabut karena zat haram, dan tidak berlaku pada {day}.',
    },
    wayOut: {
      en: 'It stays so unless the revocation itself is corrected.',
      id: 'Tetap demikian kecuali pencabutannya sendiri dikoreksi.',
    },
  },
  'HC-111': {
    text: {
      en: 'Certificate {certificate} for {product} was not found in its issuer’s register, or its number is malformed.',
      id: 'Sertifikat {certificate} untuk {product} tidak ditemukan di daftar penerbit, atau nomornya tidak benar.',
    },
    wayOut: {
      en: 'Check the number in the register and record the result.',
      id: 'Periksa nomornya di daftar penerbit dan catat hasilnya.',
    },
  },
  'HC-113': {
    text: {
      en: 'The material {material} in lot {lot} is hazardous and banned.',
      id: 'Bahan {material} pada lot {lot} berbahaya dan dilarang.',
    },
    wayOut: { en: 'Dispose of the lot and record it.', id: 'Musnahkan lotnya dan catat.' },
  },
  'HC-190': {
    text: {
      en: 'Halal certificate {certificate} for {product} ended on {ended}, after it was needed on {day}. The status does not change.',
      id: 'Sertifikat halal {certificate} untuk {product} berakhir {ended}, sesudah diperlukan pada {day}. Status tidak berubah.',
    },
    wayOut: {
      en: 'Before the next use, record the renewal.',
      id: 'Catat perpanjangannya sebelum dipakai lagi.',
    },
  },
  'HC-402': {
    text: {
      en: 'There is more than was recorded as coming in: {after} against {before} (run {run}); something is not recorded.',
      id: 'Barang lebih banyak daripada yang tercatat masuk: {after} dari {before} (proses {run}); ada yang belum dicatat.',
    },
    wayOut: {
      en: 'Find the missing input or the wrong quantity and correct the record.',
      id: 'Cari bahan yang belum dicatat atau jumlah yang salah, lalu koreksi catatannya.',
    },
  },
  'HC-403': {
    text: {
      en: 'The origin of lot {of} is broken: lot {lot} is unknown or was annulled.',
      id: 'Asal-usul lot {of} terputus: lot {lot} tidak dikenal atau dibatalkan.',
    },
    wayOut: {
      en: 'Record the missing lot or correct the reference.',
      id: 'Catat lot yang kurang atau koreksi rujukannya.',
    },
  },
  'HC-404': {
    text: {
      en: 'Lot {lot} was used on {day}, after its expiry date {ended}.',
      id: 'Lot {lot} dipakai pada {day}, sesudah tanggal kedaluwarsanya {ended}.',
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
      en: 'Lot {lot} was used at {used}, before it came in at {born}.',
      id: 'Lot {lot} dipakai pada {used}, sebelum masuk pada {born}.',
    },
    wayOut: { en: 'Correct the date that is wrong.', id: 'Koreksi tanggal yang salah.' },
  },
  'HC-412': {
    text: {
      en: 'Received and shipped differ in {shipment}: {received} against {shipped}.',
      id: 'Yang diterima berbeda dari yang dikirim pada {shipment}: {received} berbanding {shipped}.',
    },
    wayOut: {
      en: 'Sender and receiver compare their papers; one of them corrects.',
      id: 'Pengirim dan penerima mencocokkan dokumen; salah satu mengoreksi.',
    },
  },
  ...laboratoryReasons,
  'HC-607': {
    text: {
      en: 'No halal certificate that covers the product {product} ({goods}) is recorded for {day}.',
      id: 'Belum tercatat sertifikat halal yang mencakup produk {product} ({goods}) untuk {day}.',
    },
    wayOut: {
      en: 'Record the certificate that names the product, or ask the issuer to widen its scope.',
      id: 'Catat sertifikat yang menyebut produk itu, atau minta penerbit memperluas ruang lingkupnya.',
    },
  },
  'HC-701': {
    text: {
      en: 'Lot {lot} is in the recall {recall}: {cause}',
      id: 'Lot {lot} termasuk penarikan {recall}: {cause}',
    },
    wayOut: {
      en: 'Stop selling, put it aside and tell the organisation that recalls.',
      id: 'Hentikan penjualan, pisahkan barangnya, dan beri tahu organisasi yang menarik.',
    },
  },
  'HC-901': {
    text: {
      en: 'A value comes from a correction of “{type}”.',
      id: 'Ada nilai yang berasal dari koreksi “{type}”.',
    },
    wayOut: {
      en: 'For information; both versions stay visible.',
      id: 'Sekadar informasi; kedua versi tetap terlihat.',
    },
  },
  'HC-903': {
    text: {
      en: '“{type}” was recorded {hours} hours after it happened.',
      id: '“{type}” dicatat {hours} jam sesudah kejadian.',
    },
    wayOut: {
      en: 'Record sooner; for a critical step, let the signer confirm the entry.',
      id: 'Catat lebih cepat; untuk langkah kritis, minta penandatangan menegaskan catatannya.',
    },
  },
} satisfies Record<ReasonCode, Advice>;
