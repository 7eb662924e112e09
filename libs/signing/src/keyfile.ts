import nacl from 'tweetnacl';
import { decodeBase64, encodeBase64, encodeUtf8 } from './encoding.js';
import type { Json, JsonObject } from './gate.js';
import { KeyError, signerFromSeed } from './keys.js';

/** scrypt (RFC 7914), given by the caller: Node has one of its own, a browser needs another. */
export type Scrypt = (
  passphrase: Uint8Array,
  salt: Uint8Array,
  params: { N: number; r: number; p: number; dkLen: number },
) => Promise<Uint8Array>;

/** A seed locked by a passphrase. Members beyond these (a label, a person's reference) are the caller's and not secret. */
export type KeyFile = JsonObject & {
  v: 1;
  keyId: string;
  kdf: { name: 'scrypt'; N: number; r: number; p: number; salt: string };
  nonce: string;
  sealed: string;
};

export interface SealOptions {
  passphrase: string;
  /** 16 to 64 random bytes, never used before. */
  salt: Uint8Array;
  /** 24 random bytes, never used before. */
  nonce: Uint8Array;
  scrypt: Scrypt;
  meta?: JsonObject;
}

/** 128 * N * r bytes: 128 MiB and about half a second for each guess at a passphrase. */
const COST = { N: 131_072, r: 8, p: 1 };
/** A file may ask for at most twice that memory, and four passes, so that a hostile one cannot exhaust its reader. */
const MAX_COST = { N: 262_144, r: 8, p: 4 };

/**
 * Locks a 32-byte seed (XSalsa20-Poly1305 under a key that scrypt makes of the passphrase).
 * @throws KeyError malformed-seed
 */
export async function sealKey(seed: Uint8Array, options: SealOptions): Promise<KeyFile> {
  const { passphrase, salt, nonce, scrypt, meta } = options;
  const { keyId } = signerFromSeed(seed);
  const key = await scrypt(passphraseBytes(passphrase), salt, { ...COST, dkLen: nacl.secretbox.keyLength });
  return {
    ...meta,
    v: 1,
    keyId,
    kdf: { name: 'scrypt', ...COST, salt: encodeBase64(salt) },
    nonce: encodeBase64(nonce),
    sealed: encodeBase64(nacl.secretbox(seed, nonce, key)),
  };
}

/**
 * The 32-byte seed of a key file.
 * @throws KeyError malformed-key-file; wrong-passphrase, also where the sealed bytes were altered, since the lock
 *   cannot tell the two apart
 */
export async function openKey(file: Json, passphrase: string, scrypt: Scrypt): Promise<Uint8Array> {
  const { keyId, cost, salt, nonce, sealed } = readKeyFile(file);
  const key = await scrypt(passphraseBytes(passphrase), salt, { ...cost, dkLen: nacl.secretbox.keyLength });
  const seed = nacl.secretbox.open(sealed, nonce, key);
  if (seed === null) throw new KeyError('wrong-passphrase', 'The passphrase is wrong, or the key file was altered.');
  if (signerFromSeed(seed).keyId !== keyId) throw malformed('keyId');
  return seed;
}

function readKeyFile(file: Json) {
  const { v, keyId, kdf, nonce, sealed } = objectAt(file, 'the whole');
  if (v !== 1) throw malformed('v');
  if (typeof keyId !== 'string') throw malformed('keyId');
  const { name, N, r, p, salt } = objectAt(kdf, 'kdf');
  if (name !== 'scrypt') throw malformed('kdf.name');
  const cost = { N: countAt(N, 'N'), r: countAt(r, 'r'), p: countAt(p, 'p') };
  if (cost.N < 2 || (cost.N & (cost.N - 1)) !== 0) throw malformed('kdf.N');
  return {
    keyId,
    cost,
    salt: bytesAt(salt, 'kdf.salt', [16, 64]),
    nonce: bytesAt(nonce, 'nonce', [nacl.secretbox.nonceLength, nacl.secretbox.nonceLength]),
    sealed: bytesAt(sealed, 'sealed', [SEALED_BYTES, SEALED_BYTES]),
  };
}

const SEALED_BYTES = nacl.sign.seedLength + nacl.secretbox.overheadLength;

function objectAt(value: Json | undefined, place: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw malformed(place);
}

function countAt(value: Json | undefined, name: keyof typeof MAX_COST): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_COST[name]) return value;
  throw malformed(`kdf.${name}`);
}

function bytesAt(value: Json | undefined, place: string, [least, most]: [number, number]): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64(value) : null;
  if (bytes !== null && bytes.length >= least && bytes.length <= most) return bytes;
  throw malformed(place);
}

function malformed(place: string): KeyError {
  return new KeyError('malformed-key-file', `This is not a HADIC key file: ${place} is not what it must be.`);
}

/** One passphrase typed on two keyboards may differ in how accents are composed; NFKC makes them one. */
function passphraseBytes(passphrase: string): Uint8Array {
  return encodeUtf8(passphrase.normalize('NFKC'));
}
