import { MemoryStore, type NewEvent } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import fc from 'fast-check';
import { type Fault, FaultyStore } from '../../../test/faulty-store.js';
import type { Signed } from '../../../test/people.js';
import { allOf, firmOver, ledgerOver, record, tally } from './support.js';

async function faultyFirm(patienceMs = 50) {
  const inner = new MemoryStore();
  const store = new FaultyStore(inner);
  const firm = await firmOver(store, { patienceMs });
  const order = (line: number) => firm.people.purchase(firm.admin, firm.site, line);
  const stored = async () => (await allOf(inner)).filter(({ stream }) => stream === 'site-kopi/pabrik').length;
  return { ...firm, store, inner, order, stored };
}

function recordOf({ envelope, wire: { openings } }: Signed): NewEvent {
  return encodeRecord({ envelope, recordedAt: '2026-04-01T00:00:00Z', ...(openings ? { openings } : {}) });
}

describe('an append that goes wrong once', () => {
  test('was refused by the store: nothing happened, and the sender may try again', async () => {
    const { store, order, post, stored } = await faultyFirm();
    const event = order(1);
    store.faults.push('refuses');
    expect(tally([await post(event)])).toEqual({ 'retry store-unavailable': 1 });
    expect(await stored()).toBe(0);
    expect(tally([await post(event)])).toEqual({ recorded: 1 });
    expect(await stored()).toBe(1);
  });

  test.each<Fault>(['loses', 'stores-unheard', 'hangs', 'stores-hanging'])(
    '%s: the event is recorded once all the same',
    async (fault) => {
      const { store, order, post, stored } = await faultyFirm();
      store.faults.push(fault);
      const event = order(1);
      const first = await post(event);
      expect(tally([first])).toEqual({ recorded: 1 });
      expect(await stored()).toBe(1);
      expect(await post(event)).toEqual({ ...first, outcome: 'duplicate' });
    },
  );

  test('takes nothing with it that was waiting behind it', async () => {
    for (const fault of ['refuses', 'loses', 'stores-unheard'] as const) {
      const { store, order, post, stored } = await faultyFirm();
      store.faults.push(fault);
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((line) => post(order(line))));
      const expected = fault === 'refuses' ? { 'retry store-unavailable': 1, recorded: 4 } : { recorded: 5 };
      expect([fault, tally(outcomes)]).toEqual([fault, expected]);
      expect(await stored()).toBe(expected.recorded);
    }
  });
});

describe('an append that goes wrong again and again', () => {
  test.each<[Fault, number]>([
    ['loses', 0],
    ['hangs', 0],
  ])('%s: nobody knows, and posting the same again tells', async (fault, there) => {
    const { store, order, post, stored } = await faultyFirm();
    store.faults.push(fault, fault);
    const event = order(1);
    expect(tally([await post(event)])).toEqual({ 'unknown outcome-unknown': 1 });
    expect(await stored()).toBe(there);
    expect(tally([await post(event)])).toEqual({ recorded: 1 });
    expect(await stored()).toBe(1);
  });

  test('stored, but neither heard nor to be read: unknown, then the stored receipt', async () => {
    const { store, order, post, stored } = await faultyFirm();
    store.faults.push('stores-unheard');
    store.before = async () => {
      store.isUnreadable = true;
    };
    const event = order(1);
    expect(tally([await post(event)])).toEqual({ 'unknown outcome-unknown': 1 });
    expect(tally([await post(event)])).toEqual({ 'retry store-unavailable': 1 });
    store.isUnreadable = false;
    expect(tally([await post(event)])).toEqual({ duplicate: 1 });
    expect(await stored()).toBe(1);
  });

  test('an event whose place is taken cannot land any more, and may be refused', async () => {
    const { store, order, people, admin, site, post, inner } = await faultyFirm();
    await record(post, [order(1)]);
    const other = ledgerOver(inner);
    const same = people.purchase(admin, site, 2);
    store.faults.push('loses');
    store.before = async () => record(other.post, [same]);
    expect(tally([await post(order(2))])).toEqual({ 'refused order-line-exists': 1 });
  });

  test('an event that may yet land is never said to be refused', async () => {
    const { store, people, admin, site, post, inner } = await faultyFirm();
    await record(post, [people.stock(admin, site, `${site}/BIJI`, '100')]);
    // Both are one batch behind the first; its outcome is not known, and while the stream is read the mandate is withdrawn.
    const other = ledgerOver(inner);
    const packed = people.pack(admin, `${site}/U-1`, `${site}/BIJI`, '3');
    const [mandate] = (await allOf(inner)).filter(({ type }) => type === 'MandateGranted').slice(2);
    const { id } = JSON.parse(Buffer.from(mandate?.data ?? []).toString()) as { id: string };
    const withdrawn = people.sign(
      'MandateWithdrawn',
      { organisation: 'kopi', mandate: id, reason: 'Pindah tugas' },
      { by: [[admin, 'ORG_ADMIN']] },
    );
    store.faults.push('loses');
    store.before = async () => record(other.post, [withdrawn]);
    expect(tally([await post(packed)])).toEqual({ 'unknown outcome-unknown': 1 });
    expect(tally([await post(packed)])).toEqual({ 'refused no-mandate': 1 });
  });
});

