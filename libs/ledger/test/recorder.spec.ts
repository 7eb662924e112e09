import { setTimeout as pause } from 'node:timers/promises';

import { MemoryStore } from '@hadic/store';
import { FaultyStore } from '../../../test/faulty-store.js';
import { allOf, bytesOf, firmOver, ledgerOver, record, tally } from './support.js';

describe('one event', () => {
  test('is recorded once, with the same receipt however often it is posted', async () => {
    const { people, admin, site, post, store } = await firmOver();
    const before = (await allOf(store)).length;
    const order = people.purchase(admin, site, 1);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => post(order)));
    expect(tally(outcomes)).toEqual({ recorded: 1, duplicate: 49 });
    const receipts = new Set(outcomes.map((outcome) => JSON.stringify('receipt' in outcome && outcome.receipt)));
    expect(receipts.size).toBe(1);
    expect(await post(order)).toEqual({
      outcome: 'duplicate',
      receipt: expect.objectContaining({ digest: order.digest, revision: 0 }),
    });
    expect((await allOf(store)).length).toBe(before + 1);
  });

  test('gets its first receipt again from a ledger that was started anew', async () => {
    const { people, admin, site, post, store } = await firmOver();
    const order = people.purchase(admin, site, 1);
    const first = await post(order);
    const again = await ledgerOver(store).post(order);
    expect(again).toEqual({ ...first, outcome: 'duplicate' });
  });

  test('with the id of another is refused, whether that one is recorded or on its way', async () => {
    const { people, admin, site, post } = await firmOver();
    const first = people.purchase(admin, site, 1);
    const other = people.purchase(admin, site, 2, { id: first.id });
    expect(tally(await Promise.all([post(first), post(other)]))).toEqual({ recorded: 1, 'refused id-taken': 1 });
    expect(tally([await post(other)])).toEqual({ 'refused id-taken': 1 });
  });

  test('may take the id of one that was refused on its way', async () => {
    const { people, admin, site, post } = await firmOver();
    const stranger = people.person('kopi', 'nobody');
    const refused = people.purchase(stranger, site, 1);
    const good = people.purchase(admin, site, 2, { id: refused.id });
    expect(tally(await Promise.all([post(refused), post(good)]))).toEqual({ 'refused key-unknown': 1, recorded: 1 });
  });

  test('changes nothing when it is refused', async () => {
    const { people, admin, site, post, log } = await firmOver();
    const { size, root } = log;
    const order = people.purchase(admin, site, 1);
    const wrongStream = people.purchase(admin, site, 1, { header: { stream: 'site-kopi/other' } });
    const wrongLedger = people.purchase(admin, site, 1, { header: { ledger: 'ab'.repeat(32) } });
    const future = people.purchase(admin, site, 1, { at: '2026-05-01T00:00:00Z' });
    const { openings: _, ...withoutOpenings } = order.wire;
    const outcomes = await Promise.all(
      [wrongStream, wrongLedger, future, { wire: withoutOpenings }].map((each) => post(each)),
    );
    expect(tally(outcomes)).toEqual({
      'refused wrong-stream': 1,
      'refused wrong-ledger': 1,
      'refused occurred-in-future': 1,
      'refused missing-opening': 1,
    });
    await log.catchUp();
    expect(log).toMatchObject({ size, root });
  });

  test('is signed by exactly those that it lists', async () => {
    const { people, admin, site, post } = await firmOver();
    const { wire } = people.purchase(admin, site, 1);
    const { signatures } = people.stock(people.registrar, site, 'kopi/pabrik/A', '1').wire;
    expect(tally([await post({ wire: { ...wire, signatures: [...wire.signatures, ...signatures] } })])).toEqual({
      'refused bad-signature': 1,
    });
    const both = people.purchase(admin, site, 1, {
      by: [
        [admin, 'PURCHASING'],
        [people.registrar, 'REGISTRAR'],
      ],
    });
    const alone = { ...both.wire, signatures: both.wire.signatures.slice(0, 1) };
    expect(tally([await post({ wire: alone })])).toEqual({ 'refused signers-differ': 1 });
  });

  test('carries a time of recording only into a simulated ledger', async () => {
    const { people, admin, site, post } = await firmOver();
    const told = people.purchase(admin, site, 1, { recordedAt: '2026-03-05T00:00:00Z' });
    expect(tally([await post(told)])).toEqual({ 'refused recorded-at-refused': 1 });
  });
});

