import type { Text } from './language.js';

/** Flags that `record` and `sign` share. */
const draftFlags = {
  en: `  --set NAME=TEXT     a field of the data: lotId=kopi/pabrik/L-1, qty="12.5 KGM", inputs.0.lotId=…; NAME:=JSON for
                      numbers, true, false and lists; NAME= removes it
  --data FILE         the data as JSON; --set changes it
  --site ID           the same as --set site=ID
  --organisation ID   the same as --set organisation=ID
  --occurred-at TIME  when it happened, with its offset; now unless told
  --place TEXT        where it happened
  --as ROLE           sign in this role; also ROLE@organisation, or ROLE@organisation=did:key:… for a key kept elsewhere
  --recorded-at TIME  when the ledger records it, in a simulated ledger only
  --out FILE          write the signed events to a file instead of sending them
  --yes               do not ask before signing`,
  id: `  --set NAMA=TEKS     isian data: lotId=kopi/pabrik/L-1, qty="12.5 KGM", inputs.0.lotId=…; NAMA:=JSON untuk angka,
                      true, false dan daftar; NAMA= menghapusnya
  --data BERKAS       datanya sebagai JSON; --set mengubahnya
  --site ID           sama dengan --set site=ID
  --organisation ID   sama dengan --set organisation=ID
  --occurred-at WAKTU kapan terjadi, dengan zonanya; sekarang jika tidak disebut
  --place TEKS        di mana terjadi
  --as PERAN          tanda tangani dalam peran ini; juga PERAN@organisasi, atau PERAN@organisasi=did:key:… untuk kunci lain
  --recorded-at WAKTU kapan buku besar mencatatnya, hanya di buku besar simulasi
  --out BERKAS        tulis catatan bertanda tangan ke berkas, tidak dikirim
  --yes               jangan bertanya sebelum menandatangani`,
};

/** Flags that `correct` and `annul` share. */
const changeFlags = {
  en: `  --reason TEXT       why, for everyone who reads it later
  --as ROLE           sign in this role; unless told, in all the roles of the event, else as administrator
  --occurred-at TIME  when the mistake was found; now unless told
  --recorded-at TIME  in a simulated ledger only
  --out FILE          write the signed event to a file instead of sending it
  --yes               do not ask before signing`,
  id: `  --reason TEKS       alasannya, untuk semua yang membacanya nanti
  --as PERAN          tanda tangani dalam peran ini; jika tidak, dalam semua peran catatan itu, atau sebagai administrator
  --occurred-at WAKTU kapan kekeliruan ditemukan; sekarang jika tidak disebut
  --recorded-at WAKTU hanya di buku besar simulasi
  --out BERKAS        tulis catatan bertanda tangan ke berkas, tidak dikirim
  --yes               jangan bertanya sebelum menandatangani`,
};

