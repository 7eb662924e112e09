import {
  canonicalize,
  decodeBase64,
  GateError,
  OpeningError,
  SignatureError,
  type Json,
  type JsonObject,
} from '@hadic/signing';
import { Api, objectOf, pathOf } from './api.js';
import type { Options } from './args.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { isObject, parseMany, readTextIfThere, textOf } from './files.js';
import { describeEvent, sentenceOf } from './show.js';
import { decodeWire, isWire, verifiedEvent } from './wire.js';

export const EVENTS_OPTIONS = {
  stream: { type: 'string' },
  type: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
} satisfies Options;

const PAGE = 200;
const DEFAULT_LIMIT = 50;

const ACTIONS = { list, show, check };

/** `hadic events list|show|check` */
export async function events(context: Context): Promise<number> {
  const action = context.args.word(0, Object.keys(ACTIONS).join(' | '));
  if (!isAction(action)) throw new Failure(EXIT.usage, 'cli.commandUnknown', { command: `events ${action}` });
  return ACTIONS[action](context);
}

function isAction(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action);
}

/** Prints the events of the log in order, oldest first, page by page until `--limit`. */
async function list(context: Context): Promise<number> {
  const { args } = context;
  args.atMost(1);
  const limit = limitOf(context, args.text('limit'));
  const filter = {
    stream: args.text('stream'),
    type: args.text('type'),
    since: args.text('since'),
    until: args.text('until'),
  };
  let left = limit;
  let cursor: string | undefined;
  do {
    const page = await new Api(context).get('/v1/events', { ...filter, limit: textOf(Math.min(left, PAGE)), cursor });
    const { events: entries, cursor: next } = objectOf(page, context.url);
    const found = Array.isArray(entries) ? entries.filter(isObject) : [];
    for (const entry of found) context.print(context.json ? JSON.stringify(entry) : lineOf(context, entry));
    left -= found.length;
    cursor = typeof next === 'string' ? next : undefined;
  } while (cursor !== undefined && left > 0);
  if (cursor !== undefined) context.tell('cli.moreEvents', { limit });
  return 0;
}

function limitOf(context: Context, text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Failure(EXIT.usage, 'problem.parameter-malformed', {
      name: '--limit',
      rule: context.say('parameter.wholeNumber', { least: 1, most: 999_999_999 }),
    });
  return Number(text);
}

function lineOf(context: Context, entry: JsonObject): string {
  const { recordedAt, id, type, stream, event, voided } = entry;
  const sentence = isObject(event) ? sentenceOf(context, event) : '';
  const mark = voided ? `[${context.say('cli.voided')}] ` : '';
  return [recordedAt, id, type, stream].map(String).join('\t') + `\t${mark}${sentence}`;
}

async function show(context: Context): Promise<number> {
  const id = context.args.word(1, 'ID');
  context.args.atMost(2);
  const entry = objectOf(await new Api(context).get(pathOf('v1', 'events', id)), context.url);
  const { event, recordedAt, digest, stream, revision } = entry;
  if (context.json || !isObject(event)) {
    context.print(JSON.stringify(entry));
    return 0;
  }
  context.print(sentenceOf(context, event));
  context.io.out(describeEvent(context, event));
  context.print(`${textOf(stream)}@${textOf(revision)}\t${textOf(recordedAt)}\t${textOf(digest)}`);
  return 0;
}

/** Checks the exact signed bytes: digest, every signature under the strict profile, the openings. Needs no trust in the service. */
async function check(context: Context): Promise<number> {
  const source = context.args.word(1, 'ID | FILE');
  context.args.atMost(2);
  const text = source === '-' ? await context.io.stdin() : readTextIfThere(source);
  const entries =
    text === undefined ? [await new Api(context).get(pathOf('v1', 'events', source))] : parseMany(text, source);
  let tampered = 0;
  for (const entry of entries) {
    const verdict = checkEntry(entry, source);
    if (!verdict.ok) tampered += 1;
    if (context.json) context.print(JSON.stringify(verdict));
    else if (verdict.ok) context.print(context.say('cli.sound', { id: verdict.id, digest: verdict.digest }));
    else
      context.print(context.say('cli.tampered', { id: verdict.id, place: verdict.pointer || '/', code: verdict.code }));
  }
  return tampered > 0 ? EXIT.tampered : 0;
}

type Verdict = { ok: true; id: string; digest: string } | { ok: false; id: string; pointer: string; code: string };

/** An entry of the ledger, or a signed event alone, against its own signatures. What the ledger says beside must agree. */
export function checkEntry(entry: Json, source: string): Verdict {
  const wire = wireOf(entry);
  if (!wire || !isObject(entry)) throw new Failure(EXIT.usage, 'cli.notSigned', { file: source });
  const told = textOf(entry['id'] ?? idInside(wire) ?? '?');
  try {
    const { event, digest } = verifiedEvent(decodeWire(wire, source));
    const differs = differenceFrom(entry, event, digest);
    return differs === undefined
      ? { ok: true, id: textOf(event['id']), digest }
      : { ok: false, id: told, pointer: differs, code: 'differs' };
  } catch (error) {
    if (error instanceof SignatureError || error instanceof OpeningError || error instanceof GateError) {
      return { ok: false, id: told, pointer: error.pointer, code: error.code };
    }
    if (!(error instanceof Failure)) throw error;
    return {
      ok: false,
      id: told,
      pointer: '/signatures',
      code: textOf(error.slots['code'] ?? error.key.split('.')[1]),
    };
  }
}

function wireOf(entry: Json): JsonObject | undefined {
  if (isWire(entry)) return entry;
  if (!isObject(entry) || !isObject(entry['envelope'])) return undefined;
  const { openings } = entry;
  return { ...entry['envelope'], ...(openings === undefined ? {} : { openings }) };
}

/** Where the ledger tells something else than what was signed. */
function differenceFrom(entry: JsonObject, event: JsonObject, digest: string): string | undefined {
  const signed: JsonObject = {
    id: event['id'] ?? null,
    type: event['type'] ?? null,
    stream: event['stream'] ?? null,
    digest,
    event,
  };
  const name = Object.keys(signed).find(
    (each) => entry[each] !== undefined && !same(entry[each], signed[each] ?? null),
  );
  return name && `/${name}`;
}

function same(a: Json, b: Json): boolean {
  return canonicalize(a) === canonicalize(b);
}

function idInside({ payload }: JsonObject): string | undefined {
  const bytes = typeof payload === 'string' ? decodeBase64(payload) : null;
  return /"id":"([0-9a-f-]{36})"/.exec(new TextDecoder().decode(bytes ?? new Uint8Array()))?.[1];
}
