import type { Text } from './language.js';

/** What stands around the facts in a chain that is shown as a tree. */
export const tree = {
  madeFrom: { en: 'Made from', id: 'Dibuat dari' },
  evidence: { en: 'Checked and released', id: 'Pemeriksaan dan pelepasan' },
  wentTo: { en: 'Where it went', id: 'Ke mana perginya' },
  noAncestors: { en: 'nothing before it is on record', id: 'tidak ada catatan sebelumnya' },
  noDescendants: { en: 'still where it was made', id: 'masih di tempat asalnya' },
  seeAbove: { en: 'told above', id: 'lihat di atas' },
  partOf: { en: '{part} of {whole}', id: '{part} dari {whole}' },
  left: { en: '{qty} left', id: 'sisa {qty}' },
  pieces: { en: 'pcs', id: 'buah' },
  custodial: { en: 'key held by a service', id: 'kunci dititipkan pada layanan' },
  unauthorised: { en: 'signer not authorised', id: 'penandatangan tidak berwenang' },
  corrected: { en: 'corrected on {day}: {reason}', id: 'dikoreksi {day}: {reason}' },
  annulled: { en: 'annulled on {day}: {reason}', id: 'dibatalkan {day}: {reason}' },
  asOf: {
    en: 'As of {valid}, from what was known at {known} (record {index} of the log); codes checked {checked} of {table}, rules {rules}.',
    id: 'Per {valid}, menurut yang diketahui pada {known} (catatan ke-{index} dalam log); kode diperiksa {checked} dari {table}, aturan {rules}.',
  },
  simulated: {
    en: 'Simulated clock: these events are invented.',
    id: 'Jam simulasi: semua peristiwa ini rekaan.',
  },
  truncated: {
    en: 'Shown: {shown} of {of}; the rest is left out for its size.',
    id: 'Ditampilkan {shown} dari {of}; selebihnya dihilangkan karena terlalu banyak.',
  },
} satisfies Record<string, Text>;
