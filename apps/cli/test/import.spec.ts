import { readFileSync } from 'node:fs';
import { messages } from '@hadic/words';
import fc from 'fast-check';
import { readFiles, type Imported } from '../src/import-events.js';
import { KINDS, readMapping } from '../src/import-mapping.js';

const DEMO = 'apps/cli/demo/';
const demo = (name: string) => ({ name, bytes: readFileSync(DEMO + name) });
const mapping = readMapping(readFileSync(`${DEMO}pemetaan.json`, 'utf8'), 'pemetaan.json');
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, kind?: (typeof KINDS)[number]) =>
  readFiles([{ name: 'x.csv', bytes: bytes(text) }], mapping, kind);
const told = ({ troubles }: Imported) => troubles.map(({ line, column, rule }) => [line, column, rule]);

describe('the tables of the demo', () => {
  const imported = readFiles(['pengalengan.csv', 'penerimaan.csv', 'sangrai.csv', 'stok.csv'].map(demo), mapping);

  test('become events in the order in which they happened', () => {
    expect(imported.troubles).toEqual([]);
    const types = imported.events.map(({ draft }) => draft.type);
    expect(types).toEqual([
      ...Array<string>(2).fill('StockCounted'),
      ...Array<string>(6).fill('IngredientReceived'),
      ...Array<string>(4).fill('BatchProcessed'),
    ]);
    const times = imported.events.map(({ draft }) => draft.occurredAt);
    expect([...times].sort()).toEqual(times);
  });

  test('give a run all of its rows', () => {
    expect(imported.events[10]).toMatchObject({
      file: 'pengalengan.csv',
      line: 2,
      draft: {
        occurredAt: '2026-04-09T16:00:00+07:00',
        signers: [
          { role: 'PRODUCTION', org: 'lereng-kawi' },
          { role: 'PENYELIA_HALAL', org: 'lereng-kawi' },
        ],
        data: {
          runId: 'lereng-kawi/pabrik/KK-0409',
          lineId: 'kaleng-1',
          start: '2026-04-09T07:30:00+07:00',
          addedWater: { value: '1950', unit: 'LTR' },
          samples: { value: '2', unit: 'H87' },
          loss: { qty: { value: '98', unit: 'H87' }, cause: 'kaleng penyok' },
          outputs: [
            {
              lotId: 'lereng-kawi/pabrik/KSK-0409',
              productId: 'lereng-kawi/kopi-susu-240',
              qty: { value: '9600', unit: 'H87' },
              producedOn: '2026-04-09',
              expiresOn: '2027-10-09',
            },
          ],
        },
      },
    });
    expect(imported.events[10]?.draft.data['inputs']).toHaveLength(7);
  });

  test('give a receipt its certificate and its names', () => {
    expect(imported.events[5]?.draft.data).toEqual({
      site: 'lereng-kawi/pabrik',
      lotId: 'lereng-kawi/pabrik/KRIMER-2603',
      materialId: 'lereng-kawi/krimer',
      supplier: 'PT Krimer Nusa Prima',
      supplierLot: 'KNP-60318',
      qty: { value: '1500', unit: 'KGM' },
      condition: 'GOOD',
      zone: 'Gudang bahan',
      deliveryNote: 'SJ-KNP-2291',
      poNo: 'PO-2603-04',
      certificate: 'bpjph/ID35110000045670824',
      expiresOn: '2027-09-18',
    });
  });
});

const STOCK = 'Tanggal;Jam;No. Lot;Bahan;Jumlah;Satuan;Keterangan\n';
const RUN = 'No. Proses;Tanggal;Mulai;Selesai;Mesin;Resep;Bagian;Lot;Produk;Jumlah;Satuan;Baik Sampai;Sebab\n';

