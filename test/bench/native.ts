import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import { keyId, type Signer, signerFromSeed } from '@hadic/signing';

/** The part of libsodium that the bare limits are measured with: the library itself, without anything of ours around it. */
export interface Sodium {
  crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Null where the package has no binary for this machine. */
function load(): Sodium | null {
  try {
    return createRequire(import.meta.url)('sodium-native') as Sodium;
  } catch {
    return null;
  }
}

export const sodium = load();

/** RFC 8410: what stands before a seed in PKCS #8, and before a public key in SubjectPublicKeyInfo. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** A signer that gives the very bytes of `signerFromSeed`, a hundred times as fast. */
export function fastSigner(seed: Uint8Array): Signer {
  return sodium ? sodiumSigner(sodium, seed) : nodeSigner(seed);
}

function sodiumSigner(library: Sodium, seed: Uint8Array): Signer {
  const [publicKey, secretKey] = [Buffer.alloc(32), Buffer.alloc(64)];
  library.crypto_sign_seed_keypair(publicKey, secretKey, seed);
  return {
    keyId: keyId(publicKey),
    sign: (bytes) => {
      const signature = Buffer.alloc(64);
      library.crypto_sign_detached(signature, bytes, secretKey);
      return signature;
    },
  };
}

function nodeSigner(seed: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { keyId: keyId(publicKey), sign: (bytes) => sign(null, bytes, key) };
}

/** Throws unless the fast signer and the reference (tweetnacl) agree on this seed. */
export function assertAgreement(seed: Uint8Array): void {
  const [fast, reference] = [fastSigner(seed), signerFromSeed(seed)];
  const bytes = Buffer.from('the same bytes for both');
  if (fast.keyId === reference.keyId && Buffer.compare(fast.sign(bytes), reference.sign(bytes)) === 0) return;
  throw new Error('The fast signer and tweetnacl do not agree.');
}

/** One signature to be checked. */
export interface Claimed {
  signature: Uint8Array;
  message: Uint8Array;
  publicKey: Uint8Array;
}

/** node:crypto on the calling thread, each key read once. */
export function nodeVerifier(): (claimed: Claimed) => boolean {
  const keys = new Map<string, ReturnType<typeof createPublicKey>>();
  return ({ signature, message, publicKey }) => {
    const name = Buffer.from(publicKey).toString('latin1');
    let key = keys.get(name);
    if (!key) {
      key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
      keys.set(name, key);
    }
    return verify(null, message, key, signature);
  };
}
