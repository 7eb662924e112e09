import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { MemoryStore, SqliteStore } from '@hadic/store';
import path from 'node:path';
import { type Fault, FaultyStore } from './faulty-store.js';
import { ndjson, smallFirm } from './people.js';
import { type LineAnswer, linesOf, startService, temporaryFolder } from './service.js';

async function faultyService(limits = {}) {
  const inner = new MemoryStore();
  const store = new FaultyStore(inner);
  const firm = smallFirm();
  const service = await startService({ store, parts: { limits: { patienceMs: 100, ...limits } } });
  await service.postLines(ndjson(firm.events));
  const size = async () => Number((await service.get('/v1/log/head'))['size']);
  return { ...firm, ...service, store, inner, size };
}

describe('a store that fails under one event', () => {
  test('before it stored anything: 503, come again, and nothing happened', async () => {
    const { people, admin, site, store, post, size, close } = await faultyService();
    const before = await size();
    const order = people.purchase(admin, site, 1);
    store.faults.push('refuses');
    const answer = await post(order);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ code: 'store-unavailable' });
    expect(await size()).toBe(before);
    expect((await post(order)).status).toBe(201);
    await close();
  });

  test.each<Fault>(['loses', 'stores-unheard', 'hangs', 'stores-hanging'])('%s: it is recorded once', async (fault) => {
    const { people, admin, site, store, post, size, close } = await faultyService();
    const before = await size();
    store.faults.push(fault);
    const order = people.purchase(admin, site, 1);
    expect((await post(order)).status).toBe(201);
    expect((await post(order)).status).toBe(200);
    expect(await size()).toBe(before + 1);
    await close();
  });

  test.each<Fault>(['loses', 'hangs'])('%s twice: 503, nobody knows, and the same again tells', async (fault) => {
    const { people, admin, site, store, post, size, close } = await faultyService();
    const before = await size();
    store.faults.push(fault, fault);
    const order = people.purchase(admin, site, 1);
    const answer = await post(order);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'outcome-unknown' }]);
    expect((await post(order)).status).toBe(201);
    expect(await size()).toBe(before + 1);
    await close();
  });

  test('cannot be read either: not ready, and ready again afterwards', async () => {
    const { people, admin, site, store, post, url, close } = await faultyService();
    store.isUnreadable = true;
    expect((await post(people.purchase(admin, 'kopi/gudang', 1))).status).toBe(503);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: 'down', store: 'unreachable', log: 'ok' },
    ]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    store.isUnreadable = false;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await post(people.purchase(admin, site, 1))).status).toBe(201);
    await close();
  });
});

describe('a store that fails under lines', () => {
  test('nobody knows of one: it is answered so, and the answer ends', async () => {
    const { people, admin, site, store, postLines, close } = await faultyService();
    const [first, second, third] = [1, 2, 3].map((line) => people.purchase(admin, site, line));
    const { events } = { events: [first, second, third].flatMap((each) => each ?? []) };
    store.faults.push('stores-unheard');
    store.before = async () => {
      store.isUnreadable = true;
    };
    const answers = await postLines(ndjson(events));
    expect(answers[0]).toMatchObject({ line: 1, outcome: 'unknown', problem: { code: 'outcome-unknown' } });
    expect(answers.at(-1)).toMatchObject({ summary: { lines: answers.length - 1, unknown: 1 } });
    store.isUnreadable = false;
    const again = await postLines(ndjson(events));
    expect(again[0]).toMatchObject({ outcome: 'duplicate' });
    expect(again.at(-1)?.summary).toMatchObject({ lines: 3, refused: 0, retry: 0, unknown: 0 });
    await close();
  });

  test('refuses one append: nothing behind that line is answered, least of all refused because it is not there', async () => {
    const { people, admin, site, store, postLines, close } = await faultyService();
    store.faults.push('refuses');
    const lotId = `${site}/BIJI`;
    const units = [1, 2, 3].map((unit) => people.pack(admin, `${site}/K-${unit}`, lotId, '1'));
    const body = ndjson([people.stock(admin, site, lotId, '3'), ...units]);
    expect(await postLines(body)).toMatchObject([{ line: 1, outcome: 'retry' }, { summary: { lines: 1, retry: 1 } }]);
    expect((await postLines(body)).at(-1)?.summary).toMatchObject({ lines: 4, refused: 0, retry: 0, unknown: 0 });
    await close();
  });
});

