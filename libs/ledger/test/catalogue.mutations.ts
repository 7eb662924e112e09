import type { EventType } from '@hadic/domain';
import type { Json, JsonObject } from '@hadic/signing';
import { catalogue } from '../src/catalogue/catalogue.js';
import { sampleEvent } from '../src/catalogue/samples.js';

export const TYPES = Object.keys(catalogue) as EventType[];

export type Path = (string | number)[];

/** The sample of a type as JSON, which may be taken apart. */
export function sampleJson(type: EventType): JsonObject {
  return JSON.parse(JSON.stringify(sampleEvent(type))) as JsonObject;
}

/** The same with no more header than there must be. */
export function leanJson(type: EventType): JsonObject {
  const { place: _place, capture: _capture, ...event } = sampleJson(type);
  return { ...event, evidence: [] };
}

/** The ways to every value inside; of a list, to its first item only. */
export function pathsIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members: [string | number, Json][] = Array.isArray(value)
    ? value.slice(0, 1).map((item, i) => [i, item])
    : Object.entries(value);
  return [path, ...members.flatMap(([step, member]) => pathsIn(member, [...path, step]))];
}

/** A copy with another value in one place; `undefined` takes the member out. */
export function withAt(value: Json, [step, ...rest]: Path, change: (before: Json) => Json | undefined): Json {
  if (step === undefined) return change(value) ?? null;
  // Not structuredClone: under Jest its objects are of another realm, which class-transformer takes for no objects.
  const copy = JSON.parse(JSON.stringify(value)) as JsonObject;
  const before = copy[step] ?? null;
  const after = rest.length === 0 ? change(before) : withAt(before, rest, change);
  if (after !== undefined) copy[step] = after;
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy;
}

const OTHER_VALUES: Json[] = [
  null,
  true,
  -1,
  0,
  1.5,
  '',
  ' ',
  'no such',
  '2026-02-30',
  '\u001b[31m',
  [],
  {},
  [[]],
  [null],
];
/** A string of one character on paper and of thousands in JSON, which class-validator's own MaxLength would let pass. */
const LONG: Json[] = ['x'.repeat(5000), 'a' + '\ufe0f'.repeat(5000), '😀'.repeat(5000)];

/** Members that every object seems to have, and one that none has. JSON.parse alone makes a real `__proto__`. */
const EXTRA_MEMBERS = ['extra', 'constructor', 'hasOwnProperty', 'toString', '__proto__'];

/** Everything that this place is tried with, `undefined` for nothing there. */
export function changesOf(before: Json): (Json | undefined)[] {
  const others = [undefined, ...OTHER_VALUES];
  if (typeof before === 'string') return [...others, ...LONG, `${before}\n`, `${before} x`, before.toLowerCase(), 7];
  if (typeof before === 'number') return [...others, before + 0.5, -before, String(before), Number.MAX_SAFE_INTEGER];
  if (Array.isArray(before)) {
    const [first = null] = before;
    return [...others, Array.from({ length: 1001 }, () => first), [...before, 7], [...before, null], first];
  }
  if (typeof before !== 'object' || before === null) return [...others, 'true'];
  const grown = EXTRA_MEMBERS.map((name) => JSON.parse(JSON.stringify(before).replace('{', `{"${name}":1,`)) as Json);
  return [...others, ...grown, [before], 'text'];
}
