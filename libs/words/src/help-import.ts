import type { Text } from './language.js';

const MAPPING = `  {
    "site": "kopi/pabrik",
    "offset": "+07:00",
    "decimal": ",",
    "dates": ["DD/MM/YYYY", "YYYY-MM-DD", "D MMMM YYYY"],
    "units": { "kg": "KGM", "liter": "LTR", "kaleng": "H87" },
    "names": {
      "material": { "Gula pasir": "kopi/gula-pasir" },
      "supplier": { "Koperasi Tani": "tani" },
      "part": { "bahan": "INPUT", "hasil": "OUTPUT", "susut": "LOSS" }
    },
    "kinds": {
      "receipts": {
        "columns": { "Tanggal": "date", "Jam": "time", "No. Lot": "lot", "Bahan": "material", "Jumlah": "amount", "Satuan": "unit" },
        "constants": { "condition": "GOOD", "zone": "gudang bahan", "noOrderReason": "pembelian langsung" },
        "signers": ["WAREHOUSE@kopi"]
      }
    }
  }`;

const FIELDS = `  stock      date time lot amount unit cause (material | product) [producedOn place]
  receipts   date time lot material supplier supplierLot amount unit condition zone deliveryNote
             [poNo poLine noOrderReason certificate temperature sourceLot shipment expiresOn place]
  runs       run date start end line recipe part lot amount unit
             [endDate product producedOn expiresOn cause place]
             part: INPUT OUTPUT BYPRODUCT WATER LOSS SAMPLE
  shipments  shipment date time pack consignee destination [lot amount unit certificate invoice bol place
             doc.PEB doc.PACKING_LIST doc.HALAL doc.COO doc.HEALTH doc.OTHER]`;

export const helpForImport = {
  import: {
    en: `hadic import --mapping FILE [--kind stock|receipts|runs|shipments] CSV…

Signs and records what is kept in tables: stock counts, receipts, runs, shipments. Good rows are kept. Each bad row is named
with its line, column, reason and way out, and the exit code is then 1. The same file again records nothing twice; a row
that has changed since is reported, not recorded. Rows of one run or one shipment make one event, or none.

  --mapping FILE      what the columns mean
  --kind KIND         for a file whose header alone does not tell
  --dry-run           show what would be signed, one event a line, and send nothing
  --recorded-at TIME  on a simulated ledger: when all this was recorded; when it happened unless told
  --yes               do not ask before signing

Tables are CSV with semicolons, commas or tabs, in UTF-8 or as old Windows writes them. The mapping:

${MAPPING}

"decimal" is the sign before the decimals; the other one may group thousands. Times need a column or a constant; a cell may
hold date and time. Lots, runs, packs and shipments without a slash get the site before them. A constant fills empty cells.
"signers" may be left out. The fields of each kind:

${FIELDS}

Examples
  hadic import --mapping pemetaan.json --dry-run penerimaan.csv
  hadic import --mapping apps/cli/demo/pemetaan.json apps/cli/demo/penerimaan.csv apps/cli/demo/produksi.csv`,
    id: `hadic import --mapping BERKAS [--kind stock|receipts|runs|shipments] CSV…

Menandatangani dan mencatat isi tabel: hitung stok, penerimaan, proses, pengiriman. Baris yang baik disimpan. Setiap baris
yang salah disebut baris, kolom, sebab dan jalan keluarnya, dan kode keluarnya 1. Berkas yang sama boleh diimpor lagi: tidak
ada yang tercatat dua kali; baris yang sudah berubah dilaporkan, tidak dicatat. Baris-baris satu proses atau satu
pengiriman menjadi satu catatan, atau tidak sama sekali.

  --mapping BERKAS    arti tiap kolom
  --kind JENIS        untuk berkas yang kepala kolomnya saja belum cukup jelas
  --dry-run           tampilkan yang akan ditandatangani, satu catatan per baris, tanpa mengirim
  --recorded-at WAKTU di buku besar simulasi: kapan semuanya dicatat; saat kejadiannya jika tidak disebut
  --yes               jangan bertanya sebelum menandatangani

Tabel berupa CSV dengan titik koma, koma atau tab, dalam UTF-8 atau tulisan Windows lama. Pemetaannya:

${MAPPING}

"decimal" adalah tanda di depan desimal; tanda yang lain boleh memisahkan ribuan. Jam perlu kolom atau nilai tetap; satu sel
boleh berisi tanggal dan jam. Lot, proses, kemasan dan pengiriman tanpa garis miring diberi lokasinya di depan. Nilai tetap
("constants") mengisi sel kosong. "signers" boleh tidak ada. Isian tiap jenis:

${FIELDS}

Contoh
  hadic import --mapping pemetaan.json --dry-run penerimaan.csv
  hadic import --mapping apps/cli/demo/pemetaan.json apps/cli/demo/penerimaan.csv apps/cli/demo/produksi.csv`,
  },
} satisfies Record<string, Text>;