export const helpForEvents = {
  record: {
    en: `hadic record TYPE [--site ID] [--set NAME=TEXT]…
hadic record FILE | -

Signs events with the keys kept here, keeps them in the outbox, sends them and prints the receipts. Repeating the same
command sends the same bytes again: nothing is recorded twice.

A FILE holds one event, an array of events, or one event a line:
  {"type": "LotSplit", "data": {…}, "occurredAt"?: TIME, "as"?: [ROLE], "signers"?: [{"org", "role", "key"?}], "evidence"?: […]}
Events that are signed already are sent as they are. "-" reads standard input. The service's /docs lists every event type
with its fields.

${draftFlags.en}
  --again             this is another event, though it reads like one recorded before

Examples
  hadic record IngredientReceived --site kopi/pabrik --set lotId=kopi/pabrik/L-1 --set materialId=kopi/biji \\
    --set supplier=tani --set supplierLot=S-9 --set qty="12.5 KGM" --set condition=GOOD --set zone=A1 --set deliveryNote=SJ-17
  hadic record today.json --yes
  cat signed.ndjson | hadic record -`,
    id: `hadic record JENIS [--site ID] [--set NAMA=TEKS]…
hadic record BERKAS | -

Menandatangani catatan dengan kunci di komputer ini, menyimpannya di kotak keluar, mengirim, lalu menampilkan tanda terima.
Mengulang perintah yang sama mengirim bita yang sama: tidak ada yang tercatat dua kali.

BERKAS berisi satu catatan, satu larik catatan, atau satu catatan per baris:
  {"type": "LotSplit", "data": {…}, "occurredAt"?: WAKTU, "as"?: [PERAN], "signers"?: [{"org", "role", "key"?}], "evidence"?: […]}
Catatan yang sudah ditandatangani dikirim apa adanya. "-" membaca masukan standar. Halaman /docs pada layanan menampilkan
setiap jenis catatan dan isiannya.

${draftFlags.id}
  --again             ini kejadian lain, meskipun isinya sama dengan yang pernah dicatat

Contoh
  hadic record IngredientReceived --site kopi/pabrik --set lotId=kopi/pabrik/L-1 --set materialId=kopi/biji \\
    --set supplier=tani --set supplierLot=S-9 --set qty="12.5 KGM" --set condition=GOOD --set zone=A1 --set deliveryNote=SJ-17
  hadic record hari-ini.json --yes
  cat signed.ndjson | hadic record -`,
  },
  sign: {
    en: `hadic sign TYPE [--set NAME=TEXT]… | FILE | -

Signs events as "record" does and prints them, or writes them with --out; sends nothing. Where others must sign too, the
file travels on: each runs "hadic cosign", and the complete file is recorded with "hadic record".

${draftFlags.en}

Examples
  hadic sign run.json --out run.signed.ndjson
  hadic sign run.json --as PRODUCTION --as PENYELIA_HALAL@kopi=did:key:z6Mk… --out run.signed.ndjson`,
    id: `hadic sign JENIS [--set NAMA=TEKS]… | BERKAS | -

Menandatangani catatan seperti "record" lalu menampilkannya, atau menulisnya dengan --out; tidak mengirim. Jika orang lain
juga harus menandatangani, berkasnya diteruskan: masing-masing menjalankan "hadic cosign", dan berkas yang lengkap dicatat
dengan "hadic record".

${draftFlags.id}

Contoh
  hadic sign proses.json --out proses.signed.ndjson
  hadic sign proses.json --as PRODUCTION --as PENYELIA_HALAL@kopi=did:key:z6Mk… --out proses.signed.ndjson`,
  },
  cosign: {
    en: `hadic cosign FILE | -

Checks what others have signed, shows it, and adds the signatures that the keys kept here are asked for. Says which are
still missing.

  --out FILE          write the result to a file instead of printing it
  --yes               do not ask before signing

Examples
  hadic cosign run.signed.ndjson --out run.complete.ndjson
  hadic record run.complete.ndjson`,
    id: `hadic cosign BERKAS | -

Memeriksa yang sudah ditandatangani orang lain, menampilkannya, lalu menambah tanda tangan yang diminta dari kunci di
komputer ini. Menyebut tanda tangan yang masih kurang.

  --out BERKAS        tulis hasilnya ke berkas, tidak ditampilkan
  --yes               jangan bertanya sebelum menandatangani

Contoh
  hadic cosign proses.signed.ndjson --out proses.lengkap.ndjson
  hadic record proses.lengkap.ndjson`,
  },
  correct: {
    en: `hadic correct ID --reason TEXT --set NAME=TEXT… | --data FILE

Replaces what an event says. It fetches the newest version, changes it, and records the correction as a new event: both
versions stay visible, the newest counts.

  --set NAME=TEXT     the field that was wrong, as "hadic record --help" describes
  --data FILE         the whole new data as JSON
${changeFlags.en}

Examples
  hadic correct 01975c5e-… --set qty="125 KGM" --reason "Point misplaced on the delivery note"`,
    id: `hadic correct ID --reason TEKS --set NAMA=TEKS… | --data BERKAS

Mengganti isi suatu catatan. Versi terbaru diambil, diubah, dan koreksinya dicatat sebagai catatan baru: kedua versi tetap
terlihat, yang terbaru yang berlaku.

  --set NAMA=TEKS     isian yang salah, seperti dijelaskan "hadic record --help"
  --data BERKAS       seluruh data baru sebagai JSON
${changeFlags.id}

Contoh
  hadic correct 01975c5e-… --set qty="125 KGM" --reason "Salah letak koma di surat jalan"`,
  },
  annul: {
    en: `hadic annul ID --reason TEXT

Says that an event did not happen. It stays visible and no longer counts; what rested on it is marked.

${changeFlags.en}

Examples
  hadic annul 01975c5e-… --reason "Recorded for the wrong site"`,
    id: `hadic annul ID --reason TEKS

Menyatakan bahwa suatu kejadian tidak terjadi. Catatannya tetap terlihat tetapi tidak berlaku lagi; yang bergantung padanya
diberi tanda.

${changeFlags.id}

Contoh
  hadic annul 01975c5e-… --reason "Tercatat untuk lokasi yang salah"`,
  },
} satisfies Record<string, Text>;