describe('a sender', () => {
  test('who goes in the middle of a line leaves what was whole, and nothing hangs', async () => {
    const { people, admin, site, url, size, close } = await faultyService();
    const before = await size();
    const body = ndjson([1, 2, 3].map((line) => people.purchase(admin, site, line)));
    const sending = request(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    sending.on('error', () => undefined);
    sending.write(body.slice(0, -200));
    await once(sending, 'response');
    sending.destroy();
    for (let look = 0; (await size()) < before + 2 && look < 100; look++) await pause(20);
    expect(await size()).toBe(before + 2);
    await close();
  });

  test('who sends more than there is room for is asked to wait', async () => {
    const { people, admin, site, url, post, send, store, close } = await faultyService({ inProgress: 257 });
    const [first, second, third] = [1, 2, 3].map((line) => people.purchase(admin, site, line));
    const sending = request(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    sending.write(ndjson([people.founding]));
    await once(sending, 'response');
    store.faults.push('hangs');
    const held = post(first ?? { wire: {} });
    await pause(50);
    const refused = await post(second ?? { wire: {} });
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
      503,
      '1',
      { code: 'overloaded' },
    ]);
    const lines = await send('\n', 'application/x-ndjson');
    expect([lines.status, await lines.json()]).toMatchObject([503, { code: 'overloaded' }]);
    expect((await held).status).toBe(201);
    sending.end();
    expect((await post(third ?? { wire: {} })).status).toBe(201);
    await close();
  });
});

describe('the end of a service', () => {
  test('answers what it has taken, event or line, and loses nothing of it', async () => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'ledger.db');
    const { people, admin, site, events } = smallFirm();
    const service = await startService({ store: await SqliteStore.open(file) });
    await service.postLines(ndjson(events));
    const single = Array.from({ length: 20 }, (_, line) => people.purchase(admin, site, line + 1));
    const lines = Array.from({ length: 40 }, (_, line) => people.purchase(admin, site, line + 100));
    const sending = request(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    sending.on('error', () => undefined);
    // Not ended: a sender that could go on for ever.
    sending.write(ndjson(lines));
    const [answer] = (await once(sending, 'response')) as [NodeJS.ReadableStream];
    let said = '';
    answer.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const posts = single.map((order) => service.post(order).catch(() => undefined));
    await pause(5);
    const closed = service.close();
    await once(answer, 'end');
    sending.end();
    const answered = await Promise.all(posts);
    await closed;

    const answers = linesOf(said);
    expect(answers.at(-1)).toHaveProperty('summary');
    const recorded = answers.filter(({ outcome }: LineAnswer) => outcome === 'recorded').map(({ id }) => id);
    const posted = single.filter((_, i) => answered[i]?.status === 201).map(({ id }) => id);
    const store = await SqliteStore.open(file);
    const ids: string[] = [];
    for await (const { data } of store.readAll())
      ids.push((JSON.parse(Buffer.from(data).toString()) as { id: string }).id);
    await store.close();
    expect(ids).toEqual(expect.arrayContaining([...recorded, ...posted]));
    expect(new Set(ids).size).toBe(ids.length);
    remove();
  });
});

describe('doors', () => {
  test('with a token open to nobody without it, but for health and documentation', async () => {
    const service = await startService({ config: { token: 'rahasia' } });
    const status = async (address: string, headers: Record<string, string> = {}) =>
      (await fetch(service.url + address, { headers })).status;
    for (const address of ['/v1/log/head', '/v1/events', '/%76%31/log/head', '//v1/log/head', '/nothing']) {
      expect([address, await status(address)]).toEqual([address, 401]);
      expect(await status(address, { authorization: 'Bearer rahasi' })).toBe(401);
    }
    expect(await status('/v1/log/head', { authorization: 'Bearer rahasia' })).toBe(200);
    for (const address of ['/health/live', '/health/ready', '/openapi.json'])
      expect([address, await status(address)]).toEqual([address, 200]);
    const asked = await fetch(`${service.url}/v1/log/head`, { headers: { 'accept-language': 'id' } });
    expect(asked.headers.get('www-authenticate')).toBe('Bearer');
    expect(await asked.json()).toMatchObject({ code: 'token-required', wayOut: expect.stringContaining('pengelola') });
    await service.close();
  });

  test('without a token open only to those who mean this machine', async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    const ask = async (host: string) => {
      const asking = request({ port, path: '/v1/log/head', headers: { host } });
      asking.end();
      const [answer] = (await once(asking, 'response')) as [{ statusCode: number; resume(): void }];
      answer.resume();
      return answer.statusCode;
    };
    expect(await Promise.all(['localhost', `127.0.0.1:${port}`, `[::1]:${port}`].map(ask))).toEqual([200, 200, 200]);
    expect(await Promise.all(['evil.example', 'localhost.evil.example'].map(ask))).toEqual([401, 401]);
    await service.close();
  });
});