describe('many events', () => {
  test('of one stream are recorded without gaps, in few appends', async () => {
    const store = new FaultyStore(new MemoryStore());
    const { people, admin, site, post } = await firmOver(store);
    store.batches.length = 0;
    const orders = Array.from({ length: 300 }, (_, line) => people.purchase(admin, site, line + 1));
    const outcomes = await Promise.all(orders.map(post));
    expect(tally(outcomes)).toEqual({ recorded: 300 });
    const revisions = outcomes
      .map((outcome) => ('receipt' in outcome ? outcome.receipt.revision : -1))
      .sort((a, b) => a - b);
    expect(revisions).toEqual([...Array(300).keys()]);
    expect(store.batches.length).toBeLessThan(300);
  });

  test('that exclude each other: exactly one is recorded', async () => {
    const { people, admin, site, post } = await firmOver();
    const same = Array.from({ length: 20 }, () => people.purchase(admin, site, 1));
    expect(tally(await Promise.all(same.map(post)))).toEqual({ recorded: 1, 'refused order-line-exists': 19 });
  });

  test('never take more than there is, even through two ledgers at once', async () => {
    const shared = new MemoryStore();
    const one = await firmOver(shared);
    const other = ledgerOver(shared);
    const { people, admin, site } = one;
    await record(one.post, [people.stock(admin, site, `${site}/BIJI`, '100')]);
    const packed = Array.from({ length: 60 }, (_, i) => people.pack(admin, `${site}/U-${i}`, `${site}/BIJI`, '3'));
    const outcomes = await Promise.all(packed.map((each, i) => (i % 2 === 0 ? one : other).post(each)));
    const counts = tally(outcomes);
    expect(counts['recorded']).toBe(33);
    expect(counts['refused not-enough-on-hand']).toBe(27);
    expect((await allOf(shared)).filter(({ type }) => type === 'Packed').length).toBe(33);
    await Promise.all([one.log.catchUp(), other.log.catchUp()]);
    expect(one.log.root).toBe(other.log.root);
  });

  test('of one sender may rest on each other across streams', async () => {
    const { people, admin, post } = await firmOver();
    const second = people.site(admin, 'kopi/gudang');
    const order = people.purchase(admin, 'kopi/gudang', 1);
    // Not awaited: the order finds its site unknown, waits for what is on its way, and is decided again.
    expect(tally(await Promise.all([post(second), post(order)]))).toEqual({ recorded: 2 });
  });

  test('of one id in two streams: the first in the log counts, the other is void', async () => {
    const shared = new MemoryStore();
    const slow = new FaultyStore(shared);
    const one = await firmOver(slow);
    const { people, admin, site } = one;
    await record(one.post, [people.site(admin, 'kopi/gudang')]);
    const other = ledgerOver(shared);
    const here = people.purchase(admin, site, 1);
    const there = people.purchase(admin, 'kopi/gudang', 1, { id: here.id });
    slow.before = async () => record(other.post, [there]);
    await record(one.post, [here]);
    expect((await allOf(shared)).filter(({ type }) => type === 'IngredientSourced').length).toBe(2);
    await other.log.catchUp();
    expect(one.log.place(one.log.find(here.id) ?? -1)).toMatchObject({ stream: 'site-kopi/gudang' });
    expect(other.log.root).toBe(one.log.root);
    // The void one has no effect, not for the ledger that recorded it and not for one that reads its stream: its order line is free.
    const counted = await one.post(people.purchase(admin, 'kopi/gudang', 1));
    const voided = await one.post(people.purchase(admin, site, 1));
    const again = await ledgerOver(shared).post(people.purchase(admin, site, 1));
    expect([counted, voided, again].map((each) => each.outcome)).toEqual(['refused', 'recorded', 'refused']);
  });

  test('of one id in one stream, through two ledgers: the second is refused', async () => {
    const shared = new MemoryStore();
    const slow = new FaultyStore(shared);
    const one = await firmOver(slow);
    const { people, admin, site } = one;
    const first = people.purchase(admin, site, 1);
    const second = people.purchase(admin, site, 2, { id: first.id });
    slow.before = async () => record(ledgerOver(shared).post, [first]);
    expect(tally([await one.post(second)])).toEqual({ 'refused id-taken': 1 });
  });

  test('find their streams again when there are more than are kept in memory', async () => {
    const { people, admin, post } = await firmOver(new MemoryStore(), { streams: 2 });
    const sites = Array.from({ length: 6 }, (_, i) => `kopi/s${i}`);
    await record(
      post,
      sites.map((id) => people.site(admin, id)),
    );
    for (const line of [1, 2])
      await record(
        post,
        sites.map((id) => people.purchase(admin, id, line)),
      );
    expect(tally(await Promise.all(sites.map((id) => post(people.purchase(admin, id, 2)))))).toEqual({
      'refused order-line-exists': 6,
    });
  });
});

