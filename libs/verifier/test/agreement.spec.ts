import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeHex, encodeHex, publicKeyOf, signerFromSeed, verifyStrict } from '@hadic/signing';
import { loadedBackend, sodiumVerify } from '../src/index.js';
import { RFC_8032 } from './rfc8032.js';

const BACKENDS = { tweetnacl: verifyStrict, sodium: sodiumVerify };
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const wycheproof = path.resolve(process.cwd(), '../shared/vectors/ed25519/wycheproof_ed25519_test.json');
const withVectors = existsSync(wycheproof) ? test : test.skip;
if (!existsSync(wycheproof)) console.warn(`Skipped: no Wycheproof vectors at ${wycheproof}.`);

interface Wycheproof {
  testGroups: { publicKey: { pk: string }; tests: { tcId: number; msg: string; sig: string; result: string }[] }[];
}

function bytes(hex: string): Uint8Array {
  const decoded = decodeHex(hex);
  if (decoded === null) throw new Error(`Not hex: ${hex}`);
  return decoded;
}

/** What each back end says, to be one thing. */
function verdicts(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) {
  return {
    tweetnacl: BACKENDS.tweetnacl(signature, message, publicKey),
    sodium: BACKENDS.sodium(signature, message, publicKey),
  };
}
const both = (verdict: boolean) => ({ tweetnacl: verdict, sodium: verdict });

/** Another S for the same signature: S + L is the same scalar. */
function malleated(signature: Uint8Array): Uint8Array {
  const s = BigInt('0x' + encodeHex(signature.slice(32).reverse())) + L;
  return Uint8Array.of(...signature.slice(0, 32), ...bytes(s.toString(16).padStart(64, '0')).reverse());
}

test('sodium is loaded here, so that the comparison compares', () => expect(loadedBackend).toBe('sodium'));

withVectors('all 151 Wycheproof vectors are judged right by both', () => {
  const { testGroups } = JSON.parse(readFileSync(wycheproof, 'utf8')) as Wycheproof;
  const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((one) => ({ ...one, pk: publicKey.pk })));
  expect(cases).toHaveLength(151);
  const wrong = cases.filter(({ msg, sig, pk, result }) => {
    const { tweetnacl, sodium } = verdicts(bytes(sig), bytes(msg), bytes(pk));
    return tweetnacl !== (result === 'valid') || sodium !== tweetnacl;
  });
  expect(wrong).toEqual([]);
});

describe.each(RFC_8032)('RFC 8032 $name', ({ seed, publicKey, message, signature }) => {
  const [key, text, sig] = [bytes(publicKey), bytes(message), bytes(signature)];

  test('is signed to the byte', () => {
    const signer = signerFromSeed(bytes(seed));
    expect(encodeHex(publicKeyOf(signer.keyId))).toBe(publicKey);
    expect(encodeHex(signer.sign(text))).toBe(signature);
  });

  test('verifies; malleated, cut or for another message it does not', () => {
    expect(verdicts(sig, text, key)).toEqual(both(true));
    expect(verdicts(malleated(sig), text, key)).toEqual(both(false));
    expect(verdicts(sig.slice(0, 63), text, key)).toEqual(both(false));
    expect(verdicts(Uint8Array.of(...sig, 0), text, key)).toEqual(both(false));
    expect(verdicts(sig, Uint8Array.of(...text, 0), key)).toEqual(both(false));
    expect(verdicts(sig, text, key.slice(0, 31))).toEqual(both(false));
  });
});

