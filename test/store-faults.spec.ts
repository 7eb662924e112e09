import { setTimeout as pause } from 'node:timers/promises';

import { Clock } from '@hadic/ledger';
import type { Service } from '@hadic/service';
import { createService as createLedger } from '../apps/ledger/src/service.js';
import { createService as createProvenance } from '../apps/provenance/src/service.js';
import { ask } from './apart.js';
import { type Esdb, type Fault, startEsdb } from './esdb/server.js';
import { ndjson, smallFirm, type Signed } from './people.js';
import { linesOf, temporaryFolder } from './service.js';

// What goes wrong with an EventStoreDB, as the users of a ledger and a provenance meet it. The limits are a tenth of the real ones.

const LIMITS = { attemptMs: 500, patienceMs: 900, stallMs: 300 };
const PASSWORD = 'sandi-rahasia';

const firm = smallFirm();
const { people, admin, site, events } = firm;
let orders = 0;
const nextOrder = () => people.purchase(admin, site, (orders += 1));

/** Stands still until it is set. */
class SettableClock extends Clock {
  #now = '2026-04-01T00:00:00.000Z';

  set(time: string): void {
    this.#now = new Date(time).toISOString();
  }

  override now(): string {
    return this.#now;
  }
}

let server: Esdb;
let ledgers = 0;
let closing: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  server = await startEsdb({ cluster: true });
});
afterEach(async () => {
  await heal();
  for (const close of closing) await close();
  closing = [];
});
afterAll(() => server.stop());

async function heal(): Promise<void> {
  for (const fault of ['clear', 'revive', 'heal'] as const) await server.fault({ fault });
}

/** Another ledger each time, with the firm registered, and a provenance beside it. */
async function services() {
  const { folder: data, remove } = temporaryFolder();
  const logged: string[] = [];
  const url = server.url.replace('esdb://', `esdb://hadic:${PASSWORD}@`);
  const store = { url, namespace: `ledger-${(ledgers += 1)}`, limits: LIMITS };
  const foundingKey = people.registrar.signer.keyId;
  const config = { host: '127.0.0.1', port: 0, store, data, ledger: people.ledger, foundingKey };
  const clock = new SettableClock();
  const journal = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const parts = { journal, docsPage: false, clock, limits: { patienceMs: 2_500 } };
  closing = [remove];
  const start = async (starting: Promise<Service>) => {
    const service = await starting;
    closing.unshift(() => service.close());
    return service.url;
  };
  const ledger = await start(createLedger(config, parts));
  const provenance = await start(createProvenance(config, parts));
  const send = (body: string, type = 'application/json') =>
    fetch(`${ledger}/v1/events`, { method: 'POST', headers: { 'content-type': type }, body });
  const post = (signed: Signed) => send(JSON.stringify(signed.wire));
  await (await send(ndjson(events), 'application/x-ndjson')).text();
  const head = async () => (await ask(`${ledger}/v1/log/head`)).body;
  const ready = async (url: string) => (await ask(`${url}/health/ready`)).body;
  /** Whether the provenance knows of this position; asked as a client that is asked to come again. */
  const known = async (position: unknown) => {
    for (let tries = 0; tries < 20; tries += 1) {
      const { status } = await ask(`${provenance}/v1/search?q=pabrik&atLeast=${String(position)}`);
      if (status === 200) return true;
    }
    return false;
  };
  return { ledger, provenance, namespace: store.namespace, clock, send, post, head, ready, known, logged };
}

type Services = Awaited<ReturnType<typeof services>>;

/** The event is there once, whoever asks, and again gets the same receipt. */
async function expectOnce({ post, head, known }: Services, signed: Signed, size: unknown): Promise<void> {
  const again = await post(signed);
  expect([again.status, again.headers.get('idempotency-hit')]).toEqual([200, 'true']);
  const { position } = (await again.json()) as { position: string };
  expect(await known(position)).toBe(true);
  expect(await head()).toMatchObject({ size: Number(size) + 1 });
}

