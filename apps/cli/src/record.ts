import { isEventType } from '@hadic/domain';
import { openEnvelope, type Json, type JsonObject } from '@hadic/signing';
import { applySettings } from './settings.js';
import { checkedInstant, compose, readDraft, type Composed, type Draft, type Source } from './compose.js';
import type { Options } from './args.js';
import type { Config, Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { isObject, parseJson, parseMany, readText, textOf, writeNewFile } from './files.js';
import { localKeys } from './keys.js';
import { Outbox, rowKey } from './outbox.js';
import { postAll, type Outgoing } from './post.js';
import { confirmSigning } from './show.js';
import { requireComplete, signAll } from './sign.js';
import { parseSigner } from './signers.js';
import { decodeWire, encodeWire, isWire, openedEvent, type Signed } from './wire.js';

/** Flags of the commands that make events from data. */
export const DRAFT_OPTIONS = {
  set: { type: 'string', multiple: true },
  data: { type: 'string' },
  site: { type: 'string' },
  organisation: { type: 'string' },
  as: { type: 'string', multiple: true },
  'occurred-at': { type: 'string' },
  'recorded-at': { type: 'string' },
  place: { type: 'string' },
  out: { type: 'string' },
  yes: { type: 'boolean' },
} satisfies Options;

export const RECORD_OPTIONS = { ...DRAFT_OPTIONS, again: { type: 'boolean' } } satisfies Options;

/** One row of what is to be recorded: signed by somebody already, or a draft with the content that it is known by. */
type Row = { wire: Signed } | { draft: Draft; content: Json };

/** `hadic record`: signs what is not signed yet, keeps it in the outbox, posts it, prints the receipts. */
export async function record(context: Context): Promise<number> {
  const rows = await readRows(context);
  if (context.args.flag('out')) return writeSigned(context, rows);
  return recordRows(context, rows);
}

/** `hadic sign`: signs drafts and prints or writes the signed events; posts nothing. */
export async function sign(context: Context): Promise<number> {
  return writeSigned(context, await readRows(context));
}

/** Signs, keeps and posts rows, in their order. */
export async function recordDrafts(context: Context, drafts: { draft: Draft; content: Json }[]): Promise<number> {
  return recordRows(context, drafts);
}

async function recordRows(context: Context, rows: readonly Row[]): Promise<number> {
  const outbox = Outbox.open(context.home);
  const keyed = keyRows(context, rows, outbox);
  const kept = (key: string | undefined) => (key === undefined ? undefined : outbox.get(key));
  const fresh = keyed.filter(({ row, key }) => 'draft' in row && kept(key) === undefined);
  const source = sourceOf(context);
  const composed = fresh.map(({ row }) => ('draft' in row ? [compose(row.draft, source)] : [])).flat();
  if (!(await agreed(context, composed))) return EXIT.failed;
  const signed = await signAll(context, composed);
  requireComplete([...signed, ...rows.flatMap((row) => ('wire' in row ? [row.wire] : []))]);
  outbox.add(fresh.map(({ key = '' }, i) => ({ key, line: lineOf(signed[i]) })));
  const outgoing = keyed.map(({ row, key }) =>
    outgoingOf('wire' in row ? encodeWire(row.wire) : (kept(key) ?? ''), key),
  );
  const { refused, exit } = await postAll(context, outgoing);
  outbox.drop(refused);
  return exit;
}

async function agreed(context: Context, composed: readonly Composed[]): Promise<boolean> {
  const events = composed.map(({ event }) => event);
  if (events.length === 0 || (await confirmSigning(context, events))) return true;
  context.tell('cli.cancelled');
  return false;
}

/** Signs drafts and writes every event to `--out`, or prints it, whether or not all have signed. */
async function writeSigned(context: Context, rows: readonly Row[]): Promise<number> {
  const source = sourceOf(context);
  const composed = rows.flatMap((row) => ('draft' in row ? [compose(row.draft, source)] : []));
  if (!(await agreed(context, composed))) return EXIT.failed;
  const signed = await signAll(context, composed);
  let next = 0;
  const lines = rows.map((row) => ('wire' in row ? encodeWire(row.wire) : lineOf(signed[next++])));
  writeLines(context, lines);
  return 0;
}

/** One signed event a line, to `--out` or to standard output. */
export function writeLines(context: Context, lines: readonly string[]): void {
  const out = context.args.text('out');
  const text = lines.map((line) => `${line}\n`).join('');
  if (out === undefined || out === '-') return context.io.out(text);
  writeNewFile(out, text);
  context.tell('cli.written', { count: lines.length, file: out });
}

/** The rows of one call: an event made of flags, or those in a file. */
async function readRows(context: Context): Promise<Row[]> {
  const { args, io } = context;
  const source = args.word(0, 'TYPE | FILE');
  args.atMost(1);
  if (isEventType(source)) return [draftRow(context, await flagsDraft(context, source), 'flags')];
  const text = source === '-' ? await io.stdin() : readText(source);
  const values = parseMany(text, source);
  return values.map((value, i) => {
    const file = values.length > 1 ? `${source}:${i + 1}` : source;
    return isWire(value) ? { wire: decodeWire(value, file) } : draftRow(context, value, file);
  });
}

async function flagsDraft(context: Context, type: string): Promise<JsonObject> {
  const { args, io } = context;
  const file = args.text('data');
  const base = file === undefined ? {} : parseJson(file === '-' ? await io.stdin() : readText(file), file);
  if (!isObject(base)) throw new Failure(EXIT.usage, 'cli.draftMalformed', { file: file ?? '', place: '/' });
  const owners = ['site', 'organisation'].flatMap((name) => {
    const id = args.text(name);
    return id === undefined ? [] : [[name, id] as const];
  });
  const data = applySettings({ ...Object.fromEntries(owners), ...base }, args.list('set'));
  const place = args.text('place');
  return { type, data, ...(place === undefined ? {} : { place }) };
}

/** Flags fill in what the row itself does not say, and are part of what the row is known by. */
function draftRow(context: Context, value: Json, file: string): Row {
  const { args } = context;
  const occurredAt = timeFlag(context, 'occurred-at');
  const recordedAt = timeFlag(context, 'recorded-at');
  const as = args.list('as');
  const content = isObject(value)
    ? {
        ...(occurredAt === undefined ? {} : { occurredAt }),
        ...(recordedAt === undefined ? {} : { recordedAt }),
        ...(as.length === 0 || 'signers' in value ? {} : { as }),
        ...value,
      }
    : value;
  as.forEach(parseSigner);
  const draft = readDraft(content, file);
  return { draft: onClock(context.config(), draft), content };
}

/** A simulated ledger is told when it records: when the event happens, unless the row says otherwise. */
function onClock(config: Config, draft: Draft): Draft {
  if (!config.simulated) {
    if (draft.recordedAt !== undefined) throw new Failure(EXIT.usage, 'problem.recorded-at-refused');
    return draft;
  }
  const recordedAt = draft.recordedAt ?? draft.occurredAt;
  return recordedAt === undefined ? draft : { ...draft, recordedAt };
}

export function timeFlag({ args }: Context, name: string): string | undefined {
  const time = args.text(name);
  return time === undefined ? undefined : checkedInstant(time, `--${name}`);
}

/** Gives each draft its key: equal rows in one call are told apart by counting, and `--again` counts on from earlier calls. */
function keyRows(context: Context, rows: readonly Row[], outbox: Outbox): { row: Row; key?: string }[] {
  const { ledger } = context.config();
  const seen = new Map<string, number>();
  return rows.map((row) => {
    if ('wire' in row) return { row };
    const plain = rowKey(ledger, row.content, 0);
    let occurrence = seen.get(plain) ?? 0;
    while (context.args.flag('again') && outbox.get(rowKey(ledger, row.content, occurrence)) !== undefined)
      occurrence += 1;
    seen.set(plain, occurrence + 1);
    return { row, key: rowKey(ledger, row.content, occurrence) };
  });
}

/** Where the parts of a new event come from that nobody types. */
export function sourceOf(context: Context): Source {
  const { io } = context;
  return { ledger: context.config().ledger, keys: localKeys(context.home), now: io.now(), random: io.random };
}

function lineOf(signed: Signed | undefined): string {
  if (!signed) throw new Error('There is a signed event for every draft.');
  return encodeWire(signed);
}

/** What is posted, and what the person calls it by. */
export function outgoingOf(line: string, key?: string): Outgoing {
  const { envelope, openings } = decodeWire(parseJson(line, 'outbox') as JsonObject, 'outbox');
  const event = openedEvent(openEnvelope(envelope), openings ?? {});
  return { line, id: textOf(event['id']), type: textOf(event['type']), ...(key === undefined ? {} : { key }) };
}
