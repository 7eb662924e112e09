import { decodeEnvelope, encodeBase64 } from '@hadic/signing';
import { MemoryStore, type StoredEvent, StoreUnavailable } from '@hadic/store';
import { rebuild } from '@hadic/provenance';
import { decodeRecord, encodeRecord } from '@hadic/verifier';
import { FaultyStore } from '../../../test/faulty-store.js';
import { following, newFile, settled, tidyUp, traded, verifier } from './following.js';
import { Village } from './village.js';

tidyUp();

describe('a record that does not hold stops the follower, which names it', () => {
  async function stopsAt(village: Village, bad: ReturnType<typeof encodeRecord>, stream: string) {
    const before = await village.receive('L-0', '1');
    const { position } = await village.append(stream, bad);
    const { follower, flags } = await following(village, newFile());
    await follower.caughtUp(position, 5000);
    expect(follower.head?.position).toBe(before.position);
    expect(follower.failure?.at).toMatchObject({ index: flags().length, position });
    return follower.failure;
  }

  /** Some later record of the village, as the ledger would have stored it, and what a hand in the store makes of it. */
  async function forged(tamper: (text: string) => string) {
    const other = await settled();
    await other.receive('L-9', '9');
    let last: StoredEvent | undefined;
    for await (const stored of other.store.readAll()) last = stored;
    if (!last) throw new Error('the village is empty');
    const { envelope, recordedAt } = decodeRecord(last);
    const payload = Buffer.from(tamper(Buffer.from(envelope.payload).toString()));
    const { payloadType, signatures } = envelope;
    return encodeRecord({
      envelope: decodeEnvelope({ payloadType, payload: encodeBase64(payload), signatures: [...signatures] as never }),
      recordedAt,
    });
  }

  test('changed bytes', async () => {
    const village = await settled();
    const bad = await forged((text) => text.replace('"9"', '"8"'));
    expect(await stopsAt(village, bad, 'site-kopi/pabrik')).toMatchObject({
      code: 'record-not-verified',
      at: { reason: 'bad-signature' },
    });
  });

  test('a record in another stream', async () => {
    const village = await settled();
    const bad = await forged((text) => text);
    expect(await stopsAt(village, bad, 'site-roti/pabrik')).toMatchObject({ at: { reason: 'wrong-stream' } });
  });

  test('other bytes than its id was made of', async () => {
    const village = await settled();
    const bad = await forged((text) => text);
    expect(
      await stopsAt(village, { ...bad, id: bad.id.replace(/^./, (x) => (x === 'a' ? 'b' : 'a')) }, 'site-kopi/pabrik'),
    ).toMatchObject({
      at: { reason: 'id-differs' },
    });
  });

  test.each([undefined, 3])('a stream that has lost a record before it, folded from index %s', async (folded) => {
    const village = await settled();
    const file = newFile();
    if (folded !== undefined) await (await following(village, file)).close();
    const lost = await village.receive('L-1', '1');
    const next = await village.receive('L-2', '2');
    const whole = village.store;
    const cut = new FaultyStore(whole);
    for await (const stored of whole.readAll()) if (stored.position === lost.position) cut.hidden = stored.id;
    Object.assign(village, { store: cut });
    const { follower } = await following(village, file);
    expect(follower.failure).toMatchObject({
      code: 'record-not-verified',
      at: { position: next.position, reason: 'records-missing' },
    });
  });

  test('a store that says of itself that something was taken away', async () => {
    const village = await settled();
    const cut = new FaultyStore(village.store);
    cut.complaint = new StoreUnavailable('store-corrupt', 'Stream site-kopi/pabrik has been deleted.');
    Object.assign(village, { store: cut });
    const { follower } = await following(village, newFile());
    expect(follower.failure).toMatchObject({ code: 'store-corrupt', at: { reason: cut.complaint.message } });
  });

  test('metadata that no ledger wrote', async () => {
    const village = await settled();
    const bad = { ...(await forged((text) => text)), metadata: Buffer.from('{}') };
    expect(await stopsAt(village, bad, 'site-kopi/pabrik')).toMatchObject({ at: { reason: 'malformed-record' } });
  });

  test('a log that begins with something else than a founding', async () => {
    const village = await settled();
    const stranger = new Village();
    stranger.ledger = village.ledger;
    await stranger.receive('L-1', '1');
    const { follower } = await following(stranger, newFile());
    expect(follower.failure).toMatchObject({ code: 'not-a-ledger', at: { index: 0 } });
    expect(follower.head).toBeUndefined();
  });
});

describe('a log that is not the one that was folded', () => {
  async function reopened(file: string, store: MemoryStore) {
    const village = new Village(store);
    const { follower } = await following(village, file);
    return follower.failure?.code;
  }

  async function copied(village: Village, upTo: number): Promise<MemoryStore> {
    const store = new MemoryStore();
    let count = 0;
    for await (const { stream, revision, ...event } of village.store.readAll()) {
      if (count++ < upTo) await store.append(stream, revision - 1, [event]);
    }
    return store;
  }

  test('is cut off: log-differs', async () => {
    const village = await traded();
    const file = newFile();
    const { close, flags } = await following(village, file);
    const records = flags().length;
    await close();
    expect(await reopened(file, await copied(village, records - 1))).toBe('log-differs');
    expect(await reopened(file, await copied(village, 3))).toBe('log-differs');
    expect(await reopened(file, new MemoryStore())).toBe('log-differs');
    expect(await reopened(file, await copied(village, records))).toBeUndefined();
  });

  test('went another way after a restore: log-differs', async () => {
    const village = await traded();
    const file = newFile();
    const { close, flags } = await following(village, file);
    const records = flags().length;
    await close();
    const restored = new Village(await copied(village, records - 1));
    Object.assign(restored, { ledger: village.ledger, minutes: 500 });
    await restored.continueFrom(village);
    await restored.receive('L-7', '7');
    expect(await reopened(file, restored.store as MemoryStore)).toBe('log-differs');
  });

  test('is another ledger: log-differs', async () => {
    const file = newFile();
    const { close } = await following(await traded(), file);
    await close();
    const other = new Village();
    other.minutes = 1;
    await other.settle();
    expect(await reopened(file, other.store as MemoryStore)).toBe('log-differs');
  });

  test('after that, a rebuild makes it good', async () => {
    const file = newFile();
    const { close } = await following(await traded(), file);
    await close();
    const other = await settled();
    await rebuild({ store: other.store, verifier, file });
    expect(await reopened(file, other.store as MemoryStore)).toBeUndefined();
  });
});
