import { parse } from 'csv-parse/sync';

/** A row below the header, by column name. */
export interface CsvRow {
  /** Line that it begins on, from 1. */
  line: number;
  cells: ReadonlyMap<string, string>;
}

/** What is wrong with a row or file; `rule` is its key in the message catalogue. */
export interface Trouble {
  line: number;
  column?: string;
  rule: string;
  slots: Record<string, string | number>;
}

export interface Table {
  columns: string[];
  rows: CsvRow[];
  troubles: Trouble[];
}

const SEPARATORS = [';', ',', '\t'];

/**
 * Reads a table as spreadsheets write it: with or without a byte order mark, UTF-8 or what old Windows writes, any line ending, separated by
 * semicolons, commas or tabs, whichever the header has most of. A row that is not whole is named and left out, never completed. Never throws.
 */
export function readTable(bytes: Uint8Array): Table {
  const text = textOf(bytes).replace(/\r\n?/g, '\n');
  const troubles: Trouble[] = [];
  const records = parseRecords(text, troubles);
  const [header, ...body] = records;
  if (!header || body.length + troubles.length === 0) {
    return { columns: [], rows: [], troubles: [{ line: 1, rule: 'no-rows', slots: {} }] };
  }
  const columns = header.cells.map(nameOf);
  const separator = separatorOf(text);
  const rows = body.flatMap((record) => {
    const spanning = record.cells.some((cell) => cell.includes('\n') && cell.includes(separator));
    if (spanning) {
      troubles.push({ line: record.line, rule: 'quote-spans', slots: {} });
      return [];
    }
    const surplus = record.cells.slice(columns.length);
    if (record.cells.length >= columns.length && surplus.every((cell) => cell === '')) {
      return [{ line: record.line, cells: new Map(columns.map((column, i) => [column, record.cells[i] ?? ''])) }];
    }
    const slots = { found: record.cells.length, expected: columns.length };
    troubles.push({ line: record.line, rule: 'cells-differ', slots });
    return [];
  });
  return { columns, rows, troubles };
}

/** Column names are compared without regard to case and spacing. */
export function nameOf(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

interface CsvRecord {
  line: number;
  cells: string[];
}

function parseRecords(text: string, troubles: Trouble[]): CsvRecord[] {
  // The parser tells the line on which a record ends; it began behind the one before it, and behind blank lines.
  const lines = text.split('\n');
  let ended = 0;
  const beginsAfter = (line: number): number => {
    let next = line;
    while (next < lines.length && (lines[next] ?? '').trim() === '') next += 1;
    return next + 1;
  };
  const records: CsvRecord[] = [];
  parse(text, {
    delimiter: separatorOf(text),
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    ltrim: true,
    on_record: (cells: string[], { lines: endedOn }) => {
      records.push({ line: beginsAfter(ended), cells: cells.map((cell) => cell.trim()) });
      ended = endedOn;
      return null;
    },
    // With quotation marks taken as they come, the one thing left that cannot be read is one that never closes: it runs to the end.
    on_skip: () => {
      const line = beginsAfter(ended);
      if (!troubles.some((trouble) => trouble.line === line)) troubles.push({ line, rule: 'quote-open', slots: {} });
      return undefined;
    },
  });
  return records.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** The separator that stands most often in the header, outside quotation marks. */
function separatorOf(text: string): string {
  const header = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';';
}

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