describe('a registry that lags', () => {
  test('never refuses for good what another ledger has made possible', async () => {
    const shared = new MemoryStore();
    const one = await firmOver(shared);
    const other = ledgerOver(shared);
    const { people, admin, site } = one;
    // Its books are open there, so that nothing makes it read the log again.
    await record(other.post, [people.purchase(admin, site, 1)]);
    const buyer = people.person('kopi', 'p-baru');
    await record(one.post, [people.key(admin, buyer), people.mandate(admin, buyer, 'PURCHASING')]);
    expect(tally([await other.post(people.purchase(buyer, site, 2))])).toEqual({ recorded: 1 });
  });

  test('waits for what is on its way before it refuses', async () => {
    const store = new FaultyStore(new MemoryStore());
    const { people, admin, site, post } = await firmOver(store);
    await record(post, [people.purchase(admin, site, 1)]);
    const buyer = people.person('kopi', 'p-baru');
    const [key, mandate] = [people.key(admin, buyer), people.mandate(admin, buyer, 'PURCHASING')];
    await record(post, [key]);
    store.before = () => pause(50);
    expect(tally(await Promise.all([post(mandate), post(people.purchase(buyer, site, 2))]))).toEqual({ recorded: 2 });
  });
});

describe('a simulated ledger', () => {
  test('records at the time that it is told, and at the latest one otherwise', async () => {
    const { smallFirm } = await import('../../../test/people.js');
    const { people, admin, site, events } = smallFirm({ simulated: true });
    const { post, log } = ledgerOver(new MemoryStore());
    await record(post, events);
    const told = await post(
      people.purchase(admin, site, 1, { at: '2026-03-05T00:00:00Z', recordedAt: '2026-03-05T07:30:00+07:00' }),
    );
    expect(told).toMatchObject({ receipt: { recordedAt: '2026-03-05T07:30:00+07:00' } });
    const earlier = await post(people.purchase(admin, site, 2, { recordedAt: '2026-03-04T00:00:00Z' }));
    expect(earlier).toMatchObject({ receipt: { recordedAt: '2026-03-04T00:00:00Z' } });
    const { recordedAt: _, ...wire } = people.purchase(admin, site, 3).wire;
    const untold = await post({ wire });
    expect(untold).toMatchObject({ receipt: { recordedAt: '2026-03-05T07:30:00+07:00' } });
    expect(log.latest).toBe('2026-03-05T07:30:00+07:00');
    const bad = await post(people.purchase(admin, site, 4, { recordedAt: 'yesterday' }));
    expect(tally([bad])).toEqual({ 'refused recorded-at-malformed': 1 });
  });
});

describe('lines', () => {
  test('are not JSON, not an event, or not signed: each says so', async () => {
    const { recorder } = await firmOver();
    const texts = ['', '{', '[]', '{"payload":"","payloadType":"x","signatures":[]}', '"\ud800"'];
    const outcomes = await Promise.all(texts.map((text) => recorder.record(Buffer.from(text))));
    expect(outcomes.every(({ outcome }) => outcome === 'refused')).toBe(true);
    const tooLarge = await recorder.record(bytesOf({ payload: 'x'.repeat(300_000) }));
    expect(tally([tooLarge])).toEqual({ 'refused too-large': 1 });
  });
});