describe('points that must not be', () => {
  // As listed in C2SP/CCTV: eight points of small order, with six alternative encodings.
  const SMALL_ORDER = [
    '00'.repeat(32),
    'ed' + 'ff'.repeat(30) + '7f',
    '00'.repeat(31) + '80',
    'ed' + 'ff'.repeat(31),
    '01' + '00'.repeat(31),
    '01' + '00'.repeat(30) + '80',
    'ee' + 'ff'.repeat(30) + '7f',
    'ee' + 'ff'.repeat(31),
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'ec' + 'ff'.repeat(30) + '7f',
    'ec' + 'ff'.repeat(31),
  ];
  const signer = signerFromSeed(new Uint8Array(32).fill(7));
  const key = publicKeyOf(signer.keyId);
  const message = new Uint8Array([1, 2, 3]);
  const signature = signer.sign(message);

  test.each(SMALL_ORDER)('%s as key and as R', (hex) => {
    const point = bytes(hex);
    // With S = 0 and R = A = the identity the equation holds for every message.
    const forAll = Uint8Array.of(...point, ...new Uint8Array(32));
    for (let i = 0; i < 8; i++) expect(verdicts(forAll, Uint8Array.of(i), point)).toEqual(both(false));
    expect(verdicts(signature, message, point)).toEqual(both(false));
    expect(verdicts(Uint8Array.of(...point, ...signature.slice(32)), message, key)).toEqual(both(false));
  });

  test('y of p + 2 and above is not canonical', () => {
    for (let low = 0xef; low <= 0xff; low++) {
      for (const top of [0x7f, 0xff]) {
        const point = Uint8Array.of(low, ...new Uint8Array(30).fill(0xff), top);
        expect(verdicts(signature, message, point)).toEqual(both(false));
        expect(verdicts(Uint8Array.of(...point, ...signature.slice(32)), message, key)).toEqual(both(false));
      }
    }
  });
});

/**
 * Keys and Rs of large order with a part of small order, which no list can refuse. Where the small parts cancel both
 * equations hold; where they do not only the cofactored one would. A release of libsodium that takes the cofactored
 * equation fails here, and then the two back ends would no longer be one rule.
 */
describe('a part of small order', () => {
  const MIXED_KEY = 'd63c01223147541df4e170763e9e2788a8bf5971f52a93c5829dbe6f5ff6bba9';
  const MIXED_R = '6999d5cb5126005c325892f1c6eab824b310708befff12fbaf45dda050cb12f0';
  const PURE_R = '7db0dc9222f3c183457ddde4c708de8e5ea6bf3d5c4404cca14b32729a05c32a';

  test.each([
    [
      'key, cancels',
      true,
      'lot 1',
      MIXED_KEY,
      PURE_R + 'f1a69d2c111256702e9c496d723678ef94ca9a9c09d001a0c146813b6c20e30d',
    ],
    [
      'key, remains',
      false,
      'lot 0',
      MIXED_KEY,
      PURE_R + '004c4138ce37bd0146ab8c4e5eb5b3a9602ff70c45eb80749bd3e5b6fc767a0f',
    ],
    [
      'R, remains',
      false,
      'lot 0',
      '17ffad8068dc0de9935d36636f3ad1b5de6de3413b12388e453b05f2a4c1d3db',
      MIXED_R + '3393addb8a3f0968b14d07c475b9ab1b56357029c80ce0001a63970742707803',
    ],
    [
      'both, cancel',
      true,
      'lot 2',
      MIXED_KEY,
      MIXED_R + '64716af21022ecc883ca0bf0fa33f8d7660e89e10cfa57a00c176da3f269ac04',
    ],
    [
      'both, remain',
      false,
      'lot 0',
      MIXED_KEY,
      MIXED_R + '26bf1c323d1fe6b725bfd2cc39f98699cf563d96b097464a78310638f4dd6508',
    ],
  ])('in the %s', (...[, verdict, text, key, signature]) => {
    expect(verdicts(bytes(signature), Buffer.from(text), bytes(key))).toEqual(both(verdict));
  });
});

test('random signatures, keys and single flipped bits get one verdict', () => {
  const signer = signerFromSeed(new Uint8Array(32).fill(9));
  const key = publicKeyOf(signer.keyId);
  const noise = (i: number) => createHash('sha512').update(`noise ${i}`).digest();
  for (let i = 0; i < 24; i++) {
    const message = noise(i);
    const flipped = signer.sign(message);
    flipped[i * 2] = (flipped[i * 2] ?? 0) ^ (1 << (i % 8));
    expect(verdicts(flipped, message, key)).toEqual(both(false));
    const { tweetnacl, sodium } = verdicts(noise(i), message, noise(i + 100).subarray(0, 32));
    expect(sodium).toBe(tweetnacl);
  }
});
