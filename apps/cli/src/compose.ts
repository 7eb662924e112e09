import { isEventType, isInstant, type EventType, type Signer } from '@hadic/domain';
import { hideFields, type Json, type JsonObject, type Openings } from '@hadic/signing';
import { EXIT, Failure } from './failure.js';
import { isObject, textOf } from './files.js';
import type { LocalKey } from './keys.js';
import { parseSigner, signersOf, streamOfData, withKeyIds, type NamedSigner } from './signers.js';
import { privateFields } from './wire.js';

/** One event as a person writes it down; all else is filled in before it is signed. */
export interface Draft {
  type: EventType;
  data: JsonObject;
  occurredAt?: string;
  recordedAt?: string;
  signers: NamedSigner[];
  /** `place`, `capture` and `evidence`, as they will be signed. */
  extras: JsonObject;
}

/** Where the rest of an event comes from. */
export interface Source {
  ledger: string;
  keys: LocalKey[];
  /** Milliseconds since 1970. */
  now: number;
  random: (bytes: number) => Uint8Array;
}

/** What is signed, as the ledger opens it and as it goes under the signature. */
export interface Composed {
  event: JsonObject & { type: string; v: number };
  hidden: JsonObject & { type: string; v: number };
  openings: Openings;
  recordedAt?: string;
}

const MEMBERS = ['type', 'data', 'occurredAt', 'recordedAt', 'as', 'signers', 'place', 'capture', 'evidence'];
const SALT_BYTES = 16;

/** Reads one event of a file. Throws a usage `Failure` that names what is wrong and where. */
export function readDraft(value: Json, file: string): Draft {
  if (!isObject(value)) throw new Failure(EXIT.usage, 'cli.draftMalformed', { file, place: '/' });
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw new Failure(EXIT.usage, 'cli.draftMalformed', { file, place: `/${unknown}` });
  const { type, data, place, capture, evidence } = value;
  if (typeof type !== 'string' || !isEventType(type))
    throw new Failure(EXIT.usage, 'cli.typeUnknown', { type: textOf(type) });
  if (!isObject(data)) throw new Failure(EXIT.usage, 'cli.draftMalformed', { file, place: '/data' });
  const extras = { ...(place === undefined ? {} : { place }), ...(capture === undefined ? {} : { capture }) };
  return {
    type,
    data,
    ...instant(value, 'occurredAt'),
    ...instant(value, 'recordedAt'),
    signers: [...textsOf(value['as']).map(parseSigner), ...objectsOf(value['signers']).map(readSigner)],
    extras: evidence === undefined ? extras : { ...extras, evidence },
  };
}

/** Makes the event of a draft: a new id, its stream, its signers, fresh salts. */
export function compose(draft: Draft, source: Source): Composed {
  const { type, signers, recordedAt } = draft;
  const data = withKeyIds(type, draft.data, source.keys);
  const stream = streamOfData(type, data);
  return composeWith(
    { ...draft, data, stream, signedBy: signersOf(type, data, signers, source.keys) },
    source,
    recordedAt,
  );
}

/** The same where the signers do not follow from the type alone, as in a correction. */
export function composeWith(
  draft: Pick<Draft, 'type' | 'data' | 'occurredAt' | 'extras'> & { stream: string; signedBy: Signer[] },
  source: Omit<Source, 'keys' | 'ledger'> & { ledger?: string },
  recordedAt?: string,
): Composed {
  const { type, data, stream, signedBy, extras } = draft;
  const event = {
    id: uuidV7(source.now, source.random),
    type,
    v: 1,
    ...(source.ledger === undefined ? {} : { ledger: source.ledger }),
    stream,
    occurredAt: draft.occurredAt ?? new Date(source.now).toISOString(),
    signers: signedBy.map(({ key, org, role }) => ({ key, org, role })),
    evidence: [],
    ...extras,
    data,
  };
  const { event: hidden, openings } = hideFields(event, privateFields(event), () => source.random(SALT_BYTES));
  return { event, hidden: hidden as typeof event, openings, ...(recordedAt === undefined ? {} : { recordedAt }) };
}

/** UUID version 7 (RFC 9562): 48 bits of time, then random. */
export function uuidV7(now: number, random: (bytes: number) => Uint8Array): string {
  const bytes = Uint8Array.from([...timeBytes(now), ...random(10)]);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function timeBytes(ms: number): Uint8Array {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(ms, 0, 6);
  return bytes;
}

function instant<N extends string>(value: JsonObject, name: N): Partial<Record<N, string>> {
  const time = value[name];
  if (time === undefined) return {};
  return { [name]: checkedInstant(time, name) } as Record<N, string>;
}

/** Throws a usage `Failure` unless the value is a complete time with its offset. */
export function checkedInstant(time: Json, name: string): string {
  if (typeof time === 'string' && isInstant(time)) return time;
  throw new Failure(EXIT.usage, 'cli.timeMalformed', { name, value: textOf(time) });
}

function readSigner({ role, org, key }: JsonObject): NamedSigner {
  const named = parseSigner(textOf(role));
  return { ...named, ...(typeof org === 'string' ? { org } : {}), ...(typeof key === 'string' ? { key } : {}) };
}

function textsOf(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map(String);
}

function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