/** Nothing that was posted, and no password, is in the log lines. */
function expectDiscreet(logged: readonly string[], { wire }: Signed): void {
  const told = logged.join('\n');
  const salts = Object.values(wire.openings ?? {}).map(([salt]) => salt);
  for (const secret of [PASSWORD, wire.payload, ...wire.signatures.map(({ sig }) => sig), ...salts]) {
    expect(told).not.toContain(secret);
  }
}

describe('a fault that passes is not noticed by the sender', () => {
  test.each<Fault>([
    { fault: 'lose-request' },
    { fault: 'reset-13-before' },
    { fault: 'lose-ack' },
    { fault: 'lose-ack', times: 'until-cleared' },
    { fault: 'unknown-13' },
    { fault: 'not-leader' },
    { fault: 'full' },
    { fault: 'drop' },
    { fault: 'silence' },
    { fault: 'freeze', ms: 600 },
    { fault: 'kill', noticedAfterMs: 100 },
    { fault: 'move-leader' },
    { fault: 'too-slow' },
    { fault: 'stall-subscription' },
  ])('%j', async (fault) => {
    const all = await services();
    const { size } = await all.head();
    const order = nextOrder();
    await server.fault(fault);
    expect((await all.post(order)).status).toBe(201);
    await expectOnce(all, order, size);
    expectDiscreet(all.logged, order);
  });
});

describe('a fault that lasts is told as 503, and all resumes by itself', () => {
  const UNTIL_CLEARED = { times: 'until-cleared' } as const;
  const UNREACHABLE = { status: 'down', store: 'unreachable' };
  const OK = { status: 'ok', store: 'ok' };

  test.each<[string, Fault[], { code: string; ready: object }]>([
    ['loses every request', [{ fault: 'lose-request', ...UNTIL_CLEARED }], { code: 'outcome-unknown', ready: OK }],
    ['is full', [{ fault: 'full', ...UNTIL_CLEARED }], { code: 'outcome-unknown', ready: OK }],
    ['is read-only', [{ fault: 'read-only', ...UNTIL_CLEARED }], { code: 'outcome-unknown', ready: OK }],
    ['is not ready', [{ fault: 'not-ready', ...UNTIL_CLEARED }], { code: 'outcome-unknown', ready: UNREACHABLE }],
    ['is parted', [{ fault: 'partition' }], { code: 'outcome-unknown', ready: UNREACHABLE }],
    [
      'is parted, and keeps what it got',
      [{ fault: 'partition', keep: true }],
      { code: 'outcome-unknown', ready: UNREACHABLE },
    ],
    ['is gone', [0, 1, 2].map((node) => ({ fault: 'kill', node })), { code: 'outcome-unknown', ready: UNREACHABLE }],
    [
      'is frozen, to those who connect anew as well',
      [...[0, 1, 2].map((node): Fault => ({ fault: 'freeze', node })), { fault: 'drop' }],
      { code: 'outcome-unknown', ready: UNREACHABLE },
    ],
  ])('a store that %s', async (_, faults, { code, ready }) => {
    const all = await services();
    expect((await all.post(nextOrder())).status).toBe(201);
    const { size } = await all.head();
    const order = nextOrder();
    for (const fault of faults) await server.fault(fault);
    const answer = await all.post(order);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([
      503,
      '1',
      'application/problem+json; charset=utf-8',
    ]);
    expect(await answer.json()).toMatchObject({ code, wayOut: expect.stringMatching(/same/i) });
    const both = await Promise.all([all.ready(all.ledger), all.ready(all.provenance)]);
    expect(both).toMatchObject([ready, ready]);
    await heal();
    for (let tries = 0; tries < 50 && (await all.ready(all.ledger))['status'] !== 'ok'; tries += 1) await pause(50);
    expect([200, 201]).toContain((await all.post(order)).status);
    await expectOnce(all, order, size);
    expectDiscreet(all.logged, order);
  });

  test('lines: the answer ends with the one of which nobody knows', async () => {
    const all = await services();
    const { size } = await all.head();
    const body = ndjson([nextOrder(), nextOrder(), nextOrder()]);
    await server.fault({ fault: 'lose-request', ...UNTIL_CLEARED });
    const answers = linesOf(await (await all.send(body, 'application/x-ndjson')).text());
    expect(answers).toMatchObject([{ line: 1, outcome: 'unknown' }, { summary: { lines: 1, unknown: 1 } }]);
    await heal();
    const again = linesOf(await (await all.send(body, 'application/x-ndjson')).text());
    expect(again.at(-1)?.summary).toMatchObject({ lines: 3, refused: 0, retry: 0, unknown: 0 });
    expect(await all.head()).toMatchObject({ size: Number(size) + 3 });
  });
});

