import { isMessageKey } from '@hadic/words';
import type { Context } from './context.js';
import type { FileTrouble } from './import-events.js';

/** Where a person finds what an event was made of. */
export interface RowPlace {
  file: string;
  line: number;
  column?: string;
}

/** `stok.csv, line 4, column "Jumlah"`. */
export function describePlace(context: Context, { file, line, column }: RowPlace): string {
  const inColumn = column === undefined ? '' : context.say('import.column', { column });
  return `${context.say('import.place', { file, line })}${inColumn}`;
}

/** Names each refused row with its reason and the way out: for people, or one JSON object each. */
export function tellTroubles(context: Context, troubles: readonly FileTrouble[]): void {
  for (const { file, line, column, rule, slots } of troubles) {
    const place = { file, line, ...(column === undefined ? {} : { column }) };
    const [text, wayOut] = [worded(context, `row.${rule}`, slots), worded(context, `rowWayOut.${rule}`, slots)];
    if (context.json) context.print(JSON.stringify({ outcome: 'refused', ...place, code: rule, detail: text, wayOut }));
    context.io.err(`${describePlace(context, place)}: ${text}\n→ ${wayOut}\n`);
  }
}

function worded(context: Context, key: string, slots: FileTrouble['slots']): string {
  return isMessageKey(key) ? context.say(key, slots) : key;
}