describe('a bad row', () => {
  test('is named with its column and reason, and the good ones are kept', () => {
    const imported = read(
      STOCK +
        '02/03/2026;08.00;A;Gula pasir;250;kg;awal\n' +
        '02-03-2026;08.00;B;Gula pasir;250;kg;awal\n' +
        '02/03/2026;pagi;C;Gula pasir;2x;karung;awal\n' +
        '02/03/2026;08.00;D E;Gula aren;-5;kg;\n' +
        '02/03/2026;08.00;F;Gula pasir;12,5 kg;;awal\n',
    );
    expect(told(imported)).toEqual([
      [3, 'tanggal', 'not-a-date'],
      [4, 'jumlah', 'unit-unknown'],
      [4, 'jam', 'not-a-time'],
      [5, 'no. lot', 'id-malformed'],
      [5, 'bahan', 'name-unknown'],
      [5, 'jumlah', 'not-positive'],
      [5, 'keterangan', 'value-missing'],
    ]);
    expect(imported.events.map(({ line }) => line)).toEqual([2, 6]);
    expect(imported.events[1]?.draft.data['counts']).toMatchObject([{ qty: { value: '12.5', unit: 'KGM' } }]);
  });

  test('refuses its whole run, so that no run is recorded in halves', () => {
    const good = 'R-2;03/03/2026;08.00;09.00;Mesin sangrai 1;1;bahan;A;;5;kg;;\nR-2;;;;;;hasil;H;Kopi bubuk;4;kg;;\n';
    const imported = read(
      RUN +
        'R-1;02/03/2026;08.00;09.00;Mesin sangrai 1;1;bahan;A;;5;kg;;\n' +
        'R-1;;;;;;hasil;H-1;Kopi bubuk;empat;kg;;\n' +
        good +
        'R-3;03/03/2026;10.00;11.00;Mesin sangrai 1;1;bahan;A;;5;kg;;\n' +
        'R-3;;10.30;;;;air;;;1;liter;;\nR-3;;;;;;air;;;2;liter;;\n' +
        'R-4;03/03/2026;12.00;13.00;Mesin sangrai 1;1;hasil;H-4;Kopi bubuk;4;kg;;\n' +
        ';03/03/2026;12.00;13.00;Mesin sangrai 1;1;bahan;A;;4;kg;;\n',
    );
    expect(told(imported)).toEqual([
      [2, undefined, 'group-refused'],
      [3, 'jumlah', 'not-a-number'],
      [6, undefined, 'group-refused'],
      [7, 'mulai', 'group-differs'],
      [8, 'bagian', 'part-twice'],
      [9, 'bagian', 'no-inputs'],
      [10, 'no. proses', 'value-missing'],
    ]);
    expect(imported.events.map(({ draft }) => draft.data['runId'])).toEqual(['lereng-kawi/pabrik/R-2']);
  });

  test('of a header names the columns that are missing or there twice', () => {
    expect(told(read('Tanggal;Jam;No. Lot;Bahan;Jumlah;Jumlah;Keterangan\n1;2;3;4;5;6;7\n'))).toEqual([
      [1, 'jumlah', 'column-twice'],
      [1, 'satuan', 'column-missing'],
    ]);
    expect(told(read('a;b\n1;2\n'))).toEqual([[1, undefined, 'kind-unclear']]);
    expect(told(read('a;b\n1;2\n', 'stock'))).toHaveLength(7);
  });

  test('has words for every rule, in every language', () => {
    const rules = Object.keys(messages).filter((key) => key.startsWith('row.'));
    expect(rules.length).toBeGreaterThan(20);
    const ways = Object.keys(messages).filter((key) => key.startsWith('rowWayOut.'));
    expect(ways.map((key) => key.slice(10)).sort()).toEqual(rules.map((key) => key.slice(4)).sort());
  });
});

