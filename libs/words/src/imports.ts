import type { Advice, Text } from './language.js';

/** What `hadic import` says of the whole. */
export const imports = {
  mappingMalformed: {
    en: '{file} is no mapping: {place} must be {rule}. `hadic import --help` shows one.',
    id: '{file} bukan pemetaan: {place} harus {rule}. Contohnya ada di `hadic import --help`.',
  },
  kindUnknown: {
    en: 'There is no kind {kind}. The kinds are {known}.',
    id: 'Tidak ada jenis {kind}. Jenis yang ada: {known}.',
  },
  read: {
    en: '{events} event(s) from {rows} row(s); {refused} row(s) refused.',
    id: '{events} catatan dari {rows} baris; {refused} baris ditolak.',
  },
  place: { en: '{file}, line {line}', id: '{file}, baris {line}' },
  column: { en: ', column "{column}"', id: ', kolom "{column}"' },
} satisfies Record<string, Text>;

/** Why a row was refused before it was signed, and what to do. */
export const rows = {
  'cells-differ': {
    text: {
      en: 'The row has {found} cells, the header has {expected}.',
      id: 'Baris ini punya {found} sel, kepala kolomnya {expected}.',
    },
    wayOut: {
      en: 'Put text that holds the separator into quotation marks, or complete the row.',
      id: 'Beri tanda kutip pada teks yang mengandung pemisah, atau lengkapi barisnya.',
    },
  },
  'quote-spans': {
    text: {
      en: 'A quotation mark opens here and closes only on a later line, so that rows run into one another.',
      id: 'Tanda kutip dibuka di sini dan baru ditutup di baris lain, sehingga beberapa baris menyatu.',
    },
    wayOut: {
      en: 'Remove the mark, or close it on the same line.',
      id: 'Hapus tanda kutipnya, atau tutup di baris yang sama.',
    },
  },
  'quote-open': {
    text: {
      en: 'A quotation mark opens here and is never closed; nothing after it could be read.',
      id: 'Tanda kutip dibuka di sini dan tidak pernah ditutup; selanjutnya tidak terbaca.',
    },
    wayOut: { en: 'Close it or remove it.', id: 'Tutup atau hapus tanda kutipnya.' },
  },
  'no-rows': {
    text: { en: 'The file has no rows below a header.', id: 'Berkas ini tidak punya baris di bawah kepala kolom.' },
    wayOut: { en: 'Export the table again, with its header.', id: 'Ekspor ulang tabelnya, beserta kepala kolom.' },
  },
  'kind-unclear': {
    text: {
      en: 'The header fits no kind of the mapping.',
      id: 'Kepala kolomnya tidak cocok dengan jenis mana pun dalam pemetaan.',
    },
    wayOut: {
      en: 'Name the kind with --kind, or add the columns to the mapping.',
      id: 'Sebut jenisnya dengan --kind, atau tambahkan kolomnya ke pemetaan.',
    },
  },
  'column-missing': {
    text: { en: 'The column "{name}" is not in the header.', id: 'Kolom "{name}" tidak ada di kepala kolom.' },
    wayOut: {
      en: 'Name it so in the file, or change the mapping.',
      id: 'Samakan namanya di berkas, atau ubah pemetaannya.',
    },
  },
  'column-twice': {
    text: { en: 'The header has the column "{name}" twice.', id: 'Kolom "{name}" ada dua kali di kepala kolom.' },
    wayOut: { en: 'Rename one of them.', id: 'Ganti nama salah satunya.' },
  },
  'value-missing': {
    text: { en: 'The field {field} is empty.', id: 'Isian {field} kosong.' },
    wayOut: {
      en: 'Fill it in, or give it a constant in the mapping.',
      id: 'Isilah, atau beri nilai tetap dalam pemetaan.',
    },
  },
  'not-a-number': {
    text: {
      en: '"{text}" is no quantity with the decimal sign "{decimal}" and at most six decimals.',
      id: '"{text}" bukan jumlah dengan tanda desimal "{decimal}" dan paling banyak enam angka desimal.',
    },
    wayOut: {
      en: 'Write it as 1.250,5 or 1,250.5, whichever the mapping names.',
      id: 'Tulis sebagai 1.250,5 atau 1,250.5, sesuai pemetaan.',
    },
  },
  'not-positive': {
    text: { en: 'The quantity {text} is not more than zero.', id: 'Jumlah {text} tidak lebih dari nol.' },
    wayOut: { en: 'Enter what was weighed or counted.', id: 'Isi hasil timbang atau hitungnya.' },
  },
  'not-a-date': {
    text: { en: '"{text}" is no date of the form {formats}.', id: '"{text}" bukan tanggal berbentuk {formats}.' },
    wayOut: {
      en: 'Correct the date, or add its form to "dates" in the mapping.',
      id: 'Perbaiki tanggalnya, atau tambahkan bentuknya pada "dates" dalam pemetaan.',
    },
  },
  'not-a-time': {
    text: { en: '"{text}" is no time of day such as 08:30.', id: '"{text}" bukan jam seperti 08.30.' },
    wayOut: { en: 'Write hours and minutes.', id: 'Tulis jam dan menit.' },
  },
  'name-unknown': {
    text: {
      en: 'Nothing is called "{text}" in the mapping’s {field} names.',
      id: 'Tidak ada yang bernama "{text}" pada daftar nama {field} dalam pemetaan.',
    },
    wayOut: {
      en: 'Correct the spelling, or add the name with its id to "names".',
      id: 'Perbaiki ejaannya, atau tambahkan nama itu beserta id-nya pada "names".',
    },
  },
  'unit-unknown': {
    text: { en: '"{text}" is no unit of the mapping.', id: '"{text}" bukan satuan dalam pemetaan.' },
    wayOut: {
      en: 'Add it to "units" with its UN/ECE code, such as KGM.',
      id: 'Tambahkan pada "units" beserta kode UN/ECE-nya, misalnya KGM.',
    },
  },
  'word-unknown': {
    text: { en: '"{text}" is none of {known}.', id: '"{text}" tidak termasuk {known}.' },
    wayOut: {
      en: 'Write one of them, or translate it under "names" in the mapping.',
      id: 'Tulis salah satunya, atau terjemahkan pada "names" dalam pemetaan.',
    },
  },
  'id-malformed': {
    text: { en: '"{text}" cannot be an id ({field}).', id: '"{text}" tidak dapat menjadi id ({field}).' },
    wayOut: {
      en: 'Use letters, digits, dots, hyphens and underscores, at most 64.',
      id: 'Pakai huruf, angka, titik, tanda hubung dan garis bawah, paling banyak 64.',
    },
  },
  'goods-unclear': {
    text: {
      en: 'Name either a material or a product, not both or none.',
      id: 'Sebut bahan atau produk, salah satu saja.',
    },
    wayOut: { en: 'Clear one of the two cells.', id: 'Kosongkan salah satu selnya.' },
  },
  'group-differs': {
    text: {
      en: '{group} has {field} "{text}" here and "{other}" on line {line}.',
      id: '{group} punya {field} "{text}" di sini dan "{other}" di baris {line}.',
    },
    wayOut: {
      en: 'All rows of one run or shipment say the same, or leave the cell empty.',
      id: 'Semua baris dari satu proses atau kiriman harus sama, atau kosongkan selnya.',
    },
  },
  'part-twice': {
    text: { en: '{group} has two rows of the part {part}.', id: '{group} punya dua baris untuk bagian {part}.' },
    wayOut: { en: 'Add them up in one row.', id: 'Jumlahkan dalam satu baris.' },
  },
  'no-inputs': {
    text: { en: 'The run {group} has no input row.', id: 'Proses {group} tidak punya baris bahan masuk.' },
    wayOut: { en: 'Add what went in.', id: 'Tambahkan bahan yang dipakai.' },
  },
  'group-refused': {
    text: {
      en: '{group} is left out as a whole, since line {line} was refused.',
      id: '{group} dilewati seluruhnya karena baris {line} ditolak.',
    },
    wayOut: { en: 'Correct that line and import again.', id: 'Perbaiki baris itu dan impor lagi.' },
  },
  'row-twice': {
    text: { en: 'The same row stands in {file}, line {line}.', id: 'Baris yang sama ada di {file}, baris {line}.' },
    wayOut: { en: 'Remove one of them.', id: 'Hapus salah satunya.' },
  },
  'row-differs': {
    text: {
      en: '{id} stands in {file}, line {line}, with other values; that row counts.',
      id: '{id} ada di {file}, baris {line}, dengan nilai lain; baris itulah yang dipakai.',
    },
    wayOut: {
      en: 'Remove the wrong row, or give this one an id of its own.',
      id: 'Hapus baris yang salah, atau beri baris ini id sendiri.',
    },
  },
  'row-changed': {
    text: {
      en: '{id} was imported before with other values; nothing was recorded.',
      id: '{id} sudah pernah diimpor dengan nilai lain; tidak ada yang dicatat.',
    },
    wayOut: {
      en: 'If the new values are right, correct the event {event} with `hadic correct`; else restore the row.',
      id: 'Jika nilai baru yang benar, koreksi catatan {event} dengan `hadic correct`; jika tidak, kembalikan barisnya.',
    },
  },
} satisfies Record<string, Advice>;
