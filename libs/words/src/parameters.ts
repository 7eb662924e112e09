import type { Text } from './language.js';

/** What a query parameter must be; completes "The parameter {name} must be …". */
export const parameterRules = {
  wholeNumber: { en: 'a whole number from {least} to {most}', id: 'berupa bilangan bulat dari {least} sampai {most}' },
  instant: {
    en: 'a time with seconds and offset (RFC 3339), such as 2026-04-10T08:00:00+07:00',
    id: 'berupa waktu dengan detik dan zona (RFC 3339), misalnya 2026-04-10T08:00:00+07:00',
  },
  oneValue: { en: 'given once, with 1 to 500 characters', id: 'diisi sekali, dengan 1 sampai 500 huruf' },
  choice: { en: 'one of {choices}', id: 'salah satu dari {choices}' },
  onePlace: { en: 'the only one of index, position and known', id: 'satu-satunya di antara index, position dan known' },
  place: { en: 'the position of a record of this log', id: 'berupa posisi sebuah catatan di log ini' },
  lastRecord: { en: 'at most {most}, the last record', id: 'paling besar {most}, catatan terakhir' },
  word: { en: 'at least one word', id: 'berisi paling sedikit satu kata' },
  eventType: { en: 'the name of an event type', id: 'berupa nama jenis catatan' },
  cursor: { en: 'a cursor as this service gave it', id: 'berupa kursor sebagaimana diberikan layanan ini' },
  taken: {
    en: 'one that this address takes, well encoded',
    id: 'yang diterima alamat ini, dengan penulisan yang benar',
  },
} satisfies Record<string, Text>;
