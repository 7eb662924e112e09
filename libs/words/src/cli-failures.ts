import type { Text } from './language.js';

/** Why the command line stopped, and what to do. */
export const cliFailures = {
  commandUnknown: {
    en: 'There is no command "{command}". "hadic --help" lists what there is.',
    id: 'Tidak ada perintah "{command}". "hadic --help" menampilkan daftarnya.',
  },
  flagUnknown: {
    en: 'The flag {flag} is not known here. See --help.',
    id: 'Tanda {flag} tidak dikenal di sini. Lihat --help.',
  },
  flagNeedsValue: { en: 'The flag {flag} needs a value.', id: 'Tanda {flag} memerlukan nilai.' },
  flagTakesNoValue: { en: 'The flag {flag} takes no value.', id: 'Tanda {flag} tidak menerima nilai.' },
  flagMissing: { en: 'The flag {flag} is missing. See --help.', id: 'Tanda {flag} belum ada. Lihat --help.' },
  wordMissing: { en: 'Missing: {name}. See --help.', id: 'Belum disebut: {name}. Lihat --help.' },
  wordSurplus: { en: 'Not understood: "{word}". See --help.', id: 'Tidak dimengerti: "{word}". Lihat --help.' },
  languageUnknown: {
    en: 'There is no language "{language}"; choose one of: {known}.',
    id: 'Tidak ada bahasa "{language}"; pilih salah satu: {known}.',
  },
  roleUnknown: {
    en: 'There is no role "{text}". Roles: {known}.',
    id: 'Tidak ada peran "{text}". Peran: {known}.',
  },
  typeUnknown: {
    en: 'There is no event type "{type}". "hadic record --help" shows how to find them.',
    id: 'Tidak ada jenis catatan "{type}". "hadic record --help" menunjukkan cara mencarinya.',
  },
  timeMalformed: {
    en: '{name}: "{value}" is not a time with its offset, such as 2026-03-01T08:00:00+07:00.',
    id: '{name}: "{value}" bukan waktu lengkap dengan zonanya, seperti 2026-03-01T08:00:00+07:00.',
  },
  portMalformed: { en: '"{port}" is not a port.', id: '"{port}" bukan nomor port.' },
  organisationMalformed: {
    en: '"{organisation}" is not an organisation’s id: letters, digits, dot, hyphen and underscore only.',
    id: '"{organisation}" bukan id organisasi: hanya huruf, angka, titik, tanda hubung dan garis bawah.',
  },
  settingMalformed: {
    en: '"{text}" is not a setting. Write --set name=text, --set list.0.name=text or --set name:=JSON.',
    id: '"{text}" bukan isian. Tulis --set nama=teks, --set daftar.0.nama=teks atau --set nama:=JSON.',
  },
  listHasGap: {
    en: 'Place {index} of a list cannot be set while it has {length} entries; begin at 0.',
    id: 'Urutan {index} tidak dapat diisi selama daftarnya berisi {length} entri; mulai dari 0.',
  },
  draftMalformed: {
    en: '{file}: {place} is not as an event is written: {"type": …, "data": {…}, "occurredAt"?, "as"?, "signers"?, "place"?, "evidence"?}.',
    id: '{file}: {place} tidak sesuai bentuk catatan: {"type": …, "data": {…}, "occurredAt"?, "as"?, "signers"?, "place"?, "evidence"?}.',
  },
  ownerMissing: {
    en: 'The data of {type} does not say whose books it belongs to; fill in its site, organisation or id.',
    id: 'Data {type} belum menyebut milik pembukuan siapa; isi lokasi, organisasi atau id-nya.',
  },
  noEvent: { en: '{file} holds no event.', id: '{file} tidak berisi catatan.' },
  nothingChanged: {
    en: 'The correction changes nothing. Say what is different with --set or --data.',
    id: 'Koreksi ini tidak mengubah apa pun. Sebut yang berbeda dengan --set atau --data.',
  },
  fileMissing: { en: 'There is no file {file}.', id: 'Tidak ada berkas {file}.' },
  fileUnreadable: { en: '{file} cannot be read ({reason}).', id: '{file} tidak dapat dibaca ({reason}).' },
  fileExists: {
    en: '{file} exists already and is not overwritten. Name another file or move it away.',
    id: '{file} sudah ada dan tidak ditimpa. Sebut berkas lain atau pindahkan dulu.',
  },
  fileNotWritten: { en: '{file} cannot be written ({reason}).', id: '{file} tidak dapat ditulis ({reason}).' },
  fileMalformed: {
    en: '{file} is not the JSON that is expected here: {code} at {place}.',
    id: '{file} bukan JSON yang diharapkan di sini: {code} di {place}.',
  },
  envelopeMalformed: {
    en: '{file} is not a whole signed event: {code} at {place}.',
    id: '{file} bukan catatan bertanda tangan yang utuh: {code} di {place}.',
  },
  notSigned: { en: '{file} holds no signed event.', id: '{file} tidak berisi catatan bertanda tangan.' },
  configMalformed: {
    en: '{file} is not a configuration of hadic. Restore it from a copy.',
    id: '{file} bukan konfigurasi hadic. Pulihkan dari salinannya.',
  },
  alreadyFounded: {
    en: 'There is a ledger in {home} already. Choose another folder with --home.',
    id: 'Sudah ada buku besar di {home}. Pilih folder lain dengan --home.',
  },
  noLedger: {
    en: 'There is no ledger in {home}. Run "hadic init" first, or name its folder with --home.',
    id: 'Tidak ada buku besar di {home}. Jalankan "hadic init" dulu, atau sebut foldernya dengan --home.',
  },
  keyNameMalformed: {
    en: '"{name}" cannot name a key file: letters, digits, dot, hyphen and underscore only.',
    id: '"{name}" tidak dapat menjadi nama berkas kunci: hanya huruf, angka, titik, tanda hubung dan garis bawah.',
  },
  keyFileMalformed: {
    en: '{file} is not a key file. Restore it from a copy.',
    id: '{file} bukan berkas kunci. Pulihkan dari salinannya.',
  },
  keyMissing: {
    en: 'There is no key {name} here. "hadic keys list" shows those there are.',
    id: 'Tidak ada kunci {name} di sini. "hadic keys list" menampilkan yang ada.',
  },
  noKeyFor: {
    en: 'No key of {organisation} is kept here to sign as {roles}. Make one with "hadic keys new", or name the signer: --as ROLE@organisation=did:key:…, and let that key cosign.',
    id: 'Tidak ada kunci {organisation} di sini untuk menandatangani sebagai {roles}. Buat dengan "hadic keys new", atau sebut penandatangannya: --as PERAN@organisasi=did:key:…, lalu minta ia ikut menandatangani.',
  },
  noLocalSigner: {
    en: 'None of the keys kept here is asked to sign this.',
    id: 'Tidak ada kunci di sini yang diminta menandatangani ini.',
  },
  signatureMissing: {
    en: 'The signature of {role} of {organisation} is missing ({key}). Write the event with --out FILE, let that key run "hadic cosign FILE", then record the result.',
    id: 'Tanda tangan {role} dari {organisation} belum ada ({key}). Tulis catatannya dengan --out BERKAS, minta pemegang kunci menjalankan "hadic cosign BERKAS", lalu catat hasilnya.',
  },
  passphraseNeeded: {
    en: 'A passphrase is needed and nobody can be asked. Put it into a file and name that in HADIC_PASSPHRASE_FILE.',
    id: 'Frasa sandi diperlukan, tetapi tidak ada yang dapat ditanya. Simpan dalam berkas dan sebut berkas itu di HADIC_PASSPHRASE_FILE.',
  },
  passphraseEmpty: { en: 'The passphrase is empty.', id: 'Frasa sandinya kosong.' },
  passphrasesDiffer: { en: 'The two passphrases differ.', id: 'Kedua frasa sandi berbeda.' },
  passphraseWrong: {
    en: 'This is not the passphrase of the key {key}, or its file was altered.',
    id: 'Frasa sandi kunci {key} salah, atau berkasnya sudah berubah.',
  },
  recordTampered: {
    en: 'Record {index} ({stream}@{revision}) is not what was signed: {reason}. Nothing was restored.',
    id: 'Catatan ke-{index} ({stream}@{revision}) tidak sama dengan yang ditandatangani: {reason}. Tidak ada yang dipulihkan.',
  },
  backupOfEsdb: {
    en: 'ESDB_URL is set: the log lies in EventStoreDB, and this copies SQLite files only. Stop the service and run "hadic migrate --from esdb --to FILE", or use the server’s own backup.',
    id: 'ESDB_URL terisi: log ada di EventStoreDB, sedangkan perintah ini hanya menyalin berkas SQLite. Hentikan layanan lalu jalankan "hadic migrate --from esdb --to BERKAS", atau pakai pencadangan milik servernya.',
  },
  restoreToEsdb: {
    en: 'ESDB_URL is set: the log lies in EventStoreDB, and this restores SQLite files only. Stop the service and run "hadic migrate --from FILE --to esdb", or use the server’s own restore.',
    id: 'ESDB_URL terisi: log ada di EventStoreDB, sedangkan perintah ini hanya memulihkan berkas SQLite. Hentikan layanan lalu jalankan "hadic migrate --from BERKAS --to esdb", atau pakai pemulihan milik servernya.',
  },
  esdbUrlMissing: {
    en: '{flag} esdb means the EventStoreDB that ESDB_URL names, and ESDB_URL is not set.',
    id: '{flag} esdb berarti EventStoreDB yang disebut ESDB_URL, sedangkan ESDB_URL belum diisi.',
  },
  migrateSamePlace: {
    en: '--from and --to are the same place: {place}.',
    id: '--from dan --to adalah tempat yang sama: {place}.',
  },
  migrateAddress: { en: '{reason} See --help.', id: '{reason} Lihat --help.' },
  migrateTwoServers: {
    en: 'One command speaks to one EventStoreDB. Migrate to a SQLite file first, and from that to the other server.',
    id: 'Satu perintah hanya berbicara dengan satu EventStoreDB. Pindahkan dulu ke berkas SQLite, lalu dari situ ke server lain.',
  },
  migrateEmpty: {
    en: '{from} holds no ledger, so there is nothing to copy. Check the file, the address and the namespace.',
    id: '{from} tidak berisi buku besar, jadi tidak ada yang disalin. Periksa berkas, alamat dan namespace-nya.',
  },
  migrateLocked: {
    en: 'The service is running on one of the two, or another command is: stop it first. ({reason})',
    id: 'Layanan atau perintah lain sedang memakai salah satu dari keduanya: hentikan dulu. ({reason})',
  },
  migrateUnsound: {
    en: 'Record {index} of {from} ({stream}@{revision}) is not what was signed: {reason}. Nothing was copied. Restore a backup.',
    id: 'Catatan ke-{index} di {from} ({stream}@{revision}) tidak sama dengan yang ditandatangani: {reason}. Tidak ada yang disalin. Pulihkan cadangan.',
  },
  migrateOtherLedger: {
    en: '{to} holds another ledger than {from} ({what} of the first record differs). Nothing was written: name an empty place.',
    id: '{to} berisi buku besar lain, bukan yang di {from} ({what} catatan pertama berbeda). Tidak ada yang ditulis: sebut tempat yang kosong.',
  },
  migrateDiffers: {
    en: '{to} is no copy of {from}: {what} of record {index} differs. Nothing was written: name an empty place.',
    id: '{to} bukan salinan {from}: {what} catatan ke-{index} berbeda. Tidak ada yang ditulis: sebut tempat yang kosong.',
  },
  migrateSurplus: {
    en: '{to} holds more than {from}: a record {index} follows there. Nothing was written. If {to} has gone on since it was copied, it is the ledger now.',
    id: '{to} berisi lebih banyak daripada {from}: di sana ada catatan ke-{index}. Tidak ada yang ditulis. Jika {to} sudah dipakai setelah disalin, itulah buku besarnya sekarang.',
  },
  migrateMoved: {
    en: '{from} was written to meanwhile. Stop the service that writes to it, then run the same command again: it copies the rest.',
    id: '{from} ditulisi selama penyalinan. Hentikan layanan yang menulisinya, lalu jalankan lagi perintah yang sama: sisanya akan disalin.',
  },
  migrateWrittenTo: {
    en: 'Somebody else writes to {to}. Stop that, and copy to an empty place.',
    id: 'Ada pihak lain yang menulisi {to}. Hentikan itu, lalu salin ke tempat yang kosong.',
  },
  migrateUnequal: {
    en: '{to} did not become equal to {from}: {what} differs at record {index}. Do not use it: copy to an empty place.',
    id: '{to} tidak menjadi sama dengan {from}: {what} berbeda pada catatan ke-{index}. Jangan dipakai: salin ke tempat yang kosong.',
  },
  migrateCut: {
    en: '{reason} What has been copied is whole and in order; the same command goes on from there.',
    id: '{reason} Yang sudah disalin utuh dan urut; perintah yang sama melanjutkannya dari situ.',
  },
  unreachable: {
    en: 'No service answers at {url}. Start it with "npm start", or name another with --url or HADIC_URL.',
    id: 'Tidak ada layanan yang menjawab di {url}. Jalankan "npm start", atau sebut alamat lain dengan --url atau HADIC_URL.',
  },
  notHadic: {
    en: 'What answers at {url} is not a HADIC service (status {status}). Check the address.',
    id: 'Yang menjawab di {url} bukan layanan HADIC (status {status}). Periksa alamatnya.',
  },
  unforeseen: {
    en: 'This went wrong in an unforeseen way: {reason}. HADIC_DEBUG=1 shows where.',
    id: 'Terjadi kesalahan yang tidak terduga: {reason}. HADIC_DEBUG=1 menunjukkan tempatnya.',
  },
} satisfies Record<string, Text>;
