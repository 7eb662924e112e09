import { dimensionOf, isInstant, OWNED_ID, SEGMENT, SITE_OWNED_ID, type EventType } from '@hadic/domain';
import type { JsonObject } from '@hadic/signing';
import { nameOf, type CsvRow, type Trouble } from './import-csv.js';
import type { KindMapping, Mapping } from './import-mapping.js';
import { readAmount, readDay, readTime, splitWhen } from './import-values.js';

/** Which line and column a part of an event came from. */
export interface Origin {
  pointer: string;
  line: number;
  column?: string;
}

/** An event as rows of a table say it. */
export interface Reading {
  type: EventType;
  data: JsonObject;
  occurredAt: string;
  place?: string;
  origins: Origin[];
}

const ONE_SEGMENT = new RegExp(`^${SEGMENT}$`);

/** Reads the fields of one row; everything that is wrong with it is gathered in `troubles`, and stands as '' in what is returned. */
export class RowReader {
  readonly troubles: Trouble[] = [];

  constructor(
    readonly row: CsvRow,
    private readonly kind: KindMapping,
    private readonly mapping: Mapping,
  ) {}

  /** The cell, else the constant; undefined where both are empty. */
  text(field: string): string | undefined {
    const column = this.columnOf(field);
    const cell = column === undefined ? undefined : this.row.cells.get(column);
    const text = cell === undefined || cell === '' ? this.kind.constants[field] : cell;
    return text === '' ? undefined : text;
  }

  need(field: string): string {
    return this.text(field) ?? this.refuse(field, 'value-missing', { field });
  }

  /** The column that a field is read from, as the mapping names it. */
  columnOf(field: string): string | undefined {
    for (const [column, each] of this.kind.columns) if (each === field) return column;
    return undefined;
  }

  refuse(field: string, rule: string, slots: Trouble['slots']): string {
    const column = this.columnOf(field);
    const told = this.troubles.some((trouble) => trouble.rule === rule && trouble.column === column);
    if (!told) this.troubles.push({ line: this.row.line, ...(column === undefined ? {} : { column }), rule, slots });
    return '';
  }

  /** What the mapping calls the text, else the text itself. */
  named(field: string, text: string): string {
    return this.mapping.names.get(field)?.get(nameOf(text)) ?? text;
  }

  /** A name of a supplier or buyer, which need not be registered, or any other words. */
  words(field: string): string {
    const text = this.need(field);
    return text === '' ? '' : this.named(field, text);
  }

  /** An id of a material or product: written out, or named in the mapping. */
  owned(field: string): string {
    const text = this.need(field);
    if (text === '') return '';
    const id = this.named(field, text);
    return OWNED_ID.test(id) ? id : this.refuse(field, 'name-unknown', { field, text });
  }

  /** An id of the site's own: `B-01` stands for `<site>/B-01`. */
  sited(field: string): string {
    const text = this.need(field);
    if (text === '') return '';
    if (SITE_OWNED_ID.test(text)) return text;
    return ONE_SEGMENT.test(text)
      ? `${this.mapping.site}/${text}`
      : this.refuse(field, 'id-malformed', { field, text });
  }

  /** One of the code words, or what the mapping translates into one. */
  code<T extends string>(field: string, known: readonly T[]): T | '' {
    const text = this.need(field);
    if (text === '') return '';
    const code = known.find((each) => each === this.named(field, text).toUpperCase());
    if (code !== undefined) return code;
    this.refuse(field, 'word-unknown', { text, known: known.join(', ') });
    return '';
  }

  /** Fields that are taken over as they stand, or as the mapping names them, where there are any. */
  optional(fields: readonly string[]): Record<string, string> {
    const found = fields.flatMap((field) => {
      const text = this.text(field);
      return text === undefined ? [] : [[field, this.named(field, text)] as const];
    });
    return Object.fromEntries(found);
  }

  /** Where the fields of an event come from, by the pointer of their place in it. */
  origins(fields: Readonly<Record<string, string>>): Origin[] {
    const { line } = this.row;
    const named = Object.entries(fields).flatMap(([pointer, field]) => {
      const column = this.columnOf(field);
      return column === undefined ? [] : [{ pointer, line, column }];
    });
    return [{ pointer: '', line }, ...named];
  }

  /** A number that is no amount of goods, such as a temperature. */
  decimal(field: string): string | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const { decimal } = this.mapping;
    return readAmount(text, decimal) ?? this.refuse(field, 'not-a-number', { text, decimal });
  }

  /** Amount and unit, which may stand in one cell (`12,5 kg`). `zero`: a count may find nothing left. */
  quantity({ zero = false } = {}): { value: string; unit: string } {
    const cell = this.need('amount');
    if (cell === '') return { value: '', unit: '' };
    const [, number = cell, behind = ''] = /^([-\d.,\s\u00a0]*\d)\s*([^\d\s].*)?$/.exec(cell) ?? [];
    const value = readAmount(number, this.mapping.decimal);
    const { decimal } = this.mapping;
    if (value === undefined) this.refuse('amount', 'not-a-number', { text: cell, decimal });
    else if (value.startsWith('-') || (value === '0' && !zero)) this.refuse('amount', 'not-positive', { text: cell });
    return { value: value ?? '', unit: this.unit(behind) };
  }

  private unit(behind: string): string {
    const text = behind === '' ? this.need('unit') : behind;
    if (text === '') return '';
    const unit = this.mapping.units.get(nameOf(text)) ?? text;
    const known = this.mapping.units.has(nameOf(text)) || dimensionOf(unit) !== unit;
    return known ? unit : this.refuse(behind === '' ? 'unit' : 'amount', 'unit-unknown', { text });
  }

  day(field: string): string {
    const text = this.need(field);
    return text === '' ? '' : this.dayOf(field, text);
  }

  optionalDay(field: string): string | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : this.dayOf(field, text);
  }

  private dayOf(field: string, text: string): string {
    const { dates } = this.mapping;
    return readDay(text, dates) ?? this.refuse(field, 'not-a-date', { text, formats: dates.join(' | ') });
  }

  /** A moment, from a date and a time; a cell with both, or a whole instant, does alone. */
  instant(dateField: string, timeField: string): string {
    for (const field of [timeField, dateField]) {
      const text = this.text(field) ?? '';
      if (isInstant(text)) return text;
      const { date, time } = splitWhen(text);
      if (time !== '') return this.at(this.dayOf(field, date), field, time);
    }
    const day = this.day(dateField);
    const time = this.need(timeField);
    return day === '' || time === '' ? '' : this.at(day, timeField, time);
  }

  private at(day: string, field: string, text: string): string {
    const time = readTime(text);
    if (time === undefined) return this.refuse(field, 'not-a-time', { text });
    return day === '' ? '' : `${day}T${time}${this.mapping.offset}`;
  }
}
