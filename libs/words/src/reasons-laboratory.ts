import type { Advice } from './language.js';

/** Laboratory findings. A result below the limit of quantification is never told as "not detected". */
export const laboratoryReasons = {
  'HC-501': {
    text: {
      en: 'Screening of sample {sample} from lot {lot} detected {analyte} (report {report}). The lot is on hold.',
      id: 'Uji penapisan sampel {sample} dari lot {lot} mendeteksi {analyte} (laporan {report}). Lot ditahan.',
    },
    wayOut: {
      en: 'Have the finding confirmed by a second, confirmatory test.',
      id: 'Lakukan uji konfirmasi atas temuan ini.',
    },
  },
  'HC-502': {
    text: {
      en: 'The confirmatory test of sample {sample} from lot {lot} detected {analyte} (report {report}).',
      id: 'Uji konfirmasi sampel {sample} dari lot {lot} mendeteksi {analyte} (laporan {report}).',
    },
    wayOut: {
      en: 'Keep the lot apart. Only the laboratory can withdraw its result.',
      id: 'Pisahkan lotnya. Hanya laboratorium yang dapat menarik hasilnya.',
    },
  },
  'HC-503': {
    text: {
      en: 'The required test of sample {sample} for {analyte} gave no clear result: {state} (report {report}).',
      id: 'Uji wajib sampel {sample} untuk {analyte} tidak memberi hasil yang jelas: {state} (laporan {report}).',
    },
    wayOut: { en: 'Have the lot tested again.', id: 'Uji ulang lotnya.' },
  },
  'HC-504': {
    text: {
      en: 'The drink in lot {lot} holds {value} ethanol, 0.5 % or more (report {report}).',
      id: 'Minuman pada lot {lot} mengandung etanol {value}, mencapai 0,5 % atau lebih (laporan {report}).',
    },
    wayOut: {
      en: 'Keep the lot apart. Only the laboratory can withdraw its result.',
      id: 'Pisahkan lotnya. Hanya laboratorium yang dapat menarik hasilnya.',
    },
  },
  'HC-505': {
    text: {
      en: 'The ethanol found in lot {lot} comes from the khamr industry (report {report}).',
      id: 'Etanol yang ditemukan pada lot {lot} berasal dari industri khamr (laporan {report}).',
    },
    wayOut: {
      en: 'It stays so unless the record itself is wrong and is corrected.',
      id: 'Tetap demikian kecuali catatannya keliru dan dikoreksi.',
    },
  },
  'HC-506': {
    text: {
      en: 'The laboratory or method of report {report} is outside its accredited scope.',
      id: 'Laboratorium atau metode pada laporan {report} di luar ruang lingkup akreditasinya.',
    },
    wayOut: {
      en: 'Have the test repeated by a laboratory that is accredited for it.',
      id: 'Ulangi uji di laboratorium yang terakreditasi untuk itu.',
    },
  },
  'HC-510': {
    text: {
      en: 'Lot {lot} is related to lot {other}, where {analyte} was detected. It is on hold; nothing is found in it itself.',
      id: 'Lot {lot} terkait dengan lot {other} yang terdeteksi {analyte}. Lot ini ditahan; belum ada temuan pada lot ini.',
    },
    wayOut: {
      en: 'The hold ends once the source is found or the finding is not confirmed.',
      id: 'Penahanan berakhir setelah sumbernya ditemukan atau temuan tidak terkonfirmasi.',
    },
  },
} satisfies Record<string, Advice>;