test('shipments say what was packed and what left', () => {
  const columns = { kirim: 'shipment', tanggal: 'date', jam: 'time', palet: 'pack', lot: 'lot', isi: 'amount' };
  const kinds = {
    shipments: {
      columns: { ...columns, pembeli: 'consignee', PEB: 'doc.PEB' },
      constants: { unit: 'kaleng', destination: 'my' },
    },
  };
  const given = { site: 'kopi/pabrik', offset: '+07:00', units: { kaleng: 'H87' }, kinds };
  const table =
    'kirim,tanggal,jam,palet,lot,isi,pembeli,PEB\nK-1,2026-05-20,8:00,P-1,L-1,"1.200",Kedai,0417\n' +
    'K-1,,,P-1,L-2,600,,\nK-1,,,P-2,L-1,"1.200",,\nK-2,2026-05-21,8:00,P-3,,,Kedai,\n';
  const imported = readFiles([{ name: 'k.csv', bytes: bytes(table) }], readMapping(JSON.stringify(given), 'm.json'));
  expect(imported.troubles).toEqual([]);
  expect(imported.events.map(({ draft: { type, data } }) => [type, data])).toEqual([
    [
      'Packed',
      {
        site: 'kopi/pabrik',
        unitId: 'kopi/pabrik/P-1',
        children: [
          { lotId: 'kopi/pabrik/L-1', qty: { value: '1200', unit: 'H87' } },
          { lotId: 'kopi/pabrik/L-2', qty: { value: '600', unit: 'H87' } },
        ],
      },
    ],
    ['Packed', expect.objectContaining({ unitId: 'kopi/pabrik/P-2' })],
    [
      'Shipped',
      {
        site: 'kopi/pabrik',
        shipment: 'kopi/pabrik/K-1',
        units: ['kopi/pabrik/P-1', 'kopi/pabrik/P-2'],
        consignee: 'Kedai',
        destination: 'MY',
        docs: [{ kind: 'PEB', no: '0417' }],
      },
    ],
    ['Shipped', expect.objectContaining({ shipment: 'kopi/pabrik/K-2', docs: [] })],
  ]);
});

describe('whatever comes in', () => {
  test('random bytes never crash the reader, and every event of theirs is whole', () => {
    const cell = fc.constantFrom(
      '02/03/2026',
      '08.00',
      'A-1',
      'Gula pasir',
      '5',
      'kg',
      '',
      '"',
      'bahan',
      'R-1',
      '\u0000',
    );
    const line = fc.array(cell, { maxLength: 14 }).map((cells) => cells.join(';'));
    const table = fc
      .tuple(fc.constantFrom(STOCK, RUN, ''), fc.array(line, { maxLength: 6 }))
      .map(([header, lines]) => bytes(header + lines.join('\n')));
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 400 }), table),
        fc.constantFrom(undefined, ...KINDS),
        (input, kind) => {
          for (const { draft, line } of readFiles([{ name: 'x', bytes: input }], mapping, kind).events) {
            expect(JSON.stringify(draft)).not.toMatch(/""|null|NaN|undefined/);
            expect(line).toBeGreaterThan(1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a file that breaks off loses only what is behind the break', () => {
    const { bytes: whole, name } = demo('pengalengan.csv');
    const expected = readFiles([{ name, bytes: whole }], mapping).events;
    fc.assert(
      fc.property(fc.integer({ min: 100, max: whole.length }), (length) => {
        const { events } = readFiles([{ name, bytes: whole.subarray(0, length) }], mapping);
        // The run in which it breaks off may lack rows that nobody can miss; the one before it is whole.
        expect(events.slice(0, -1)).toEqual(expected.slice(0, Math.max(0, events.length - 1)));
      }),
    );
  });

  test('a cell that was changed changes its own event alone, or is refused', () => {
    const { bytes: whole, name } = demo('penerimaan.csv');
    const before = readFiles([{ name, bytes: whole }], mapping).events;
    const lines = Buffer.from(whole).toString('utf8').split('\n');
    fc.assert(
      fc.property(
        // Row 5 has a quoted cell; without its closing mark that cell runs into the next row, and both are refused as one.
        fc.constantFrom(1, 2, 3, 4, 6),
        fc.nat(),
        fc.constantFrom(';', 'x', '9', ' ', '\\', '/'),
        (at, where, sign) => {
          const line = lines[at] ?? '';
          const cut = where % line.length;
          const changed = lines.with(at, `${line.slice(0, cut)}${sign}${line.slice(cut + 1)}`).join('\n');
          const { events, troubles } = readFiles([{ name, bytes: bytes(changed) }], mapping);
          const others = ({ events: all }: Pick<Imported, 'events'>) => all.filter((event) => event.line !== at + 1);
          expect(others({ events })).toEqual(others({ events: before }));
          expect(troubles.every((trouble) => trouble.line === at + 1)).toBe(true);
          expect(events.some((event) => event.line === at + 1)).toBe(troubles.length === 0);
        },
      ),
    );
  });
});
