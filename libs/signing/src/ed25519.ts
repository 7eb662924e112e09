import nacl from 'tweetnacl';

/** Checks one Ed25519 signature under the strict profile of this file. Every implementation gives the same verdict. */
export type VerifyBackend = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

const SIGNATURE_BYTES = 64;
const POINT_BYTES = 32;
/** The top bit of an encoded point is the sign of x; the other 255 are y. */
const Y_MASK = 0x7f;

/** The field's prime and the order of the base point (RFC 8032 §5.1). */
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const ORDER_8_Y = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

const P_BYTES = littleEndian(P);
const L_BYTES = littleEndian(L);

/**
 * The y of every point whose order divides 8. With either sign bit, and with y + p refused for not being canonical,
 * these five stand for all 14 encodings of such points.
 */
const SMALL_ORDER_YS = [0n, 1n, P - 1n, ORDER_8_Y, P - ORDER_8_Y].map(littleEndian);

/**
 * What RFC 8032 leaves to the implementation, settled before any curve arithmetic: lengths of 64 and 32 bytes, S < L
 * (else a stranger makes a second valid signature from the first), y of A and R below p, and neither A nor R of small
 * order (such a key signs every message). Behind it, implementations with the cofactorless equation do not differ.
 */
export function passesProfile(signature: Uint8Array, publicKey: Uint8Array): boolean {
  return (
    signature.length === SIGNATURE_BYTES &&
    isBelow(signature, POINT_BYTES, 0xff, L_BYTES) &&
    isStrictPoint(signature) &&
    publicKeyPassesProfile(publicKey)
  );
}

/** The part of the profile that a key alone can break; a key that fails is not to be registered. */
export function publicKeyPassesProfile(publicKey: Uint8Array): boolean {
  return publicKey.length === POINT_BYTES && isStrictPoint(publicKey);
}

/** The reference: the profile, then tweetnacl. False for whatever is malformed; never throws. */
export const verifyStrict: VerifyBackend = (signature, message, publicKey) =>
  passesProfile(signature, publicKey) && nacl.sign.detached.verify(message, signature, publicKey);

/** Judges the first 32 bytes. */
function isStrictPoint(bytes: Uint8Array): boolean {
  return isBelow(bytes, 0, Y_MASK, P_BYTES) && !SMALL_ORDER_YS.some((y) => isY(bytes, y));
}

function isY(bytes: Uint8Array, y: Uint8Array): boolean {
  if (((bytes[31] ?? 0) & Y_MASK) !== y[31]) return false;
  for (let i = 0; i < 31; i++) {
    if (bytes[i] !== y[i]) return false;
  }
  return true;
}

/** Compares 32 bytes from `start`, the top one masked, with a bound of 32 bytes; both little-endian. */
function isBelow(bytes: Uint8Array, start: number, topMask: number, bound: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = (bytes[start + i] ?? 0) & (i === 31 ? topMask : 0xff);
    const limit = bound[i] ?? 0;
    if (byte !== limit) return byte < limit;
  }
  return false;
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}
