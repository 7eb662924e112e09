import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROLES, type Role } from '@hadic/domain';
import { KeyError, openKey, sealKey, signerFromSeed, type JsonObject, type Signer } from '@hadic/signing';
import { LANGUAGES, say } from '@hadic/words';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { codeOf, isObject, makeFolder, parseJson, readText, writeNewFile } from './files.js';
import type { Io } from './io.js';

/** Whose key it is. The ledger knows the mandates; `roles` only helps to choose among local keys. */
export interface Owner {
  org: string;
  person: string;
  roles: Role[];
}

/** A key file in `$HADIC_HOME/keys`, still sealed. */
export interface LocalKey extends Owner {
  name: string;
  keyId: string;
  file: JsonObject;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const SEED_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 24;

/** The keys of this home, by name. */
export function localKeys(home: string): LocalKey[] {
  const folder = path.join(home, 'keys');
  return namesIn(folder).map((name) => readKey(path.join(folder, name)));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new Failure(EXIT.usage, 'cli.fileUnreadable', { file: folder, reason: codeOf(error) });
  }
}

function readKey(file: string): LocalKey {
  const json = parseJson(readText(file), file);
  if (!isObject(json)) throw new Failure(EXIT.usage, 'cli.keyFileMalformed', { file });
  const { keyId, org, person, roles } = json;
  if (typeof keyId !== 'string' || typeof org !== 'string' || typeof person !== 'string') {
    throw new Failure(EXIT.usage, 'cli.keyFileMalformed', { file });
  }
  const named = Array.isArray(roles) ? roles : [];
  return {
    name: path.basename(file, '.json'),
    keyId,
    org,
    person,
    roles: ROLES.filter((role) => named.includes(role)),
    file: json,
  };
}

/** Makes a key, sealed by a new passphrase. The secret is never written or shown in the clear. */
export async function createKey(
  context: Context,
  owner: Owner,
  name: string,
): Promise<{ keyId: string; signer: Signer }> {
  if (!NAME.test(name)) throw new Failure(EXIT.usage, 'cli.keyNameMalformed', { name });
  const { io } = context;
  const passphrase = await newPassphrase(context);
  const seed = io.random(SEED_BYTES);
  const file = await sealKey(seed, {
    passphrase,
    salt: io.random(SALT_BYTES),
    nonce: io.random(NONCE_BYTES),
    scrypt: io.scrypt,
    meta: { org: owner.org, person: owner.person, roles: owner.roles },
  });
  makeFolder(context.at('keys'));
  writeNewFile(context.at('keys', `${name}.json`), `${JSON.stringify(file, null, 2)}\n`);
  return { keyId: file.keyId, signer: signerFromSeed(seed) };
}

/** Opens keys as they are needed and asks for a passphrase as rarely as it can. */
export class Keyring {
  private readonly opened = new Map<string, Signer>();
  private passphrase: string | undefined;

  constructor(private readonly context: Context) {}

  async unlock(key: LocalKey): Promise<Signer> {
    const opened = this.opened.get(key.keyId) ?? (await this.open(key));
    this.opened.set(key.keyId, opened);
    return opened;
  }

  private async open(key: LocalKey): Promise<Signer> {
    const { io } = this.context;
    const fromFile = passphraseFromFile(io);
    if (fromFile !== undefined) return this.tryOpen(key, fromFile);
    if (this.passphrase !== undefined) {
      const signer = await this.tryOpen(key, this.passphrase).catch(ignoreWrong);
      if (signer) return signer;
    }
    if (!io.terminal) throw new Failure(EXIT.usage, 'cli.passphraseNeeded');
    this.passphrase = await io.terminal.askSecret(this.context.say('cli.passphraseAsked', { key: key.name }));
    return this.tryOpen(key, this.passphrase);
  }

  private async tryOpen(key: LocalKey, passphrase: string): Promise<Signer> {
    try {
      return signerFromSeed(await openKey(key.file, passphrase, this.context.io.scrypt));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      if (error.code === 'wrong-passphrase') throw new Failure(EXIT.failed, 'cli.passphraseWrong', { key: key.name });
      throw new Failure(EXIT.failed, 'cli.keyFileMalformed', { file: `${key.name}.json` });
    }
  }
}

function ignoreWrong(error: unknown): undefined {
  if (error instanceof Failure && error.key === 'cli.passphraseWrong') return undefined;
  throw error;
}

function passphraseFromFile(io: Io): string | undefined {
  const file = io.env['HADIC_PASSPHRASE_FILE'];
  if (!file) return undefined;
  const passphrase = readText(file).replace(/\r?\n$/, '');
  if (passphrase === '') throw new Failure(EXIT.usage, 'cli.passphraseEmpty');
  return passphrase;
}

async function newPassphrase(context: Context): Promise<string> {
  const { io } = context;
  const fromFile = passphraseFromFile(io);
  if (fromFile !== undefined) return fromFile;
  if (!io.terminal) throw new Failure(EXIT.usage, 'cli.passphraseNeeded');
  const passphrase = await io.terminal.askSecret(context.say('cli.passphraseNew'));
  if (passphrase === '') throw new Failure(EXIT.usage, 'cli.passphraseEmpty');
  const again = await io.terminal.askSecret(context.say('cli.passphraseAgain'));
  if (again !== passphrase) throw new Failure(EXIT.usage, 'cli.passphrasesDiffer');
  return passphrase;
}

/** A role by its code (`PENYELIA_HALAL`, `penyelia-halal`) or by its name in any of our languages. */
export function parseRole(text: string): Role {
  const code = text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  const named = (role: Role) =>
    LANGUAGES.some((language) => say(language, `role.${role}`) === text.trim().toLowerCase());
  const role = ROLES.find((each) => each === code) ?? ROLES.find(named);
  if (!role) throw new Failure(EXIT.usage, 'cli.roleUnknown', { text, known: ROLES.join(', ') });
  return role;
}
