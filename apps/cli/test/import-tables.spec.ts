import { LANGUAGES } from '@hadic/words';
import fc from 'fast-check';
import { helpFor } from '../src/help.js';
import { readTable } from '../src/import-csv.js';
import { FIELDS, KINDS, readMapping } from '../src/import-mapping.js';
import { readAmount, readDay, readTime } from '../src/import-values.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a value', () => {
  test.each([
    ['1.250,5', ',', '1250.5'],
    ['1,250.5', '.', '1250.5'],
    ['1 250', ',', '1250'],
    ['007,50', ',', '7.5'],
    ['-3', ',', '-3'],
    ['-0,0', ',', '0'],
    ['0,123456', ',', '0.123456'],
    ['0,1234567', ',', undefined],
    ['12.5', ',', undefined],
    ['1.25,5', ',', undefined],
    ['1,2,3', ',', undefined],
    ['1e3', ',', undefined],
    ['', ',', undefined],
  ] as const)('%j with the decimal sign %j is %j', (text, decimal, value) => {
    expect(readAmount(text, decimal)).toBe(value);
  });

  test('is the same number whichever way a country writes it', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(999_999), (whole, fraction) => {
        const decimals = String(fraction).padStart(6, '0');
        const grouped = (sign: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, sign);
        const indonesian = readAmount(`${grouped('.')},${decimals}`, ',');
        expect(indonesian).toBe(readAmount(`${grouped(',')}.${decimals}`, '.'));
        expect(Number(indonesian)).toBeCloseTo(whole + fraction / 1e6, 6);
      }),
    );
  });

  test.each([
    ['21/03/2026', ['DD/MM/YYYY'], '2026-03-21'],
    ['1/3/2026', ['DD/MM/YYYY'], '2026-03-01'],
    ['2026-03-21', ['DD/MM/YYYY', 'YYYY-MM-DD'], '2026-03-21'],
    ['21 Maret 2026', ['D MMMM YYYY'], '2026-03-21'],
    ['2 Agt 2026', ['D MMM YYYY'], '2026-08-02'],
    ['5 des 2026', ['D MMM YYYY'], '2026-12-05'],
    ['21 Martil 2026', ['D MMMM YYYY'], undefined],
    ['31/02/2026', ['DD/MM/YYYY'], undefined],
    ['03/21/2026', ['DD/MM/YYYY'], undefined],
  ])('%j in the forms %j is the day %j', (text, forms, day) => {
    expect(readDay(text, forms)).toBe(day);
  });

  test('is a time of day with a colon or a point', () => {
    expect(['8.30', '08:30', '23:59:30', '24:00', '8:5', 'pagi'].map(readTime)).toEqual([
      ...['08:30:00', '08:30:00', '23:59:30'],
      ...[undefined, undefined, undefined],
    ]);
  });
});

describe('a table', () => {
  test('is read whatever a spreadsheet made of it', () => {
    const expected = [
      { line: 2, cells: ['1', 'gula "halus"'] },
      { line: 4, cells: ['2', 'dua; tiga'] },
    ];
    const text = 'Lot;Nama  Bahan\r\n1;"gula ""halus"""\r\n\r\n2;"dua; tiga";\r\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const variant of [bytes(text), bytes(`\ufeff${text}`), bytes(text.replace(/\r\n/g, '\r')), utf16]) {
      const { columns, rows, troubles } = readTable(variant);
      expect({ columns, troubles }).toEqual({ columns: ['lot', 'nama bahan'], troubles: [] });
      expect(rows.map(({ line, cells }) => ({ line, cells: [...cells.values()] }))).toEqual(expected);
    }
    expect(readTable(Uint8Array.from([...bytes('a,b\n1,kopi '), 0xe9])).rows[0]?.cells.get('b')).toBe('kopi é');
  });

  test('keeps its good rows and names each bad one by the line it begins on', () => {
    const { rows, troubles } = readTable(bytes('a;b\n1;2\n3\n"x\ny";4\n5;6;7\n"8"9;1\n10;11\n12;"13\n14;15\n'));
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 7, 8]);
    expect(troubles.map(({ line, rule }) => [line, rule]).sort()).toEqual([
      [3, 'cells-differ'],
      [6, 'cells-differ'],
      [9, 'quote-open'],
    ]);
  });

  test('does not let a stray quotation mark swallow rows unseen', () => {
    const { rows, troubles } = readTable(bytes('a;b\n1;"x\n2;y\n3;z"\n4;w\n'));
    expect(rows.map(({ line }) => line)).toEqual([5]);
    expect(troubles).toEqual([{ line: 2, rule: 'quote-spans', slots: {} }]);
  });

  test('without rows says so', () => {
    for (const text of ['', '\ufeff', '\n\n', 'a;b\n'])
      expect(readTable(bytes(text)).troubles).toMatchObject([{ line: 1, rule: 'no-rows' }]);
  });
});

describe('a mapping', () => {
  const good = { site: 'kopi/pabrik', offset: '+07:00', kinds: { stock: { columns: { a: 'date' } } } };
  const refused = (change: object) => {
    try {
      readMapping(JSON.stringify({ ...good, ...change }), 'm.json');
    } catch (error) {
      return (error as { slots: { place: string } }).slots.place;
    }
    return undefined;
  };

  test('that is wrong is refused with the place', () => {
    expect(refused({})).toBeUndefined();
    expect(refused({ site: 'kopi' })).toBe('/site');
    expect(refused({ offset: '7' })).toBe('/offset');
    expect(refused({ decimal: ';' })).toBe('/decimal');
    expect(refused({ dates: ['DD/MM'] })).toBe('/dates');
    expect(refused({ units: ['kg'] })).toBe('/units');
    expect(refused({ names: { material: { gula: 1 } } })).toBe('/names/material/gula');
    expect(refused({ colums: {} })).toBe('/colums');
    expect(refused({ kinds: { stok: {} } })).toBe('/kinds/stok');
    expect(refused({ kinds: { stock: { columns: { a: 'dat' } } } })).toBe('/kinds/stock/columns/a');
    expect(refused({ kinds: { stock: { columns: { a: 'date', b: 'date' } } } })).toBe('/kinds/stock/columns');
    expect(refused({ kinds: { stock: { columns: { a: 'date' }, constants: { lots: 'x' } } } })).toBe(
      '/kinds/stock/constants/lots',
    );
  });

  test.each(LANGUAGES)('is shown by the help in %s, with every field of every kind', (language) => {
    const help = helpFor(language, 'import');
    const example = /\{\n {4}"site"[\s\S]*?\n {2}\}/.exec(help)?.[0] ?? '';
    expect(readMapping(example, 'help').kinds.get('receipts')?.columns.get('no. lot')).toBe('lot');
    for (const kind of KINDS) {
      for (const field of [...FIELDS[kind].required, ...FIELDS[kind].optional]) expect(help).toContain(field);
    }
  });
});
