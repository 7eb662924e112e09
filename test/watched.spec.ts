import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { ndjson, smallFirm } from './people.js';
import { homeOf, type Running, startProcess } from './processes.js';

const { people, admin, site, events } = smallFirm();
const TOKEN = 'kunci-rahasia-operator-42';

/** Keeps what is posted to it. */
async function collector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, text: () => bodies.join(''), stop: () => server.close() };
}

/** Files that the process has loaded, as Node reports them to V8's coverage. */
function loaded(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
}

/** Everything that a client may do, with private values in it, and some that it may not. */
async function use({ url }: Running): Promise<{ answers: number[]; metrics: string; secrets: string[] }> {
  const authorization = `Bearer ${TOKEN}`;
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  const post = (body: string, type = 'application/json', headers: Record<string, string> = { authorization }) =>
    fetch(`${url}/v1/events`, { method: 'POST', headers: { 'content-type': type, traceparent, ...headers }, body });
  const get = (address: string) => fetch(url + address, { headers: { authorization } });
  const order = people.purchase(admin, site, 1);
  const { price } = order.event.data;
  const wire = JSON.stringify(order.wire);
  await (await post(ndjson(events.slice(1)), 'application/x-ndjson')).text();
  const asked = [
    await post(wire),
    await post(wire.replace('"sig":"', '"sig":"AAAA')),
    await post('{"rahasia-dapur": tidak-json'),
    await post(wire, 'application/json', { authorization: 'Bearer salah-tebak' }),
    await get('/v1/search?q=resep-rahasia'),
    await get('/v1/lots/kopi%2Fpabrik%2FLOT-RAHASIA/status'),
    await get('/tidak-ada/rahasia-jalan?token=rahasia-kueri'),
  ];
  const metrics = await (await get('/metrics')).text();
  const secrets = [
    TOKEN,
    'salah-tebak',
    'dapur',
    'resep',
    'LOT-RAHASIA',
    'rahasia-jalan',
    'rahasia-kueri',
    order.wire.payload,
  ];
  const openings = Object.values(order.wire.openings ?? {}).map(([salt]) => salt);
  expect(openings.length).toBeGreaterThan(0);
  return {
    answers: asked.map(({ status }) => status),
    metrics,
    secrets: [...secrets, ...openings, price?.amount ?? ''],
  };
}

describe('a service that is watched', () => {
  test('tells of its work in logs, metrics and traces, and nowhere of what was posted or who may come in', async () => {
    const { folder, remove } = homeOf(people);
    const { url, text, stop } = await collector();
    const coverage = path.join(folder, 'coverage');
    const env = { HADIC_TOKEN: TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT: url, NODE_V8_COVERAGE: coverage };
    const service = await startProcess(folder, env);
    const { answers, metrics, secrets } = await use(service);
    expect(answers).toEqual([201, 400, 400, 401, 200, 404, 404]);
    expect(await service.end()).toBe(0);
    stop();

    expect(service.said()).toContain('"route":"/v1/events"');
    expect(metrics).toContain('hadic_refusals_total{code="not-json"} 1');
    expect(text()).toContain('"name":"append"');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(3);
      for (const told of [service.said(), metrics, text()]) expect(told).not.toContain(secret);
    }
    expect(loaded(coverage).filter((file) => file.includes('@opentelemetry'))).not.toEqual([]);
    remove();
  });

  test('follows one event from the caller’s span down to its place in the log', async () => {
    const { folder, remove } = homeOf(people);
    const { url, text, stop } = await collector();
    const service = await startProcess(folder, { HADIC_TOKEN: TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT: url });
    await use(service);
    await service.end();
    stop();
    interface Span {
      name: string;
      traceId: string;
      spanId: string;
      parentSpanId?: string;
      attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
    }
    const spans = (text().match(/\{"traceId".*?"status":\{[^}]*\}[^}]*\}/g) ?? []).map(
      (span) => JSON.parse(span) as Span,
    );
    const attributesOf = ({ attributes }: Span) =>
      Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
    const ours = spans.filter((span) => attributesOf(span)['hadic.event.type'] === 'IngredientSourced');
    expect(ours.map(({ name }) => name)).toEqual(['verify', 'decide', 'append']);
    const [, , append] = ours;
    expect(append && attributesOf(append)).toMatchObject({
      'hadic.event.stream': 'site-kopi/pabrik',
      'hadic.event.revision': 0,
    });
    const request = spans.find(({ spanId }) => spanId === ours[0]?.parentSpanId);
    expect(request).toMatchObject({ name: 'POST /v1/events', traceId: 'ab'.repeat(16), parentSpanId: 'cd'.repeat(8) });
    remove();
  });

  test('loads nothing of tracing where no collector is named', async () => {
    const { folder, remove } = homeOf(people);
    const coverage = path.join(folder, 'coverage');
    const service = await startProcess(folder, { NODE_V8_COVERAGE: coverage });
    expect((await fetch(`${service.url}/v1/log/head`)).status).toBe(200);
    expect(await service.end()).toBe(0);
    const files = loaded(coverage);
    expect(files.filter((file) => file.includes('prom-client'))).not.toEqual([]);
    // The API alone comes with prom-client; it does nothing by itself.
    expect(files.filter((file) => /@opentelemetry\/(?!api\/)|tracing-otlp/.test(file))).toEqual([]);
    remove();
  });
});
