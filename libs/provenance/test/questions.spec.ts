import type { Status } from '@hadic/domain';
import type { CertificateAnswer, Chain, Heading, ProductAnswer, SearchAnswer, Timeline } from '@hadic/provenance';
import { BEANS_CERTIFICATE, lotUrl, serve, story } from './story.js';
import { Village } from './village.js';

const village = new Village();
let service: Awaited<ReturnType<typeof serve>>;
let mark: Awaited<ReturnType<typeof story>>;

beforeAll(async () => {
  mark = await story(village);
  service = await serve(village);
});
afterAll(() => service.close());

const chain = (lot: string, query = '') => service.ask<Chain>(`${lotUrl(lot)}/chain?${query}`);
const steps = ({ lots }: Chain) => lots.map(({ id, depth }) => [id.split('/')[2], depth]);

test('the chain of a lot: what it was made of, what was made of it, and every record that touched them', async () => {
  const answer = await chain('kopi/pabrik/P-1');
  expect(steps(answer)).toEqual([
    ['L-1', -1],
    ['L-2', -1],
    ['P-1', 0],
    ['P-1a', 1],
    ['B-1', 2],
  ]);
  expect(answer).toMatchObject({
    ledger: village.ledger,
    simulated: true,
    direction: 'both',
    depth: null,
    lot: 'kopi/pabrik/P-1',
  });
  expect(answer.edges.map(({ from, to, kind, qty }) => `${from} ${to} ${kind} ${qty?.value}`)).toEqual([
    'kopi/pabrik/L-1 kopi/pabrik/P-1 RUN 50',
    'kopi/pabrik/L-2 kopi/pabrik/P-1 RUN 5',
    'kopi/pabrik/P-1 kopi/pabrik/P-1a SPLIT 10',
    'kopi/pabrik/P-1a roti/pabrik/B-1 HANDOVER 10',
  ]);
  expect(answer.edges[0]).toMatchObject({ event: mark('R-1').id, run: 'kopi/pabrik/R-1' });
  const ids = answer.events.map(({ id }) => id);
  for (const name of ['certificate', 'L-1', 'L-2', 'R-1', 'split', 'sold', 'corrected'])
    expect(ids).toContain(mark(name).id);
  // The run that used L-2 for another lot is not part of this chain.
  expect(ids).not.toContain(mark('R-2').id);
  expect(ids).not.toContain(mark('annulled').id);
  expect(answer.events.map(({ index }) => index)).toEqual(
    [...answer.events.map(({ index }) => index)].sort((a, b) => a - b),
  );
});

test('a lot says what it is, what it is called, where it lies and what is left of it', async () => {
  const { lots } = await chain('kopi/pabrik/P-1');
  const [beans, , roasted, split] = lots;
  expect(beans).toMatchObject({
    ...{
      id: 'kopi/pabrik/L-1',
      kind: 'RECEIVED',
      materialId: 'kopi/biji',
      name: 'Biji kopi Ijen',
      site: 'kopi/pabrik',
    },
    ...{ organisation: 'kopi', qty: { value: '90', unit: 'KGM' }, onHand: { value: '40', unit: 'KGM' } },
    born: { event: mark('L-1').id },
  });
  expect(roasted).toMatchObject({ kind: 'PRODUCED', productId: 'kopi/bubuk', onHand: { value: '30', unit: 'KGM' } });
  expect(split).toMatchObject({ kind: 'SPLIT', productId: 'kopi/bubuk', name: 'Kopi bubuk Ijen' });
});

test('custodial keys are seen', async () => {
  const { events } = await chain('kopi/pabrik/P-1');
  const sold = events.find(({ id }) => id === mark('sold').id);
  expect(sold?.signers).toMatchObject([
    { org: 'roti', orgName: 'Toko Roti Malang', role: 'WAREHOUSE', custodial: true },
  ]);
  expect(events.find(({ id }) => id === mark('L-1').id)?.signers[0]?.custodial).toBe(false);
});

test('both versions of a corrected fact are shown, the older one struck', async () => {
  const { events } = await chain('kopi/pabrik/L-1');
  const before = events.find(({ id }) => id === mark('L-1').id);
  const after = events.find(({ id }) => id === mark('corrected').id);
  expect(before).toMatchObject({ supersededBy: after?.id, data: { qty: { value: '100' } } });
  expect(after).toMatchObject({ corrects: before?.id, data: { replacement: { qty: { value: '90' } } } });
});

test('before the correction was recorded, nobody knew of it: by index, position and time', async () => {
  const { asOf, events } = await chain('kopi/pabrik/L-1');
  const index = events.find(({ id }) => id === mark('corrected').id)!.index - 1;
  const answers = await Promise.all([
    chain('kopi/pabrik/L-1', `index=${index}`),
    chain('kopi/pabrik/L-1', `position=${mark('sold').position}`),
    chain('kopi/pabrik/L-1', `known=${encodeURIComponent(mark('sold').at)}`),
  ]);
  for (const answer of answers) {
    expect(answer.asOf).toMatchObject({ index, position: mark('sold').position });
    expect(answer.lots[0]).toMatchObject({ qty: { value: '100', unit: 'KGM' } });
    expect(answer.events.some(({ supersededBy }) => supersededBy)).toBe(false);
    expect(answer.events.at(-1)!.index).toBeLessThanOrEqual(index);
  }
  expect(asOf.index).toBeGreaterThan(index);
});

