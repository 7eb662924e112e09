import { setTimeout as pause } from 'node:timers/promises';

import { MemoryStore } from '@hadic/store';
import { ask, endAll, HeldStore, idsIn, ready, type Started, up } from './apart.js';
import { World } from './bench/world.js';
import { FaultyStore } from './faulty-store.js';
import { ndjson, People, type Signed, smallFirm } from './people.js';
import { startLedger, startProvenance, temporaryFolder } from './service.js';

afterEach(endAll);

/** Two ledgers and two provenances on one store; each ledger asks a provenance of its own. */
async function province(store = new MemoryStore(), config = {}) {
  const readers = [await up(startProvenance({ store, config })), await up(startProvenance({ store, config }))] as const;
  const ledgerAt = ({ url }: Started) => up(startLedger({ store, config: { provenanceUrl: url, ...config } }));
  return { store, readers, ledgers: [await ledgerAt(readers[0]), await ledgerAt(readers[1])] as const };
}

/** As a client does that is asked to come again. */
async function postUntilTaken(ledger: Started, signed: Signed): Promise<{ status: number; position: string }> {
  for (;;) {
    const answer = await ledger.post(signed);
    const { position } = (await answer.json()) as { position: string };
    if (answer.status !== 503) return { status: answer.status, position };
  }
}

const lot = (id: string) => `/v1/lots/${encodeURIComponent(id)}`;

/** A lot that no evidence speaks for, on its shelf and claimed to be halal. */
function claimOf({ people, admin, site }: ReturnType<typeof smallFirm>) {
  const lotId = `${site}/BIJI`;
  const counted = people.stock(admin, site, lotId, '10');
  const release = people.sign('HalalReleaseGranted', { site, lotId }, { by: [[admin, 'PENYELIA_HALAL']] });
  return { counted, release };
}

describe('ledgers that race on one store', () => {
  test('leave one order, nothing lost and nothing twice, and two equal chains', async () => {
    const { people, admin, site, events } = smallFirm();
    const { store, ledgers, readers } = await province();
    const [first, second] = ledgers;
    await first.postLines(ndjson(events));
    const counted = people.stock(admin, site, `${site}/BIJI`, '10');
    const orders = [counted, ...Array.from({ length: 60 }, (_, line) => people.purchase(admin, site, line + 1))];
    const postAll = (ledger: Started) => Promise.all(orders.map((order) => postUntilTaken(ledger, order)));
    const [ofFirst, ofSecond] = await Promise.all([postAll(first), postAll(second)]);
    expect(new Set([...ofFirst, ...ofSecond].map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(ofSecond.map(({ position }) => position)).toEqual(ofFirst.map(({ position }) => position));
    const ids = await idsIn(store);
    expect([...ids].sort()).toEqual([...events, ...orders].map(({ id }) => id).sort());
    const revisions: Record<string, number[]> = {};
    for await (const { stream, revision } of store.readAll()) (revisions[stream] ??= []).push(revision);
    for (const found of Object.values(revisions)) expect(found).toEqual(found.map((_, i) => i));

    const heads = await Promise.all(ledgers.map((ledger) => ledger.get('/v1/log/head')));
    expect(heads[0]).toMatchObject({ size: ids.length, ledger: people.ledger });
    expect(heads[1]).toEqual(heads[0]);
    const head = await store.head();
    const question = `${lot(`${site}/BIJI`)}/chain?atLeast=${head}&valid=2026-04-02T00:00:00Z`;
    const chains = await Promise.all(readers.map((reader) => reader.get(question)));
    expect(chains[0]).toMatchObject({ asOf: { index: ids.length - 1, position: head } });
    expect(chains[1]).toEqual(chains[0]);
  });

  test('found one ledger, whoever is first', async () => {
    const { founding, ledger, registrar } = new People();
    const inner = new MemoryStore();
    const store = new FaultyStore(inner);
    const config = { founding: Buffer.from(JSON.stringify(founding.wire)), ledger };
    // Both have seen an empty store: the other one gets in before this one's founding is stored.
    let other: Started | undefined;
    store.before = async () => {
      other = await up(startLedger({ store: inner, config }));
    };
    const late = await up(startLedger({ store, config }));
    expect(store.batches).toEqual([1]);
    expect(await idsIn(inner)).toEqual([founding.id]);
    expect(await late.get('/v1/log/head')).toMatchObject({ ledger, size: 1 });
    expect(await other?.get('/v1/log/head')).toEqual(await late.get('/v1/log/head'));

    const stranger = new People({ seed: 'elsewhere' });
    const foreign = { founding: Buffer.from(JSON.stringify(stranger.founding.wire)), ledger: stranger.ledger };
    const foundingKey = registrar.signer.keyId;
    await expect(startLedger({ store: inner, config: { ...foreign, foundingKey } })).rejects.toThrow(
      /config\.json names/,
    );
  });
});

describe('a claim', () => {
  test('is judged by the provenance service, and accepted where the evidence supports it', async () => {
    const world = new World({ events: 900, seed: 11 });
    const lines = [...world.lines()];
    const at = lines.findLastIndex(({ event }) => event.type === 'HalalReleaseGranted');
    const release = lines[at];
    expect(release).toBeDefined();
    const { ledgers } = await province(undefined, { foundingKey: world.cast.registrar.admin.signer.keyId });
    const before = lines.slice(0, at).map(({ text }) => `${text}\n`);
    const answers = await ledgers[0].postLines(before.join(''));
    expect(answers.at(-1)?.summary).toMatchObject({ recorded: at, refused: 0 });
    expect((await ledgers[1].send(release?.text ?? '')).status).toBe(201);
  });

  test('is refused with the reasons, and with the token that both know', async () => {
    const firm = smallFirm();
    const { counted, release } = claimOf(firm);
    const { store, ledgers } = await province(undefined, { token: 'rahasia' });
    const headers = { authorization: 'Bearer rahasia' };
    for (const event of [...firm.events, counted]) await ledgers[0].post(event, headers);
    const answer = await ledgers[1].post(release, headers);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'claim-not-supported', reasons: [{ code: 'HC-102', detail: expect.stringMatching(/\S/) }] },
    ]);
    expect(await idsIn(store)).toHaveLength(firm.events.length + 1);
  });

  test('waits for its evidence, and is put off where nobody can say: nothing recorded, nothing lost', async () => {
    const firm = smallFirm();
    const { counted, release } = claimOf(firm);
    const inner = new MemoryStore();
    const held = new HeldStore(inner);
    const reader = await up(startProvenance({ store: held }));
    const ledger = await up(startLedger({ store: inner, config: { provenanceUrl: reader.url } }));
    await ledger.postLines(ndjson(firm.events));
    held.hold();
    await ledger.post(counted);
    const behind = await ledger.post(release);
    expect([behind.status, behind.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await behind.json()).toMatchObject({ code: 'read-side-behind' });
    setTimeout(() => held.free(), 300);
    expect((await ledger.post(release)).status).toBe(422);

    await reader.end();
    const away = await ledger.post(release);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await away.json()).toMatchObject({
      code: 'read-side-unreachable',
      wayOut: expect.stringContaining('HADIC_PROVENANCE_URL'),
    });
    expect(ledger.faults).toMatchObject([{ fault: expect.stringContaining(reader.url) }]);
    expect(await idsIn(inner)).toHaveLength(firm.events.length + 1);
    expect((await ledger.post(firm.people.purchase(firm.admin, firm.site, 1))).status).toBe(201);
  });

  test('is not judged by the provenance of another ledger', async () => {
    const firm = smallFirm();
    const other = smallFirm({ seed: 'elsewhere' });
    const { ledgers, readers } = await province(undefined, { foundingKey: other.people.registrar.signer.keyId });
    await ledgers[0].postLines(ndjson(other.events));
    const ledger = await up(startLedger({ config: { provenanceUrl: readers[0].url } }));
    const { counted, release } = claimOf(firm);
    for (const event of [...firm.events, counted]) await ledger.post(event);
    // The positions of another log may be ahead.
    for (let line = 1; line < 10; line++) await ledgers[0].post(other.people.purchase(other.admin, other.site, line));
    expect(await (await ledger.post(release)).json()).toMatchObject({ code: 'read-side-unreachable' });
    expect(ledger.faults).toMatchObject([{ fault: expect.stringContaining(other.people.ledger) }]);
  });
});

