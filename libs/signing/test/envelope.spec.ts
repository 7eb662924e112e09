import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import fc from 'fast-check';
import {
  canonicalBytes,
  canonicalize,
  checkSignatures,
  cosign,
  decodeEnvelope,
  digestOf,
  encodeBase64,
  encodeBase64Url,
  encodeEnvelope,
  encodeHex,
  encodeUtf8,
  GateError,
  openEnvelope,
  pae,
  passesProfile,
  parsePayloadType,
  parseStrict,
  payloadTypeOf,
  sha256,
  signerFromSeed,
  signEvent,
  SignatureError,
  type Envelope,
  type Json,
  type VerifyBackend,
} from '../src/index.js';

const ALICE = signerFromSeed(new Uint8Array(32).fill(1));
const BUDI = signerFromSeed(new Uint8Array(32).fill(2));
const EVENT = { type: 'LotReceived', v: 1, id: '01', data: { qty: '12.5', unit: 'KGM', lots: ['a/1', 'b/2'] } };

/** All that a reader does with the text of one envelope. */
function read(text: string | Uint8Array, verify?: VerifyBackend): Json {
  const envelope = decodeEnvelope(parseStrict(text));
  checkSignatures(envelope, verify);
  return openEnvelope(envelope);
}

/** Many flips need a faster curve than the reference. */
const verifyFast: VerifyBackend = (signature, message, publicKey) => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: encodeBase64Url(publicKey) };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return passesProfile(signature, publicKey) && nodeVerify(null, message, key, signature);
};

function errorOf(act: () => unknown): SignatureError {
  try {
    act();
  } catch (error) {
    if (error instanceof SignatureError) return error;
    throw error;
  }
  throw new Error('No SignatureError was thrown.');
}

/** The envelope's JSON with some members replaced. */
function altered(change: Record<string, Json>): Json {
  const json = JSON.parse(encodeEnvelope(signEvent(EVENT, [ALICE]))) as Record<string, Json>;
  return { ...json, ...change };
}

describe('payload types', () => {
  test('one for each type and version', () => {
    expect(payloadTypeOf('LotReceived', 2)).toBe('application/vnd.hadic.LotReceived.v2+json');
    expect(parsePayloadType('application/vnd.hadic.LotReceived.v2+json')).toEqual({ type: 'LotReceived', version: 2 });
  });

  test.each([
    'application/json',
    'application/vnd.hadic.LotReceived.v0+json',
    'application/vnd.hadic.LotReceived.v01+json',
    'application/vnd.hadic..v1+json',
    'application/vnd.hadic.Lot.Received.v1+json',
    'application/vnd.hadic.LotReceived.v1+json ',
    'application/vnd.hadic.LotReceived.v1+json\n',
    'Application/vnd.hadic.LotReceived.v1+json',
  ])('%j is none', (text) => expect(parsePayloadType(text)).toBeNull());

  test.each<[string, number]>([
    ['Lot Received', 1],
    ['LotReceived', 1.5],
    ['LotReceived', 0],
  ])('none can be made of %s %d', (type, v) => {
    expect(errorOf(() => payloadTypeOf(type, v)).code).toBe('malformed-payload-type');
  });
});

