import { createHash } from 'node:crypto';

import { canonicalBytes, decodeBase64 } from '@hadic/signing';
import type { StoredEvent } from '@hadic/store';
import { ndjson, smallFirm } from './people.js';
import { linesOf, startService, STORES, temporaryFolder } from './service.js';

type Service = Awaited<ReturnType<typeof startService>>;

async function allOf({ store }: Service): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 9162 §2.1.1, written from the text. */
function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0] ?? Buffer.of());
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

describe.each(Object.keys(STORES))('the service on the %s store', (kind) => {
  const { folder, remove } = temporaryFolder();
  const { people, admin, site, events } = smallFirm();
  let service: Service;
  let line = 0;
  const purchase = () => people.purchase(admin, site, ++line);

  beforeAll(async () => {
    const open = STORES[kind];
    service = await startService({ ...(open ? { store: await open(folder) } : {}) });
  });
  afterAll(async () => {
    await service.close();
    remove();
  });

  test('records the story of a firm line by line, in its order', async () => {
    const answers = await service.postLines(ndjson(events));
    expect(answers.map(({ line: number, outcome }) => [number, outcome])).toEqual([
      ...events.map((_, i) => [i + 1, 'recorded']),
      [undefined, undefined],
    ]);
    const summary = { lines: events.length, recorded: events.length, duplicate: 0, refused: 0, retry: 0, unknown: 0 };
    expect(answers.at(-1)).toEqual({ summary });
    const stored = await allOf(service);
    expect(stored.map(({ type }) => type)).toEqual(events.map(({ event }) => event.type));
    expect(stored.map(({ data }) => Buffer.from(data))).toEqual(
      events.map(({ envelope }) => Buffer.from(envelope.payload)),
    );
  });

  test('answers one event with its receipt, and the same again with the same', async () => {
    const order = purchase();
    const first = await service.post(order);
    expect([first.status, first.headers.get('location')]).toEqual([201, `/v1/events/${order.id}`]);
    const receipt = await first.text();
    const last = (await allOf(service)).at(-1);
    const { revision, position } = last ?? {};
    expect(JSON.parse(receipt)).toEqual({
      ...{ id: order.id, type: 'IngredientSourced', stream: 'site-kopi/pabrik', revision, position },
      ...{ digest: order.digest, recordedAt: expect.stringMatching(/^2026-04-01T/) },
    });
    const again = await service.post(order);
    expect([again.status, again.headers.get('idempotency-hit'), await again.text()]).toEqual([200, 'true', receipt]);
    const before = (await allOf(service)).length;
    const many = await Promise.all(Array.from({ length: 50 }, () => service.post(order)));
    expect(new Set(await Promise.all(many.map((each) => each.text())))).toEqual(new Set([receipt]));
    expect((await allOf(service)).length).toBe(before);
  });

  test('gives an event back as it was signed', async () => {
    const order = purchase();
    await service.post(order);
    const entry = await service.get(`/v1/events/${order.id}`);
    const { payloadType, payload, signatures, openings } = order.wire;
    expect(entry).toMatchObject({
      event: order.event,
      envelope: { payloadType, payload, signatures },
      openings,
      digest: order.digest,
    });
    expect(entry).not.toHaveProperty('voided');
  });

  test('has a head that anybody can compute from what it gives out', async () => {
    const entries = await pages(service, '/v1/events?limit=7');
    expect(entries.map(({ index }) => index)).toEqual(entries.map((_, i) => i));
    const leaves = entries.map(
      ({ id, stream, revision, recordedAt, envelope: { payloadType, payload, signatures } }) => {
        const payloadHash = `sha256:${sha256(decodeBase64(payload) ?? Buffer.of()).toString('hex')}`;
        return canonicalBytes({ v: 1, id, stream, revision, payloadType, payloadHash, signatures, recordedAt });
      },
    );
    const head = await service.get('/v1/log/head');
    expect(head).toEqual({
      ledger: people.ledger,
      simulated: false,
      size: (await allOf(service)).length,
      root: Buffer.from(rootOf(leaves)).toString('hex'),
    });
  });

  test('pages through a stream, a type and a span of time, and stops at the end', async () => {
    const all = await pages(service, '/v1/events?limit=200');
    const ofSite = await pages(service, `/v1/events?limit=1&stream=${encodeURIComponent('site-kopi/pabrik')}`);
    expect(ofSite.map(({ id }) => id)).toEqual(
      all.filter(({ stream }) => stream === 'site-kopi/pabrik').map(({ id }) => id),
    );
    const mandates = await pages(service, '/v1/events?limit=2&type=MandateGranted');
    expect(mandates.map(({ id }) => id)).toEqual(
      all.filter(({ type }) => type === 'MandateGranted').map(({ id }) => id),
    );
    const [since, until] = [all[2]?.recordedAt, all[5]?.recordedAt];
    const span = await pages(service, `/v1/events?since=${since}&until=${until}`);
    expect(span.map(({ index }) => index)).toEqual([2, 3, 4, 5]);
    const after = await pages(service, `/v1/events?after=${all[3]?.position}`);
    expect(after.map(({ index }) => index)).toEqual(all.slice(4).map(({ index }) => index));
  });

  test('answers lines that are blank, broken, too long or refused, and goes on', async () => {
    const [good, same, other] = [purchase(), purchase(), purchase()];
    const body = [
      JSON.stringify(good.wire),
      '',
      '{"broken',
      'x'.repeat(300_000),
      '  \r',
      JSON.stringify(same.wire),
      JSON.stringify(same.wire),
      JSON.stringify({ ...other.wire, signatures: same.wire.signatures }),
      JSON.stringify(other.wire),
    ].join('\n');
    const answers = await service.postLines(body);
    expect(answers.map(({ line: number, outcome, problem }) => [number, outcome ?? '', problem?.code ?? ''])).toEqual([
      [1, 'recorded', ''],
      [3, 'refused', 'not-json'],
      [4, 'refused', 'too-large'],
      [6, 'recorded', ''],
      [7, 'duplicate', ''],
      [8, 'refused', 'bad-signature'],
      [9, 'recorded', ''],
      [undefined, '', ''],
    ]);
    expect(answers.at(-1)?.summary).toEqual({ lines: 7, recorded: 3, duplicate: 1, refused: 3, retry: 0, unknown: 0 });
    expect(answers[6]).toMatchObject({ id: other.id });
  });

  test('answers lines while the body is still being sent', async () => {
    const orders = [purchase(), purchase()];
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (goOn = resolve));
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from(ndjson(orders.slice(0, 1))));
        await gone;
        controller.enqueue(Buffer.from(ndjson(orders.slice(1))));
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await fetch(`${service.url}/v1/events`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    });
    const reader = answer.body?.getReader();
    const first = linesOf(Buffer.from((await reader?.read())?.value ?? Buffer.of()).toString());
    expect(first).toMatchObject([{ line: 1, outcome: 'recorded' }]);
    goOn();
    let rest = '';
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      rest += Buffer.from(part.value).toString();
    expect(linesOf(rest)).toMatchObject([{ line: 2, outcome: 'recorded' }, { summary: { lines: 2 } }]);
  });

  test('refuses a cursor of another log, and one that it cannot read', async () => {
    const { cursor } = await service.get<{ cursor: string }>('/v1/events?limit=1');
    const elsewhere = smallFirm({ seed: 'elsewhere' });
    const other = await startService({ config: { foundingKey: elsewhere.people.registrar.signer.keyId } });
    try {
      await other.postLines(ndjson(elsewhere.events));
      expect(await other.get(`/v1/events?cursor=${cursor}`)).toMatchObject({
        status: 409,
        code: 'cursor-of-another-log',
      });
    } finally {
      await other.close();
    }
    expect(await service.get('/v1/events?cursor=abc')).toMatchObject({ status: 400, code: 'cursor-malformed' });
    expect(await service.get(`/v1/events?type=Packed&cursor=${cursor}`)).toMatchObject({ code: 'cursor-malformed' });
  });

  test('races on one stream leave one winner and no gap', async () => {
    const orders = Array.from({ length: 10 }, () => people.purchase(admin, site, 1_000));
    const answers = await Promise.all(orders.map((order) => service.post(order)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    const revisions = (await allOf(service))
      .filter(({ stream }) => stream === 'site-kopi/pabrik')
      .map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, i) => i));
  });
});

interface Entry {
  id: string;
  type: string;
  stream: string;
  revision: number;
  position: string;
  index: number;
  recordedAt: string;
  envelope: { payloadType: string; payload: string; signatures: { keyid: string; sig: string }[] };
}

async function pages(service: Service, address: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let next: string | null = address;
  while (next !== null) {
    const page: { events: Entry[]; cursor: string | null } = await service.get(next);
    entries.push(...page.events);
    const [, limit = '50'] = /limit=(\d+)/.exec(address) ?? [];
    next = page.cursor && `/v1/events?limit=${limit}&cursor=${page.cursor}`;
  }
  return entries;
}
