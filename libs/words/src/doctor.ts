import type { Advice, Text } from './language.js';

/** What `hadic doctor` looks at. */
export const checks = {
  node: { en: 'Node', id: 'Versi Node' },
  configuration: { en: 'configuration', id: 'konfigurasi' },
  files: { en: 'secret files', id: 'berkas rahasia' },
  service: { en: 'service', id: 'layanan' },
  store: { en: 'store', id: 'penyimpanan' },
  clock: { en: 'clock', id: 'jam' },
  disk: { en: 'disk', id: 'cakram' },
  projection: { en: 'read side', id: 'sisi baca' },
} satisfies Record<string, Text>;

/** What it says where all is well. */
export const soundFindings = {
  node: { en: 'version {version}', id: 'versi {version}' },
  configuration: { en: 'ledger {ledger} in {home}', id: 'buku besar {ledger} di {home}' },
  files: { en: 'for their owner only', id: 'hanya untuk pemiliknya' },
  service: { en: '{url} answers and is ready', id: '{url} menjawab dan siap' },
  store: { en: '{store} answers', id: '{store} menjawab' },
  clock: { en: '{seconds} s apart', id: 'selisih {seconds} detik' },
  disk: { en: '{free} GiB free ({percent} %)', id: 'sisa {free} GiB ({percent} %)' },
  projection: { en: 'keeps up with the log', id: 'mengikuti log' },
} satisfies Record<keyof typeof checks, Text>;

