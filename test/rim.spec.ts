import 'reflect-metadata';
import { EventsController } from '@hadic/ledger';
import { HealthController } from '@hadic/service';
import { isMessageKey, PROBLEM_CODES } from '@hadic/words';
import fc from 'fast-check';
import { ndjson, smallFirm } from './people.js';
import { startService } from './service.js';

/** What Nest remembers of a route, by the keys that it uses. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const QUERY = 4;
const BODY = 3;

interface Route {
  method: string;
  address: string;
  /** Classes that query and body are turned into. */
  taken: unknown[];
}

function routesOf(controller: object & { prototype: object }): Route[] {
  const base = Reflect.getMetadata('path', controller) as string;
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = (controller.prototype as Record<string, object>)[name] ?? {};
    const path = Reflect.getMetadata('path', handler) as string | undefined;
    if (path === undefined || name === 'constructor') return [];
    const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, name) ?? []) as unknown[];
    const args = (Reflect.getMetadata('__routeArguments__', controller, name) ?? {}) as Record<
      string,
      { index: number; data?: unknown }
    >;
    const taken = Object.entries(args).filter(([key]) => [QUERY, BODY].includes(Number(key.split(':')[0])));
    return [
      {
        method: METHODS[Reflect.getMetadata('method', handler) as number] ?? '',
        address: `/${base}/${path}`,
        taken: taken.map(([, { index }]) => types[index]),
      },
    ];
  });
}

const ROUTES = [EventsController, HealthController].flatMap(routesOf);
const { people, admin, site, events } = smallFirm();
const order = people.purchase(admin, site, 1);

describe('the rim of the service', () => {
  let service: Awaited<ReturnType<typeof startService>>;

  beforeAll(async () => {
    service = await startService();
    await service.postLines(ndjson([...events, order]));
  });
  afterAll(() => service.close());

  test('has the routes that the contract names', () => {
    expect(ROUTES.map(({ method, address }) => `${method} ${address}`).sort()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /v1/events',
      'GET /v1/events/:id',
      'GET /v1/log/head',
      'POST /v1/events',
    ]);
  });

  test('takes in only what a class declares', () => {
    // A class that was imported as a type leaves Object behind, and nothing would be checked.
    for (const { address, taken } of ROUTES) expect([address, taken.includes(Object)]).toEqual([address, false]);
    expect(ROUTES.flatMap(({ taken }) => taken).map((type) => (type as { name: string }).name)).toEqual([
      'EventsQuery',
    ]);
  });

  test('describes each of them, with its problems', async () => {
    const { paths } = await service.get<{
      paths: Record<string, Record<string, { responses: object; summary?: string }>>;
    }>('/openapi.json');
    for (const { method, address } of ROUTES) {
      const operation = paths[address.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect([address, operation?.summary]).toEqual([address, expect.stringMatching(/\S/)]);
      if (address.startsWith('/v1/'))
        expect([address, operation?.responses]).toEqual([
          address,
          expect.objectContaining({ default: expect.anything() }),
        ]);
    }
  });

  test('has words for everything that it may say', () => {
    const unspoken = PROBLEM_CODES.filter(
      (code) => !isMessageKey(`problem.${code}`) && !isMessageKey(`refusal.${code}`),
    );
    expect([unspoken, PROBLEM_CODES.filter((code) => !isMessageKey(`wayOut.${code}`))]).toEqual([[], []]);
  });

  const json = { 'content-type': 'application/json' };
  test.each<[string, [number, string], RequestInit]>([
    ['/v1/nothing', [404, 'not-found'], {}],
    ['/v1/events/019cac10-10e0-7d6a-8c92-000000000000', [404, 'not-found'], {}],
    ['/v1/events', [405, 'method-not-allowed'], { method: 'DELETE' }],
    ['/v1/events/x', [405, 'method-not-allowed'], { method: 'PUT' }],
    [
      '/v1/events',
      [415, 'unsupported-media-type'],
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
    ],
    ['/v1/events', [415, 'unsupported-media-type'], { method: 'POST' }],
    [
      '/v1/events',
      [415, 'unsupported-media-type'],
      { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: 'x' },
    ],
    ['/v1/events', [413, 'too-large'], { method: 'POST', headers: json, body: 'x'.repeat(300_000) }],
    ['/v1/events?limit=201', [400, 'parameter-malformed'], {}],
    ['/v1/events?since=2026-02-30T00:00:00Z', [400, 'parameter-malformed'], {}],
    ['/v1/events?colour=red', [400, 'parameter-malformed'], {}],
    ['/v1/events?type=A&type=B', [400, 'parameter-malformed'], {}],
    ['/v1/events?after=9999999999999999', [400, 'parameter-malformed'], {}],
    ['/v1/events/%zz', [400, 'parameter-malformed'], {}],
    ['/v1/events?type=LotBlessed', [400, 'parameter-malformed'], {}],
    ['/v1/lots/kopi%2Fpabrik%2FBIJI/chain?depth=-1', [400, 'parameter-malformed'], {}],
    ['/v1/lots/kopi%2Fpabrik%2FBIJI/chain?direction=x', [400, 'parameter-malformed'], {}],
    ['/v1/lots/kopi%2Fpabrik%2FBIJI/status?known=kemarin', [400, 'parameter-malformed'], {}],
    ['/v1/search', [400, 'parameter-malformed'], {}],
  ])('%s: %s', async (address, [status, code], request) => {
    const answer = await fetch(service.url + address, request);
    const problem = (await answer.json()) as { status: number; detail: string };
    // Every slot of the text is filled: the field and its rule stand in it.
    expect(problem.detail).not.toContain('?');
    expect([answer.status, problem]).toMatchObject([status, { status, code, wayOut: expect.stringMatching(/\S/) }]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    if (status === 405) expect(answer.headers.get('allow')).toContain('GET');
  });

  test('never falls over, whatever is posted, and never shows its insides', async () => {
    const wires = fc.constantFrom(order.wire, events[0]?.wire ?? {});
    const members = fc.constantFrom('payloadType', 'payload', 'signatures', 'openings', 'recordedAt');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .tuple(wires, members, fc.jsonValue())
        .map(([whole, member, value]) => JSON.stringify({ ...whole, [member]: value })),
      fc.tuple(wires, fc.nat(), fc.nat(255)).map(([whole, at, byte]) => {
        const bytes = Buffer.from(JSON.stringify(whole));
        bytes[at % bytes.length] = byte;
        return bytes.toString('latin1');
      }),
    );
    const type = fc.constantFrom(
      'application/json',
      'application/x-ndjson',
      'application/json; charset=utf-8',
      'x',
      '',
    );
    await fc.assert(
      fc.asyncProperty(text, type, async (body, contentType) => {
        const answer = await service.send(Buffer.from(body, 'latin1'), contentType);
        const said = await answer.text();
        expect([answer.status < 500, said]).toEqual([true, said]);
        expect(said).not.toMatch(/node_modules|\.ts:|\.js:|at async|Error:/);
        if (answer.status >= 400) expect(JSON.parse(said)).toMatchObject({ wayOut: expect.stringMatching(/\S/) });
      }),
      { numRuns: 300 },
    );
    expect(service.faults).toEqual([]);
  });

  test('tells browsers to guess nothing and frame nothing', async () => {
    const { headers } = await fetch(`${service.url}/v1/log/head`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-request-id')).toMatch(/\S/);
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
