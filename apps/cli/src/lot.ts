import { isMessageKey } from '@hadic/words';
import type { Json, JsonObject } from '@hadic/signing';
import { Api, objectOf, pathOf } from './api.js';
import type { Options } from './args.js';
import type { Context } from './context.js';
import { isObject, textOf } from './files.js';
import { renderTree } from './tree.js';

const CLOCKS = { known: { type: 'string' }, valid: { type: 'string' } } as const;
export const STATUS_OPTIONS = CLOCKS satisfies Options;
export const TRACE_OPTIONS = { ...CLOCKS, direction: { type: 'string' }, depth: { type: 'string' } } satisfies Options;

/** `hadic status LOT`: the halal status with its reasons, at two clocks. */
export async function status(context: Context): Promise<number> {
  const { args } = context;
  const lot = args.word(0, 'LOT');
  args.atMost(1);
  const query = { known: args.text('known'), valid: args.text('valid') };
  const answer = objectOf(await new Api(context).get(pathOf('v1', 'lots', lot, 'status'), query), context.url);
  if (context.json) context.print(JSON.stringify(answer));
  else context.io.out(describeStatus(context, lot, answer));
  return 0;
}

/** `hadic trace LOT`: the chain of a lot, up to what it was made from and down to where it went. */
export async function trace(context: Context): Promise<number> {
  const { args } = context;
  const lot = args.word(0, 'LOT');
  args.atMost(1);
  const query = {
    known: args.text('known'),
    valid: args.text('valid'),
    direction: args.text('direction'),
    depth: args.text('depth'),
  };
  const chain = objectOf(await new Api(context).get(pathOf('v1', 'lots', lot, 'chain'), query), context.url);
  if (context.json) context.print(JSON.stringify(chain));
  else context.io.out(renderTree(chain, context.language, context.io.colour));
  return 0;
}

/** The headline, then what stands against it and what to do about that, worst first. */
function describeStatus(context: Context, lot: string, answer: JsonObject): string {
  const { headline, reasons, missing } = answer;
  const lines = [`${lot}: ${worded(context, `headline.${textOf(headline)}`)}`];
  for (const { code, slots } of objectsIn(reasons)) {
    lines.push(`  ${textOf(code)}  ${worded(context, `reason.${textOf(code)}`, slots)}`);
    lines.push(`          → ${worded(context, `wayOut.${textOf(code)}`, slots)}`);
  }
  for (const { what, ...slots } of objectsIn(missing))
    lines.push(`  ○ ${worded(context, `missing.${textOf(what)}`, slots)}`);
  return `${lines.join('\n')}\n`;
}

function worded(context: Context, key: string, slots?: Json): string {
  return isMessageKey(key) ? context.say(key, isObject(slots) ? (slots as Record<string, string>) : {}) : key;
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
