import type { Signer } from '@hadic/domain';
import { canonicalize, type Json, type JsonObject } from '@hadic/signing';
import { Api, objectOf, pathOf } from './api.js';
import { composeWith, type Composed } from './compose.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { isObject, parseJson, readText, textOf } from './files.js';
import type { Options } from './args.js';
import { Outbox, rowKey } from './outbox.js';
import { postAll } from './post.js';
import { DRAFT_OPTIONS, outgoingOf, sourceOf, timeFlag, writeLines } from './record.js';
import { applySettings } from './settings.js';
import { confirmSigning } from './show.js';
import { requireComplete, signAll } from './sign.js';
import { correctorsOf, parseSigner, signersOf } from './signers.js';
import { encodeWire } from './wire.js';

const { as, out, yes, set, data } = DRAFT_OPTIONS;
export const ANNUL_OPTIONS = {
  reason: { type: 'string' },
  as,
  out,
  yes,
  'occurred-at': { type: 'string' },
  'recorded-at': { type: 'string' },
} satisfies Options;
export const CORRECT_OPTIONS = { ...ANNUL_OPTIONS, set, data } satisfies Options;

/** The newest version of a fact, and the event that first told it. */
interface Fact {
  id: string;
  original: { type: string; stream: string; signers: Signer[] };
  data: JsonObject;
}

/** `hadic correct`: replaces what an event says by a later event; both stay visible. */
export async function correct(context: Context): Promise<number> {
  const { args } = context;
  const [id, reason] = [args.word(0, 'ID'), args.need('reason')];
  args.atMost(1);
  const fact = await factOf(context, id);
  const file = args.text('data');
  const base = file === undefined ? fact.data : parseJson(readText(file), file);
  if (!isObject(base)) throw new Failure(EXIT.usage, 'cli.draftMalformed', { file: file ?? '', place: '/' });
  const replacement = applySettings(base, args.list('set'));
  if (canonicalize(replacement) === canonicalize(fact.data)) throw new Failure(EXIT.usage, 'cli.nothingChanged');
  return change(context, fact, { type: 'EventCorrected', data: { target: targetOf(fact), reason, replacement } });
}

/** `hadic annul`: says that an event did not happen. */
export async function annul(context: Context): Promise<number> {
  const { args } = context;
  const [id, reason] = [args.word(0, 'ID'), args.need('reason')];
  args.atMost(1);
  const fact = await factOf(context, id);
  return change(context, fact, { type: 'EventAnnulled', data: { target: targetOf(fact), reason } });
}

type Change = { type: 'EventCorrected' | 'EventAnnulled'; data: JsonObject };

async function change(context: Context, fact: Fact, { type, data: content }: Change): Promise<number> {
  const config = context.config();
  const outbox = Outbox.open(context.home);
  const key = rowKey(config.ledger, { type, data: content }, 0);
  const kept = outbox.get(key);
  if (kept !== undefined && !context.args.flag('out')) return finish(context, outbox, key);

  const composed = composeChange(context, fact, { type, data: content });
  if (!(await confirmSigning(context, [composed.event]))) {
    context.tell('cli.cancelled');
    return EXIT.failed;
  }
  const signed = await signAll(context, [composed]);
  const lines = signed.map(encodeWire);
  if (context.args.flag('out')) {
    writeLines(context, lines);
    return 0;
  }
  requireComplete(signed);
  outbox.add(lines.map((line) => ({ key, line })));
  return finish(context, outbox, key);
}

async function finish(context: Context, outbox: Outbox, key: string): Promise<number> {
  const { refused, exit } = await postAll(context, [outgoingOf(outbox.get(key) ?? '', key)]);
  outbox.drop(refused);
  return exit;
}

function composeChange(context: Context, { original }: Fact, { type, data: content }: Change): Composed {
  const { stream } = original;
  const source = sourceOf(context);
  const named = context.args.list('as').map(parseSigner);
  const signedBy =
    named.length > 0 ? signersOf(type, content, named, source.keys) : correctorsOf(type, original, source.keys);
  const recordedAt = timeFlag(context, 'recorded-at');
  const occurredAt = timeFlag(context, 'occurred-at') ?? recordedAt;
  const draft = {
    type,
    data: content,
    stream,
    signedBy,
    extras: {},
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
  return composeWith(draft, source, recordedAt);
}

function targetOf({ id, original: { stream, type } }: Fact): JsonObject {
  return { stream, id, type };
}

/** The newest version of the fact that event `id` tells or corrects. */
async function factOf(context: Context, id: string): Promise<Fact> {
  const api = new Api(context);
  let first = await entryOf(api, id);
  while (first['type'] === 'EventCorrected') first = await entryOf(api, targetIdOf(first));
  const stream = textOf(first['stream']);
  let newest = first;
  for (const correction of await correctionsIn(api, stream)) {
    if (targetIdOf(correction) === idOf(newest)) newest = correction;
  }
  const data = dataOf(newest);
  const replacement = newest === first ? data : data['replacement'];
  return {
    id: idOf(newest),
    original: { type: textOf(first['type']), stream, signers: signersIn(first) },
    data: objectOf(replacement ?? null, context.url),
  };
}

async function entryOf(api: Api, id: string): Promise<JsonObject> {
  return objectOf(await api.get(pathOf('v1', 'events', id)), id);
}

/** The corrections in a stream that count, in log order, so that each follows the version it corrects. */
async function correctionsIn(api: Api, stream: string): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let cursor: string | undefined;
  do {
    const page: Json = await api.get('/v1/events', { stream, type: 'EventCorrected', limit: '200', cursor });
    const { events, cursor: next } = objectOf(page, stream);
    found.push(...(Array.isArray(events) ? events.filter(isObject) : []));
    cursor = typeof next === 'string' ? next : undefined;
  } while (cursor !== undefined);
  return found.filter((entry) => !entry['voided']);
}

function idOf(entry: JsonObject): string {
  return textOf(entry['id']);
}

function dataOf(entry: JsonObject): JsonObject {
  const { event } = entry;
  return isObject(event) && isObject(event['data']) ? event['data'] : {};
}

function targetIdOf(entry: JsonObject): string {
  const { target } = dataOf(entry);
  return isObject(target) ? textOf(target['id']) : '';
}

function signersIn(entry: JsonObject): Signer[] {
  const { event } = entry;
  const signers = isObject(event) ? event['signers'] : [];
  return Array.isArray(signers) ? signers.filter(isObject).map((signer) => signer as JsonObject & Signer) : [];
}
