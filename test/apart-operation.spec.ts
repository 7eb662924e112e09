import { setTimeout as pause } from 'node:timers/promises';

import { MemoryStore } from '@hadic/store';
import { ask, endAll, HeldStore, idsIn, ready, up } from './apart.js';
import { FaultyStore } from './faulty-store.js';
import { ndjson, smallFirm } from './people.js';
import { startLedger, startProvenance } from './service.js';

afterEach(endAll);

describe('whoever keeps them running', () => {
  test('can tell trouble with the store from trouble with the log and with what follows it', async () => {
    const { events } = smallFirm();
    const inner = new MemoryStore();
    const store = new FaultyStore(inner);
    const [ledger, reader] = [await up(startLedger({ store })), await up(startProvenance({ store }))];
    await ledger.postLines(ndjson(events));
    expect((await ready(ledger)).body).toEqual({ status: 'ok', store: 'ok', log: 'ok' });
    store.isUnreadable = true;
    expect(await ready(ledger)).toMatchObject({
      status: 503,
      body: { status: 'down', store: 'unreachable', log: 'ok' },
    });
    expect(await ready(reader)).toMatchObject({
      status: 503,
      body: { status: 'down', store: 'unreachable', projection: 'ok', lag: null },
    });
    store.isUnreadable = false;
    expect([(await ready(ledger)).status, (await ready(reader)).status]).toEqual([200, 200]);
    const garbage = {
      id: '00000000-0000-8000-8000-000000000000',
      type: 'Packed',
      data: Buffer.from('{}'),
      metadata: Buffer.from('{}'),
    };
    await inner.append('site-kopi/gudang', -1, [garbage]);
    expect(await ready(ledger)).toMatchObject({ status: 503, body: { store: 'corrupt', log: 'stopped' } });
    for (let look = 0; (await ready(reader)).status === 200 && look < 100; look++) await pause(20);
    expect(await ready(reader)).toMatchObject({ status: 503, body: { store: 'ok', projection: 'stopped' } });
  });

  test('can end each in the middle of its work: what was taken is answered, and nothing answered is lost', async () => {
    const { people, admin, site, events } = smallFirm();
    const inner = new MemoryStore();
    const held = new HeldStore(inner);
    const reader = await up(startProvenance({ store: held }));
    const ledger = await up(startLedger({ store: inner, config: { provenanceUrl: reader.url } }));
    await ledger.postLines(ndjson(events));
    const orders = Array.from({ length: 100 }, (_, line) => people.purchase(admin, site, line + 1));
    const posts = orders.map((order) =>
      ledger.post(order).then(
        ({ status }) => status,
        () => undefined,
      ),
    );
    await Promise.race(posts);
    await ledger.end();
    const statuses = await Promise.all(posts);
    const ids = await idsIn(inner);
    const recorded = orders.filter((_, i) => statuses[i] === 201).map(({ id }) => id);
    expect(recorded.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(recorded));
    expect(new Set(ids).size).toBe(ids.length);

    held.hold();
    const questions = Array.from({ length: 20 }, () =>
      ask(`${reader.url}/v1/search?q=pabrik&atLeast=9999999999999999`),
    );
    // Time to arrive; they are waiting for two seconds.
    await pause(700);
    const ended = reader.end();
    const answers = await Promise.all(questions);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    held.free();
    await ended;
  });
});
