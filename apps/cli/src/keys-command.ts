import { renameSync } from 'node:fs';
import path from 'node:path';
import { ORGANISATION_ID } from '@hadic/domain';
import type { Options } from './args.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { makeFolder } from './files.js';
import { createKey, localKeys, parseRole, type LocalKey } from './keys.js';
import { recordDrafts, RECORD_OPTIONS } from './record.js';

export const KEYS_OPTIONS = {
  org: { type: 'string' },
  person: { type: 'string' },
  name: { type: 'string' },
  roles: { type: 'string', multiple: true },
  yes: RECORD_OPTIONS.yes,
  'recorded-at': RECORD_OPTIONS['recorded-at'],
} satisfies Options;

const ACTIONS = { new: makeKey, list: listKeys, show: showKey, rotate: rotateKey };

/** `hadic keys new|list|show|rotate` */
export async function keys(context: Context): Promise<number> {
  const action = context.args.word(0, Object.keys(ACTIONS).join(' | '));
  if (!isAction(action)) throw new Failure(EXIT.usage, 'cli.commandUnknown', { command: `keys ${action}` });
  return ACTIONS[action](context);
}

function isAction(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action);
}

async function makeKey(context: Context): Promise<number> {
  const { args } = context;
  args.atMost(1);
  const [org, person] = [args.need('org'), args.need('person')];
  if (!ORGANISATION_ID.test(org)) throw new Failure(EXIT.usage, 'cli.organisationMalformed', { organisation: org });
  const roles = args.list('roles').flatMap((list) => list.split(',').map(parseRole));
  const name = args.text('name') ?? `${org}-${person}`;
  const { keyId } = await createKey(context, { org, person, roles }, name);
  context.print(context.json ? JSON.stringify({ name, keyId, org, person, roles }) : keyId);
  context.tell('cli.keyMade', { name, organisation: org });
  return 0;
}

async function listKeys(context: Context): Promise<number> {
  context.args.atMost(1);
  const all = localKeys(context.home);
  for (const key of all) printKey(context, key);
  if (all.length === 0) context.tell('cli.noKeys', { home: context.home });
  return 0;
}

async function showKey(context: Context): Promise<number> {
  printKey(context, keyNamed(context, context.args.word(1, 'NAME')));
  return 0;
}

/** Makes the new key and records SigningKeyRotated, signed by the old and the new one. */
async function rotateKey(context: Context): Promise<number> {
  const old = keyNamed(context, context.args.word(1, 'NAME'));
  const { org, person, roles } = old;
  const name = context.args.text('name') ?? nextName(old.name);
  const made = localKeys(context.home).find((key) => key.name === name);
  // A rotation that was interrupted goes on with the key that it had made.
  const newKey = made?.keyId ?? (await createKey(context, { org, person, roles }, name)).keyId;
  const content = { type: 'SigningKeyRotated', data: { organisation: org, oldKey: old.keyId, newKey } } as const;
  const recordedAt = context.args.text('recorded-at');
  const draft = {
    ...content,
    signers: [],
    extras: {},
    ...(recordedAt === undefined ? {} : { recordedAt, occurredAt: recordedAt }),
  };
  const exit = await recordDrafts(context, [{ draft, content }]);
  if (exit !== 0) return exit;
  retire(context, old);
  context.tell('cli.keyRotated', { old: old.name, name });
  return 0;
}

/** The ledger takes nothing more from the old key: it is kept, but out of the way, or it would be chosen to sign. */
function retire(context: Context, { name }: LocalKey): void {
  const retired = context.at('keys', 'retired');
  makeFolder(retired);
  renameSync(context.at('keys', `${name}.json`), path.join(retired, `${name}.json`));
}

/** `kopi-p1` is followed by `kopi-p1.2`, and that by `kopi-p1.3`. */
function nextName(name: string): string {
  const [, stem = name, count = '1'] = /^(.*)\.(\d+)$/.exec(name) ?? [];
  return `${stem}.${Number(count) + 1}`;
}

function keyNamed(context: Context, name: string): LocalKey {
  const key = localKeys(context.home).find((each) => each.name === name || each.keyId === name);
  if (!key) throw new Failure(EXIT.usage, 'cli.keyMissing', { name });
  return key;
}

function printKey(context: Context, { name, keyId, org, person, roles }: LocalKey): void {
  const line = context.json
    ? JSON.stringify({ name, keyId, org, person, roles })
    : [name, keyId, org, person, roles.join(',')].join('\t');
  context.print(line);
}