describe('a stream that others write as well', () => {
  test('is given up after a while, with nothing recorded', async () => {
    const { store, order, post, inner } = await faultyFirm(1_000);
    const other = ledgerOver(inner);
    let line = 100;
    const slipIn = async () => {
      store.before = slipIn;
      await record(other.post, [order(++line)]);
    };
    store.before = slipIn;
    expect(tally([await post(order(1))])).toEqual({ 'retry overloaded': 1 });
    store.before = undefined;
    expect(tally([await post(order(1))])).toEqual({ recorded: 1 });
  });
});

describe('whatever goes wrong', () => {
  test('what was answered is what is stored: once, at its place, in an order that the rules allow', async () => {
    const fault = fc.constantFrom<Fault | undefined>(undefined, undefined, 'refuses', 'loses', 'stores-unheard');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }),
        async (faults, lines) => {
          const { store, order, post, inner } = await faultyFirm();
          store.faults.push(...faults.filter((each) => each !== undefined));
          const events = lines.map(order);
          const outcomes = await Promise.all(events.map(post));
          store.faults.length = 0;
          const stored = (await allOf(inner)).filter(({ type }) => type === 'IngredientSourced');
          const ids = stored.map(({ data }) => (JSON.parse(Buffer.from(data).toString()) as { id: string }).id);
          expect(new Set(ids).size).toBe(ids.length);
          outcomes.forEach((outcome, i) => {
            const place = ids.indexOf(events[i]?.id ?? '');
            if ('receipt' in outcome)
              expect([stored[place]?.revision, stored[place]?.position]).toEqual([
                outcome.receipt.revision,
                outcome.receipt.position,
              ]);
            else if (outcome.outcome !== 'unknown') expect(place).toBe(-1);
          });
          const linesStored = stored.map(
            ({ data }) => (JSON.parse(Buffer.from(data).toString()) as { data: { poLine: number } }).data.poLine,
          );
          expect(new Set(linesStored).size).toBe(linesStored.length);
          // Posted again, every event has a final answer, and the rules still hold.
          const again = await Promise.all(events.map(post));
          expect(Object.keys(tally(again)).every((name) => /^(recorded|duplicate|refused)/.test(name))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('a log that cannot be read', () => {
  const ID = '00000000-0000-8000-8000-000000000000';

  test.each<[string, (signed: Signed) => { stream: string; stored: NewEvent }]>([
    [
      'whose metadata are not ours',
      ({ envelope }) => ({
        stream: 'site-kopi/pabrik',
        stored: { id: ID, type: 'IngredientSourced', data: envelope.payload, metadata: Buffer.from('{}') },
      }),
    ],
    [
      'whose id is not that of its bytes',
      (signed) => ({ stream: 'site-kopi/pabrik', stored: { ...recordOf(signed), id: ID } }),
    ],
    [
      'of another type than it says',
      (signed) => ({ stream: 'site-kopi/pabrik', stored: { ...recordOf(signed), type: 'Packed' } }),
    ],
    ['in another stream than was signed', (signed) => ({ stream: 'site-kopi/gudang', stored: recordOf(signed) })],
  ])('stops the ledger at a record %s, names it, and nothing more is recorded', async (_, forge) => {
    const { order, inner, people } = await faultyFirm();
    const { stream, stored } = forge(order(2));
    await inner.append(stream, -1, [stored]);
    const fresh = ledgerOver(inner);
    expect(tally([await fresh.post(people.founding), await fresh.post(order(1))])).toEqual({
      'retry store-unavailable': 2,
    });
    expect(fresh.log.stopped).toMatchObject({ position: (await allOf(inner)).at(-1)?.position });
    expect(fresh.faults[0]).toMatchObject({ name: 'LogStopped', code: 'store-corrupt' });
    expect((await allOf(inner)).at(-1)?.id).toBe(stored.id);
  });

  test('passes over the streams of others', async () => {
    const { order, post, inner } = await faultyFirm();
    const event = {
      id: '00000000-0000-8000-8000-000000000001',
      type: 'x',
      data: Buffer.from('x'),
      metadata: Buffer.from('y'),
    };
    await inner.append('orders-7', -1, [event]);
    expect(tally([await post(order(1))])).toEqual({ recorded: 1 });
    expect((await ledgerOver(inner).post(order(2))).outcome).toBe('recorded');
  });
});

describe('claims', () => {
  async function releasable() {
    const firm = await faultyFirm();
    const { people, admin, site, post } = firm;
    await record(post, [people.stock(admin, site, `${site}/BIJI`, '100')]);
    const release = people.sign(
      'HalalReleaseGranted',
      { site, lotId: `${site}/BIJI` },
      { by: [[admin, 'PENYELIA_HALAL']] },
    );
    return { ...firm, release };
  }

  test('are asked of status at the head of log and stream, and recorded where it holds', async () => {
    const { claims, release, post, log } = await releasable();
    expect(tally([await post(release)])).toEqual({ recorded: 1 });
    expect(claims.asked).toHaveLength(1);
    expect(claims.asked[0]).toMatchObject({ lotId: 'kopi/pabrik/BIJI', position: log.place(log.size - 2)?.position });
  });

  test('are refused with the reasons where it does not hold', async () => {
    const { claims, release, post, stored } = await releasable();
    claims.answer = async () => ({ supported: false, reasons: [{ code: 'HC-101', events: ['e-1'], slots: {} }] });
    const before = await stored();
    const answer = await post(release);
    expect(answer).toMatchObject({
      outcome: 'refused',
      problem: { code: 'claim-not-supported', reasons: [{ code: 'HC-101' }] },
    });
    expect(await stored()).toBe(before);
  });

  test('wait for nobody for good: a read side that lags is named, and nothing happened', async () => {
    const { claims, release, post } = await releasable();
    claims.answer = async () => 'behind';
    expect(tally([await post(release)])).toEqual({ 'retry read-side-behind': 1 });
    claims.answer = async () => ({ supported: true });
    expect(tally([await post(release)])).toEqual({ recorded: 1 });
  });

  test('are judged anew when their stream has moved meanwhile, and hold nobody up', async () => {
    const { claims, release, post, order } = await releasable();
    let judged = 0;
    claims.answer = async () => {
      judged += 1;
      if (judged <= 2) expect(tally([await post(order(judged))])).toEqual({ recorded: 1 });
      return { supported: true };
    };
    expect(tally([await post(release)])).toEqual({ recorded: 1 });
    expect(judged).toBe(3);
  });

  test('give way after a while to a stream that never stands still', async () => {
    const { claims, release, post, order } = await releasable();
    let line = 0;
    claims.answer = async () => {
      await post(order(++line));
      return { supported: true };
    };
    expect(tally([await post(release)])).toEqual({ 'retry overloaded': 1 });
  });
});

test('a store that has lost a record in the middle of a stream: the ledger stops, names it and records nothing more', async () => {
  const { store, order, post, inner } = await faultyFirm();
  for (const line of [1, 2, 3]) await post(order(line));
  const whole = (await allOf(inner)).filter(({ stream }) => stream === 'site-kopi/pabrik');
  store.hidden = whole[1]?.id;
  const again = ledgerOver(store);
  expect(tally([await again.post(order(4))])).toEqual({ 'retry store-unavailable': 1 });
  expect(again.log.stopped).toMatchObject({ position: whole[2]?.position });
  expect(again.log.stopped?.message).toContain('goes on with revision 2 where 1 is next');
  expect(await allOf(inner)).toHaveLength((await allOf(store)).length + 1);
});
