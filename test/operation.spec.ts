import { type Facts } from '@hadic/service';
import { MemoryStore } from '@hadic/store';
import { Agent, request } from 'node:http';

import { Clock } from '@hadic/ledger';
import { FaultyStore } from './faulty-store.js';
import { ndjson, type Signed, smallFirm } from './people.js';
import { linesOf, startService } from './service.js';

const { people, admin, site, events } = smallFirm();
const order = (line: number) => people.purchase(admin, site, line);
const TOKEN = { authorization: 'Bearer geheim' };

/** The value of a sample, by its name with labels. */
function sampleOf(text: string, name: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

async function founded(options: Parameters<typeof startService>[0] = {}) {
  const service = await startService(options);
  const answer = await service.postLines(ndjson(events));
  expect(answer.at(-1)?.summary).toMatchObject({ recorded: events.length });
  const scrape = async () => (await fetch(`${service.url}/metrics`)).text();
  return { ...service, scrape };
}

describe('metrics', () => {
  test('count what happened, by patterns and codes that are bounded', async () => {
    const service = await founded();
    await service.post(order(1));
    const bent = { ...order(2).wire, signatures: order(3).wire.signatures };
    await service.post({ wire: bent });
    for (const lot of ['a', 'b', 'c']) await fetch(`${service.url}/v1/lots/${lot}/status`);
    await fetch(`${service.url}/nowhere/at/all`);
    const text = await service.scrape();
    expect(sampleOf(text, 'hadic_events_total{outcome="recorded"}')).toBe(events.length + 1);
    expect(sampleOf(text, 'hadic_refusals_total{code="bad-signature"}')).toBe(1);
    expect(sampleOf(text, 'hadic_verification_failures_total{found="posted"}')).toBe(1);
    expect(sampleOf(text, 'hadic_append_duration_seconds_count')).toBeGreaterThan(0);
    const lots = 'hadic_http_request_duration_seconds_count{method="GET",route="/v1/lots/:id/status",status="4xx"}';
    expect(sampleOf(text, lots)).toBe(3);
    expect(text).not.toContain('nowhere');
    expect(sampleOf(text, 'hadic_log_records')).toBe(events.length + 1);
    expect(sampleOf(text, 'hadic_ready')).toBe(1);
    expect(sampleOf(text, 'hadic_store_reachable')).toBe(1);
    expect(sampleOf(text, 'hadic_data_free_bytes')).toBeGreaterThan(0);
    await service.close();
  });

  test('tell of a read side that waits, and of a store that is away', async () => {
    const store = new FaultyStore(new MemoryStore());
    const service = await founded({ store });
    store.isUnreadable = true;
    const text = await service.scrape();
    expect(sampleOf(text, 'hadic_store_reachable')).toBe(0);
    expect(sampleOf(text, 'hadic_ready')).toBe(0);
    await service.close();
  });

  test('tell of a clock that was set back, in the journal as well, once', async () => {
    let now = new Date(Date.now() + 3_600_000).toISOString();
    const clock = new (class extends Clock {
      override now = () => now;
    })();
    const told: unknown[] = [];
    const journal = (level: string, message: string, fields?: object) =>
      level === 'error' && told.push({ message, ...fields });
    const service = await founded({ parts: { clock, journal } });
    now = new Date().toISOString();
    for (const line of [1, 2, 3]) expect((await service.post(order(line))).status).toBe(201);
    expect(told).toEqual([{ message: 'clock-behind', seconds: 3_600 }]);
    const behind = sampleOf(await service.scrape(), 'hadic_clock_behind_seconds');
    expect([behind! > 3_500, behind! <= 3_600]).toEqual([true, true]);
    await service.close();
  });

  test('are behind the token where there is one, like what the service tells of itself', async () => {
    const service = await startService({ config: { token: 'geheim' } });
    for (const address of ['/metrics', '/v1/service']) {
      expect((await fetch(service.url + address)).status).toBe(401);
      expect((await fetch(service.url + address, { headers: TOKEN })).status).toBe(200);
    }
    await service.close();
  });
});

test('GET /v1/service tells what it runs on', async () => {
  const service = await founded();
  const facts = await service.get<Facts>('/v1/service');
  expect(facts).toMatchObject({
    status: 'ok',
    parts: { store: 'ok', log: 'ok' },
    simulated: false,
    records: events.length,
  });
  expect(facts.store.place).toMatch(/\S/);
  expect(Math.abs(Date.parse(facts.now) - Date.now())).toBeLessThan(60_000);
  expect(facts.disk.sizeBytes).toBeGreaterThan(facts.disk.freeBytes);
  await service.close();
});

describe('limits', () => {
  const limited = (rates: { perAddress?: number; perKey?: number }, more = {}) =>
    startService({ config: { rates: { perAddress: 0, perKey: 0, ...rates }, ...more } });

  test('of a key: 429 with the seconds to wait, and in many lines a last one that says so', async () => {
    // The administrator signs everything but the founding; the limit comes with the second order.
    const service = await limited({ perKey: events.length });
    await service.postLines(ndjson(events));
    expect((await service.post(order(1))).status).toBe(201);
    const answer = await service.post(order(2), { 'accept-language': 'id' });
    const problem = (await answer.json()) as { code: string; retryAfter: number; wayOut: string };
    expect([answer.status, problem.code]).toEqual([429, 'rate-limited']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBe(problem.retryAfter);
    expect(problem.retryAfter).toBeGreaterThan(0);
    expect(problem.wayOut).toContain(`${problem.retryAfter} detik`);
    // What was recorded before is still told, and counts for nobody.
    expect((await service.post(order(1))).status).not.toBe(201);
    const lines = await service.postLines(ndjson([events[1], order(3), order(4)] as Signed[]));
    expect(lines.map(({ outcome, problem: why }) => [outcome, why?.code])).toEqual([
      ['duplicate', undefined],
      ['retry', 'rate-limited'],
      [undefined, undefined],
    ]);
    expect(lines.at(-1)?.summary).toMatchObject({ lines: 2, duplicate: 1, retry: 1 });
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(sampleOf(text, 'hadic_refusals_total{code="rate-limited"}')).toBeGreaterThan(1);
    await service.close();
  });

  test('of an address: whatever it sends, before it is read; the connection can be used further', async () => {
    const service = await limited({ perAddress: 3 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (body: string, type: string) =>
      new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const sent = request(
          `${service.url}/v1/events`,
          { agent, method: 'POST', headers: { 'content-type': type } },
          (answer) => {
            let text = '';
            answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
            answer.on('end', () => resolve({ status: answer.statusCode, text }));
          },
        );
        sent.on('error', reject).end(body);
      });
    // A body that goes on for long after its sender has used up what it may send.
    const { status, text } = await post(ndjson(events.slice(0, 3)) + 'x\n'.repeat(200_000), 'application/x-ndjson');
    const answers = linesOf(text);
    expect([status, answers.length]).toEqual([200, 5]);
    expect(answers.at(-1)?.summary).toMatchObject({ recorded: 3, retry: 1, refused: 0 });
    expect((await post('no json', 'application/json')).status).toBe(429);
    expect(await service.get('/v1/log/head')).toMatchObject({ size: 3 });
    agent.destroy();
    await service.close();
  });

  test('of an address behind a proxy: the proxy’s word counts only where it is trusted', async () => {
    for (const [trustedProxy, statuses] of [
      ['127.0.0.1', [400, 400]],
      [undefined, [400, 429]],
    ] as const) {
      const service = await limited({ perAddress: 1 }, { token: 'geheim', ...(trustedProxy ? { trustedProxy } : {}) });
      const from = async (address: string) =>
        (await service.send('x', undefined, { ...TOKEN, 'x-forwarded-for': address })).status;
      expect([trustedProxy, await from('10.0.0.1'), await from('10.0.0.2')]).toEqual([trustedProxy, ...statuses]);
      await service.close();
    }
  });
});

test('a request keeps the id that its caller gave it, if it is fit for a log', async () => {
  const told: string[] = [];
  const journal = (_level: string, message: string, fields?: Record<string, unknown>) =>
    message === 'answered' && told.push(String(fields?.['id']));
  const service = await startService({ parts: { journal } });
  const idOf = async (id: string) =>
    (await fetch(`${service.url}/v1/log/head`, { headers: { 'x-request-id': id } })).headers.get('x-request-id') ?? '';
  const kept = 'pos-7:2026.11_a-1';
  const made = [await idOf('a b'), await idOf('"}{'), await idOf('x'.repeat(65))];
  expect(await idOf(kept)).toBe(kept);
  for (const id of made) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await service.close();
  expect(told).toEqual([...made, kept]);
});
