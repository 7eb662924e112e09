import { setImmediate as breathe } from 'node:timers/promises';

import { MemoryStore } from '@hadic/store';
import { FaultyStore } from '../../../test/faulty-store.js';
import { ndjson, type Signed } from '../../../test/people.js';
import { Clock } from '../src/clock.js';
import { readLines, recordLines } from '../src/lines.js';
import type { Allowance, Labels, Watch } from '../src/watch.js';
import { allOf, firmOver, ledgerOver, tally } from './support.js';

describe('those who watch', () => {
  test('hear of each append that the store took, and of none that it did not', async () => {
    const appended: number[] = [];
    const store = new FaultyStore(new MemoryStore());
    const { post, people, admin, site, events } = await firmOver(
      store,
      {},
      { watch: { appended: (s) => appended.push(s) } },
    );
    expect(appended).toHaveLength(events.length);
    store.faults.push('refuses');
    await post(people.purchase(admin, site, 1));
    expect(appended).toHaveLength(events.length);
    expect(appended.every((seconds) => seconds >= 0 && seconds < 60)).toBe(true);
  });

  test('are told of each step by the event’s labels, and of nothing in it', async () => {
    const steps: [string, Labels, Labels | undefined][] = [];
    const watch: Watch = {
      step: async (name, work, labels, found) => {
        const result = await work().catch((error: unknown) => {
          steps.push([name, labels, undefined]);
          throw error;
        });
        steps.push([name, labels, found?.(result)]);
        return result;
      },
    };
    const { post, people, admin, site } = await firmOver(new MemoryStore(), {}, { watch });
    steps.length = 0;
    const order = people.purchase(admin, site, 1);
    await post(order);
    const { id, type, stream } = order.event;
    expect(steps).toEqual([
      ['verify', {}, { id, type, stream }],
      ['decide', { id, type, stream }, undefined],
      ['append', { id, type, stream }, { revision: 0 }],
    ]);
    steps.length = 0;
    const bent = {
      ...order.wire,
      signatures: order.wire.signatures.map(({ keyid }) => ({ keyid, sig: 'A'.repeat(86) + '==' })),
    };
    await post({ wire: bent });
    expect(steps).toEqual([['verify', {}, undefined]]);
  });

  test('are told that the clock was set back; what is recorded then says what the clock showed', async () => {
    const behind: number[] = [];
    let now = '2026-04-01T12:00:00.000Z';
    const clock = new (class extends Clock {
      override now = () => now;
    })();
    const watch: Watch = { clockBehind: (ms) => behind.push(ms) };
    const { post, people, admin, site, log } = await firmOver(new MemoryStore(), {}, { watch, clock });
    now = '2026-04-01T11:59:58.500Z';
    expect(tally([await post(people.purchase(admin, site, 1))])).toEqual({ recorded: 1 });
    expect(behind).toEqual([]);
    now = '2026-04-01T11:00:00.000Z';
    const result = await post(people.purchase(admin, site, 2));
    expect('receipt' in result && result.receipt.recordedAt).toBe(now);
    expect(behind).toEqual([3_600_000]);
    // What is known goes by the latest so far.
    expect(log.latest).toBe('2026-04-01T12:00:00.000Z');
  });
});

/** Allows so many events by name of sender, and counts what was taken off. */
function allowanceOf(left: Record<string, number>): Allowance {
  const take = (senders: readonly string[]) => {
    if (senders.some((sender) => left[sender] === 0)) return 7;
    for (const sender of senders) if (left[sender] !== undefined) left[sender] -= 1;
    return 0;
  };
  return { ofAddress: (address) => take([address]), ofKeys: take };
}

async function limitedFirm(left: Record<string, number> = {}) {
  const allowance = allowanceOf(left);
  const firm = await firmOver(new MemoryStore(), {}, { allowance });
  const order = (line: number) => firm.people.purchase(firm.admin, firm.site, line);
  const postLines = async (events: readonly Signed[]) => {
    const outcomes = [];
    const body = (async function* () {
      yield Buffer.from(ndjson(events));
    })();
    for await (const { outcome } of recordLines(firm.recorder, readLines(body), 'here')) outcomes.push(outcome);
    return outcomes;
  };
  const size = async () => (await allOf(firm.store)).length;
  return { ...firm, left, order, postLines, size, key: firm.admin.signer.keyId };
}

describe('a sender over the limit', () => {
  test('is told to try again, after how long, and nothing of it happened', async () => {
    const { left, post, order, key, size } = await limitedFirm();
    left[key] = 1;
    const before = await size();
    const [first, second] = [await post(order(1)), await post(order(2))];
    expect(first.outcome).toBe('recorded');
    const problem = { code: 'rate-limited', slots: { sender: key, seconds: 7 }, retryAfter: 7 };
    expect(second).toEqual({ outcome: 'retry', problem });
    expect(await size()).toBe(before + 1);
  });

  test.each(['key', 'address'] as const)(
    'by its %s, in many lines: those before are recorded, none after',
    async (by) => {
      const { left, order, postLines, key, size } = await limitedFirm();
      left[by === 'key' ? key : 'here'] = 3;
      const before = await size();
      const events = [1, 2, 3, 4, 5, 6].map(order);
      expect(tally(await postLines(events))).toEqual({ recorded: 3, 'retry rate-limited': 1 });
      await breathe();
      expect(await size()).toBe(before + 3);
      delete left[by === 'key' ? key : 'here'];
      expect(tally(await postLines(events))).toEqual({ duplicate: 3, recorded: 3 });
    },
  );

  test('is not the one whose events another posts again, or signs in the name of', async () => {
    const { left, post, order, key } = await limitedFirm();
    const event = order(1);
    await post(event);
    left[key] = 1;
    for (let i = 0; i < 5; i++) expect((await post(event)).outcome).toBe('duplicate');
    const forged = { ...order(2).wire, signatures: [{ keyid: key, sig: 'A'.repeat(86) + '==' }] };
    expect(tally([await post({ wire: forged })])).toEqual({ 'refused bad-signature': 1 });
    expect(left[key]).toBe(1);
  });

  test('is turned away by its address before anything is looked at', () => {
    const { recorder } = ledgerOver(new MemoryStore(), {}, { allowance: allowanceOf({ there: 0 }) });
    expect(recorder.turnAway('there')).toMatchObject({ outcome: 'retry', problem: { code: 'rate-limited' } });
    expect(recorder.turnAway('here')).toBeUndefined();
  });
});