/** What is not as it should be, and what to do. */
export const findings = {
  'node-old': {
    text: { en: 'Node {version} is too old.', id: 'Node {version} terlalu lama.' },
    wayOut: { en: 'Install Node {needed} or later.', id: 'Pasang Node {needed} atau yang lebih baru.' },
  },
  'configuration-unreadable': {
    text: { en: 'The configuration cannot be used: {reason}', id: 'Konfigurasi tidak dapat dipakai: {reason}' },
    wayOut: {
      en: 'Name the folder with --home or HADIC_HOME, or restore config.json and founding.json from a copy.',
      id: 'Sebut foldernya dengan --home atau HADIC_HOME, atau pulihkan config.json dan founding.json dari salinan.',
    },
  },
  'file-open': {
    text: { en: 'Others may read {file} (mode {mode}).', id: 'Orang lain dapat membaca {file} (mode {mode}).' },
    wayOut: { en: 'chmod go= {file}', id: 'Jalankan: chmod go= {file}' },
  },
  'service-unreachable': {
    text: { en: 'Nothing answers at {url}.', id: 'Tidak ada yang menjawab di {url}.' },
    wayOut: {
      en: 'Start it with "npm start" and read its log; or name another address with --url or HADIC_URL.',
      id: 'Jalankan dengan "npm start" dan baca lognya; atau sebut alamat lain dengan --url atau HADIC_URL.',
    },
  },
  'service-foreign': {
    text: {
      en: 'What answers at {url} is not a HADIC service of this release (status {status}).',
      id: 'Yang menjawab di {url} bukan layanan HADIC rilis ini (status {status}).',
    },
    wayOut: {
      en: 'Check the address, and that service and command line are of one release.',
      id: 'Periksa alamatnya, dan pastikan layanan dan perintah berasal dari rilis yang sama.',
    },
  },
  'token-refused': {
    text: { en: '{url} does not take the access token.', id: '{url} tidak menerima token akses.' },
    wayOut: {
      en: 'Set HADIC_TOKEN to the one that the service was started with.',
      id: 'Atur HADIC_TOKEN sama dengan yang dipakai layanan saat dijalankan.',
    },
  },
  'service-not-ready': {
    text: { en: '{url} answers and is not ready: {parts}.', id: '{url} menjawab tetapi belum siap: {parts}.' },
    wayOut: {
      en: 'Its log says why; the findings below name the part.',
      id: 'Lognya menyebut sebabnya; temuan di bawah menyebut bagiannya.',
    },
  },
  'store-unreachable': {
    text: { en: 'The store does not answer: {reason}', id: 'Penyimpanan tidak menjawab: {reason}' },
    wayOut: {
      en: 'EventStoreDB: check ESDB_URL and that the server runs. SQLite: check the disk and who may write in HADIC_DATA.',
      id: 'EventStoreDB: periksa ESDB_URL dan apakah servernya berjalan. SQLite: periksa cakram dan izin tulis HADIC_DATA.',
    },
  },
  'store-missing': {
    text: { en: 'There is no store yet: {file}.', id: 'Belum ada penyimpanan: {file}.' },
    wayOut: {
      en: 'The first start of the service makes it; a lost one comes back with "hadic restore".',
      id: 'Layanan membuatnya saat pertama dijalankan; yang hilang dipulihkan dengan "hadic restore".',
    },
  },
  'store-corrupt': {
    text: { en: 'The store contradicts itself: {reason}', id: 'Isi penyimpanan bertentangan: {reason}' },
    wayOut: {
      en: 'Stop the service, keep the damaged store, and restore a backup: "hadic restore FILE" (EventStoreDB: its own backup, or "hadic migrate --from FILE --to esdb" into a new namespace), then "hadic rebuild".',
      id: 'Hentikan layanan, simpan penyimpanan yang rusak, lalu pulihkan cadangan: "hadic restore BERKAS" (EventStoreDB: cadangannya sendiri, atau "hadic migrate --from BERKAS --to esdb" ke namespace baru), kemudian "hadic rebuild".',
    },
  },
  'clock-differs': {
    text: {
      en: 'The clocks of {url} and of this machine are {seconds} s apart.',
      id: 'Jam {url} dan jam komputer ini berselisih {seconds} detik.',
    },
    wayOut: {
      en: 'Let NTP (chrony, systemd-timesyncd) set both; recordedAt comes from the clock of the service.',
      id: 'Atur keduanya lewat NTP (chrony, systemd-timesyncd); recordedAt berasal dari jam layanan.',
    },
  },
  'clock-back': {
    text: {
      en: 'The newest record was made {seconds} s in the future: the clock of the service was set back.',
      id: 'Catatan terbaru dibuat {seconds} detik di masa depan: jam layanan pernah dimundurkan.',
    },
    wayOut: {
      en: 'Set it right by NTP. Nothing is lost: "known" goes by the latest time of recording so far.',
      id: 'Betulkan lewat NTP. Tidak ada yang hilang: "known" memakai waktu pencatatan terakhir sejauh itu.',
    },
  },
  'disk-full': {
    text: { en: 'Only {free} GiB are free ({percent} %).', id: 'Sisa hanya {free} GiB ({percent} %).' },
    wayOut: {
      en: 'Make room or move HADIC_DATA to a larger disk; a full disk refuses events and loses none.',
      id: 'Kosongkan tempat atau pindahkan HADIC_DATA ke cakram lebih besar; cakram penuh menolak catatan tanpa kehilangan.',
    },
  },
  'projection-behind': {
    text: {
      en: 'The read side is {records} records ({seconds} s) behind the log.',
      id: 'Sisi baca tertinggal {records} catatan ({seconds} detik) dari log.',
    },
    wayOut: {
      en: 'After a restart or an import it catches up by itself; if it does not, the log of the service says why.',
      id: 'Setelah mulai ulang atau impor ia mengejar sendiri; jika tidak, log layanan menyebut sebabnya.',
    },
  },
  'projection-stopped': {
    text: { en: 'The read side has stopped.', id: 'Sisi baca berhenti.' },
    wayOut: {
      en: 'The log of the service names the record. A store that was restored or changed: stop the service, "hadic rebuild".',
      id: 'Log layanan menyebut catatannya. Jika penyimpanan dipulihkan atau diganti: hentikan layanan, "hadic rebuild".',
    },
  },
} satisfies Record<string, Advice>;
