import type { Advice } from './language.js';

/** The books of a site: orders, lots, runs, units, the halal release. */
export const stockRefusals = {
  'lot-exists': {
    text: { en: 'There is already a lot {lot}.', id: 'Lot {lot} sudah ada.' },
    wayOut: {
      en: 'Give the new lot another number, or correct the earlier record if that one is wrong.',
      id: 'Beri nomor lain untuk lot baru, atau koreksi catatan lama jika itu yang salah.',
    },
  },
  'lot-unknown': {
    text: { en: 'There is no lot {lot} at this site.', id: 'Tidak ada lot {lot} di lokasi ini.' },
    wayOut: {
      en: 'Check the number; record its receipt, its run or its opening stock first.',
      id: 'Periksa nomornya; catat dulu penerimaan, produksi atau stok awalnya.',
    },
  },
  'lot-named-twice': {
    text: { en: 'The lot {lot} is named twice.', id: 'Lot {lot} disebut dua kali.' },
    wayOut: { en: 'Name it once, with the whole quantity.', id: 'Sebut sekali saja dengan jumlah seluruhnya.' },
  },
  'not-enough-on-hand': {
    text: {
      en: 'Of lot {lot} only {available} are free to be used or sent, not {asked}.',
      id: 'Lot {lot} hanya dapat dipakai atau dikirim sebanyak {available}, tidak sampai {asked}.',
    },
    wayOut: {
      en: 'Check the quantity and the lot; if the books are wrong, correct them or record a stock count.',
      id: 'Periksa jumlah dan lotnya; jika pembukuan yang salah, koreksi atau catat hasil hitung stok.',
    },
  },
  'goods-not-named': {
    text: {
      en: 'It is not said what is in lot {lot}: a material or a product, one of the two.',
      id: 'Belum disebut isi lot {lot}: bahan atau produk, salah satu saja.',
    },
    wayOut: {
      en: 'Fill in "materialId" or "productId".',
      id: 'Isi "materialId" atau "productId".',
    },
  },
  'order-line-exists': {
    text: {
      en: 'Line {line} of the order {order} is recorded already.',
      id: 'Baris {line} dari pesanan {order} sudah dicatat.',
    },
    wayOut: {
      en: 'Use the next line number, or correct the earlier record.',
      id: 'Pakai nomor baris berikutnya, atau koreksi catatan sebelumnya.',
    },
  },
  'order-line-unknown': {
    text: {
      en: 'There is no line {line} of an order {order} at this site.',
      id: 'Tidak ada baris {line} dari pesanan {order} di lokasi ini.',
    },
    wayOut: {
      en: 'Record the purchase first, or say in "noOrderReason" why there is no order.',
      id: 'Catat dulu pembeliannya, atau tulis di "noOrderReason" mengapa tidak ada pesanan.',
    },
  },
  'run-exists': {
    text: { en: 'There is already a run {run}.', id: 'Proses {run} sudah dicatat.' },
    wayOut: { en: 'Give the new run another number.', id: 'Beri nomor lain untuk proses baru.' },
  },
  'line-busy': {
    text: {
      en: 'Line {line} was in use by run {run} at that time.',
      id: 'Lini {line} sedang dipakai proses {run} pada waktu itu.',
    },
    wayOut: {
      en: 'Check start, end and line; two runs cannot be on one line at once.',
      id: 'Periksa waktu mulai, selesai dan lininya; dua proses tidak bisa bersamaan di satu lini.',
    },
  },
  'not-conserved': {
    text: {
      en: 'What goes in ({before}) and what comes out ({after}) must be equal here.',
      id: 'Di sini jumlah masuk ({before}) dan jumlah keluar ({after}) harus sama.',
    },
    wayOut: {
      en: 'Check the quantities; a loss is recorded as a disposal, a change of goods as a run.',
      id: 'Periksa jumlahnya; susut dicatat sebagai pemusnahan, perubahan barang sebagai proses.',
    },
  },
  'different-goods': {
    text: {
      en: 'Only lots of the same material or product can be put together; these are {goods}.',
      id: 'Hanya lot dengan bahan atau produk yang sama yang dapat digabung; ini berisi {goods}.',
    },
    wayOut: {
      en: 'Record mixing of different goods as a run (BatchProcessed).',
      id: 'Catat pencampuran barang berbeda sebagai proses (BatchProcessed).',
    },
  },
  'unit-in-use': {
    text: { en: 'The pack {unit} is in use.', id: 'Kemasan {unit} sedang dipakai.' },
    wayOut: {
      en: 'Unpack it first, or give the new pack another number.',
      id: 'Bongkar dulu, atau beri nomor lain untuk kemasan baru.',
    },
  },
  'unit-unknown': {
    text: { en: 'There is no pack {unit} at this site.', id: 'Tidak ada kemasan {unit} di lokasi ini.' },
    wayOut: { en: 'Check the number, or record Packed first.', id: 'Periksa nomornya, atau catat Packed dulu.' },
  },
  'unit-gone': {
    text: {
      en: 'The pack {unit} is no longer here: it was unpacked or has left.',
      id: 'Kemasan {unit} tidak ada lagi di sini: sudah dibongkar atau sudah dikirim.',
    },
    wayOut: { en: 'Check the number of the pack.', id: 'Periksa nomor kemasannya.' },
  },
  'claim-not-supported': {
    text: {
      en: 'The evidence does not support a halal release of lot {lot}: {reasons}.',
      id: 'Bukti yang ada belum mendukung pelepasan halal lot {lot}: {reasons}.',
    },
    wayOut: {
      en: '"hadic status {lot}" lists every reason and what clears it.',
      id: '"hadic status {lot}" menampilkan setiap alasan dan cara menyelesaikannya.',
    },
  },
  'already-released': {
    text: { en: 'Lot {lot} is released already.', id: 'Lot {lot} sudah dilepas.' },
    wayOut: { en: 'Nothing is left to do.', id: 'Tidak ada yang perlu dilakukan lagi.' },
  },
} satisfies Record<string, Advice>;