describe('a provenance apart', () => {
  test('has its read model to itself', async () => {
    const { folder: data, remove } = temporaryFolder();
    await up(startProvenance({ config: { data } }));
    await expect(startProvenance({ config: { data } })).rejects.toMatchObject({ code: 'store-locked' });
    remove();
  });

  test('answers at or after the position of a receipt, or asks to come again', async () => {
    const { people, admin, site, events } = smallFirm();
    const inner = new MemoryStore();
    const held = new HeldStore(inner);
    const reader = await up(startProvenance({ store: held }));
    const ledger = await up(startLedger({ store: inner }));
    await ledger.postLines(ndjson(events));
    for (let line = 1; line <= 5; line++) {
      const { position } = await postUntilTaken(ledger, people.stock(admin, site, `${site}/L-${line}`, '10'));
      const { status, body } = await ask(`${reader.url}${lot(`${site}/L-${line}`)}/status?atLeast=${position}`);
      expect([status, body]).toMatchObject([200, { asOf: { position } }]);
    }
    held.hold();
    const { position } = await postUntilTaken(ledger, people.stock(admin, site, `${site}/L-6`, '10'));
    const question = `${reader.url}${lot(`${site}/L-6`)}/status?atLeast=${position}`;
    expect(await ask(question)).toMatchObject({ status: 503, retryAfter: '1', body: { code: 'read-side-behind' } });
    expect(await ready(reader)).toMatchObject({ status: 200, body: { store: 'ok', projection: 'behind', lag: 1 } });
    held.free();
    expect(await ask(question)).toMatchObject({ status: 200 });
    expect(await ready(reader)).toMatchObject({ body: { projection: 'ok', lag: 0 } });
  });

  test('waits for the founding, and follows no other ledger than its own', async () => {
    const { people, events } = smallFirm();
    const store = new MemoryStore();
    const reader = await up(startProvenance({ store, config: { ledger: people.ledger } }));
    const stranger = await up(startProvenance({ store, config: { ledger: 'ab'.repeat(32) } }));
    expect(await ready(reader)).toEqual({
      status: 200,
      retryAfter: null,
      body: { status: 'ok', store: 'ok', projection: 'ok', lag: 0 },
    });
    const early = await ask(`${reader.url}/v1/products/kopi%2Fsusu`);
    expect(early).toMatchObject({ status: 503, retryAfter: '1', body: { code: 'read-side-behind' } });
    const ledger = await up(startLedger({ store }));
    await ledger.postLines(ndjson(events));
    const head = await store.head();
    expect(await ask(`${reader.url}/v1/search?q=pabrik&atLeast=${head}`)).toMatchObject({ status: 200 });
    for (let look = 0; (await ready(stranger)).status === 200 && look < 100; look++) await pause(20);
    expect(await ready(stranger)).toMatchObject({ status: 503, body: { status: 'down', projection: 'stopped' } });
    const refused = await ask(`${stranger.url}/v1/search?q=pabrik`);
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'read-side-stopped', detail: expect.stringContaining(people.ledger) },
    });
  });
});
