import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import Fastify from 'fastify';
import { startTracing } from '../src/tracing.js';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  status: { code: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** A collector that takes OTLP/JSON and keeps what it got. */
async function collector() {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      bodies.push(`${request.url} ${request.headers['content-type']} ${body}`);
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { spans, bodies, url, stop: () => server.close() };
}

const attributesOf = ({ attributes }: Span) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

test('a request, its steps under it, the caller above it, and nothing of what was posted', async () => {
  const { spans, bodies, url, stop } = await collector();
  const tracing = await startTracing(`${url}/`);
  const fastify = Fastify();
  tracing.watchRequests(fastify);
  fastify.post('/v1/events/:id', async () => {
    await tracing.step(
      'verify',
      async () => ({ id: 'e-1' }),
      {},
      ({ id }) => ({ id, type: 'Packed', stream: 's' }),
    );
    await tracing.step(
      'append',
      async () => 4,
      { id: 'e-1' },
      (revision) => ({ revision }),
    );
    await tracing
      .step('decide', () => Promise.reject(Object.assign(new Error('rahasia'), { code: 'no-lot' })), {})
      .catch(() => 0);
    return 'ok';
  });
  const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  const headers = { 'content-type': 'application/json', authorization: 'Bearer geheim' };
  await fetch(`${address}/v1/events/lot-17?q=cari`, {
    method: 'POST',
    headers: { ...headers, traceparent },
    body: '{"a":"rahasia"}',
  });
  for (const bad of ['00-' + '0'.repeat(32) + '-' + 'cd'.repeat(8) + '-01', 'x'])
    await fetch(`${address}/v1/nothing`, { headers: { traceparent: bad } });
  await fastify.close();
  await tracing.close();
  stop();

  const [request] = spans.filter(({ name }) => name === 'POST /v1/events/:id');
  expect(request).toMatchObject({ traceId: 'ab'.repeat(16), parentSpanId: 'cd'.repeat(8), kind: 2 });
  expect(request && attributesOf(request)).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/v1/events/:id',
    'http.response.status_code': 200,
  });
  const steps = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(steps.map(({ name, traceId }) => [name, traceId])).toEqual(
    ['verify', 'append', 'decide'].map((name) => [name, 'ab'.repeat(16)]),
  );
  const [verify, append, decide] = steps;
  expect(verify && attributesOf(verify)).toEqual({
    'hadic.event.id': 'e-1',
    'hadic.event.type': 'Packed',
    'hadic.event.stream': 's',
  });
  expect(append && attributesOf(append)).toEqual({ 'hadic.event.id': 'e-1', 'hadic.event.revision': 4 });
  expect(decide && [attributesOf(decide), decide.status.code]).toEqual([{ 'error.type': 'no-lot' }, 2]);

  const others = spans.filter(({ name }) => name === 'GET none');
  expect(others.map(({ parentSpanId }) => parentSpanId)).toEqual([undefined, undefined]);
  expect(bodies.every((body) => body.startsWith('/v1/traces application/json'))).toBe(true);
  expect(bodies.join()).not.toMatch(/rahasia|geheim|lot-17|cari/);
});

test('a collector that is gone holds up neither the work nor the end', async () => {
  const { url, stop } = await collector();
  stop();
  const tracing = await startTracing(url);
  expect(await tracing.step('verify', async () => 1, {})).toBe(1);
  await tracing.close();
});
