import { readdirSync } from 'node:fs';
import type { JsonObject } from '@hadic/signing';
import { textOf } from '../src/files.js';
import { FakeLedger, World } from './world.js';

let world: World;
let ledger: FakeLedger;

const MAPPING = {
  site: 'kopi/pabrik',
  offset: '+07:00',
  units: { kg: 'KGM' },
  names: { material: { gula: 'kopi/gula', biji: 'kopi/biji' } },
  kinds: {
    stock: {
      columns: { tanggal: 'date', jam: 'time', lot: 'lot', bahan: 'material', jumlah: 'amount' },
      constants: { cause: 'stok awal' },
    },
    runs: {
      columns: {
        ...{ proses: 'run', tanggal: 'date', mulai: 'start', selesai: 'end', mesin: 'line' },
        ...{ bagian: 'part', lot: 'lot', produk: 'product', jumlah: 'amount' },
      },
      constants: { recipe: '1' },
    },
  },
};
const STOCK = 'tanggal;jam;lot;bahan;jumlah\n03/03/2026;08.00;G-1;gula;250 kg\n02/03/2026;08.00;B-1;biji;1.000,5 kg\n';
const RUNS =
  'proses;tanggal;mulai;selesai;mesin;bagian;lot;produk;jumlah\n' +
  'R-1;04/03/2026;08.00;10.00;sangrai;INPUT;B-1;;100 kg\nR-1;;;;;OUTPUT;K-1;kopi/bubuk;82 kg\n';

beforeEach(async () => {
  world = new World();
  ledger = await FakeLedger.start();
  world.env['HADIC_URL'] = ledger.url;
});

afterEach(async () => {
  await ledger.stop();
  world.close();
});

function importing(...tables: [name: string, text: string][]): string[] {
  return [
    'import',
    '--mapping',
    world.write('m.json', MAPPING),
    ...tables.map(([name, text]) => world.write(name, text)),
  ];
}

test('signs what the tables say and posts it in the order in which it happened', async () => {
  await world.found();
  const { exit, out, err } = await world.run(...importing(['runs.csv', RUNS], ['stock.csv', STOCK]));
  expect({ exit, posted: ledger.posted.length }).toEqual({ exit: 0, posted: 3 });
  expect([0, 1, 2].map((n) => ledger.event(n))).toMatchObject([
    { type: 'StockCounted', occurredAt: '2026-03-02T08:00:00+07:00', data: { counts: [{ qty: { value: '1000.5' } }] } },
    { type: 'StockCounted', signers: [{ role: 'WAREHOUSE' }, { role: 'PENYELIA_HALAL' }] },
    { type: 'BatchProcessed', data: { inputs: [{ qty: expect.stringMatching(/^[\w-]{43}$/) }] } },
  ]);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[0]),
  ).toEqual(['recorded', 'recorded', 'recorded']);
  expect(err).toContain('3 event(s) from 4 row(s); 0 row(s) refused.');
});

test('the same tables again post the same bytes', async () => {
  await world.found();
  await world.run(...importing(['stock.csv', STOCK]));
  world.now += 3_600_000;
  const { exit, out } = await world.run(...importing(['copy.csv', `\ufeff${STOCK.replace(/\n/g, '\r\n')}`]));
  expect({ exit, out: out.match(/^duplicate/gm) }).toEqual({ exit: 0, out: ['duplicate', 'duplicate'] });
  expect(ledger.posted.slice(2)).toEqual(ledger.posted.slice(0, 2));
});

test('a changed row of something that is there is reported, not doubled; so is a row that stands twice', async () => {
  await world.found();
  await world.run(...importing(['runs.csv', RUNS]));
  const first = textOf(ledger.event(0)['id']);
  const changed = await world.run(...importing(['runs.csv', RUNS.replace('82 kg', '83 kg')]));
  expect(changed).toMatchObject({ exit: 1, out: '' });
  expect(changed.err).toContain('runs.csv, line 2: kopi/pabrik/R-1, kopi/pabrik/K-1 was imported before');
  expect(changed.err).toContain(first);
  const twice = await world.run(
    ...importing(['stock.csv', `${STOCK}03/03/2026;08.00;G-1;gula;250 kg\n03/03/2026;08.00;G-1;gula;9 kg\n`]),
  );
  expect(twice.exit).toBe(1);
  expect(twice.err).toContain('stock.csv, line 4: The same row stands in');
  expect(twice.err).toContain('line 5: kopi/pabrik/G-1 stands in');
  expect(ledger.posted).toHaveLength(3);
});

