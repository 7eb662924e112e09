import { instantMs, isInstant } from '@hadic/domain';
import { malformedParameter } from '@hadic/words';
import type { Checkpoint, ReadModel } from './read-model.js';

/** Which place in the log, and which time in the world, a question is about. At most one of `index`, `position`, `known`. */
export interface Asked {
  index?: number;
  position?: string;
  /** RFC 3339: what was known then, by the running maximum of recordedAt. */
  known?: string;
  /** RFC 3339: the time that is judged. */
  valid?: string;
  /** A position that the answer must at least know of. */
  atLeast?: string;
}

/** The place and time that an answer holds for. */
export interface Moment {
  /** Index of the last record that is known; -1 where nothing was known yet. */
  index: number;
  position: string;
  knownTime: string;
  validTime: string;
}

/** Settles what was asked. `nowMs` is the judging time where none is named: the ledger's own now. */
export function momentOf(asked: Asked, head: Checkpoint, model: ReadModel, nowMs: number): Moment {
  const index = indexOf(asked, head, model);
  const row = model.all('SELECT position, known_ms FROM records WHERE idx = ?', [index])[0];
  const named = asked.index !== undefined || asked.position !== undefined;
  const knownMs = asked.known === undefined ? Number(row?.['known_ms'] ?? 0) : instantMs(asked.known);
  const validMs = named || asked.known !== undefined ? knownMs : nowMs;
  return {
    index,
    position: (row?.['position'] ?? '') as string,
    knownTime: asked.known ?? new Date(knownMs).toISOString(),
    validTime: asked.valid ?? new Date(validMs).toISOString(),
  };
}

function indexOf({ index, position, known }: Asked, head: Checkpoint, model: ReadModel): number {
  if (index !== undefined) {
    if (index > head.index) throw malformedParameter('index', 'lastRecord', { most: head.index });
    return index;
  }
  if (position === undefined && known === undefined) return head.index;
  const [row] =
    position !== undefined
      ? model.all('SELECT idx FROM records WHERE position <= ? ORDER BY position DESC LIMIT 1', [position])
      : model.all('SELECT max(idx) AS idx FROM records WHERE known_ms <= ?', [instantMs(known ?? '')]);
  // An open transaction shows its rows here already; they do not count before they are committed.
  return Math.min(Number(row?.['idx'] ?? -1), head.index);
}

/** What may stand in a query string. */
export type Parameters = Record<string, string | string[] | undefined>;

/** Reads the as-of parameters. @throws Refused parameter-malformed */
export function askedOf(parameters: Parameters): Asked {
  const index = wholeNumber(parameters, 'index');
  const position = oneOf(parameters, 'position');
  const known = instant(parameters, 'known');
  const valid = instant(parameters, 'valid');
  const atLeast = oneOf(parameters, 'atLeast');
  const places = [index, position, known].filter((place) => place !== undefined);
  if (places.length > 1) throw malformedParameter('known', 'onePlace');
  return {
    ...(index === undefined ? {} : { index }),
    ...(position === undefined ? {} : { position }),
    ...(known === undefined ? {} : { known }),
    ...(valid === undefined ? {} : { valid }),
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

/** A parameter that may be given once. */
export function oneOf(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 500) throw malformedParameter(name, 'oneValue');
  return value;
}

export function wholeNumber(parameters: Parameters, name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = oneOf(parameters, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw malformedParameter(name, 'wholeNumber', { least: 0, most });
  return value;
}

export function instant(parameters: Parameters, name: string): string | undefined {
  // In a query string a plus sign reads as a space; an instant holds no other.
  const text = oneOf(parameters, name)?.replace(' ', '+');
  if (text !== undefined && !isInstant(text)) throw malformedParameter(name, 'instant');
  return text;
}
