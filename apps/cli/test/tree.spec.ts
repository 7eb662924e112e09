import type { Chain, ChainLot, Entry } from '@hadic/provenance';
import type { JsonObject } from '@hadic/signing';
import type { Language } from '@hadic/words';
import { renderTree } from '../src/tree.js';
import { changesOf, momentOf, quantityOf } from '../src/tree-values.js';

const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T08:00:00+07:00`;

function lot(id: string, change: Partial<ChainLot> = {}): ChainLot {
  return {
    id: `kopi/pabrik/${id}`,
    kind: 'RECEIVED',
    name: `Barang ${id}`,
    site: 'kopi/pabrik',
    organisation: 'kopi',
    qty: { value: '100', unit: 'KGM' },
    born: { event: `born-${id}`, occurredAt: at(1) },
    depth: -1,
    status: {
      headline: 'HALAL',
      axes: { substance: 'PERMITTED', assurance: 'ASSURED', disposition: 'RELEASED' },
      destroyed: false,
      codes: [],
    },
    ...change,
  };
}

function entry(id: string, type: string, change: Partial<Omit<Entry, 'data'>> & { data?: object } = {}): Entry {
  const signers = [{ org: 'kopi', orgName: 'Koperasi Kopi', role: 'WAREHOUSE', key: 'k', custodial: false }];
  const plain = {
    index: 1,
    stream: 'site-kopi/pabrik',
    occurredAt: at(1),
    recordedAt: at(1),
    signers,
    lots: [],
    data: {},
  };
  return { ...plain, id, type, ...change } as Entry;
}

const edge = (from: string, to: string, value: string) => ({
  ...{ from: `kopi/pabrik/${from}`, to: `kopi/pabrik/${to}`, kind: 'RUN', event: `born-${to}`, occurredAt: at(2) },
  qty: { value, unit: 'KGM' },
});

/** A lot made of two, which were made of one. */
function chain(change: Partial<Record<keyof Chain, unknown>> = {}): JsonObject {
  const births = ['BIJI', 'A', 'B', 'KOPI'].map((id) =>
    entry(`born-${id}`, id === 'BIJI' ? 'IngredientReceived' : 'BatchProcessed'),
  );
  const made = {
    ...{ ledger: 'f'.repeat(64), simulated: false, lot: 'kopi/pabrik/KOPI', direction: 'both', depth: null },
    asOf: { index: 9, position: '9', knownTime: at(20), validTime: at(20) },
    status: {
      ...{
        lot: 'kopi/pabrik/KOPI',
        headline: 'HALAL',
        destroyed: false,
        ruleSet: 'r-1',
        codesChecked: 29,
        codesInTable: 73,
      },
      ...{ axes: {}, reasons: [], missing: [] },
    },
    lots: [lot('BIJI', { depth: -2 }), lot('A'), lot('B'), lot('KOPI', { depth: 0 })],
    edges: [edge('BIJI', 'A', '60'), edge('BIJI', 'B', '40'), edge('A', 'KOPI', '100'), edge('B', 'KOPI', '12.5')],
    events: births,
    ...change,
  };
  return JSON.parse(JSON.stringify(made)) as JsonObject;
}

const draw = (change: Parameters<typeof chain>[0] = {}, language: Language = 'en', colour = false, width?: number) =>
  renderTree(chain(change), language, colour, width);

test('shows the asked lot, what it was made from, and a shared ancestor once', () => {
  expect(draw()).toBe(`kopi/pabrik/KOPI · Barang KOPI · 100 kg
  Batch processed · 2026-03-01 08:00 +07:00 · kopi/pabrik · Koperasi Kopi (warehouse)
  Halal

Made from
├─ A · Barang A · 100 kg
│  │  Batch processed · 2026-03-01 08:00 +07:00 · kopi/pabrik · Koperasi Kopi (warehouse)
│  │  Halal
│  └─ BIJI · Barang BIJI · 60 kg of 100 kg
│        Ingredient received · 2026-03-01 08:00 +07:00 · kopi/pabrik · Koperasi Kopi (warehouse)
│        Halal
└─ B · Barang B · 12.5 kg of 100 kg
   │  Batch processed · 2026-03-01 08:00 +07:00 · kopi/pabrik · Koperasi Kopi (warehouse)
   │  Halal
   └─ BIJI · Barang BIJI · 40 kg of 100 kg (told above)

