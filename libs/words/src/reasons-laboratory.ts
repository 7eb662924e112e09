import type { Advice } from './language.js';

/** Laboratory findings. A result below the limit of quantification is never told as "not detected". */
export const laboratoryReasons = {
  'HC-501': {
    text: {
      en: 'The screening of lot {lot} by {lab} detected {analyte} (report {report}). The lot is on hold.',
      id: 'Uji penapisan lot {lot} oleh {lab} mendeteksi {analyte} (laporan {report}). Lot ditahan.',
    },
    wayOut: {
      en: 'Have the finding confirmed by a second, confirmatory test.',
      id: 'Lakukan uji konfirmasi atas temuan ini.',
    },
  },
  'HC-502': {
    text: {
      en: 'The confirmatory test of lot {lot} by {lab} detected {analyte} (report {report}).',
      id: 'Uji konfirmasi lot {lot} oleh {lab} mendeteksi {analyte} (laporan {report}).',
    },
    wayOut: {
      en: 'Keep the lot apart. Only the laboratory can withdraw its result.',
      id: 'Pisahkan lotnya. Hanya laboratorium yang dapat menarik hasilnya.',
    },
  },
  'HC-503': {
    text: {
      en: 'The required test of lot {lot} for {analyte} gave no clear result: {state} (report {report}).',
      id: 'Uji wajib lot {lot} untuk {analyte} tidak memberi hasil yang jelas: {state} (laporan {report}).',
    },
    wayOut: { en: 'Have the lot tested again.', id: 'Uji ulang lotnya.' },
  },
  'HC-504': {
    text: {
      en: 'The drink in lot {lot} holds 0.5 % ethanol or more (report {report} of {lab}).',
      id: 'Minuman pada lot {lot} mengandung etanol 0,5 % atau lebih (laporan {report} dari {lab}).',
    },
    wayOut: {
      en: 'Keep the lot apart. Only the laboratory can withdraw its result.',
      id: 'Pisahkan lotnya. Hanya laboratorium yang dapat menarik hasilnya.',
    },
  },
  'HC-505': {
    text: {
      en: 'The ethanol found in lot {lot} comes from the khamr industry (report {report} of {lab}).',
      id: 'Etanol yang ditemukan pada lot {lot} berasal dari industri khamr (laporan {report} dari {lab}).',
    },
    wayOut: {
      en: 'It stays so unless the record itself is wrong and is corrected.',
      id: 'Tetap demikian kecuali catatannya keliru dan dikoreksi.',
    },
  },
  'HC-506': {
    text: {
      en: 'The laboratory {lab} or the method {method} of report {report} is outside its accredited scope.',
      id: 'Laboratorium {lab} atau metode {method} pada laporan {report} di luar ruang lingkup akreditasinya.',
    },
    wayOut: {
      en: 'Have the test repeated by a laboratory that is accredited for it.',
      id: 'Ulangi uji di laboratorium yang terakreditasi untuk itu.',
    },
  },
} satisfies Record<string, Advice>;
