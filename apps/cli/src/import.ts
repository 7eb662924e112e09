import { readFileSync } from 'node:fs';
import { instantMs, rules, type EventType, type Rule } from '@hadic/domain';
import type { Json, JsonObject } from '@hadic/signing';
import { tell } from '@hadic/words';
import type { Options } from './args.js';
import { compose } from './compose.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { codeOf, readText } from './files.js';
import { readFiles, type FileTrouble, type ImportedEvent } from './import-events.js';
import { KINDS, readMapping, type Kind } from './import-mapping.js';
import { tellTroubles, type RowPlace } from './import-troubles.js';
import { Outbox, rowKey } from './outbox.js';
import { postAll, type Outgoing } from './post.js';
import { outgoingOf, sourceOf, timeFlag } from './record.js';
import { confirmSigning } from './show.js';
import { requireComplete, signAll } from './sign.js';
import { encodeWire } from './wire.js';

export const IMPORT_OPTIONS = {
  mapping: { type: 'string' },
  kind: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'recorded-at': { type: 'string' },
  yes: { type: 'boolean' },
} satisfies Options;

/** `hadic import`: makes events of the rows of tables, signs them, keeps them in the outbox and posts them. */
export async function importTables(context: Context): Promise<number> {
  const { args } = context;
  const file = args.need('mapping');
  const mapping = readMapping(readText(file), file);
  args.word(0, 'CSV');
  const files = args.words.map((name) => ({ name, bytes: readBytes(name) }));
  const { events, troubles, rows } = readFiles(files, mapping, kindOf(context));
  tellTroubles(context, troubles);
  context.tell('import.read', { events: events.length, rows, refused: troubles.length });
  const exit = args.flag('dry-run') ? show(context, events) : await record(context, events);
  return exit === 0 && troubles.length > 0 ? EXIT.failed : exit;
}

function kindOf({ args }: Context): Kind | undefined {
  const told = args.text('kind');
  const kind = KINDS.find((each) => each === told);
  if (told !== undefined && !kind) {
    throw new Failure(EXIT.usage, 'import.kindUnknown', { kind: told, known: KINDS.join(', ') });
  }
  return kind;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Failure(EXIT.usage, 'cli.fileMissing', { file });
    throw new Failure(EXIT.usage, 'cli.fileUnreadable', { file, reason: codeOf(error) });
  }
}

/** What would be signed: a sentence a line for people, with --json drafts that `hadic record` takes. */
function show(context: Context, events: readonly ImportedEvent[]): number {
  for (const { draft, file, line } of events) {
    const { type, data, occurredAt, extras } = draft;
    if (context.json) context.print(JSON.stringify({ type, occurredAt, ...extras, data }));
    else context.print([`${file}:${line}`, occurredAt, tell(context.language, type, data)].join('\t'));
  }
  return 0;
}

/** An event with its places in the outbox: one by its whole content, one by the ids that it brings into being. */
interface Keyed {
  event: ImportedEvent;
  key: string;
  named: string;
}

async function record(context: Context, events: readonly ImportedEvent[]): Promise<number> {
  const outbox = Outbox.open(context.home);
  const { ledger, simulated } = context.config();
  const { keyed, troubles } = keyEvents(events, ledger, outbox);
  tellTroubles(context, troubles);
  const fresh = keyed.filter(({ key }) => outbox.get(key) === undefined);
  const source = sourceOf(context);
  const told = timeFlag(context, 'recorded-at');
  if (told !== undefined && !simulated) throw new Failure(EXIT.usage, 'problem.recorded-at-refused');
  const composed = fresh.map(({ event: { draft } }) =>
    compose(simulated ? { ...draft, recordedAt: told ?? draft.occurredAt } : draft, source),
  );
  const clear = composed.map(({ event }) => event);
  if (clear.length > 0 && !(await confirmSigning(context, clear))) {
    context.tell('cli.cancelled');
    return EXIT.failed;
  }
  const signed = await signAll(context, composed);
  requireComplete(signed);
  outbox.add(
    signed.flatMap((each, i) => {
      const { key = '', named = '' } = fresh[i] ?? {};
      return [
        { key, line: encodeWire(each) },
        { key: named, line: key },
      ];
    }),
  );
  const { refused, exit } = await postAll(
    context,
    keyed.map(({ event, key }) => outgoing(event, outbox.get(key) ?? '', key)),
  );
  outbox.drop(keyed.filter(({ key }) => refused.includes(key)).flatMap(({ key, named }) => [key, named]));
  return exit === 0 && troubles.length > 0 ? EXIT.failed : exit;
}

/** Leaves out what stands twice in the tables, and what says something else of the same lot, run or shipment than an earlier import. */
function keyEvents(
  events: readonly ImportedEvent[],
  ledger: string,
  outbox: Outbox,
): { keyed: Keyed[]; troubles: FileTrouble[] } {
  const troubles: FileTrouble[] = [];
  const seen = new Map<string, Keyed>();
  for (const event of events) {
    const { type, data, occurredAt, extras } = event.draft;
    const key = rowKey(ledger, { type, data, occurredAt, ...extras }, 0);
    const names = namesOf(type, data);
    const named = rowKey(ledger, nameKey(event, names), 0);
    const { file, line } = event;
    const twin = seen.get(named);
    const before = outbox.get(named);
    const earlier = before === undefined || before === key ? undefined : outbox.get(before);
    const slots = { id: names.join(', '), event: earlier === undefined ? '' : outgoingOf(earlier).id };
    if (twin) {
      const rule = twin.key === key ? 'row-twice' : 'row-differs';
      troubles.push({ file, line, rule, slots: { ...slots, file: twin.event.file, line: twin.event.line } });
    } else if (earlier !== undefined) troubles.push({ file, line, rule: 'row-changed', slots });
    else seen.set(named, { event, key, named });
  }
  return { keyed: [...seen.values()], troubles };
}

/** The same lot is counted again and again; all else comes into being once. */
function nameKey({ draft }: ImportedEvent, names: readonly string[]): Json {
  const { type, occurredAt } = draft;
  return type === 'StockCounted' ? ['names', type, instantMs(occurredAt), ...names] : ['names', type, ...names];
}

function namesOf(type: EventType, data: JsonObject): readonly string[] {
  const rule: Rule<never> = rules[type];
  return rule.names?.(data as never) ?? [];
}

/** A refusal is told with the row and column that the place in the event came from. */
function outgoing({ file, line, origins }: ImportedEvent, wire: string, key: string): Outgoing {
  const place = (pointer: string): RowPlace => {
    const fitting = origins.filter((origin) => pointer === origin.pointer || pointer.startsWith(`${origin.pointer}/`));
    const [nearest] = fitting.sort((a, b) => b.pointer.length - a.pointer.length);
    if (!nearest) return { file, line };
    const { column } = nearest;
    return { file, line: nearest.line, ...(column === undefined ? {} : { column }) };
  };
  return { ...outgoingOf(wire, key), place };
}