describe('signing', () => {
  test('PAE is that of the DSSE protocol', () => {
    const bytes = pae('http://example.com/HelloWorld', encodeUtf8('hello world'));
    expect(Buffer.from(bytes).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(Buffer.from(pae('é', new Uint8Array())).toString()).toBe('DSSEv1 2 é 0 ');
  });

  test('the bytes are canonical, the digest is SHA-256 of the PAE and counts no signature', () => {
    const one = signEvent(EVENT, [ALICE]);
    const two = cosign(one, BUDI);
    expect(Buffer.from(one.payload).toString()).toBe(canonicalize(EVENT));
    expect(digestOf(two)).toBe(encodeHex(sha256(pae(one.payloadType, one.payload))));
    expect(digestOf(two)).toBe(digestOf(one));
    expect(two.signatures.map(({ keyid }) => keyid)).toEqual([ALICE.keyId, BUDI.keyId]);
    expect(one.signatures).toHaveLength(1);
  });

  test('what was signed reads back', () => {
    expect(read(encodeEnvelope(signEvent(EVENT, [ALICE, BUDI])))).toEqual(EVENT);
  });

  test('the text is one line with the members of DSSE', () => {
    expect(encodeEnvelope(signEvent(EVENT, [ALICE]))).toMatch(
      /^\{"payloadType":"[^"]+","payload":"[^"]+","signatures":\[\{"keyid":"did:key:z6Mk[^"]+","sig":"[^"]{86}=="\}\]\}$/,
    );
  });

  test('a key signs once, somebody signs, at most 16 sign', () => {
    expect(errorOf(() => cosign(signEvent(EVENT, [ALICE]), ALICE)).code).toBe('duplicate-signer');
    expect(errorOf(() => signEvent(EVENT, [ALICE, ALICE])).code).toBe('duplicate-signer');
    expect(errorOf(() => signEvent(EVENT, [])).code).toBe('malformed-envelope');
    const crowd = Array.from({ length: 17 }, (_, i) => signerFromSeed(new Uint8Array(32).fill(i + 1)));
    expect(errorOf(() => signEvent(EVENT, crowd)).pointer).toBe('/signatures/16');
    checkSignatures(signEvent(EVENT, crowd.slice(1, 4)));
  });

  test('an event beyond 64 KiB is refused before it is signed', () => {
    const event = { ...EVENT, data: 'x'.repeat(65_536) };
    expect(() => signEvent(event, [ALICE])).toThrow(GateError);
  });
});

describe('a changed envelope is refused', () => {
  const text = encodeUtf8(encodeEnvelope(signEvent({ type: 'T', v: 1 }, [ALICE, BUDI])));

  function flipped(at: number, mask: number): Uint8Array {
    const bytes = text.slice();
    bytes[at] = (bytes[at] ?? 0) ^ mask;
    return bytes;
  }

  function expectRefused(bytes: Uint8Array): void {
    try {
      read(bytes, verifyFast);
    } catch (error) {
      if (error instanceof SignatureError || error instanceof GateError) return;
      throw error;
    }
    throw new Error(`Accepted: ${Buffer.from(bytes).toString()}`);
  }

  test('unchanged it is good', () => expect(read(text, verifyFast)).toEqual(read(text)));

  test('one bit in every byte', () => {
    for (let at = 0; at < text.length; at++) expectRefused(flipped(at, 1 << (at % 8)));
  });

  test('any byte to any other', () => {
    const place = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(place, ([at, mask]) => expectRefused(flipped(at, mask))),
      { numRuns: 200 },
    );
  });

  test('one byte less, one byte more', () => {
    for (const at of [0, 20, 60, 200, text.length - 1]) {
      expectRefused(Uint8Array.of(...text.slice(0, at), ...text.slice(at + 1)));
      expectRefused(Uint8Array.of(...text.slice(0, at), 0x41, ...text.slice(at)));
    }
  });
});

describe('decodeEnvelope refuses', () => {
  const signature = signEvent(EVENT, [ALICE]).signatures[0] ?? { keyid: '', sig: '' };
  const weak = 'did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP';

  test.each<[string, Json, string, string]>([
    ['no object', [], 'malformed-envelope', ''],
    ['null', null, 'malformed-envelope', ''],
    ['a member more', altered({ extra: 1 }), 'malformed-envelope', ''],
    ['a member less', { payloadType: 'x', payload: '' }, 'malformed-envelope', ''],
    ['another media type', altered({ payloadType: 'application/json' }), 'malformed-payload-type', '/payloadType'],
    ['a payload type that is no text', altered({ payloadType: 1 }), 'malformed-payload-type', '/payloadType'],
    ['a payload without its padding', altered({ payload: 'YQ' }), 'malformed-envelope', '/payload'],
    ['a payload with white space', altered({ payload: 'YQ==\n' }), 'malformed-envelope', '/payload'],
    ['a payload in the other alphabet', altered({ payload: '-_-_' }), 'malformed-envelope', '/payload'],
    ['a payload with trailing bits', altered({ payload: 'YR==' }), 'malformed-envelope', '/payload'],
    ['a payload beyond 64 KiB', altered({ payload: 'AAAA'.repeat(22_000) }), 'too-large', '/payload'],
    ['no signature', altered({ signatures: [] }), 'malformed-envelope', '/signatures'],
    ['17 signatures', altered({ signatures: Array(17).fill({ ...signature }) }), 'malformed-envelope', '/signatures'],
    [
      'a key twice',
      altered({ signatures: [{ ...signature }, { ...signature }] }),
      'duplicate-signer',
      '/signatures/1/keyid',
    ],
    [
      'a keyid in short',
      altered({ signatures: [{ ...signature, keyid: signature.keyid.slice(8) }] }),
      'malformed-envelope',
      '/signatures/0/keyid',
    ],
    [
      'a weak key',
      altered({ signatures: [{ ...signature, keyid: weak }] }),
      'malformed-envelope',
      '/signatures/0/keyid',
    ],
    [
      'a short sig',
      altered({ signatures: [{ ...signature, sig: 'AAAA' }] }),
      'malformed-envelope',
      '/signatures/0/sig',
    ],
    [
      'a signature with a member more',
      altered({ signatures: [{ ...signature, alg: 'none' }] }),
      'malformed-envelope',
      '/signatures/0',
    ],
  ])('%s', (_, value, code, pointer) => {
    expect(errorOf(() => decodeEnvelope(value))).toMatchObject({ code, pointer });
  });
});

