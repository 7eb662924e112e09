import { createRequire } from 'node:module';
import { passesProfile, verifyStrict, type VerifyBackend } from '@hadic/signing';

export type Backend = 'sodium' | 'tweetnacl';

interface Sodium {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Null where the package has no binary for this machine. */
function loadSodium(): Sodium | null {
  try {
    return createRequire(import.meta.url)('sodium-native') as Sodium;
  } catch {
    return null;
  }
}

const sodium = loadSodium();

/** What checks signatures on this machine: sodium unless its binary cannot be loaded. */
export const loadedBackend: Backend = sodium === null ? 'tweetnacl' : 'sodium';

/**
 * The strict profile, then libsodium, on the calling thread. Same verdict as `verifyStrict`, a hundred times as fast;
 * where sodium cannot be loaded it is `verifyStrict`.
 */
export const sodiumVerify: VerifyBackend =
  sodium === null
    ? verifyStrict
    : (signature, message, publicKey) =>
        passesProfile(signature, publicKey) && sodium.crypto_sign_verify_detached(signature, message, publicKey);
