import type { Text } from './language.js';

/** What `npm run demo` tells while its story is recorded. */
export const demo = {
  title: {
    en: 'HADIC: canned coffee from East Java to Malaysia. Simulated clock; every name and number is invented.',
    id: 'HADIC: kopi kaleng dari Jawa Timur ke Malaysia. Jam simulasi; semua nama dan nomor rekaan.',
  },
  help: {
    en: `npm run demo -- [--lang id|en] [--store sqlite|eventstoredb] [--keep] [--json]

Founds a ledger in an empty temporary folder, starts the service, records a story over HTTP and shows the chain of one lot.

  --lang id|en   language
  --store NAME   sqlite: the log is a file (default); eventstoredb: it is on the EventStoreDB of ESDB_URL, in a namespace of its
                 own, and without ESDB_URL on a test server that forgets it
  --keep         leaves the service running, and says where
  --json         prints the final chain alone, the same on every run but for the store's own position`,
    id: `npm run demo -- [--lang id|en] [--store sqlite|eventstoredb] [--keep] [--json]

Mendirikan buku besar di folder sementara yang kosong, menjalankan layanan, mencatat sebuah kisah lewat HTTP dan menampilkan
rantai satu lot.

  --lang id|en   bahasa
  --store NAMA   sqlite: log berupa berkas (bawaan); eventstoredb: log di EventStoreDB yang disebut ESDB_URL, dalam namespace
                 tersendiri, dan tanpa ESDB_URL di server uji yang melupakannya
  --keep         layanan tetap berjalan, alamatnya disebutkan
  --json         hanya mencetak rantai terakhir, sama pada setiap kali jalan selain posisi milik penyimpanannya`,
  },
  service: { en: 'The service answers at {url}.', id: 'Layanan menjawab di {url}.' },
  recorded: { en: '({count} events recorded)', id: '({count} catatan)' },
  founding: {
    en: 'A ledger is founded; {organisations} organisations join, with {keys} keys of their own people.',
    id: 'Buku besar didirikan; {organisations} organisasi bergabung, dengan {keys} kunci milik orang-orangnya sendiri.',
  },
  assortment: {
    en: 'The penyelia halal approves five materials: beans exempt by list, sugar and cans by documents, creamer and flavour by certificate.',
    id: 'Penyelia halal menyetujui lima bahan: biji kopi dikecualikan menurut daftar, gula dan kaleng dengan dokumen, krimer dan perisa dengan sertifikat.',
  },
  goods: {
    en: 'Opening stock and receipts are imported from tables, as the cooperative keeps them; each lot is inspected.',
    id: 'Stok awal dan penerimaan diimpor dari tabel, seperti yang dicatat koperasi; setiap lot diperiksa.',
  },
  runs: {
    en: 'Roasting and canning are imported from the logbooks of the two lines: 600 kg of beans become 21,600 cans.',
    id: 'Sangrai dan pengalengan diimpor dari buku harian kedua lini: 600 kg biji kopi menjadi 21.600 kaleng.',
  },
  mistake: {
    en: 'A mistake comes to light: 1,500 kg of creamer were typed, 150 kg had come. The record is corrected, and both stay visible.',
    id: 'Ada salah ketik: krimer tercatat 1.500 kg, padahal yang datang 150 kg. Catatannya dikoreksi, dan keduanya tetap terlihat.',
  },
  refused: { en: 'What the ledger refuses', id: 'Yang ditolak buku besar' },
  altered: {
    en: 'Forgery: one character of a signed event is changed.',
    id: 'Pemalsuan: satu karakter dari catatan bertanda tangan diubah.',
  },
  impostor: {
    en: 'Forgery: a supplier signs a halal release of the factory with its own key.',
    id: 'Pemalsuan: pemasok menandatangani pelepasan halal milik pabrik dengan kuncinya sendiri.',
  },
  again: {
    en: 'Replay: a recorded event is sent again. It gets its first receipt, and nothing is doubled.',
    id: 'Kirim ulang: catatan yang sudah ada dikirim lagi. Tanda terimanya sama, dan tidak ada yang berganda.',
  },
  elsewhere: {
    en: 'Replay: an event signed for the ledger of another province is sent to this one.',
    id: 'Kirim ulang: catatan untuk buku besar provinsi lain dikirim ke buku besar ini.',
  },
  overdraw: {
    en: 'Overdraw: a run uses 60 kg of creamer, and 15 kg are left.',
    id: 'Melebihi stok: sebuah proses memakai 60 kg krimer, padahal sisanya 15 kg.',
  },
  sameReceipt: {
    en: 'the same receipt, place {revision} of {stream}',
    id: 'tanda terima yang sama, urutan {revision} pada {stream}',
  },
  checks: {
    en: 'The laboratory finds no porcine DNA; the inspection body audits and signs the head of the log that it saw: {size} records, root {root}…',
    id: 'Laboratorium tidak menemukan DNA babi; LPH mengaudit dan menandatangani kepala log yang dilihatnya: {size} catatan, akar {root}…',
  },
  release: {
    en: 'The penyelia halal releases the lot: a claim, accepted only because the evidence supports it.',
    id: 'Penyelia halal melepas lotnya: sebuah klaim, diterima hanya karena buktinya mendukung.',
  },
  journey: {
    en: 'Four pallets go from hand to hand to a buyer in Malaysia, who books them in as a lot of its own.',
    id: 'Empat palet berpindah tangan sampai ke pembeli di Malaysia, yang membukukannya sebagai lotnya sendiri.',
  },
  later: {
    en: 'July: the certificate of the flavour has ended. It held when it was used, so nothing changes backwards.',
    id: 'Juli: sertifikat perisa sudah berakhir. Sertifikat itu berlaku saat dipakai, maka status lama tidak berubah.',
  },
  chainNow: { en: 'The chain, as of the last record', id: 'Rantainya, per catatan terakhir' },
  chainThen: {
    en: 'The same lot, as it was known on {day}: not released, and the creamer not yet corrected',
    id: 'Lot yang sama, menurut yang diketahui pada {day}: belum dilepas, dan krimernya belum dikoreksi',
  },
  further: { en: 'To look further', id: 'Untuk melihat lebih jauh' },
  keepHint: {
    en: '`npm run demo -- --keep` leaves the service running, so that you can ask it yourself.',
    id: '`npm run demo -- --keep` membiarkan layanan berjalan, agar Anda dapat bertanya sendiri.',
  },
  kept: {
    en: 'The service goes on at {url}; its data are in {home}. End it with `kill {pid}`.',
    id: 'Layanan tetap berjalan di {url}; datanya di {home}. Akhiri dengan `kill {pid}`.',
  },
  notAsTold: { en: 'The story went otherwise: {what}.', id: 'Kisahnya berjalan lain: {what}.' },
  onServer: {
    en: 'The log is at {place}, and stays there.',
    id: 'Lognya di {place}, dan tetap di sana.',
  },
  onTestServer: {
    en: 'The log is on a test server at {url}, which only speaks as EventStoreDB does. It is no store: it keeps nothing on disk and ends with the demo.',
    id: 'Lognya di server uji di {url}, yang hanya berbicara seperti EventStoreDB. Itu bukan penyimpanan: tidak ada yang disimpan di disk, dan server itu berakhir bersama demo.',
  },
  storeUnknown: {
    en: "There is no store '{store}': write sqlite or eventstoredb.",
    id: "Tidak ada penyimpanan '{store}': tulis sqlite atau eventstoredb.",
  },
  nothingToKeep: {
    en: 'Without ESDB_URL the log is on a test server, which ends with the demo, so nothing could be kept. Set ESDB_URL, or leave out --keep.',
    id: 'Tanpa ESDB_URL lognya di server uji, yang berakhir bersama demo, jadi tidak ada yang dapat dibiarkan berjalan. Isi ESDB_URL, atau hilangkan --keep.',
  },
  noTestServer: {
    en: 'The test server is not here: it comes with the sources only. Set ESDB_URL to an EventStoreDB.',
    id: 'Server ujinya tidak ada: itu hanya ada bersama kode sumber. Isi ESDB_URL dengan alamat EventStoreDB.',
  },
  address: { en: '{reason} See --help.', id: '{reason} Lihat --help.' },
  noStart: {
    en: 'The {program} did not start. Its last words: {log}',
    id: 'Program {program} tidak mau berjalan. Pesan terakhirnya: {log}',
  },
} satisfies Record<string, Text>;