describe('checkSignatures and openEnvelope', () => {
  const good = signEvent(EVENT, [ALICE, BUDI]);
  const sign = (payload: Uint8Array, payloadType = 'application/vnd.hadic.LotReceived.v1+json'): Envelope =>
    cosign({ payloadType, payload, signatures: [] }, ALICE);

  test('name the first signature that does not hold, and its key', () => {
    const [first, second] = good.signatures;
    if (!first || !second) throw new Error('Two signatures were made.');
    const swapped = { ...good, signatures: [first, { ...second, sig: first.sig }] };
    const error = errorOf(() => checkSignatures(swapped));
    expect(error).toMatchObject({ code: 'bad-signature', pointer: '/signatures/1', keyid: BUDI.keyId });
    expect(errorOf(() => checkSignatures({ ...good, signatures: [first, first] })).pointer).toBe('/signatures/1');
    expect(errorOf(() => checkSignatures({ ...good, signatures: [] })).code).toBe('malformed-envelope');
  });

  test('a signature does not move to another type or payload', () => {
    const moved = { ...good, payloadType: 'application/vnd.hadic.LotReceived.v2+json' };
    expect(errorOf(() => checkSignatures(moved)).code).toBe('bad-signature');
    const longer = { ...good, payload: Uint8Array.of(...good.payload, 0x20) };
    expect(errorOf(() => checkSignatures(longer)).code).toBe('bad-signature');
  });

  test('the payload is canonical and names the signed type and version', () => {
    const texts: [string, string, string][] = [
      ['{"v":1,"type":"LotReceived"}', 'not-canonical', '/payload'],
      ['{"type":"LotReceived","v":1', 'not-json', '/payload'],
      ['{"a":{"b":1,"b":1}}', 'duplicate-name', '/payload/a/b'],
      ['{"type":"LotReceived","v":2}', 'type-mismatch', '/payloadType'],
      ['{"type":"LotSplit","v":1}', 'type-mismatch', '/payloadType'],
      ['{"type":"LotReceived","v":"1"}', 'type-mismatch', '/payloadType'],
      ['[]', 'type-mismatch', '/payloadType'],
    ];
    for (const [text, code, pointer] of texts) {
      const envelope = sign(encodeUtf8(text));
      checkSignatures(envelope);
      expect(errorOf(() => openEnvelope(envelope))).toMatchObject({ code, pointer });
    }
  });

  test('a payload beyond 64 KiB is too large', () => {
    const payload = canonicalBytes({ type: 'LotReceived', v: 1, x: 'x'.repeat(70_000) });
    expect(errorOf(() => openEnvelope(sign(payload))).code).toBe('too-large');
  });

  test('whatever JSON comes as an envelope, the answer is an envelope or a SignatureError', () => {
    const piece = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>('did:key:z6Mk', encodeBase64(new Uint8Array(64))));
    const value = fc.record({
      payloadType: piece,
      payload: piece,
      signatures: fc.array(fc.record({ keyid: piece, sig: piece })),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), value), (candidate) => {
        expect(errorOf(() => decodeEnvelope(candidate as Json)).pointer).toMatch(/^(\/.*)?$/);
      }),
    );
  });
});
