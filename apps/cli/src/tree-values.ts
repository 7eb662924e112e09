import type { Quantity } from '@hadic/domain';
import type { Json, JsonObject } from '@hadic/signing';
import { say, type Language } from '@hadic/words';
import { isObject } from './files.js';

/** What a person calls a unit; others are shown by their code. */
const SYMBOLS: Record<string, string> = { KGM: 'kg', GRM: 'g', MGM: 'mg', TNE: 't', LTR: 'L', MLT: 'mL', P1: '%' };
const PIECES = ['H87', 'C62'];

/** `1.250,5 kg` in Indonesian, `1,250.5 kg` in English. Exact: nothing is rounded. */
export function quantityOf(language: Language, { value, unit }: Quantity): string {
  const [whole = '', fraction] = value.split('.');
  const [group, sign] = language === 'id' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const symbol = PIECES.includes(unit) ? say(language, 'tree.pieces') : (SYMBOLS[unit] ?? unit);
  return `${grouped}${fraction === undefined ? '' : `${sign}${fraction}`} ${symbol}`;
}

/** `2026-04-06 15:30 +07:00`: as recorded, with its own offset. */
export function momentOf(instant: string): string {
  const [, day, time, offset = ''] = /^(\S{10})T(\d\d:\d\d)[\d:.]*(.*)$/.exec(instant) ?? [];
  return day === undefined ? instant : `${day} ${time ?? ''} ${offset === 'Z' ? 'UTC' : offset}`;
}

/** Members that hold ids of the lot's own site, of which the last part says enough. */
const NEAR = ['unitId', 'units', 'lotId'];

/** The data of an event as its sentence tells them: quantities in words, ids near by shortened. */
export function briefly(language: Language, value: Json, name = ''): Json {
  if (typeof value === 'string') return NEAR.includes(name) ? value.slice(value.lastIndexOf('/') + 1) : value;
  if (Array.isArray(value)) return value.map((item) => briefly(language, item, name));
  if (isQuantity(value)) return quantityOf(language, value);
  if (!isObject(value)) return value;
  const { lotId, qty = null } = value;
  if (lotId !== undefined && isQuantity(qty)) {
    return `${textOf(language, briefly(language, lotId, 'lotId'))} (${quantityOf(language, qty)})`;
  }
  return Object.fromEntries(Object.entries(value).map(([each, part]) => [each, briefly(language, part, each)]));
}

export interface Change {
  name: string;
  from: string;
  to: string;
}

/** What differs between two versions of a fact, field by field. */
export function changesOf(language: Language, before: Json, after: Json, name = ''): Change[] {
  if (isQuantity(before) || isQuantity(after)) return differ(language, { name, before, after });
  if (isBranch(before) && isBranch(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((each) =>
      changesOf(language, before[each] ?? null, after[each] ?? null, name === '' ? each : `${name}.${each}`),
    );
  }
  return differ(language, { name, before, after });
}

function differ(language: Language, { name, before, after }: { name: string; before: Json; after: Json }): Change[] {
  const [from, to] = [textOf(language, before), textOf(language, after)];
  return from === to ? [] : [{ name, from, to }];
}

function textOf(language: Language, value: Json): string {
  if (value === null) return '–';
  if (isQuantity(value)) return quantityOf(language, value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isQuantity(value: Json): value is JsonObject & Quantity {
  return isObject(value) && typeof value['value'] === 'string' && typeof value['unit'] === 'string';
}

/** An object or a list: something with parts. */
function isBranch(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
