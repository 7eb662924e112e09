import { CsvError, parse } from 'csv-parse/sync';

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
  const rows = body.flatMap((record) => {
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
  const beginsAfter = (line: number) => {
    let next = line;
    while (next < lines.length && (lines[next] ?? '').trim() === '') next += 1;
    return next + 1;
  };
  const refuse = (error: CsvError | undefined, endedOn: number) => {
    const line = beginsAfter(ended);
    ended = endedOn;
    const open = error?.code === 'CSV_QUOTE_NOT_CLOSED';
    if (troubles.some((trouble) => trouble.line === line)) return;
    const code = error?.code ?? 'CSV';
    troubles.push({ line, rule: open ? 'quote-open' : 'row-unreadable', slots: open ? {} : { code } });
  };
  const records: CsvRecord[] = [];
  parse(text, {
    delimiter: separatorOf(lines.find((line) => line.trim() !== '') ?? ''),
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_record: (cells: string[], { lines: endedOn }) => {
      records.push({ line: beginsAfter(ended), cells });
      ended = endedOn;
      return null;
    },
    on_skip: (error) => {
      const endedOn = error === undefined ? ended : Number(error['lines']);
      refuse(error, endedOn);
      return undefined;
    },
  });
  return records.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** The separator that stands most often in the header, outside quotation marks. */
function separatorOf(header: string): string {
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
