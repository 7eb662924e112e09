import type { Json, JsonObject } from '@hadic/signing';
import { say, type Language, type MessageKey } from '@hadic/words';
import path from 'node:path';
import type { Args } from './args.js';
import { EXIT, Failure } from './failure.js';
import { codeOf, isObject, parseJson, readTextIfThere } from './files.js';
import type { Io } from './io.js';

/** What `hadic init` wrote about the ledger. */
export interface Config {
  ledger: string;
  registrar: string;
  foundingKey: string;
  simulated: boolean;
  url: string;
  language?: string;
}

/** One call of one command. */
export class Context {
  constructor(
    readonly io: Io,
    readonly args: Args,
    readonly language: Language,
  ) {}

  get json(): boolean {
    return this.args.flag('json');
  }

  /** The folder of keys, configuration and outbox. */
  get home(): string {
    return homeOf(this.args, this.io);
  }

  /** A file or folder in the home. */
  at(...names: string[]): string {
    return path.join(this.home, ...names);
  }

  say(key: MessageKey, slots?: Record<string, string | number>): string {
    return say(this.language, key, slots);
  }

  /** One line for the person. */
  tell(key: MessageKey, slots?: Record<string, string | number>): void {
    this.io.err(`${this.say(key, slots)}\n`);
  }

  /** One line of data. */
  print(text: string): void {
    this.io.out(`${text}\n`);
  }

  config(): Config {
    const config = readConfig(this.home);
    if (!config) throw new Failure(EXIT.usage, 'cli.noLedger', { home: this.home });
    return config;
  }

  /** Where the service, or the ledger where it runs apart, answers: told, running from this home, or configured. */
  get url(): string {
    const told = this.args.text('url') ?? this.io.env['HADIC_URL'];
    return withoutSlash(told ?? runningUrl(this.at('service.json')) ?? this.config().url);
  }

  /** Where questions are answered: the same for the provenance, and where none runs apart, where everything is. */
  get provenanceUrl(): string {
    const told = this.args.text('url') ?? this.io.env['HADIC_PROVENANCE_URL'] ?? this.io.env['HADIC_URL'];
    return withoutSlash(told ?? runningUrl(this.at('provenance.json')) ?? this.url);
  }

  /** The embedded store's file. */
  get storeFile(): string {
    return path.join(this.io.env['HADIC_DATA'] ?? this.at('data'), 'ledger.db');
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

export function homeOf(args: Args, io: Io): string {
  return path.resolve(args.text('home') ?? io.env['HADIC_HOME'] ?? '.hadic');
}

export function readConfig(home: string): Config | undefined {
  const file = path.join(home, 'config.json');
  const text = readTextIfThere(file);
  if (text === undefined) return undefined;
  const config = parseJson(text, file);
  const texts = ['ledger', 'registrar', 'foundingKey', 'url'] as const;
  if (!isObject(config) || texts.some((name) => typeof config[name] !== 'string')) {
    throw new Failure(EXIT.usage, 'cli.configMalformed', { file });
  }
  return config as JsonObject & Config;
}

function runningUrl(file: string): string | undefined {
  const text = readTextIfThere(file);
  const service = text === undefined ? undefined : parseJson(text, file);
  if (!isObject(service) || typeof service['url'] !== 'string') return undefined;
  return isRunning(service['pid']) ? service['url'] : undefined;
}

/** A service that was killed leaves its file behind. */
function isRunning(pid: Json | undefined): boolean {
  if (typeof pid !== 'number') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
