import type { Axes, Headline, Missing, ResultState } from '@hadic/domain';
import type { Text } from './language.js';

/** Words for what is computed. They say what the records support; none of them is a ruling. */

export const headlines = {
  RECALLED: { en: 'Recalled', id: 'Ditarik dari peredaran' },
  NOT_HALAL: { en: 'Not halal', id: 'Tidak halal' },
  DOUBTFUL: { en: 'Doubtful', id: 'Diragukan' },
  SUSPENDED: { en: 'Certificate suspended or revoked', id: 'Sertifikat dibekukan atau dicabut' },
  EXPIRED: { en: 'Certificate expired', id: 'Sertifikat kedaluwarsa' },
  PENDING: { en: 'Not complete yet', id: 'Belum lengkap' },
  HALAL: { en: 'Halal', id: 'Halal' },
  NOT_YET: { en: 'Did not exist yet', id: 'Belum ada' },
  UNKNOWN_LOT: { en: 'Not known here', id: 'Tidak dikenal di sini' },
} satisfies Record<Headline, Text>;

export const headlineSentences = {
  RECALLED: {
    en: 'Lot {lot} is in an open recall as of {day}. Do not sell or move it.',
    id: 'Lot {lot} masih dalam penarikan per {day}. Jangan dijual atau dipindahkan.',
  },
  NOT_HALAL: {
    en: 'As of {day} the records show a prohibited input, contact or finding for lot {lot}.',
    id: 'Per {day} catatan menunjukkan bahan, kontak atau temuan terlarang pada lot {lot}.',
  },
  DOUBTFUL: {
    en: 'As of {day} the records leave a doubt about lot {lot} that somebody competent must decide.',
    id: 'Per {day} catatan menyisakan keraguan atas lot {lot} yang harus diputuskan pihak berwenang.',
  },
  SUSPENDED: {
    en: 'As of {day} a certificate that lot {lot} rests on was suspended or revoked when it counted.',
    id: 'Per {day} sertifikat yang mendasari lot {lot} dibekukan atau dicabut pada waktu yang menentukan.',
  },
  EXPIRED: {
    en: 'As of {day} a certificate that lot {lot} rests on had ended when it counted.',
    id: 'Per {day} sertifikat yang mendasari lot {lot} sudah berakhir pada waktu yang menentukan.',
  },
  PENDING: {
    en: 'As of {day} the evidence for lot {lot} is not complete, or the lot is not released.',
    id: 'Per {day} bukti untuk lot {lot} belum lengkap, atau lotnya belum dilepas.',
  },
  HALAL: {
    en: 'Evidence complete, no open halal issue for lot {lot} as of {day}.',
    id: 'Bukti lengkap, tidak ada masalah halal terbuka untuk lot {lot} per {day}.',
  },
  NOT_YET: { en: 'Lot {lot} did not exist on {day}.', id: 'Lot {lot} belum ada pada {day}.' },
  UNKNOWN_LOT: { en: 'This ledger knows no lot {lot}.', id: 'Buku besar ini tidak mengenal lot {lot}.' },
} satisfies Record<Headline, Text>;

export const axes = {
  substance: { en: 'Substance', id: 'Bahan dan kontak' },
  assurance: { en: 'Assurance', id: 'Jaminan' },
  disposition: { en: 'Disposition', id: 'Keadaan barang' },
} satisfies Record<keyof Axes, Text>;

export const axisValues = {
  PERMITTED: { en: 'nothing prohibited recorded', id: 'tidak ada yang terlarang' },
  UNVERIFIED: { en: 'not verified', id: 'belum terverifikasi' },
  DOUBTFUL: { en: 'doubtful', id: 'diragukan' },
  PROHIBITED: { en: 'prohibited', id: 'terlarang' },
  ASSURED: { en: 'covered by papers', id: 'dokumen lengkap' },
  INCOMPLETE: { en: 'papers incomplete', id: 'dokumen belum lengkap' },
  LAPSED: { en: 'certificate ended', id: 'sertifikat berakhir' },
  SUSPENDED: { en: 'certificate suspended', id: 'sertifikat dibekukan' },
  REVOKED: { en: 'certificate revoked', id: 'sertifikat dicabut' },
  RELEASED: { en: 'released', id: 'dilepas' },
  UNRELEASED: { en: 'not released', id: 'belum dilepas' },
  HELD: { en: 'on hold', id: 'ditahan' },
  WITHDRAWN: { en: 'withdrawn', id: 'ditarik dari distribusi' },
  RECALLED: { en: 'recalled', id: 'ditarik dari peredaran' },
} satisfies Record<Axes[keyof Axes], Text>;

/** Laboratory results. Below the limit of quantification is not "not detected", and never told so. */
export const resultStates = {
  DETECTED: { en: 'detected', id: 'terdeteksi' },
  NOT_DETECTED: { en: 'not detected', id: 'tidak terdeteksi' },
  BELOW_LOQ: { en: 'below the limit of quantification (LOQ)', id: 'di bawah batas kuantifikasi (LOQ)' },
  INCONCLUSIVE: { en: 'inconclusive', id: 'tidak dapat disimpulkan' },
} satisfies Record<ResultState, Text>;

/** Evidence that is not there yet: what to do next. */
export const missing = {
  release: {
    en: 'The penyelia halal has not released lot {lot} yet (HalalReleaseGranted).',
    id: 'Penyelia halal belum melepas lot {lot} (HalalReleaseGranted).',
  },
  inspection: {
    en: 'Lot {lot} was not inspected on receipt (IncomingInspected).',
    id: 'Lot {lot} belum diperiksa saat diterima (IncomingInspected).',
  },
} satisfies Record<Missing['what'], Text>;

export const badges = {
  destroyed: { en: 'Destroyed: nothing of the lot is left', id: 'Dimusnahkan: lot ini tidak tersisa' },
} satisfies Record<string, Text>;