test('a refusal is told with the line and column that it is about, and the row can be mended', async () => {
  await world.found();
  ledger.judge = ({ data }) => {
    const { counts } = data as { counts: [{ lotId: string }] };
    if (counts[0].lotId !== 'kopi/pabrik/G-1') return undefined;
    return {
      status: 422,
      body: { code: 'unit-mismatch', title: 'no', detail: 'KGM is wrong', pointer: '/data/counts/0/qty/unit' },
    };
  };
  const { exit, err } = await world.run(...importing(['stock.csv', STOCK]));
  expect(exit).toBe(1);
  expect(err).toContain('stock.csv, line 2, column "jumlah": KGM is wrong');
  ledger.judge = () => undefined;
  const mended = await world.run(...importing(['stock.csv', STOCK.replace('250 kg', '251 kg')]));
  expect(mended).toMatchObject({ exit: 0, out: expect.stringMatching(/^duplicate[^\n]*\nrecorded/) });
});

test('good rows are recorded beside bad ones, and the exit code says so', async () => {
  await world.found();
  const { exit, err } = await world.run(...importing(['stock.csv', STOCK.replace('gula;', 'gulali;')]), '--lang', 'id');
  expect({ exit, posted: ledger.posted.length }).toEqual({ exit: 1, posted: 1 });
  expect(err).toContain('stock.csv, baris 2, kolom "bahan": Tidak ada yang bernama "gulali"');
  const json = await world.run(...importing(['stock.csv', STOCK.replace('gula;', 'gulali;')]), '--json');
  const lines = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
  expect(lines).toMatchObject([
    { outcome: 'refused', line: 2, column: 'bahan', code: 'name-unknown' },
    { outcome: 'duplicate', line: 3 },
  ]);
});

test('--dry-run shows what would be signed and keeps nothing; with --json `record` takes it', async () => {
  const { exit, out } = await world.run(...importing(['stock.csv', STOCK]), '--dry-run');
  expect({ exit, posted: ledger.posted.length }).toEqual({ exit: 0, posted: 0 });
  expect(out).toMatch(/stock\.csv:3\t2026-03-02T08:00:00\+07:00\t.*kopi\/pabrik\/B-1/);
  const { out: drafts } = await world.run(...importing(['stock.csv', STOCK]), '--dry-run', '--json');
  await world.found();
  expect(readdirSync(world.home)).not.toContain('outbox');
  expect(await world.run('record', world.write('drafts.ndjson', drafts))).toMatchObject({ exit: 0 });
  expect(ledger.posted).toHaveLength(2);
});

test('on a simulated ledger rows are recorded when they happened, or as told', async () => {
  await world.found('--simulated');
  await world.run(...importing(['stock.csv', STOCK]));
  await world.run(...importing(['runs.csv', RUNS]), '--recorded-at', '2026-03-05T08:00:00+07:00');
  const times = ledger.posted.map((line) => (JSON.parse(line) as JsonObject)['recordedAt']);
  expect(times).toEqual(['2026-03-02T08:00:00+07:00', '2026-03-03T08:00:00+07:00', '2026-03-05T08:00:00+07:00']);
});

test('wrong usage ends with 2', async () => {
  await world.found();
  const table = world.write('stock.csv', STOCK);
  for (const [argv, named] of [
    [['import', table], '--mapping'],
    [['import', '--mapping', world.write('m.json', MAPPING)], 'CSV'],
    [['import', '--mapping', world.write('wib.json', { ...MAPPING, offset: 'WIB' }), table], '/offset'],
    [[...importing(['stock.csv', STOCK]), '--kind', 'stok'], 'stok'],
    [[...importing(['stock.csv', STOCK]), '--recorded-at', '2026-03-05T08:00:00+07:00'], 'simulated'],
    [['import', '--mapping', world.write('m.json', MAPPING), 'nowhere.csv'], 'nowhere.csv'],
  ] as const) {
    const { exit, err } = await world.run(...argv);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(named) });
  }
  expect(ledger.posted).toEqual([]);
});
