import type { Text } from './language.js';

export const helpForReading = {
  events: {
    en: `hadic events list [--stream S] [--type T] [--since TIME] [--until TIME] [--limit N]
hadic events show ID
hadic events check ID | FILE | -

"list" prints the log in order, one event a line. "check" verifies the exact signed bytes on this machine: digest, every
signature, the private fields; it trusts nothing that the service says. Exit code 4 means tampered.

  --stream S          only these books, such as site-kopi/pabrik
  --type T            only this event type
  --since, --until    by the time of recording
  --limit N           at most so many; 50 unless told

Examples
  hadic events list --stream site-kopi/pabrik --limit 200
  hadic events check 01975c5e-…
  hadic events list --json --limit 100000 > log.ndjson && hadic events check log.ndjson`,
    id: `hadic events list [--stream S] [--type J] [--since WAKTU] [--until WAKTU] [--limit N]
hadic events show ID
hadic events check ID | BERKAS | -

"list" menampilkan log menurut urutannya, satu catatan per baris. "check" memeriksa bita yang ditandatangani di komputer
ini: sidik, setiap tanda tangan, isian rahasia; tanpa mempercayai layanan. Kode keluar 4 berarti dirusak.

  --stream S          hanya pembukuan ini, misalnya site-kopi/pabrik
  --type J            hanya jenis catatan ini
  --since, --until    menurut waktu pencatatan
  --limit N           paling banyak sekian; 50 jika tidak disebut

Contoh
  hadic events list --stream site-kopi/pabrik --limit 200
  hadic events check 01975c5e-…
  hadic events list --json --limit 100000 > log.ndjson && hadic events check log.ndjson`,
  },
  status: {
    en: `hadic status LOT [--known TIME] [--valid TIME]

The halal status of a lot: what the recorded evidence supports, every reason with what clears it, and what is missing. It
is no ruling; those who decide are named by the evidence.

  --known TIME        as it was known then; now unless told
  --valid TIME        as it was true then; now unless told

Examples
  hadic status kopi/pabrik/P-1
  hadic status kopi/pabrik/P-1 --known 2026-04-20T00:00:00+07:00`,
    id: `hadic status LOT [--known WAKTU] [--valid WAKTU]

Status halal sebuah lot: apa yang didukung bukti yang tercatat, setiap alasan dan cara menyelesaikannya, dan apa yang masih
kurang. Ini bukan fatwa; pihak yang memutuskan disebut dalam buktinya.

  --known WAKTU       seperti yang diketahui saat itu; sekarang jika tidak disebut
  --valid WAKTU       seperti yang berlaku saat itu; sekarang jika tidak disebut

Contoh
  hadic status kopi/pabrik/P-1
  hadic status kopi/pabrik/P-1 --known 2026-04-20T00:00:00+07:00`,
  },
  trace: {
    en: `hadic trace LOT [--direction both|up|down] [--depth N] [--known TIME] [--valid TIME]

The chain of a lot: what it was made from (up), what became of it and where it went (down).

  --direction D       up, down or both; both unless told
  --depth N           so many steps; all unless told
  --known TIME        as it was known then; now unless told
  --valid TIME        as it was true then; now unless told

Examples
  hadic trace kopi/pabrik/P-1
  hadic trace tani/gudang/S-9 --direction down --json`,
    id: `hadic trace LOT [--direction both|up|down] [--depth N] [--known WAKTU] [--valid WAKTU]

Rantai sebuah lot: dari apa dibuat (up), menjadi apa dan ke mana perginya (down).

  --direction D       up, down atau both; both jika tidak disebut
  --depth N           sekian langkah; semua jika tidak disebut
  --known WAKTU       seperti yang diketahui saat itu; sekarang jika tidak disebut
  --valid WAKTU       seperti yang berlaku saat itu; sekarang jika tidak disebut

Contoh
  hadic trace kopi/pabrik/P-1
  hadic trace tani/gudang/S-9 --direction down --json`,
  },
  backup: {
    en: `hadic backup FILE

Copies the embedded store (data/ledger.db) as it stands at one moment; the service may go on. Only you may read the copy: it
holds private fields in the clear. Keys and outbox are not in it: copy the home folder too. Never overwrites a file. A log in
EventStoreDB (ESDB_URL) is copied by "hadic migrate".

Examples
  hadic backup /media/usb/hadic-2026-03-01.db`,
    id: `hadic backup BERKAS

Menyalin penyimpanan bawaan (data/ledger.db) sebagaimana adanya pada satu saat; layanan boleh tetap berjalan. Hanya Anda yang
dapat membaca salinannya: isian rahasia terbuka di dalamnya. Kunci dan kotak keluar tidak termasuk: salin juga folder rumahnya.
Tidak pernah menimpa berkas. Log di EventStoreDB (ESDB_URL) disalin dengan "hadic migrate".

Contoh
  hadic backup /media/usb/hadic-2026-03-01.db`,
  },
  restore: {
    en: `hadic restore FILE

Puts a backup in the place of a store that is absent or empty, while the service is stopped. Every record is checked first:
bytes, signatures, private fields, books; then the log's size and root are printed. Exit code 4 means tampered. To EventStoreDB
(ESDB_URL) a file is brought by "hadic migrate".

Examples
  hadic restore /media/usb/hadic-2026-03-01.db && hadic rebuild`,
    id: `hadic restore BERKAS

Memasang cadangan di tempat penyimpanan yang tidak ada atau kosong, selagi layanan berhenti. Setiap catatan diperiksa dulu:
bita, tanda tangan, isian rahasia, pembukuan; lalu ukuran dan akar log ditampilkan. Kode keluar 4 berarti dirusak. Ke EventStoreDB
(ESDB_URL) berkas dibawa dengan "hadic migrate".

Contoh
  hadic restore /media/usb/hadic-2026-03-01.db && hadic rebuild`,
  },
  rebuild: {
    en: `hadic rebuild

Drops the read model and folds the whole log again, while the service is stopped. Prints the number of records and the
digest of what was built: two rebuilds of one log print the same.

Examples
  hadic rebuild`,
    id: `hadic rebuild

Menghapus data baca dan mengolah ulang seluruh log, selagi layanan berhenti. Menampilkan jumlah catatan dan sidik hasilnya:
dua pengolahan ulang atas log yang sama menampilkan hasil yang sama.

Contoh
  hadic rebuild`,
  },
  migrate: {
    en: `hadic migrate --from PLACE --to PLACE [--namespace NAME]

Copies a ledger into another store while the service is stopped, in the same order, byte for byte. Every record is checked first
(bytes, signatures, signers, private fields, books). Interrupted in whatever way, the same command goes on where it was. A
target that holds anything but a beginning of the source is refused. At the end both are read whole and compared, and the
log's size, its root and the ledger's id are printed. After that, run "hadic rebuild": positions are each store's own.

  PLACE               a SQLite file, such as .hadic/data/ledger.db; esdb: the EventStoreDB that ESDB_URL names; or its
                      address, esdb://… (whoever sees the list of processes sees it too)
  --namespace NAME    of the streams on the EventStoreDB (also HADIC_NAMESPACE); hadic unless told

Exit codes: 0 equal, 1 refused or not equal, 3 the EventStoreDB cannot be reached, 4 a record does not hold, 130 interrupted.

Examples
  ESDB_URL=esdb://… hadic migrate --from .hadic/data/ledger.db --to esdb && hadic rebuild
  hadic migrate --from esdb --to /media/usb/ledger.db --json`,
    id: `hadic migrate --from TEMPAT --to TEMPAT [--namespace NAMA]

Menyalin buku besar ke penyimpanan lain selagi layanan berhenti, dengan urutan yang sama, bita demi bita. Setiap catatan
diperiksa dulu (bita, tanda tangan, penandatangan, isian rahasia, pembukuan). Jika terputus, dengan cara apa pun, perintah
yang sama melanjutkannya. Tempat tujuan yang berisi selain bagian awal dari sumbernya ditolak. Pada akhirnya keduanya dibaca
utuh dan dibandingkan, lalu ukuran dan akar log serta id buku besar ditampilkan. Setelah itu jalankan "hadic rebuild": posisi
milik setiap penyimpanan sendiri.

  TEMPAT              berkas SQLite, misalnya .hadic/data/ledger.db; esdb: EventStoreDB yang disebut ESDB_URL; atau
                      alamatnya, esdb://… (terlihat juga oleh siapa pun yang melihat daftar proses)
  --namespace NAMA    dari aliran di EventStoreDB (juga HADIC_NAMESPACE); hadic jika tidak disebut

Kode keluar: 0 sama, 1 ditolak atau tidak sama, 3 EventStoreDB tidak terjangkau, 4 ada catatan yang tidak utuh, 130 dihentikan.

Contoh
  ESDB_URL=esdb://… hadic migrate --from .hadic/data/ledger.db --to esdb && hadic rebuild
  hadic migrate --from esdb --to /media/usb/ledger.db --json`,
  },
  doctor: {
    en: `hadic doctor

For the operator: looks at Node, the configuration, the files that nobody else may read, the service (also the one that
HADIC_PROVENANCE_URL names), its store, clock, disk and read side, and says of each finding what to do. Where no service
runs, and always where ESDB_URL is set, it opens the store itself.

A warning (!) can wait a day, trouble (✗) cannot. Exit code 1 if there is trouble.

Examples
  hadic doctor
  hadic doctor --json --url https://hadic.example`,
    id: `hadic doctor

Untuk pengelola: memeriksa Node, konfigurasi, berkas yang hanya boleh dibaca pemiliknya, layanan (juga yang disebut
HADIC_PROVENANCE_URL), penyimpanannya, jam, cakram dan sisi baca, lalu menyebut tindakan untuk setiap temuan. Jika layanan
tidak berjalan, dan selalu jika ESDB_URL diatur, penyimpanan dibuka langsung.

Peringatan (!) dapat menunggu sehari, masalah (✗) tidak. Kode keluar 1 jika ada masalah.

Contoh
  hadic doctor
  hadic doctor --json --url https://hadic.example`,
  },
} satisfies Record<string, Text>;
