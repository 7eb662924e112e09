import { inspect } from 'node:util';
import { scrypt as nodeScrypt } from 'node:crypto';
import nacl from 'tweetnacl';
import {
  decodeHex,
  encodeHex,
  KeyError,
  keyId,
  openKey,
  passesProfile,
  publicKeyOf,
  publicKeyPassesProfile,
  sealKey,
  signerFromSeed,
  verifyStrict,
  type Json,
  type KeyFile,
  type Scrypt,
} from '../src/index.js';

const SEED = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);
const signer = signerFromSeed(SEED);

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof KeyError) return error.code;
    throw error;
  }
  throw new Error('No KeyError was thrown.');
}

describe('key ids', () => {
  // From the did:key method's own examples.
  test('did:key of a known key', () => {
    const hex = '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6';
    const id = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
    expect(keyId(decodeHex(hex) ?? new Uint8Array())).toBe(id);
    expect(encodeHex(publicKeyOf(id))).toBe(hex);
  });

  test('the caller gets bytes of his own', () => {
    publicKeyOf(signer.keyId).fill(0);
    expect(keyId(publicKeyOf(signer.keyId))).toBe(signer.keyId);
  });

  test.each([
    ['nothing', ''],
    ['without its method', signer.keyId.slice(8)],
    ['a character less', signer.keyId.slice(0, -1)],
    ['a character more', signer.keyId + '1'],
    ['a character that base58 has not', signer.keyId.slice(0, -1) + '0'],
    ['another multibase', signer.keyId.replace(':z', ':u')],
    ['an X25519 key', 'did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F'],
    ['a fragment', signer.keyId + '#' + signer.keyId.slice(8)],
    ['very long', 'did:key:z' + '2'.repeat(1_000_000)],
  ])('%s is malformed', async (_, id) => {
    expect(await codeOf(() => publicKeyOf(id))).toBe('malformed-key');
  });

  test('a key that anyone can sign for is weak', async () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    expect(await codeOf(() => keyId(identity))).toBe('weak-key');
    expect(await codeOf(() => publicKeyOf('did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP'))).toBe(
      'weak-key',
    );
    expect(await codeOf(() => keyId(new Uint8Array(31)))).toBe('malformed-key');
  });
});

describe('a signer', () => {
  test('signs what the reference verifies', () => {
    const message = Uint8Array.of(1, 2, 3);
    expect(verifyStrict(signer.sign(message), message, publicKeyOf(signer.keyId))).toBe(true);
  });

  test('is made of a seed only', async () => {
    const { secretKey } = nacl.sign.keyPair.fromSeed(SEED);
    expect(await codeOf(() => signerFromSeed(secretKey))).toBe('malformed-seed');
    expect(await codeOf(() => signerFromSeed(new Uint8Array(31)))).toBe('malformed-seed');
  });

  test('shows its secret in no way of printing', () => {
    const anything: unknown = signer;
    const shown = [
      JSON.stringify(signer),
      String(anything),
      inspect(signer, { showHidden: true, depth: 9 }),
      JSON.stringify(Object.getOwnPropertyDescriptors(signer)),
      String(signer.sign),
    ].join('\n');
    expect(shown).not.toContain(encodeHex(SEED));
    expect(shown).not.toContain('1, 8, 15, 22');
    expect(shown).not.toContain('1,8,15,22');
    expect(JSON.parse(JSON.stringify(signer))).toEqual({ keyId: signer.keyId });
  });

  test('keeps no hold on the seed of its caller', () => {
    const seed = SEED.slice();
    const other = signerFromSeed(seed);
    const before = other.sign(SEED);
    seed.fill(0);
    expect(other.sign(SEED)).toEqual(before);
  });
});

describe('the profile', () => {
  const publicKey = publicKeyOf(signer.keyId);
  const signature = signer.sign(SEED);
  const withS = (top: number, rest: number) =>
    Uint8Array.of(...signature.slice(0, 32), ...new Uint8Array(31).fill(rest), top);

  test('takes a signature and a key that were made properly', () => {
    expect(publicKeyPassesProfile(publicKey)).toBe(true);
    expect(passesProfile(signature, publicKey)).toBe(true);
  });

  test('S is below L', () => {
    const l = decodeHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010') ?? new Uint8Array();
    const below = l.slice();
    below[0] = 0xec;
    expect(passesProfile(Uint8Array.of(...signature.slice(0, 32), ...l), publicKey)).toBe(false);
    expect(passesProfile(Uint8Array.of(...signature.slice(0, 32), ...below), publicKey)).toBe(true);
    expect(passesProfile(withS(0x0f, 0xff), publicKey)).toBe(true);
    expect(passesProfile(withS(0x10, 0xff), publicKey)).toBe(false);
    expect(passesProfile(withS(0xff, 0xff), publicKey)).toBe(false);
  });

  test('the verifier never throws, whatever the lengths', () => {
    for (const length of [0, 1, 31, 33, 63, 64, 65]) {
      expect(verifyStrict(new Uint8Array(length), SEED, publicKey)).toBe(false);
      expect(verifyStrict(signature, SEED, new Uint8Array(length))).toBe(false);
    }
  });
});

