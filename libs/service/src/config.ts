import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Problem, statusOf } from '@hadic/words';

/** What a service runs with. */
export interface ServiceConfig {
  /** Interface to listen on; anything but loopback needs a token. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Folder of the store and the read model. */
  data: string;
  /** If set, every request but health and documentation brings it as a bearer token. */
  token?: string;
  /** Digest of the founding event: data of another ledger are refused. */
  ledger?: string;
  /** The one key that may found a ledger on an empty store. */
  foundingKey?: string;
  /** The signed founding event as it is on the wire; recorded when the store is empty. */
  founding?: Uint8Array;
  /** Folder where `service.json` tells the CLI where the service is. */
  home?: string;
}

/** The service cannot start like this; the message names what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/** Reads the environment and the files that `hadic init` has written. @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv, directory: string): ServiceConfig {
  const home = path.resolve(directory, env['HADIC_HOME'] || '.hadic');
  const host = env['HADIC_HOST'] || '127.0.0.1';
  const token = env['HADIC_TOKEN'] || undefined;
  if (!isLoopback(host) && token === undefined) {
    throw new ConfigError(
      `HADIC_HOST is ${host}, which others can reach, and HADIC_TOKEN is not set: set HADIC_TOKEN, or leave HADIC_HOST out.`,
    );
  }
  const { ledger, foundingKey, port } = readSettings(path.join(home, 'config.json'));
  return {
    host,
    port: readPort(env['HADIC_PORT']) ?? port ?? 7117,
    data: path.resolve(directory, env['HADIC_DATA'] || path.join(home, 'data')),
    ledger,
    foundingKey,
    founding: readFile(path.join(home, 'founding.json')),
    home,
    ...(token === undefined ? {} : { token }),
  };
}

/**
 * Whether the store holds the ledger that was configured, or can found it. `problem` is why the founding event was not recorded.
 * @throws ConfigError
 */
export function checkLedger({ ledger, data }: ServiceConfig, there: string | undefined, problem?: Problem): void {
  if (problem) {
    const { code, pointer = '' } = problem;
    const text = `founding.json was not recorded: ${code} at "${pointer}".`;
    throw statusOf(code) >= 500 ? new Error(text) : new ConfigError(`${text} Make it again with 'hadic init'.`);
  }
  if (ledger !== undefined && there !== undefined && ledger !== there) {
    throw new ConfigError(`${data} holds ledger ${there}, config.json names ${ledger}: check HADIC_DATA.`);
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new ConfigError(`HADIC_PORT is '${text}': write a number from 0 to 65535.`);
  return port;
}

function readSettings(file: string): { ledger: string; foundingKey: string; port: number | undefined } {
  let settings: Record<string, unknown> | null;
  try {
    settings = JSON.parse(readFile(file).toString('utf8')) as Record<string, unknown> | null;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file} is not JSON: restore it from a backup.`);
  }
  const { ledger, foundingKey, url } = settings ?? {};
  if (typeof ledger !== 'string' || !/^[0-9a-f]{64}$/.test(ledger)) {
    throw new ConfigError(`"ledger" in ${file} is not the digest of a founding event: restore the file from a backup.`);
  }
  if (typeof foundingKey !== 'string' || !foundingKey.startsWith('did:key:')) {
    throw new ConfigError(`"foundingKey" in ${file} is not a key id: restore the file from a backup.`);
  }
  return { ledger, foundingKey, port: portOf(url) };
}

/** `hadic init --port` writes where the service is to be found. */
function portOf(url: unknown): number | undefined {
  const port = typeof url === 'string' && URL.canParse(url) ? new URL(url).port : '';
  return port === '' ? undefined : Number(port);
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new ConfigError(
      `${file} cannot be read. Make a ledger with 'npm run hadic -- init', or let HADIC_HOME name its folder.`,
    );
  }
}
