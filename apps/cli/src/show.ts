import { isEventType, type EventType } from '@hadic/domain';
import type { Json, JsonObject } from '@hadic/signing';
import { isMessageKey, tell } from '@hadic/words';
import type { Problem } from './api.js';
import type { Context } from './context.js';
import { isObject, textOf } from './files.js';

const SHOWN = 3;

/** Shows a person what they are about to sign, and asks whether it is right. Nobody is asked without a terminal or with --yes; a program that asks for JSON is shown nothing. */
export async function confirmSigning(context: Context, events: readonly JsonObject[]): Promise<boolean> {
  if (context.json && !context.io.terminal) return true;
  const shown = events.length <= SHOWN + 2 ? events : events.slice(0, SHOWN);
  for (const event of shown) context.io.err(describeEvent(context, event));
  if (shown.length < events.length) context.tell('cli.andMore', { count: events.length - shown.length });
  if (context.args.flag('yes') || !context.io.terminal) return true;
  const answer = await context.io.terminal.ask(context.say('cli.confirmSigning', { count: events.length }));
  return /^(y|yes|ya|iya)$/i.test(answer.trim());
}

/** An event for a person: its title, where and when, who signs, its data. */
export function describeEvent(context: Context, event: JsonObject): string {
  const { type, stream, occurredAt, signers, data } = event;
  const who = (Array.isArray(signers) ? signers.filter(isObject) : []).map(({ role, org, key }) => {
    const name = wordsFor(context, `role.${textOf(role)}`, textOf(role));
    return `${name}, ${textOf(org)} (…${textOf(key).slice(-8)})`;
  });
  const rows: [string, string][] = [
    [context.say('cli.showStream'), textOf(stream)],
    [context.say('cli.showTime'), textOf(occurredAt)],
    [context.say('cli.showSigners'), who.join('; ')],
    ...flatten(data ?? null, ''),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const title = `${wordsFor(context, `event.${textOf(type)}`, textOf(type))} (${textOf(type)})`;
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`), ''].join('\n') + '\n';
}

/** One sentence of what an event says, or its type where this release has no words for it. */
export function sentenceOf(context: Context, event: JsonObject): string {
  const { type, data } = event;
  if (typeof type !== 'string' || !isEventType(type) || !isObject(data)) return textOf(type);
  return tell(context.language, type satisfies EventType, data);
}

/** A problem in two lines or a few more: what is wrong, where, and the way out. */
export function describeProblem({ title, detail, pointer, wayOut, errors = [], code }: Problem): string {
  const place = pointer ? ` [${pointer}]` : '';
  const fields = errors.map((error) => `  ${error.pointer || '/'}: ${error.detail}`);
  return [`${detail ?? title}${place} (${code})`, ...fields, ...(wayOut ? [`→ ${wayOut}`] : [])].join('\n');
}

function wordsFor(context: Context, key: string, otherwise: string): string {
  return isMessageKey(key) ? context.say(key) : otherwise;
}

/** `inputs.0.qty  12.5 KGM`: the names are those that `--set` takes. */
function flatten(value: Json, name: string): [string, string][] {
  if (isQuantity(value)) return [[name, `${value.value} ${value.unit}`]];
  const at = (step: string | number) => (name === '' ? textOf(step) : `${name}.${step}`);
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item, i) => flatten(item, at(i)));
  if (isObject(value)) return Object.entries(value).flatMap(([step, item]) => flatten(item, at(step)));
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}

function isQuantity(value: Json): value is { value: string; unit: string } {
  return isObject(value) && Object.keys(value).length === 2 && 'value' in value && 'unit' in value;
}