Where it went
└─ still where it was made

As of 2026-03-20 08:00 +07:00, from what was known at 2026-03-20 08:00 +07:00 (record 9 of the log); codes
checked 29 of 73, rules r-1.
`);
});

test('speaks Indonesian, in its numbers too', () => {
  const told = draw({ simulated: true }, 'id');
  expect(told).toContain('Dibuat dari');
  expect(told).toContain('12,5 kg dari 100 kg');
  expect(told).toContain('(lihat di atas)');
  expect(told).toContain('Penerimaan bahan');
  expect(told).toMatch(/kode\s+diperiksa 29 dari 73[\s\S]*Jam simulasi/);
});

test('uses colour only where asked, and keeps to the width', () => {
  expect(draw()).not.toContain('\u001b');
  const coloured = draw({}, 'en', true);
  expect(coloured).toContain('\u001b[1mA · Barang A · 100 kg\u001b[22m');
  expect(coloured).toContain('\u001b[32mHalal\u001b[39m');
  // Colour adds no words.
  expect(coloured.replace(/\p{Cc}\[\d+m/gu, '')).toBe(draw());
  expect(
    draw({}, 'en', false, 60)
      .split('\n')
      .every((line) => line.length <= 60),
  ).toBe(true);
});

test('tells the worst reason of a lot, and what is missing', () => {
  const reason = (code: string, of: string, axes: object) => ({
    ...{ code, lot: `kopi/pabrik/${of}`, events: [], inherited: true, axes },
    slots: { certificate: 'x/1', product: 'Gula', ended: '2026-03-01', day: '2026-03-05', days: 4 },
  });
  const lapsed = { headline: 'EXPIRED', axes: {}, destroyed: false, codes: ['HC-106', 'HC-903'] };
  const told = draw({
    status: {
      ...(chain()['status'] as object),
      headline: 'EXPIRED',
      reasons: [reason('HC-106', 'A', { assurance: 'LAPSED' }), reason('HC-903', 'B', {})],
      missing: [{ what: 'release', lot: 'kopi/pabrik/KOPI' }],
    },
    lots: [lot('A', { status: lapsed as never }), lot('KOPI', { depth: 0, status: lapsed as never })],
  });
  const ended = 'Certificate expired: Halal certificate x/1 for Gula ended on 2026-03-01, 4 days before it was needed';
  expect(told.split(ended)).toHaveLength(3);
  expect(told).toContain('[HC-903]');
});

test('tells what is missing where no reason is worse', () => {
  const pending = { headline: 'PENDING', axes: {}, destroyed: true, codes: [] };
  const told = draw({
    status: {
      ...(chain()['status'] as object),
      headline: 'PENDING',
      missing: [{ what: 'release', lot: 'kopi/pabrik/KOPI' }],
    },
    lots: [lot('KOPI', { depth: 0, status: pending as never })],
    edges: [],
  });
  expect(told).toMatch(/Not complete yet: The penyelia halal has not released lot kopi\/pabrik\/KOPI/);
  expect(told).toContain('Destroyed');
  expect(told).toContain('nothing before it is on record');
});

test('keeps both versions of what was corrected, the older one struck through', () => {
  const before = { lotId: 'kopi/pabrik/BIJI', qty: { value: '1000', unit: 'KGM' }, zone: 'A' };
  const events = [
    entry('born-BIJI', 'IngredientReceived', { data: before, supersededBy: 'fix' }),
    entry('fix', 'EventCorrected', {
      ...{ corrects: 'born-BIJI', lots: ['kopi/pabrik/BIJI'], occurredAt: at(3), supersededBy: 'fix-2' },
      data: { reason: 'salah ketik', replacement: { ...before, qty: { value: '100', unit: 'KGM' } } },
    }),
    entry('fix-2', 'EventCorrected', {
      ...{ corrects: 'fix', lots: ['kopi/pabrik/BIJI'], occurredAt: at(4) },
      data: { reason: 'gudang', replacement: { ...before, qty: { value: '100', unit: 'KGM' }, zone: 'B' } },
    }),
  ];
  const told = draw({ events }, 'en', true);
  expect(told).toContain('corrected on 2026-03-03 08:00 +07:00: salah ketik');
  expect(told).toContain('\u001b[9m− qty 1,000 kg\u001b[29m');
  expect(told).toContain('+ qty 100 kg');
  expect(told).toContain('− zone A');
  expect(told.match(/salah ketik/g)).toHaveLength(1);
});

test('shows packs, the shipment with its hand-overs, and the lots that were made of it', () => {
  const custodial = [{ org: 't', orgName: 'PT Truk', role: 'CARRIER', key: 't', custodial: true }];
  const lots = ['kopi/pabrik/KOPI'];
  const shipment = 'kopi/pabrik/S-1';
  const packs = Array.from({ length: 20 }, (_, i) =>
    entry(`pack-${i}`, 'Packed', {
      ...{ index: i, lots },
      data: { unitId: `kopi/pabrik/P-${i}`, children: [{ lotId: lots[0], qty: { value: '1200', unit: 'H87' } }] },
    }),
  );
  const events = [
    ...packs,
    entry('ship', 'Shipped', { data: { shipment, units: ['kopi/pabrik/P-3'], consignee: 'kedai', destination: 'MY' } }),
    entry('other', 'Shipped', { data: { shipment: 'kopi/pabrik/S-2', units: ['kopi/pabrik/Q'] } }),
    entry('take', 'CustodyAccepted', { signers: custodial as never, data: { shipment } }),
    entry('got', 'ReceivedByBuyer', { data: { shipment, condition: 'GOOD' }, unauthorised: 'no-mandate' }),
    entry('born-TOKO', 'IngredientReceived'),
  ];
  const told = draw({
    lots: [lot('KOPI', { depth: 0 }), lot('TOKO', { depth: 1 })],
    edges: [edge('KOPI', 'TOKO', '100')],
    events,
  });
  const went = told.slice(told.indexOf('Where it went'));
  expect(went).toContain('├─ KOPI (1,200 pcs) were packed into P-0.');
  expect(went).toContain('… and 8 more');
  expect(went).toMatch(/├─ P-3 left as shipment kopi\/pabrik\/S-1 for kedai, MY\.\n│ {2}│ {2}2026/);
  expect(went).not.toContain('S-2');
  expect(went).toContain('PT Truk (carrier [key held by a service])');
  expect(went).toContain('⚠ signer not authorised');
  expect(went).toContain('└─ TOKO · Barang TOKO · 100 kg');
});

test('survives what it does not know, and what would act on a terminal', () => {
  const odd = lot('KOPI', { depth: 0, name: 'Kopi \u001b[2J\u0007jahat\nbaris' });
  const { qty: _, born: __, ...bare } = odd;
  const told = draw({ lots: [{ ...bare, kind: 'UNKNOWN' }], events: [], truncated: { lots: { shown: 1, of: 9 } } });
  expect(told).toContain('Kopi [2J jahat baris');
  expect(told.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(told).toContain('Shown: 1 of 9');
  // An ancestor that was left out for its size is still named.
  expect(told).toContain('├─ kopi/pabrik/A');
  expect(draw({ lots: [], edges: [] })).toMatch(/^kopi\/pabrik\/KOPI\n/);
});

test('two lots of one name are told apart by their sites', () => {
  const told = draw({
    lots: [lot('KOPI', { depth: 0 }), { ...lot('A'), id: 'tani/kebun/A' }, lot('A')],
    edges: [edge('A', 'KOPI', '5'), { ...edge('A', 'KOPI', '5'), from: 'tani/kebun/A' }],
  });
  expect(told).toContain('├─ kopi/pabrik/A ·');
  expect(told).toContain('└─ tani/kebun/A ·');
});

test('values are exact and named', () => {
  expect(quantityOf('id', { value: '1234567.000001', unit: 'KGM' })).toBe('1.234.567,000001 kg');
  expect(quantityOf('en', { value: '999', unit: 'H87' })).toBe('999 pcs');
  expect(quantityOf('en', { value: '5', unit: 'CT' })).toBe('5 CT');
  expect(momentOf('2026-07-04T02:10:00.000Z')).toBe('2026-07-04 02:10 UTC');
  expect(changesOf('en', { a: [1, 2], b: 'x' }, { a: [1, 3], c: 'y' })).toEqual([
    { name: 'a.1', from: '2', to: '3' },
    { name: 'b', from: 'x', to: '–' },
    { name: 'c', from: '–', to: 'y' },
  ]);
});
