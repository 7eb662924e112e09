import type { Advice, Text } from './language.js';

/** What may be wrong with a request before any rule of the domain is asked. */
export const problems = {
  'not-json': {
    text: { en: 'This is not JSON.', id: 'Ini bukan JSON.' },
    wayOut: { en: 'Send one JSON value; the pointer names the place.', id: 'Kirim satu nilai JSON yang benar.' },
  },
  'not-utf8': {
    text: { en: 'The text is not UTF-8.', id: 'Teksnya bukan UTF-8.' },
    wayOut: { en: 'Save the file as UTF-8 and send it again.', id: 'Simpan berkas sebagai UTF-8 dan kirim lagi.' },
  },
  'duplicate-name': {
    text: { en: 'A name stands twice in one object.', id: 'Ada nama yang muncul dua kali dalam satu objek.' },
    wayOut: { en: 'Keep one of the two.', id: 'Sisakan salah satunya.' },
  },
  'unsafe-number': {
    text: { en: 'This number is too large to be exact.', id: 'Angka ini terlalu besar untuk tetap tepat.' },
    wayOut: { en: 'Write it as a decimal string.', id: 'Tulis sebagai teks desimal.' },
  },
  'lone-surrogate': {
    text: { en: 'The text holds half a character.', id: 'Teks ini memuat karakter yang terpotong.' },
    wayOut: { en: 'Type the text again.', id: 'Ketik ulang teksnya.' },
  },
  'too-deep': {
    text: { en: 'The data is nested too deep.', id: 'Susunan datanya terlalu dalam.' },
    wayOut: { en: 'No event needs more than a few levels.', id: 'Tidak ada catatan yang memerlukan banyak tingkat.' },
  },
  'too-large': {
    text: { en: 'This is too large.', id: 'Ukurannya terlalu besar.' },
    wayOut: {
      en: 'An event has at most 64 KiB, a line 256 KiB. Keep documents outside and name them by their SHA-256.',
      id: 'Satu catatan paling besar 64 KiB, satu baris 256 KiB. Simpan dokumen di luar dan sebut SHA-256-nya.',
    },
  },
  'not-plain': {
    text: { en: 'A value is not plain JSON.', id: 'Ada nilai yang bukan JSON biasa.' },
    wayOut: { en: 'Use texts, numbers, lists and objects only.', id: 'Pakai teks, angka, daftar dan objek saja.' },
  },
  'not-canonical': {
    text: {
      en: 'The signed payload is not in canonical form.',
      id: 'Isi yang ditandatangani tidak dalam bentuk kanonik.',
    },
    wayOut: {
      en: 'Canonicalise by RFC 8785 before signing; "hadic record" does so.',
      id: 'Bentuk dulu menurut RFC 8785 sebelum ditandatangani; "hadic record" melakukannya.',
    },
  },
  'malformed-envelope': {
    text: { en: 'The envelope of the signed event is malformed.', id: 'Amplop catatan bertanda tangan tidak benar.' },
    wayOut: {
      en: 'It has payloadType, payload and signatures, in strict base64.',
      id: 'Amplop berisi payloadType, payload dan signatures, dalam base64 yang ketat.',
    },
  },
  'malformed-payload-type': {
    text: { en: 'The payload type is malformed.', id: 'Jenis muatan tidak benar.' },
    wayOut: {
      en: 'It reads application/vnd.hadic.<type>.v1+json.',
      id: 'Bentuknya application/vnd.hadic.<jenis>.v1+json.',
    },
  },
  'type-mismatch': {
    text: {
      en: 'Envelope and payload name different event types.',
      id: 'Amplop dan isinya menyebut jenis catatan yang berbeda.',
    },
    wayOut: { en: 'Sign the event again.', id: 'Tanda tangani ulang catatannya.' },
  },
  'bad-signature': {
    text: { en: 'A signature does not hold: {key}.', id: 'Ada tanda tangan yang tidak sah: {key}.' },
    wayOut: {
      en: 'The file was changed after signing, or signed by another key. Sign it again.',
      id: 'Berkas berubah setelah ditandatangani, atau memakai kunci lain. Tanda tangani ulang.',
    },
  },
  'duplicate-signer': {
    text: { en: 'A key has signed twice.', id: 'Satu kunci menandatangani dua kali.' },
    wayOut: { en: 'Keep one of the two signatures.', id: 'Sisakan salah satu tanda tangannya.' },
  },
  'signers-differ': {
    text: {
      en: 'The keys that signed are not those listed under "signers".',
      id: 'Kunci yang menandatangani berbeda dari daftar "signers".',
    },
    wayOut: {
      en: 'Collect the missing signatures with "hadic cosign", or list all signers before signing.',
      id: 'Lengkapi tanda tangan dengan "hadic cosign", atau daftarkan semua penandatangan sebelum menandatangani.',
    },
  },
  'missing-opening': {
    text: { en: 'The opening of a private field is missing.', id: 'Pembuka untuk isian rahasia tidak ada.' },
    wayOut: {
      en: 'Send the file as it was signed, with its openings.',
      id: 'Kirim berkas seperti saat ditandatangani, lengkap dengan pembukanya.',
    },
  },
  'unequal-opening': {
    text: { en: 'An opening is not what was signed.', id: 'Pembuka tidak sama dengan yang ditandatangani.' },
    wayOut: {
      en: 'Send the file as it was signed; it was changed since.',
      id: 'Kirim berkas seperti saat ditandatangani; isinya sudah berubah.',
    },
  },
  'unexpected-opening': {
    text: {
      en: 'There is an opening for a field that is not private.',
      id: 'Ada pembuka untuk isian yang tidak rahasia.',
    },
    wayOut: { en: 'Leave that opening out.', id: 'Hapus pembuka itu.' },
  },
  'malformed-opening': {
    text: { en: 'An opening is malformed.', id: 'Bentuk pembuka tidak benar.' },
    wayOut: {
      en: 'An opening is [salt of 16 bytes in base64url, value].',
      id: 'Pembuka berbentuk [garam 16 bita dalam base64url, nilai].',
    },
  },
  'not-hidden': {
    text: { en: 'A private field is signed in the clear.', id: 'Isian rahasia ditandatangani secara terbuka.' },
    wayOut: {
      en: 'Sign its salted digest; "hadic record" does so.',
      id: 'Tanda tangani sidik bergaramnya; "hadic record" melakukannya.',
    },
  },
  'invalid-event': {
    text: { en: 'The event is not filled in correctly.', id: 'Isian catatan belum benar.' },
    wayOut: { en: 'Correct the fields that are listed.', id: 'Perbaiki isian yang disebut.' },
  },
  'id-taken': {
    text: {
      en: 'The id {id} belongs to another event already.',
      id: 'Id {id} sudah dipakai catatan lain.',
    },
    wayOut: {
      en: 'Make the event again with a new id; never change an event that was sent.',
      id: 'Buat ulang catatan dengan id baru; jangan mengubah catatan yang sudah dikirim.',
    },
  },
  'recorded-at-refused': {
    text: {
      en: 'Only a simulated ledger takes "recordedAt" from outside.',
      id: 'Hanya buku besar simulasi yang menerima "recordedAt" dari luar.',
    },
    wayOut: { en: 'Leave "recordedAt" out.', id: 'Hapus "recordedAt".' },
  },
  'recorded-at-malformed': {
    text: {
      en: '"recordedAt" is missing or is not a time with its offset.',
      id: '"recordedAt" tidak ada atau bukan waktu lengkap dengan zonanya.',
    },
    wayOut: {
      en: 'Write it as 2026-03-01T08:00:00+07:00.',
      id: 'Tulis seperti 2026-03-01T08:00:00+07:00.',
    },
  },
  'not-found': {
    text: { en: 'There is nothing called {id} here.', id: 'Tidak ada yang bernama {id} di sini.' },
    wayOut: {
      en: 'Check the spelling; "hadic events list" shows what there is.',
      id: 'Periksa ejaannya; "hadic events list" menampilkan yang ada.',
    },
  },
  'unsupported-media-type': {
    text: { en: 'This content type is not taken here.', id: 'Jenis isi ini tidak diterima di sini.' },
    wayOut: {
      en: 'Send application/json, or application/x-ndjson for many events.',
      id: 'Kirim application/json, atau application/x-ndjson untuk banyak catatan.',
    },
  },
  'method-not-allowed': {
    text: { en: 'This address does not take that method.', id: 'Alamat ini tidak menerima metode itu.' },
    wayOut: { en: 'See /docs for what it takes.', id: 'Lihat /docs untuk metode yang diterima.' },
  },
  'token-required': {
    text: { en: 'This service needs an access token.', id: 'Layanan ini memerlukan token akses.' },
    wayOut: {
      en: 'Set HADIC_TOKEN, or send "Authorization: Bearer <token>". The operator gives it out.',
      id: 'Atur HADIC_TOKEN, atau kirim "Authorization: Bearer <token>". Mintalah kepada pengelola.',
    },
  },
  'rate-limited': {
    text: {
      en: '{sender} has sent more events than are taken in a minute.',
      id: '{sender} mengirim lebih banyak catatan daripada batas per menit.',
    },
    wayOut: {
      en: 'Nothing was recorded. Send the same again in {seconds} s.',
      id: 'Belum ada yang dicatat. Kirim ulang yang sama {seconds} detik lagi.',
    },
  },
  overloaded: {
    text: { en: 'The service is busy.', id: 'Layanan sedang sibuk.' },
    wayOut: {
      en: 'Nothing was recorded. Send the same again shortly.',
      id: 'Belum ada yang dicatat. Kirim ulang yang sama sebentar lagi.',
    },
  },
  'read-side-behind': {
    text: { en: 'The answers are not up to date with the log yet.', id: 'Data baca belum mengikuti catatan terbaru.' },
    wayOut: { en: 'Ask again shortly.', id: 'Tanyakan lagi sebentar lagi.' },
  },
  'read-side-stopped': {
    text: {
      en: 'The read side stopped at record {index} of the log: {reason}.',
      id: 'Sisi baca berhenti pada catatan ke-{index} di log: {reason}.',
    },
    wayOut: {
      en: 'The operator checks that record and runs "hadic rebuild".',
      id: 'Pengelola memeriksa catatan itu dan menjalankan "hadic rebuild".',
    },
  },
  'read-side-unreachable': {
    text: {
      en: 'The read side, which judges this claim, does not answer.',
      id: 'Sisi baca, yang menilai klaim ini, tidak menjawab.',
    },
    wayOut: {
      en: 'Nothing was recorded. Send the same again shortly; if it lasts, the operator checks HADIC_PROVENANCE_URL.',
      id: 'Belum ada yang dicatat. Kirim ulang yang sama sebentar lagi; jika berlanjut, pengelola memeriksa HADIC_PROVENANCE_URL.',
    },
  },
  'store-unavailable': {
    text: { en: 'The store cannot take anything at the moment.', id: 'Penyimpanan sedang tidak dapat menerima data.' },
    wayOut: {
      en: 'Nothing was recorded. Send the same again later.',
      id: 'Belum ada yang dicatat. Kirim ulang yang sama nanti.',
    },
  },
  'outcome-unknown': {
    text: {
      en: 'It is not known whether this event was recorded.',
      id: 'Belum pasti apakah catatan ini sudah tersimpan.',
    },
    wayOut: {
      en: 'Send the very same again: it is recorded once, whatever happened.',
      id: 'Kirim ulang yang persis sama: catatannya tetap hanya satu.',
    },
  },
  'cursor-malformed': {
    text: { en: 'The cursor is malformed.', id: 'Penanda halaman tidak benar.' },
    wayOut: {
      en: 'Use the cursor of the last answer as it is.',
      id: 'Pakai penanda dari jawaban terakhir apa adanya.',
    },
  },
  'cursor-of-another-log': {
    text: { en: 'The cursor belongs to another log.', id: 'Penanda halaman berasal dari log lain.' },
    wayOut: { en: 'Begin again from the first page.', id: 'Mulai lagi dari halaman pertama.' },
  },
  'parameter-malformed': {
    text: { en: 'The parameter {name} must be {rule}.', id: 'Parameter {name} harus {rule}.' },
    wayOut: { en: 'See /docs for what it takes.', id: 'Lihat /docs untuk isian yang diterima.' },
  },
  internal: {
    text: { en: 'Something went wrong on our side.', id: 'Terjadi kesalahan di pihak kami.' },
    wayOut: {
      en: 'Send the very same again later; tell the operator if it happens again.',
      id: 'Kirim ulang yang persis sama nanti; beri tahu pengelola jika terulang.',
    },
  },
} satisfies Record<string, Advice>;

