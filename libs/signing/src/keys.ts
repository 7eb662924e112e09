import { base58 } from '@scure/base';
import nacl from 'tweetnacl';
import { publicKeyPassesProfile } from './ed25519.js';

export type KeyCode = 'malformed-key' | 'weak-key' | 'malformed-seed' | 'malformed-key-file' | 'wrong-passphrase';

/** A key, seed or key file that cannot be used, and why. Its message never holds a secret. */
export class KeyError extends Error {
  override readonly name = 'KeyError';

  constructor(
    readonly code: KeyCode,
    message: string,
  ) {
    super(message);
  }
}

/** Holds a secret key and gives nothing but signatures by it. */
export interface Signer {
  readonly keyId: string;
  /** Ed25519 over these very bytes: 64 bytes, the same every time. */
  sign(bytes: Uint8Array): Uint8Array;
}

const PREFIX = 'did:key:z';
/** Multicodec ed25519-pub (0xed) as a varint. */
const MULTICODEC = [0xed, 0x01];
/** 34 bytes that begin with 0xed01 always take 47 digits; checked first, since base58 takes quadratic time. */
const KEY_ID_LENGTH = PREFIX.length + 47;

/** Keys already read and judged. Emptied when full, so that a stranger's keys cost no memory. */
const KNOWN = new Map<string, Uint8Array>();
const KNOWN_KEPT = 4_096;

/** The key's id in full, `did:key:z6Mk…` (did:key method, multibase base58btc). @throws KeyError malformed-key, weak-key */
export function keyId(publicKey: Uint8Array): string {
  checkKey(publicKey);
  return PREFIX + base58.encode(Uint8Array.of(...MULTICODEC, ...publicKey));
}

/** The 32 bytes that a key id holds, which pass the strict profile. @throws KeyError malformed-key, weak-key */
export function publicKeyOf(keyId: string): Uint8Array {
  const known = KNOWN.get(keyId);
  if (known !== undefined) return known.slice();
  const publicKey = decodeKeyId(keyId);
  checkKey(publicKey);
  if (KNOWN.size >= KNOWN_KEPT) KNOWN.clear();
  KNOWN.set(keyId, publicKey);
  return publicKey.slice();
}

/**
 * A signer from the 32-byte seed (RFC 8032's private key). A 64-byte secret key is refused: its second half is the
 * public key, and a false one there makes signatures that give the secret away. @throws KeyError malformed-seed
 */
export function signerFromSeed(seed: Uint8Array): Signer {
  if (seed.length !== nacl.sign.seedLength) throw new KeyError('malformed-seed', 'A seed has 32 bytes.');
  // The secret lives in this closure only, so that no way of printing the signer can show it.
  const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed);
  return { keyId: keyId(publicKey), sign: (bytes) => nacl.sign.detached(bytes, secretKey) };
}

function decodeKeyId(keyId: string): Uint8Array {
  const malformed = new KeyError('malformed-key', 'A key id is did:key:z6Mk… with an Ed25519 public key.');
  if (keyId.length !== KEY_ID_LENGTH || !keyId.startsWith(PREFIX)) throw malformed;
  try {
    const bytes = base58.decode(keyId.slice(PREFIX.length));
    if (bytes.length === 34 && MULTICODEC.every((byte, i) => bytes[i] === byte)) return bytes.slice(2);
  } catch {
    // The decoder's own words say less than ours.
  }
  throw malformed;
}

function checkKey(publicKey: Uint8Array): void {
  if (publicKey.length !== nacl.sign.publicKeyLength) {
    throw new KeyError('malformed-key', 'An Ed25519 public key has 32 bytes.');
  }
  if (!publicKeyPassesProfile(publicKey)) {
    throw new KeyError('weak-key', 'This public key is of small order or not canonical: anyone can sign for it.');
  }
}
