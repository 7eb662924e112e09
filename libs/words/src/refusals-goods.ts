import type { Advice } from './language.js';

/** Times, quantities, materials and products, shipments. */
export const goodsRefusals = {
  'occurred-in-future': {
    text: {
      en: 'The event says that it happened at {occurredAt}, which is still to come.',
      id: 'Menurut catatan, kejadiannya pada {occurredAt}, padahal waktu itu belum tiba.',
    },
    wayOut: {
      en: 'Check the clock and time zone of the device, and record what has already happened.',
      id: 'Periksa jam dan zona waktu perangkat, dan catat yang sudah benar-benar terjadi.',
    },
  },
  'before-operation': {
    text: {
      en: 'The event is dated before {site} began to operate ({since}).',
      id: 'Tanggal catatan lebih awal daripada mulai beroperasinya {site} ({since}).',
    },
    wayOut: {
      en: 'Check the date, or correct "operatingSince" of the site.',
      id: 'Periksa tanggalnya, atau koreksi "operatingSince" lokasi itu.',
    },
  },
  'ends-before-start': {
    text: { en: 'The end lies before the start.', id: 'Waktu selesai lebih awal daripada waktu mulai.' },
    wayOut: { en: 'Check both times and their time zones.', id: 'Periksa kedua waktu dan zona waktunya.' },
  },
  'quantity-malformed': {
    text: {
      en: '"{value} {unit}" is not a quantity.',
      id: '"{value} {unit}" bukan jumlah yang benar.',
    },
    wayOut: {
      en: 'Write a plain decimal with a point and at most six decimals, and a unit code such as KGM, LTR or H87.',
      id: 'Tulis angka desimal dengan titik, paling banyak enam desimal, dan kode satuan seperti KGM, LTR atau H87.',
    },
  },
  'quantity-not-positive': {
    text: {
      en: 'The quantity must be more than zero, not {value} {unit}.',
      id: 'Jumlah harus lebih dari nol, bukan {value} {unit}.',
    },
    wayOut: { en: 'Enter the quantity that was really moved.', id: 'Isi jumlah yang benar-benar bergerak.' },
  },
  'unit-mismatch': {
    text: {
      en: 'The unit {unit} does not fit: this is counted in {expected}.',
      id: 'Satuan {unit} tidak cocok: barang ini dihitung dalam {expected}.',
    },
    wayOut: {
      en: 'Give the quantity in {expected} or in a unit of the same kind.',
      id: 'Tulis jumlahnya dalam {expected} atau satuan sejenis.',
    },
  },
  'unit-inexact': {
    text: {
      en: 'The quantity cannot be told in {expected} without rounding.',
      id: 'Jumlah ini tidak dapat dinyatakan dalam {expected} tanpa pembulatan.',
    },
    wayOut: {
      en: 'Measure and write it in {expected}.',
      id: 'Ukur dan tulis dalam {expected}.',
    },
  },
  'material-identity-fixed': {
    text: {
      en: 'Name, producer and country of the material {material} cannot change.',
      id: 'Nama, produsen dan negara asal bahan {material} tidak dapat diubah.',
    },
    wayOut: {
      en: 'A material from another producer is another material: approve it under a new id.',
      id: 'Bahan dari produsen lain adalah bahan lain: setujui dengan id baru.',
    },
  },
  'basis-does-not-fit': {
    text: {
      en: 'What the approval rests on ({basis}) does not fit the requirement class {class}.',
      id: 'Dasar persetujuan ({basis}) tidak sesuai dengan kelas persyaratan {class}.',
    },
    wayOut: {
      en: 'Give the halal certificate, the entry of the exemption list, or the documents that the class asks for.',
      id: 'Sertakan sertifikat halal, entri daftar pengecualian, atau dokumen yang diminta kelas itu.',
    },
  },
  'material-unknown': {
    text: { en: 'The material {material} is not approved.', id: 'Bahan {material} belum disetujui.' },
    wayOut: {
      en: 'Let the penyelia halal approve it first (MaterialApproved).',
      id: 'Minta penyelia halal menyetujuinya dulu (MaterialApproved).',
    },
  },
  'product-exists': {
    text: { en: 'The product {product} is registered already.', id: 'Produk {product} sudah terdaftar.' },
    wayOut: {
      en: 'Correct its registration with "hadic correct", or choose another id.',
      id: 'Perbaiki pendaftarannya dengan "hadic correct", atau pilih id lain.',
    },
  },
  'product-unknown': {
    text: { en: 'The product {product} is not registered.', id: 'Produk {product} belum terdaftar.' },
    wayOut: {
      en: 'Check the spelling, or register the product first (ProductRegistered).',
      id: 'Periksa ejaannya, atau daftarkan produknya dulu (ProductRegistered).',
    },
  },
  'recipe-exists': {
    text: {
      en: 'The product {product} already has a recipe version {version}.',
      id: 'Produk {product} sudah punya resep versi {version}.',
    },
    wayOut: { en: 'Give the new recipe a new version.', id: 'Beri versi baru untuk resep baru.' },
  },
  'recipe-infeasible': {
    text: {
      en: 'The shares of the recipe cannot add up to 100 %, or a lowest value is above its highest.',
      id: 'Bagian bahan dalam resep tidak mungkin berjumlah 100 %, atau nilai terendah melebihi nilai tertinggi.',
    },
    wayOut: {
      en: 'Check the lowest and highest share of every material, and the yield.',
      id: 'Periksa bagian terendah dan tertinggi setiap bahan, serta rendemennya.',
    },
  },
  'shipment-exists': {
    text: { en: 'The shipment {shipment} has left already.', id: 'Pengiriman {shipment} sudah berangkat.' },
    wayOut: { en: 'Choose a new number for a new shipment.', id: 'Pilih nomor baru untuk pengiriman baru.' },
  },
  'shipment-unknown': {
    text: { en: 'There is no shipment {shipment}.', id: 'Tidak ada pengiriman {shipment}.' },
    wayOut: {
      en: 'Check the number; the sender must record Shipped first.',
      id: 'Periksa nomornya; pengirim harus mencatat Shipped lebih dulu.',
    },
  },
  'shipment-closed': {
    text: {
      en: 'The shipment {shipment} was received and is closed.',
      id: 'Pengiriman {shipment} sudah diterima dan ditutup.',
    },
    wayOut: {
      en: 'Correct what was recorded, if it is wrong, with "hadic correct".',
      id: 'Jika catatannya salah, koreksi dengan "hadic correct".',
    },
  },
  'not-holder': {
    text: {
      en: 'The goods are with {organisation}; only the holder can hand them over.',
      id: 'Barang ada di tangan {organisation}; hanya pemegangnya yang dapat menyerahkan.',
    },
    wayOut: {
      en: 'Let {organisation} offer them, in a hand-over of their own.',
      id: 'Minta {organisation} yang menyerahkan, dalam serah terima tersendiri.',
    },
  },
  'offer-pending': {
    text: {
      en: 'A hand-over of {unit} is already waiting for {taker}.',
      id: 'Serah terima {unit} masih menunggu {taker}.',
    },
    wayOut: {
      en: 'Let {taker} accept it first, or annul that offer.',
      id: 'Tunggu {taker} menerimanya, atau batalkan penawaran itu.',
    },
  },
  'offer-unknown': {
    text: {
      en: 'There is no open hand-over {offer} in this shipment.',
      id: 'Tidak ada serah terima {offer} yang terbuka di pengiriman ini.',
    },
    wayOut: {
      en: 'Name the id of the CustodyOffered event that is waiting.',
      id: 'Sebut id catatan CustodyOffered yang sedang menunggu.',
    },
  },
  'not-taker': {
    text: {
      en: 'This hand-over was offered to {organisation}.',
      id: 'Serah terima ini ditujukan kepada {organisation}.',
    },
    wayOut: { en: 'Let {organisation} accept it ({roles}).', id: 'Minta {organisation} ({roles}) yang menerimanya.' },
  },
  'not-consignee': {
    text: {
      en: 'This shipment was sent to {organisation}; nobody else can receive it.',
      id: 'Pengiriman ini ditujukan kepada {organisation}; pihak lain tidak dapat menerimanya.',
    },
    wayOut: {
      en: 'Let {organisation} record the receipt, or let the sender correct the consignee.',
      id: 'Minta {organisation} mencatat penerimaan, atau minta pengirim mengoreksi penerimanya.',
    },
  },
} satisfies Record<string, Advice>;