/** What is wrong with one field of an event, by the rule that it breaks. */
export const fieldRules = {
  required: { en: 'This field is missing.', id: 'Isian ini belum ada.' },
  'unknown-member': { en: 'There is no such field.', id: 'Tidak ada isian dengan nama ini.' },
  pattern: { en: 'This does not have the expected form: {expected}.', id: 'Bentuknya tidak sesuai: {expected}.' },
  format: { en: 'This is not a valid {expected}.', id: 'Ini bukan {expected} yang benar.' },
  enum: { en: 'This must be one of: {expected}.', id: 'Pilih salah satu: {expected}.' },
  type: { en: 'This must be of type {expected}.', id: 'Jenisnya harus {expected}.' },
  'too-long': { en: 'This is too long: at most {expected}.', id: 'Terlalu panjang: paling banyak {expected}.' },
  'too-short': { en: 'This is too short: at least {expected}.', id: 'Terlalu pendek: paling sedikit {expected}.' },
  'too-many': { en: 'Too many entries: at most {expected}.', id: 'Terlalu banyak entri: paling banyak {expected}.' },
  'too-few': { en: 'Too few entries: at least {expected}.', id: 'Entri kurang: paling sedikit {expected}.' },
  minimum: { en: 'This must be at least {expected}.', id: 'Nilainya paling kecil {expected}.' },
  maximum: { en: 'This must be at most {expected}.', id: 'Nilainya paling besar {expected}.' },
  const: { en: 'This must be {expected}.', id: 'Nilainya harus {expected}.' },
  'unknown-type': { en: 'There is no event type of this name.', id: 'Tidak ada jenis catatan dengan nama ini.' },
} satisfies Record<string, Text>;
