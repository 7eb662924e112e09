import { cli } from './cli.js';
import { demo } from './demo.js';
import { checks, findings, soundFindings } from './doctor.js';
import { events } from './events.js';
import { help } from './help.js';
import { imports, rows } from './imports.js';
import type { Language, Text } from './language.js';
import { parameterRules } from './parameters.js';
import { fieldRules, problems } from './problems.js';
import { reasons } from './reasons.js';
import { refusals } from './refusals.js';
import { roles } from './roles.js';
import { axes, axisValues, badges, headlines, headlineSentences, missing, resultStates } from './statuses.js';
import { tree } from './tree.js';

/** A message under each of its keys: `<group>.<name>`. */
type Group<G extends string, K extends string> = Record<`${G}.${K}`, Text>;

function group<G extends string, K extends string, V>(name: G, entries: Record<K, V>, text: (entry: V) => Text) {
  const keyed = Object.entries<V>(entries).map(([key, entry]) => [`${name}.${key}`, text(entry)]);
  return Object.fromEntries(keyed) as Group<G, K>;
}

const plain = (text: Text) => text;

/** Every message. What is wrong and its way out share the code: `refusal.lot-exists`, `wayOut.lot-exists`. */
export const messages = {
  ...group('refusal', refusals, ({ text }) => text),
  ...group('wayOut', refusals, ({ wayOut }) => wayOut),
  ...group('problem', problems, ({ text }) => text),
  ...group('wayOut', problems, ({ wayOut }) => wayOut),
  ...group('field', fieldRules, plain),
  ...group('parameter', parameterRules, plain),
  ...group('reason', reasons, ({ text }) => text),
  ...group('wayOut', reasons, ({ wayOut }) => wayOut),
  ...group('event', events, ({ title }) => title),
  ...group('sentence', events, ({ sentence }) => sentence),
  ...group('role', roles, plain),
  ...group('headline', headlines, plain),
  ...group('headlineSentence', headlineSentences, plain),
  ...group('axis', axes, plain),
  ...group('value', axisValues, plain),
  ...group('result', resultStates, plain),
  ...group('missing', missing, plain),
  ...group('badge', badges, plain),
  ...group('cli', cli, plain),
  ...group('help', help, plain),
  ...group('import', imports, plain),
  ...group('row', rows, ({ text }) => text),
  ...group('rowWayOut', rows, ({ wayOut }) => wayOut),
  ...group('tree', tree, plain),
  ...group('demo', demo, plain),
  ...group('check', checks, plain),
  ...group('sound', soundFindings, plain),
  ...group('finding', findings, ({ text }) => text),
  ...group('findingWayOut', findings, ({ wayOut }) => wayOut),
};

export type MessageKey = keyof typeof messages;

/** The message for a code that comes from outside, where it is one of ours. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}

const SLOT = /\{(\w+)\}/g;

type Coded = 'role' | 'result' | 'event';

/** Slots that hold codes of ours, which a person reads in words. */
const CODED: Record<string, Coded> = { role: 'role', roles: 'role', state: 'result', type: 'event' };

/** A message in one language. A slot that nobody fills prints `?`. */
export function say(language: Language, key: MessageKey, slots: Record<string, string | number> = {}): string {
  return messages[key][language].replace(SLOT, (_, name: string) => {
    const value = Object.hasOwn(slots, name) ? slots[name] : undefined;
    if (value === undefined) return '?';
    const coded = CODED[name];
    return coded ? inWords(language, coded, String(value)) : String(value);
  });
}

/** The names of the slots in a message, each once. */
export function slotsOf(key: MessageKey, language: Language = 'en'): string[] {
  return [...new Set([...messages[key][language].matchAll(SLOT)].map((match) => match[1] ?? ''))];
}

function inWords(language: Language, coded: Coded, codes: string): string {
  return codes.replace(/[A-Za-z_]{2,}/g, (code) => {
    const key = `${coded}.${code}`;
    if (!isMessageKey(key)) return code;
    const words = messages[key][language];
    return coded === 'event' ? `${words} (${code})` : words;
  });
}