describe('key files', () => {
  const scrypt: Scrypt = (passphrase, salt, { N, r, p, dkLen }) =>
    new Promise((resolve, reject) => {
      nodeScrypt(passphrase, salt, dkLen, { N, r, p, maxmem: 512 * 1024 * 1024 }, (error, key) =>
        error ? reject(error) : resolve(new Uint8Array(key)),
      );
    });
  /** The real cost takes half a second a time; the file's own numbers are what is tested here. */
  const cheap: Scrypt = (passphrase, salt, params) => scrypt(passphrase, salt, { ...params, N: 2 });
  const salt = new Uint8Array(16).fill(3);
  const nonce = new Uint8Array(24).fill(4);
  const seal = () => sealKey(SEED, { passphrase: 'rahasia', salt, nonce, scrypt: cheap, meta: { label: 'Gudang 1' } });

  test('what was sealed opens, at the real cost', async () => {
    const file = await sealKey(SEED, { passphrase: 'rahasia', salt, nonce, scrypt });
    expect(await openKey(JSON.parse(JSON.stringify(file)) as Json, 'rahasia', scrypt)).toEqual(SEED);
  });

  test('says what it is, keeps what the caller adds, and holds no secret', async () => {
    const file = await seal();
    expect(file).toMatchObject({ v: 1, keyId: signer.keyId, label: 'Gudang 1' });
    expect(file.kdf).toEqual({ name: 'scrypt', N: 131_072, r: 8, p: 1, salt: Buffer.from(salt).toString('base64') });
    expect(JSON.stringify(file)).not.toContain(Buffer.from(SEED).toString('base64').slice(0, 20));
  });

  test('an addition of the caller replaces nothing of the file', async () => {
    const file = await sealKey(SEED, { passphrase: 'x', salt, nonce, scrypt: cheap, meta: { keyId: 'other', v: 9 } });
    expect(file).toMatchObject({ v: 1, keyId: signer.keyId });
  });

  test('a wrong passphrase', async () => {
    const file = await seal();
    expect(await codeOf(() => openKey(file, 'Rahasia', cheap))).toBe('wrong-passphrase');
  });

  test('a passphrase composed on another keyboard', async () => {
    const file = await sealKey(SEED, { passphrase: 'caf\u00e9', salt, nonce, scrypt: cheap });
    expect(await openKey(file, 'cafe\u0301', cheap)).toEqual(SEED);
  });

  test.each<[string, (file: KeyFile) => Json, string]>([
    ['no object', () => 'key', 'malformed-key-file'],
    ['another version', (file) => ({ ...file, v: 2 }), 'malformed-key-file'],
    ['another key id', (file) => ({ ...file, keyId: 'did:key:z6Mk' }), 'malformed-key-file'],
    ['no kdf', (file) => ({ ...file, kdf: null }), 'malformed-key-file'],
    ['another kdf', (file) => ({ ...file, kdf: { ...file.kdf, name: 'pbkdf2' } }), 'malformed-key-file'],
    ['a cost that eats memory', (file) => ({ ...file, kdf: { ...file.kdf, N: 2 ** 24 } }), 'malformed-key-file'],
    ['blocks that eat memory', (file) => ({ ...file, kdf: { ...file.kdf, r: 1_024 } }), 'malformed-key-file'],
    ['passes that eat time', (file) => ({ ...file, kdf: { ...file.kdf, p: 1_000 } }), 'malformed-key-file'],
    ['a cost that is no power of two', (file) => ({ ...file, kdf: { ...file.kdf, N: 1_000 } }), 'malformed-key-file'],
    ['a cost of one', (file) => ({ ...file, kdf: { ...file.kdf, N: 1 } }), 'malformed-key-file'],
    ['a salt that is no base64', (file) => ({ ...file, kdf: { ...file.kdf, salt: '?' } }), 'malformed-key-file'],
    ['a short nonce', (file) => ({ ...file, nonce: 'AAAA' }), 'malformed-key-file'],
    ['a cut seal', (file) => ({ ...file, sealed: file.sealed.slice(4) }), 'malformed-key-file'],
    ['another seal', (file) => ({ ...file, sealed: 'AAAA' + file.sealed.slice(4) }), 'wrong-passphrase'],
    ['another nonce', (file) => ({ ...file, nonce: 'AAAA' + file.nonce.slice(4) }), 'wrong-passphrase'],
  ])('%s', async (_, alter, code) => {
    const file = await seal();
    expect(await codeOf(() => openKey(alter(file), 'rahasia', cheap))).toBe(code);
  });
});