test('an annulled run draws no edge any more; as of before, it does', async () => {
  expect(steps(await chain('kopi/pabrik/L-2', 'direction=down')).map(([lot]) => lot)).toEqual([
    'L-2',
    'P-1',
    'P-1a',
    'B-1',
  ]);
  const before = await chain('kopi/pabrik/L-2', `direction=down&position=${mark('R-2').position}`);
  expect(steps(before).map(([lot]) => lot)).toEqual(['L-2', 'P-1', 'P-2', 'P-1a', 'B-1']);
  const gone = await chain('kopi/pabrik/P-2');
  expect(gone.lots).toMatchObject([{ kind: 'UNKNOWN', status: { headline: 'UNKNOWN_LOT' } }]);
  expect(gone.events.find(({ id }) => id === mark('R-2').id)).toMatchObject({ annulledBy: mark('annulled').id });
});

test('direction and depth bound the walk', async () => {
  expect(steps(await chain('kopi/pabrik/P-1', 'direction=up'))).toEqual([
    ['L-1', -1],
    ['L-2', -1],
    ['P-1', 0],
  ]);
  expect(steps(await chain('kopi/pabrik/P-1', 'direction=down&depth=1'))).toEqual([
    ['P-1', 0],
    ['P-1a', 1],
  ]);
  expect(steps(await chain('kopi/pabrik/P-1', 'depth=0'))).toEqual([['P-1', 0]]);
});

test('a status carries its reasons, and the records behind them are in the chain', async () => {
  const status = await service.ask<Heading & Status>(`${lotUrl('kopi/pabrik/P-1')}/status`);
  const answer = await chain('kopi/pabrik/P-1');
  expect(answer.status).toEqual(expect.objectContaining({ headline: status.headline, reasons: status.reasons }));
  expect(answer.lots.find(({ depth }) => depth === 0)?.status.headline).toBe(status.headline);
  const ids = new Set(answer.events.map(({ id }) => id));
  for (const { events } of status.reasons) for (const id of events) expect(ids).toContain(id);
});

test('at a valid time before its birth a lot is not there yet', async () => {
  const status = await service.ask<Status>(`${lotUrl('kopi/pabrik/P-1')}/status?valid=2026-02-01T00:00:00Z`);
  expect(status.headline).toBe('NOT_YET');
});

test('the now of a simulated ledger is the newest recordedAt', async () => {
  const { asOf } = await service.ask<Heading>(`${lotUrl('kopi/pabrik/P-1')}/status`);
  expect(asOf.validTime).toBe(asOf.knownTime);
  expect(asOf.knownTime).toBe(village.now());
});

test('a timeline holds what used the lot and what its certificate went through', async () => {
  const { events } = await service.ask<Timeline>(`${lotUrl('kopi/pabrik/L-2')}/timeline`);
  const ids = events.map(({ id }) => id);
  for (const name of ['L-2', 'R-1', 'R-2', 'annulled']) expect(ids).toContain(mark(name).id);
  const certified = await service.ask<Timeline>(`${lotUrl('kopi/pabrik/L-1')}/timeline`);
  expect(certified.events.map(({ id }) => id)).toContain(mark('certificate').id);
});

test('a product lists its lots, split ones too, page by page', async () => {
  const product = `products/${encodeURIComponent('kopi/bubuk')}`;
  const all = await service.ask<ProductAnswer>(product);
  expect(all).toMatchObject({ name: 'Kopi bubuk Ijen', gtin: '08991234567893', organisation: 'kopi' });
  expect(all.lots.map(({ id }) => id)).toEqual(['kopi/pabrik/P-1', 'kopi/pabrik/P-1a']);
  expect(all.lots[1]?.chain.up).toContain('kopi/pabrik/P-1');
  expect(all.lots[0]?.chain.down).toContain('kopi/pabrik/P-1a');
  expect(all.rules.codesChecked).toBeLessThan(all.rules.codesInTable);
  const first = await service.ask<ProductAnswer>(`${product}?limit=1`);
  const second = await service.ask<ProductAnswer>(`${product}?limit=1&after=${encodeURIComponent(first.next!)}`);
  expect([...first.lots, ...second.lots]).toEqual(all.lots);
  expect(second.next).toBeUndefined();
});

test('a certificate tells what became of it and which lots lean on it, and why', async () => {
  const answer = await service.ask<CertificateAnswer>(`certificates/${encodeURIComponent(BEANS_CERTIFICATE)}`);
  expect(answer.imported).toMatchObject([{ event: mark('certificate').id, data: { importer: 'kopi' } }]);
  const because = Object.fromEntries(answer.lots.map((lot) => [lot.id.split('/')[2], lot.because]));
  expect(because).toMatchObject({
    'L-1': ['MATERIAL', 'RECEIVED_WITH_IT'],
    'L-2': ['MATERIAL'],
    'P-1': ['MADE_OF_IT'],
    'P-1a': ['MADE_OF_IT'],
  });
});

test.each([
  ['bubuk', undefined, ['kopi/bubuk']],
  ['KOPI ije', 'product', ['kopi/bubuk']],
  ['0899123', undefined, ['kopi/bubuk']],
  ['8991234567893', undefined, ['kopi/bubuk']],
  ['p-1a', undefined, ['kopi/pabrik/P-1a']],
  ['kopi/pabrik/L-', 'lot', ['kopi/pabrik/L-1', 'kopi/pabrik/L-2']],
  ['S-L-2', undefined, ['kopi/pabrik/L-2']],
  ['id0011', undefined, ['bpjph/ID00110000000000001']],
  ['koperasi', undefined, ['kopi']],
  ['zzz', undefined, []],
])('search %s', async (q, kind, ids) => {
  const query = new URLSearchParams({ q, ...(kind === undefined ? {} : { kind }) });
  const { found } = await service.ask<SearchAnswer>(`search?${query.toString()}`);
  expect(found.map(({ id }) => id)).toEqual(ids);
});
