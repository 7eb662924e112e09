import type { Advice } from './language.js';

/** Who may sign, and who is registered. */
export const authorityRefusals = {
  'already-founded': {
    text: { en: 'This ledger is already founded.', id: 'Buku besar ini sudah didirikan.' },
    wayOut: {
      en: 'Use it as it is, or found another ledger in an empty folder with "hadic init".',
      id: 'Pakai yang sudah ada, atau dirikan buku besar lain di folder kosong dengan "hadic init".',
    },
  },
  'not-founded': {
    text: { en: 'This ledger is not founded yet.', id: 'Buku besar ini belum didirikan.' },
    wayOut: {
      en: 'Run "hadic init" and start the service; its first record founds the ledger.',
      id: 'Jalankan "hadic init" lalu nyalakan layanan; catatan pertamanya mendirikan buku besar.',
    },
  },
  'founding-key-differs': {
    text: {
      en: 'The founding record is not signed by the key that the configuration names.',
      id: 'Catatan pendirian tidak ditandatangani dengan kunci yang disebut di konfigurasi.',
    },
    wayOut: {
      en: 'Check "foundingKey" in config.json and sign with that key.',
      id: 'Periksa "foundingKey" di config.json dan tanda tangani dengan kunci itu.',
    },
  },
  'wrong-ledger': {
    text: {
      en: 'The event was signed for another ledger, not for {ledger}.',
      id: 'Catatan ini ditandatangani untuk buku besar lain, bukan untuk {ledger}.',
    },
    wayOut: {
      en: 'Send it to the ledger that it names, or make and sign it again for this one.',
      id: 'Kirim ke buku besar yang disebutnya, atau buat dan tanda tangani ulang untuk buku besar ini.',
    },
  },
  'wrong-stream': {
    text: {
      en: 'The event names the wrong books: what it says belongs to {stream}.',
      id: 'Catatan ini menyebut pembukuan yang salah: isinya milik {stream}.',
    },
    wayOut: {
      en: 'Sign it again with that stream, or correct the owner in the data.',
      id: 'Tanda tangani ulang dengan aliran itu, atau perbaiki pemilik di datanya.',
    },
  },
  'signer-missing': {
    text: {
      en: 'A signature is missing: {roles} of {organisation}.',
      id: 'Ada tanda tangan yang kurang: {roles} dari {organisation}.',
    },
    wayOut: {
      en: 'Let that person add the signature with "hadic cosign", then record the file.',
      id: 'Minta orang itu menambah tanda tangan dengan "hadic cosign", lalu catat berkasnya.',
    },
  },
  'signer-not-distinct': {
    text: {
      en: 'Two different people must sign here; {roles} has signed with a key that already counts for another role.',
      id: 'Di sini harus dua orang berbeda yang menandatangani; {roles} memakai kunci yang sudah dihitung untuk peran lain.',
    },
    wayOut: {
      en: 'Let a second person sign with a key of their own.',
      id: 'Minta orang kedua menandatangani dengan kuncinya sendiri.',
    },
  },
  'key-unknown': {
    text: { en: 'The key {key} is not registered here.', id: 'Kunci {key} tidak terdaftar di sini.' },
    wayOut: {
      en: 'Register the key first (SigningKeyRegistered), or sign with one that is registered.',
      id: 'Daftarkan kunci itu dulu (SigningKeyRegistered), atau tanda tangani dengan kunci yang terdaftar.',
    },
  },
  'key-revoked': {
    text: {
      en: 'The key {key} is revoked or was replaced.',
      id: 'Kunci {key} sudah dicabut atau diganti.',
    },
    wayOut: {
      en: 'Sign again with the key that is in use now.',
      id: 'Tanda tangani ulang dengan kunci yang sekarang berlaku.',
    },
  },
  'key-of-other-organisation': {
    text: {
      en: 'The key {key} belongs to {organisation}, not to the organisation that the signer names.',
      id: 'Kunci {key} milik {organisation}, bukan milik organisasi yang disebut penandatangan.',
    },
    wayOut: {
      en: 'Name {organisation} as the signer’s organisation, or sign with a key of the other one.',
      id: 'Sebut {organisation} sebagai organisasi penandatangan, atau pakai kunci organisasi yang lain.',
    },
  },
  'key-in-use': {
    text: { en: 'The key {key} is already registered.', id: 'Kunci {key} sudah terdaftar.' },
    wayOut: {
      en: 'Make a new key for this person with "hadic keys new".',
      id: 'Buat kunci baru untuk orang ini dengan "hadic keys new".',
    },
  },
  'key-not-holder': {
    text: {
      en: 'The key {key} signs as holder, but this event does not bring in or replace that key.',
      id: 'Kunci {key} menandatangani sebagai pemegang, padahal catatan ini tidak mendaftarkan atau mengganti kunci itu.',
    },
    wayOut: {
      en: 'Sign in the role that the event asks for.',
      id: 'Tanda tangani dalam peran yang diminta catatan ini.',
    },
  },
  'no-mandate': {
    text: {
      en: '{person} had no mandate as {role} of {organisation} on {day}.',
      id: '{person} tidak punya mandat sebagai {role} di {organisation} pada {day}.',
    },
    wayOut: {
      en: 'Ask the administrator of {organisation} to grant the mandate for that day, or let somebody sign who holds it.',
      id: 'Minta administrator {organisation} memberi mandat untuk hari itu, atau minta orang yang bermandat menandatangani.',
    },
  },
  'role-not-grantable': {
    text: {
      en: 'An administrator of {organisation} cannot grant the role {role} alone.',
      id: 'Administrator {organisation} tidak dapat memberikan peran {role} sendirian.',
    },
    wayOut: {
      en: 'Let the registrar co-sign the mandate.',
      id: 'Minta registrar ikut menandatangani mandatnya.',
    },
  },
  'mandate-evidence-missing': {
    text: {
      en: 'A mandate as {role} needs the number of the evidence for it.',
      id: 'Mandat sebagai {role} memerlukan nomor bukti kompetensinya.',
    },
    wayOut: {
      en: 'Fill in "evidenceNo": the certificate of competence or letter of appointment.',
      id: 'Isi "evidenceNo": nomor sertifikat kompetensi atau surat penunjukan.',
    },
  },
  'mandate-unknown': {
    text: {
      en: 'There is no mandate {mandate} in this organisation.',
      id: 'Tidak ada mandat {mandate} di organisasi ini.',
    },
    wayOut: {
      en: 'Name the id of the MandateGranted event; "hadic events list" shows it.',
      id: 'Sebut id catatan MandateGranted; "hadic events list" menampilkannya.',
    },
  },
  'mandate-ended': {
    text: { en: 'The mandate {mandate} was withdrawn already.', id: 'Mandat {mandate} sudah dicabut.' },
    wayOut: { en: 'Nothing is left to do.', id: 'Tidak ada yang perlu dilakukan lagi.' },
  },
  'organisation-unknown': {
    text: {
      en: 'The organisation {organisation} is not registered here.',
      id: 'Organisasi {organisation} belum terdaftar di sini.',
    },
    wayOut: {
      en: 'Check the spelling, or ask the registrar to register it.',
      id: 'Periksa ejaannya, atau minta registrar mendaftarkannya.',
    },
  },
  'organisation-exists': {
    text: {
      en: 'The organisation {organisation} is registered already.',
      id: 'Organisasi {organisation} sudah terdaftar.',
    },
    wayOut: { en: 'Choose another id for a new organisation.', id: 'Pilih id lain untuk organisasi baru.' },
  },
  'business-number-in-use': {
    text: {
      en: 'The business number {no} is already used by {organisation}.',
      id: 'Nomor usaha {no} sudah dipakai oleh {organisation}.',
    },
    wayOut: {
      en: 'Check the number; one business has one organisation here.',
      id: 'Periksa nomornya; satu usaha hanya punya satu organisasi di sini.',
    },
  },
  'business-number-malformed': {
    text: {
      en: '{no} is not a number of the {scheme} register.',
      id: '{no} bukan nomor {scheme} yang benar.',
    },
    wayOut: {
      en: 'A NIB has 13 digits, an SSM number 12; write digits only.',
      id: 'NIB terdiri dari 13 angka, nomor SSM 12 angka; tulis angkanya saja.',
    },
  },
  'site-unknown': {
    text: { en: 'The site {site} is not registered.', id: 'Lokasi {site} belum terdaftar.' },
    wayOut: {
      en: 'Check the spelling, or let the administrator register the site (FacilityRegistered).',
      id: 'Periksa ejaannya, atau minta administrator mendaftarkan lokasi itu (FacilityRegistered).',
    },
  },
  'site-exists': {
    text: { en: 'The site {site} is registered already.', id: 'Lokasi {site} sudah terdaftar.' },
    wayOut: {
      en: 'Correct its registration with "hadic correct", or choose another id.',
      id: 'Perbaiki pendaftarannya dengan "hadic correct", atau pilih id lain.',
    },
  },
  'line-unknown': {
    text: { en: 'The site {site} has no line {line}.', id: 'Lokasi {site} tidak punya lini {line}.' },
    wayOut: {
      en: 'Use a registered line, or add it by correcting the registration of the site.',
      id: 'Pakai lini yang terdaftar, atau tambahkan lewat koreksi pendaftaran lokasi.',
    },
  },
  'id-not-of-owner': {
    text: {
      en: 'The id {id} must begin with its owner: {owner}/…',
      id: 'Id {id} harus diawali pemiliknya: {owner}/…',
    },
    wayOut: { en: 'Name it {owner}/<name>.', id: 'Beri nama {owner}/<nama>.' },
  },
} satisfies Record<string, Advice>;
