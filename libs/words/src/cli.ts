import { cliFailures } from './cli-failures.js';
import type { Text } from './language.js';

/** What the command line says beside its help. */
export const cli = {
  ...cliFailures,
  globalFlags: {
    en: `Every command takes:
  --help, -h       this text
  --lang id|en     language (also HADIC_LANG)
  --json           data as JSON, for programs
  --home FOLDER    keys, configuration, outbox; ./.hadic unless told (also HADIC_HOME)
  --url URL        where the service answers (also HADIC_URL)

Exit codes: 0 done, 1 refused or a check failed, 2 wrong usage, 3 the service cannot be reached, 4 tampered.`,
    id: `Setiap perintah menerima:
  --help, -h       teks ini
  --lang id|en     bahasa (juga HADIC_LANG)
  --json           data sebagai JSON, untuk program
  --home FOLDER    kunci, konfigurasi, kotak keluar; ./.hadic jika tidak disebut (juga HADIC_HOME)
  --url URL        alamat layanan (juga HADIC_URL)

Kode keluar: 0 selesai, 1 ditolak atau pemeriksaan gagal, 2 salah pakai, 3 layanan tidak terjangkau, 4 dirusak.`,
  },
  founded: {
    en: 'The ledger of {registrar} is prepared in {home}. Start the service with "npm start": it records the founding.',
    id: 'Buku besar {registrar} sudah disiapkan di {home}. Jalankan layanan dengan "npm start": pendiriannya akan dicatat.',
  },
  simulated: {
    en: 'This ledger is simulated: its clock is told, and every answer says so. Never use it for real goods.',
    id: 'Buku besar ini simulasi: waktunya ditentukan dari luar, dan setiap jawaban menyebutnya. Jangan dipakai untuk barang nyata.',
  },
  keyMade: {
    en: 'The key {name} is kept sealed on this machine. {organisation} must register it before it can sign (SigningKeyRegistered).',
    id: 'Kunci {name} tersimpan tersegel di komputer ini. {organisation} harus mendaftarkannya sebelum dapat menandatangani (SigningKeyRegistered).',
  },
  keyRotated: {
    en: 'The key {name} has taken the place of {old}, which signs no more.',
    id: 'Kunci {name} menggantikan {old}, yang tidak dapat menandatangani lagi.',
  },
  noKeys: { en: 'There are no keys in {home}.', id: 'Tidak ada kunci di {home}.' },
  passphraseNew: { en: 'New passphrase for the key: ', id: 'Frasa sandi baru untuk kunci: ' },
  passphraseAgain: { en: 'The same once more: ', id: 'Ulangi sekali lagi: ' },
  passphraseAsked: { en: 'Passphrase of the key {key}: ', id: 'Frasa sandi kunci {key}: ' },
  showStream: { en: 'books', id: 'pembukuan' },
  showTime: { en: 'when', id: 'waktu' },
  showSigners: { en: 'signed by', id: 'penandatangan' },
  andMore: { en: '… and {count} more.', id: '… dan {count} lagi.' },
  confirmSigning: { en: 'Sign {count} event(s)? [y/N] ', id: 'Tanda tangani {count} catatan? [y/T] ' },
  cancelled: { en: 'Nothing was signed.', id: 'Tidak ada yang ditandatangani.' },
  written: {
    en: '{count} signed event(s) written to {file}; nothing was sent.',
    id: '{count} catatan bertanda tangan ditulis ke {file}; belum ada yang dikirim.',
  },
  stillMissing: {
    en: 'Still missing: the signature of {role} of {organisation} with {key}.',
    id: 'Masih kurang: tanda tangan {role} dari {organisation} dengan {key}.',
  },
  duplicate: {
    en: '{id} was recorded before; nothing was doubled. If this is another event, repeat the command with --again.',
    id: '{id} sudah pernah dicatat; tidak ada yang digandakan. Jika ini kejadian lain, ulangi perintahnya dengan --again.',
  },
  notSettled: {
    en: '{id} has no final answer yet. It is kept in the outbox: repeat the same command.',
    id: '{id} belum mendapat jawaban akhir. Catatannya disimpan di kotak keluar: ulangi perintah yang sama.',
  },
  summary: {
    en: 'recorded {recorded}, recorded before {duplicate}, refused {refused}, waiting {waiting}',
    id: 'dicatat {recorded}, sudah ada {duplicate}, ditolak {refused}, menunggu {waiting}',
  },
  moreEvents: {
    en: 'There are more than these {limit}; ask for more with --limit.',
    id: 'Masih ada selain {limit} ini; minta lebih banyak dengan --limit.',
  },
  voided: { en: 'without effect', id: 'tidak berlaku' },
  sound: { en: 'sound     {id}  {digest}', id: 'utuh      {id}  {digest}' },
  tampered: { en: 'TAMPERED  {id}  {place} ({code})', id: 'DIRUSAK   {id}  {place} ({code})' },
  backedUp: { en: '{events} events are in {file}.', id: '{events} catatan tersimpan di {file}.' },
  restored: {
    en: '{events} records were checked and restored. Compare this head with one that you kept.',
    id: '{events} catatan diperiksa dan dipulihkan. Bandingkan kepala log ini dengan yang Anda simpan.',
  },
  migrateChecking: {
    en: 'Checking every record of {from}, and what {to} holds already.',
    id: 'Memeriksa setiap catatan di {from}, dan apa yang sudah ada di {to}.',
  },
  migrateChecked: { en: '{count} records checked', id: '{count} catatan diperiksa' },
  migrateCopying: {
    en: 'All hold. Copying {count} to {to}; {held} are there already.',
    id: 'Semuanya utuh. Menyalin {count} ke {to}; {held} sudah ada di sana.',
  },
  migrateCopied: { en: '{count} records copied', id: '{count} catatan disalin' },
  migrateComparing: {
    en: 'Reading both whole, and comparing them byte by byte.',
    id: 'Membaca keduanya secara utuh, dan membandingkannya bita demi bita.',
  },
  migrateCompared: { en: '{count} records compared', id: '{count} catatan dibandingkan' },
  migrated: {
    en: '{to} is equal to {from}: bytes, order, digests and head. {count} records were copied ({rate} a second), {held} were there before.',
    id: '{to} sama dengan {from}: bita, urutan, sidik dan kepala log. {count} catatan disalin ({rate} per detik), {held} sudah ada sebelumnya.',
  },
  migrateRebuild: {
    en: 'Positions are each store’s own: run "hadic rebuild" on {to} before the service starts on it. A read model of the old store is not read on.',
    id: 'Posisi milik setiap penyimpanan sendiri: jalankan "hadic rebuild" atas {to} sebelum layanan dijalankan di atasnya. Data baca dari penyimpanan lama tidak diteruskan.',
  },
  migrateInterrupted: {
    en: 'Stopped. What has been copied is whole and in order; the same command goes on from there.',
    id: 'Dihentikan. Yang sudah disalin utuh dan urut; perintah yang sama melanjutkannya dari situ.',
  },
  rebuilt: { en: '{records} records were folded anew.', id: '{records} catatan diolah ulang.' },
} satisfies Record<string, Text>;
