import { helpForEvents } from './help-events.js';
import { helpForImport } from './help-import.js';
import { helpForReading } from './help-reading.js';
import type { Text } from './language.js';

/** What `hadic <command> --help` prints. One entry for each command. */
export const help = {
  hadic: {
    en: `hadic: sign facts about halal goods, and ask what is known about them

Setting up
  init       found a ledger: key, configuration, founding event
  keys       make, list, show and rotate signing keys

Recording
  record     sign events and send them to the ledger
  sign       sign events into a file; send nothing
  cosign     add your signature to what others have signed
  correct    replace what an event says; both versions stay visible
  annul      say that an event did not happen
  import     record what is kept in tables (CSV)

Asking
  events     list events, show one, check its signatures yourself
  status     the halal status of a lot, with reasons
  trace      what a lot was made from, and where it went

Keeping
  backup     copy the embedded store
  restore    check a backup and put it in place
  migrate    copy the ledger into another store, and prove it
  rebuild    fold the log into the read model again
  doctor     check that all is well, and say what to do

"hadic <command> --help" tells more, with examples.`,
    id: `hadic: tanda tangani fakta tentang barang halal, dan tanyakan apa yang diketahui

Menyiapkan
  init       dirikan buku besar: kunci, konfigurasi, catatan pendirian
  keys       buat, lihat dan ganti kunci tanda tangan

Mencatat
  record     tanda tangani catatan dan kirim ke buku besar
  sign       tanda tangani ke dalam berkas; tidak mengirim
  cosign     tambahkan tanda tangan Anda pada yang sudah ditandatangani orang lain
  correct    ganti isi catatan; kedua versi tetap terlihat
  annul      nyatakan bahwa suatu kejadian tidak terjadi
  import     catat isi tabel (CSV)

Bertanya
  events     daftar catatan, tampilkan satu, periksa sendiri tanda tangannya
  status     status halal sebuah lot, dengan alasannya
  trace      dari apa lot dibuat, dan ke mana perginya

Memelihara
  backup     salin penyimpanan bawaan
  restore    periksa cadangan dan pasang kembali
  migrate    salin buku besar ke penyimpanan lain, dan buktikan
  rebuild    olah ulang log menjadi data baca
  doctor     periksa apakah semua beres, dan sebut tindakannya

"hadic <perintah> --help" menjelaskan lebih lanjut, dengan contoh.`,
  },
  init: {
    en: `hadic init --registrar ORG --name LEGALNAME --person REF

Founds a ledger in the home folder: makes the registrar's key (sealed by a passphrase), signs the founding event and writes
the configuration. The service records that event when it starts on its empty store.

  --registrar ORG     id of the organisation that registers the others
  --name LEGALNAME    its legal name
  --person REF        who holds the key: a pseudonym, never a name
  --port N            port of the service on this machine; 7117 unless told
  --simulated         a ledger for trying out: its clock is told with each event
  --recorded-at TIME  when a simulated ledger begins

Examples
  hadic init --registrar pusat --name "Pusat Halal Jawa Timur" --person p-001
  hadic init --home /tmp/coba --registrar pusat --name "Coba" --person p-001 --simulated --recorded-at 2026-01-01T08:00:00+07:00`,
    id: `hadic init --registrar ORG --name NAMA --person REF

Mendirikan buku besar di folder rumah: membuat kunci registrar (tersegel frasa sandi), menandatangani catatan pendirian dan
menulis konfigurasi. Layanan mencatatnya saat pertama kali dijalankan.

  --registrar ORG     id organisasi yang mendaftarkan organisasi lain
  --name NAMA         nama badan hukumnya
  --person REF        pemegang kunci: nama samaran, jangan nama asli
  --port N            port layanan di komputer ini; 7117 jika tidak disebut
  --simulated         buku besar percobaan: waktunya disebut pada setiap catatan
  --recorded-at WAKTU kapan buku besar simulasi dimulai

Contoh
  hadic init --registrar pusat --name "Pusat Halal Jawa Timur" --person p-001
  hadic init --home /tmp/coba --registrar pusat --name "Coba" --person p-001 --simulated --recorded-at 2026-01-01T08:00:00+07:00`,
  },
  keys: {
    en: `hadic keys new --org ORG --person REF [--roles ROLE,…] [--name NAME]
hadic keys list
hadic keys show NAME
hadic keys rotate NAME [--name NEWNAME]

Keys stay on this machine, sealed by a passphrase (asked for, or read from the file that HADIC_PASSPHRASE_FILE names). Only
the public part, did:key:…, is ever printed. A new key signs once it is registered in the ledger.

  --org ORG           organisation that the key signs for
  --person REF        who holds it: a pseudonym, never a name
  --roles ROLE,…      roles that it is meant for; helps to choose among several keys
  --name NAME         name of the key file; ORG-REF unless told
  --yes               do not ask before signing the rotation
  --recorded-at TIME  time of the rotation, in a simulated ledger only

Examples
  hadic keys new --org kopi --person p-007 --roles PENYELIA_HALAL
  hadic keys rotate kopi-p-007`,
    id: `hadic keys new --org ORG --person REF [--roles PERAN,…] [--name NAMA]
hadic keys list
hadic keys show NAMA
hadic keys rotate NAMA [--name NAMABARU]

Kunci tetap di komputer ini, tersegel frasa sandi (ditanyakan, atau dibaca dari berkas yang disebut HADIC_PASSPHRASE_FILE).
Hanya bagian publiknya, did:key:…, yang pernah ditampilkan. Kunci baru berlaku setelah didaftarkan di buku besar.

  --org ORG           organisasi yang diwakili kunci itu
  --person REF        pemegangnya: nama samaran, jangan nama asli
  --roles PERAN,…     peran yang dituju; membantu memilih di antara beberapa kunci
  --name NAMA         nama berkas kunci; ORG-REF jika tidak disebut
  --yes               jangan bertanya sebelum menandatangani pergantian
  --recorded-at WAKTU waktu pergantian, hanya di buku besar simulasi

Contoh
  hadic keys new --org kopi --person p-007 --roles PENYELIA_HALAL
  hadic keys rotate kopi-p-007`,
  },
  ...helpForEvents,
  ...helpForImport,
  ...helpForReading,
} satisfies Record<string, Text>;