describe('a store that was changed behind our back', () => {
  const STREAM = `site-${site}`;

  test.each<
    [string, Omit<Extract<Fault, { fault: 'delete-stream' }>, 'stream'> | Extract<Fault, { fault: 'truncate' }>]
  >([
    ['robbed of its newest events', { fault: 'truncate', events: 2 }],
    ['robbed of a stream', { fault: 'delete-stream' }],
    ['robbed of a stream for ever', { fault: 'delete-stream', forEver: true }],
  ])('%s: nothing is recorded any more, and the provenance stops and says why', async (_, fault) => {
    const all = await services();
    const first = [nextOrder(), nextOrder(), nextOrder()];
    for (const order of first) expect((await all.post(order)).status).toBe(201);
    const { position } = (await (await all.post(first[2] ?? nextOrder())).json()) as { position: string };
    expect(await all.known(position)).toBe(true);
    await server.fault(fault.fault === 'truncate' ? fault : { ...fault, stream: `${all.namespace}/${STREAM}` });

    let readiness: object = {};
    for (let tries = 0; tries < 40; tries += 1) {
      readiness = { ledger: await all.ready(all.ledger), provenance: await all.ready(all.provenance) };
      if (/"projection":"stopped"/.test(JSON.stringify(readiness))) break;
      await pause(100);
    }
    expect(readiness).toMatchObject({
      ledger: { status: 'down', store: 'corrupt', log: 'stopped' },
      provenance: { status: 'down', projection: 'stopped' },
    });
    const order = nextOrder();
    const { events: before } = await server.state();
    const answer = await all.post(order);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'store-unavailable' }]);
    const question = await ask(`${all.provenance}/v1/search?q=pabrik`);
    expect(question).toMatchObject({ status: 503, body: { code: 'read-side-stopped' } });
    expect(String(question.body['detail'])).toMatch(/deleted|older copy|another record/);
    expect((await server.state()).events).toBe(before);
    expectDiscreet(all.logged, order);
  });
});

describe('a clock that is set back', () => {
  test('shows in the receipt as it is, and the order of what was known stays', async () => {
    const all = await services();
    const later = nextOrder();
    all.clock.set('2026-09-01T00:00:00Z');
    const first = (await (await all.post(later)).json()) as { recordedAt: string };
    all.clock.set('2026-05-01T00:00:00Z');
    const second = (await (await all.post(nextOrder())).json()) as { recordedAt: string; position: string };
    expect([first.recordedAt.slice(0, 7), second.recordedAt.slice(0, 7)]).toEqual(['2026-09', '2026-05']);
    expect(await all.known(second.position)).toBe(true);
    const { body } = await ask(`${all.provenance}/v1/search?q=pabrik&atLeast=${second.position}`);
    expect(body).toMatchObject({ asOf: { knownTime: first.recordedAt } });
    expect(all.logged.join('\n')).toContain('clock');
  });
});
