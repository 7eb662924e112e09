import { createHash } from 'node:crypto';

import { decodeUtf8, signEvent, signerFromSeed } from '@hadic/signing';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, isLedgerStream, leafOf, type LedgerRecord, RecordError } from '../src/record.js';

const signer = signerFromSeed(new Uint8Array(32).fill(7));
const envelope = signEvent({ type: 'StockCounted', v: 1 }, [signer]);
const record: LedgerRecord = {
  envelope,
  recordedAt: '2026-03-01T08:00:00.000Z',
  openings: { '/data/price': ['AAAAAAAAAAAAAAAAAAAAAA', { amount: '1' }] },
};

test('what is read back is what was written, and its id with it', () => {
  const { id, type, data, metadata } = encodeRecord(record);
  expect(type).toBe('StockCounted');
  expect(decodeRecord({ data, metadata })).toEqual({ ...record, storeId: id });
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the payload is stored byte for byte, and a record without openings has none', () => {
  const { recordedAt } = record;
  const stored = encodeRecord({ envelope, recordedAt });
  expect(stored.data).toEqual(envelope.payload);
  expect(decodeUtf8(stored.metadata)).toBe(
    `{"payloadType":"application/vnd.hadic.StockCounted.v1+json","recordedAt":"2026-03-01T08:00:00.000Z",` +
      `"signatures":[{"keyid":"${signer.keyId}","sig":"${envelope.signatures[0]?.sig}"}],"v":1}`,
  );
  expect(decodeRecord(stored)).not.toHaveProperty('openings');
});

test('any other byte, in either part, has another id or is no record', () => {
  const stored = encodeRecord(record);
  fc.assert(
    fc.property(fc.constantFrom('data', 'metadata'), fc.nat(), fc.integer({ min: 1, max: 255 }), (part, at, flip) => {
      const bytes = new Uint8Array(stored[part]);
      const i = at % bytes.length;
      bytes[i] = (bytes[i] ?? 0) ^ flip;
      const changed = { ...stored, [part]: bytes };
      try {
        expect(decodeRecord(changed).storeId).not.toBe(stored.id);
      } catch (error) {
        expect(error).toBeInstanceOf(RecordError);
      }
    }),
    { numRuns: 500 },
  );
});

test('bytes that move from one part to the other make another id', () => {
  const a = encodeRecord(record);
  const moved = { data: a.data.subarray(1), metadata: Uint8Array.of(...a.metadata, a.data[0] ?? 0) };
  expect(() => decodeRecord(moved)).toThrow(RecordError);
});

test.each([
  [
    'another version',
    '{"payloadType":"application/vnd.hadic.A.v1+json","recordedAt":"t","signatures":[{"keyid":"k","sig":"s"}],"v":2}',
    '/v',
  ],
  [
    'no signature',
    '{"payloadType":"application/vnd.hadic.A.v1+json","recordedAt":"t","signatures":[],"v":1}',
    '/signatures',
  ],
  [
    'a member too many',
    '{"extra":1,"payloadType":"application/vnd.hadic.A.v1+json","recordedAt":"t","signatures":[{"keyid":"k","sig":"s"}],"v":1}',
    '/extra',
  ],
  [
    'a foreign type',
    '{"payloadType":"application/json","recordedAt":"t","signatures":[{"keyid":"k","sig":"s"}],"v":1}',
    '/payloadType',
  ],
  ['not canonical', '{ "v":1}', ''],
])('refuses metadata with %s and says where', (_, metadata, pointer) => {
  const read = () => decodeRecord({ data: envelope.payload, metadata: new TextEncoder().encode(metadata) });
  expect(read).toThrow(expect.objectContaining({ code: 'malformed-record', pointer }));
});

test('the leaf is canonical JSON of the place, the hash of the payload, the signatures and the time, without openings', () => {
  const leaf = leafOf({ id: 'e-1', stream: 'site-a/b', revision: 3 }, envelope, record.recordedAt);
  const payloadHash = createHash('sha256').update(envelope.payload).digest('hex');
  expect(decodeUtf8(leaf)).toBe(
    `{"id":"e-1","payloadHash":"sha256:${payloadHash}","payloadType":"application/vnd.hadic.StockCounted.v1+json",` +
      `"recordedAt":"2026-03-01T08:00:00.000Z","revision":3,` +
      `"signatures":[{"keyid":"${signer.keyId}","sig":"${envelope.signatures[0]?.sig}"}],"stream":"site-a/b","v":1}`,
  );
});

test('streams of the ledger are told from others by their kind', () => {
  expect(['organisation-a', 'site-a/b', 'case-1', 'recall-a/1'].every(isLedgerStream)).toBe(true);
  expect(['orders-1', 'siteX', '$stats', 'my-site-a'].some(isLedgerStream)).toBe(false);
});
