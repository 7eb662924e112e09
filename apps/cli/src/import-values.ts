import { isDay, isInstant } from '@hadic/domain';

const MONTHS = [
  ['januari', 'january'],
  ['februari', 'february', 'pebruari'],
  ['maret', 'march'],
  ['april'],
  ['mei', 'may'],
  ['juni', 'june'],
  ['juli', 'july'],
  ['agustus', 'august', 'agt'],
  ['september'],
  ['oktober', 'october'],
  ['november', 'nopember'],
  ['desember', 'december'],
];
const MOST_DECIMALS = 6;
const MOST_DIGITS = 18;

/**
 * An amount as people write it, `1.250,5` or `1,250.5` by the decimal sign, as a decimal string. The other sign may only group thousands.
 * Undefined where it is no number or has more than six decimals: nothing is rounded, and nothing is guessed.
 */
export function readAmount(text: string, decimal: ',' | '.'): string | undefined {
  const grouping = decimal === ',' ? '\\.' : ',';
  const sign = decimal === ',' ? ',' : '\\.';
  const form = new RegExp(`^(-?)(\\d{1,3}(?:(?:${grouping}|[ \u00a0])\\d{3})+|\\d+)(?:${sign}(\\d+))?$`);
  const [, minus = '', whole = '', fraction = ''] = form.exec(text) ?? [];
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const decimals = fraction.replace(/0+$/, '');
  if (digits === '' || digits.length > MOST_DIGITS || decimals.length > MOST_DECIMALS) return undefined;
  const value = decimals === '' ? digits : `${digits}.${decimals}`;
  return value === '0' ? '0' : `${minus}${value}`;
}

/** A calendar day, YYYY-MM-DD, from a date of one of the forms; months may be words (`D MMMM YYYY`). Undefined where none fits. */
export function readDay(text: string, forms: readonly string[]): string | undefined {
  for (const form of forms) {
    const day = dayIn(text, form);
    if (day !== undefined) return day;
  }
  return undefined;
}

function dayIn(text: string, form: string): string | undefined {
  const parts: string[] = [];
  const pattern = form.replace(/YYYY|M{1,4}|D{1,2}|[^YMD]/g, (token) => {
    if (/^[YMD]/.test(token)) parts.push(token);
    if (token === 'YYYY') return '(\\d{4})';
    if (token.length > 2) return '([A-Za-z]{3,})';
    return /^[MD]/.test(token) ? '(\\d{1,2})' : `\\${token}`;
  });
  const found = new RegExp(`^${pattern}$`).exec(text);
  if (!found) return undefined;
  const part = (letter: string) => found[parts.findIndex((token) => token.startsWith(letter)) + 1] ?? '';
  const month = /^\d+$/.test(part('M')) ? part('M') : String(monthNamed(part('M')));
  const day = `${part('Y')}-${month.padStart(2, '0')}-${part('D').padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** From 1; 0 for no month. */
function monthNamed(text: string): number {
  return MONTHS.findIndex((names) => names.some((name) => name.startsWith(text.toLowerCase()))) + 1;
}

/** Hours, minutes and seconds, `08:30:00`, from `08:30`, `8.30` or `08:30:15`. */
export function readTime(text: string): string | undefined {
  const [, hours = '', minutes = '', seconds = '00'] = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/.exec(text) ?? [];
  const time = `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
  return isInstant(`2000-01-01T${time}Z`) ? time : undefined;
}

/** A cell that holds a date, a time, or both: `21/03/2026 08:30`, `2026-03-21T08:30:00+07:00`. */
export function splitWhen(text: string): { date: string; time: string } {
  const [, date = text, time = ''] = /^(.*\S)[ T](\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)$/.exec(text) ?? [];
  return { date, time };
}
