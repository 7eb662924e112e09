import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';

import { describePlace, type StorePlace, StoreUnavailable } from '@hadic/store';
import { type Problem, statusOf } from '@hadic/words';
import type { Rates } from './rate-limit.js';

/** What a process serves: the write side, the read side, or both. */
export type Role = 'standalone' | 'ledger' | 'provenance';

/** What a service runs with. */
export interface ServiceConfig {
  /** Interface to listen on; anything but loopback needs a token. */
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where the log is. */
  store: StorePlace;
  /** Folder of what the service keeps itself: the read model, and the SQLite file. */
  data: string;
  /** If set, every request but health and documentation brings it as a bearer token. */
  token?: string;
  /** Digest of the founding event: data of another ledger are refused. */
  ledger?: string;
  /** The one key that may found a ledger on an empty store. */
  foundingKey?: string;
  /** The signed founding event as it is on the wire; recorded when the store is empty. */
  founding?: Uint8Array;
  /** Where claims are judged, for a ledger without a read side of its own. */
  provenanceUrl?: string;
  /** File that tells the CLI where the service is. */
  announcement?: string;
  /** How much may be posted; without it there is no limit. */
  rates?: Rates;
  /** Proxies whose word on the sender's address counts: addresses and networks, separated by commas. */
  trustedProxy?: string;
  /** Collector of traces, over OTLP/HTTP. Without it there are none. */
  tracesTo?: string;
}

/** The service cannot start like this; the message names what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/** Events a minute: more than this machine records in that time by one sender, and far less than would keep all others out. */
const RATES: Rates = { perAddress: 120_000, perKey: 30_000 };

/** The port of a provenance service apart; that of every other is written by `hadic init`. */
const PROVENANCE_PORT = 7118;

/** Reads the environment and the files that `hadic init` has written. @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv, directory: string, role: Role = 'standalone'): ServiceConfig {
  const home = path.resolve(directory, env['HADIC_HOME'] || '.hadic');
  const doors = readDoors(env);
  const { ledger, foundingKey, port } = readSettings(path.join(home, 'config.json'));
  const data = path.resolve(directory, env['HADIC_DATA'] || path.join(home, 'data'));
  const store = readPlace(env, data, role);
  const common = { ...doors, ...readOperation(env, doors.token), ledger, foundingKey, data, store };
  const toldPort = readPort(env['HADIC_PORT']);
  if (role === 'provenance') {
    return { ...common, port: toldPort ?? PROVENANCE_PORT, announcement: path.join(home, 'provenance.json') };
  }
  return {
    ...common,
    port: toldPort ?? port ?? 7117,
    announcement: path.join(home, 'service.json'),
    founding: readFile(path.join(home, 'founding.json')),
    ...(role === 'ledger' ? { provenanceUrl: readProvenanceUrl(env['HADIC_PROVENANCE_URL']) } : {}),
  };
}

/** Who comes in, and from where. */
function readDoors(env: NodeJS.ProcessEnv): Pick<ServiceConfig, 'host' | 'token'> {
  const host = env['HADIC_HOST'] || '127.0.0.1';
  const token = env['HADIC_TOKEN'];
  if (token) return { host, token };
  if (isLoopback(host)) return { host };
  throw new ConfigError(
    `HADIC_HOST is ${host}, which others can reach, and HADIC_TOKEN is not set: set HADIC_TOKEN, or leave HADIC_HOST out.`,
  );
}

/**
 * Whether the store holds the ledger that was configured, or can found it. `problem` is why the founding event was not recorded.
 * @throws ConfigError
 */
export function checkLedger({ ledger, store }: ServiceConfig, there: string | undefined, problem?: Problem): void {
  if (problem) {
    const { code, pointer = '' } = problem;
    const text = `founding.json was not recorded: ${code} at "${pointer}".`;
    throw statusOf(code) >= 500 ? new Error(text) : new ConfigError(`${text} Make it again with 'hadic init'.`);
  }
  if (ledger !== undefined && there !== undefined && ledger !== there) {
    const wayOut = 'file' in store ? 'HADIC_DATA' : 'ESDB_URL and HADIC_NAMESPACE';
    throw new ConfigError(
      `${describePlace(store)} holds ledger ${there}, config.json names ${ledger}: check ${wayOut}.`,
    );
  }
}

/** EventStoreDB where one is named, else a file, which takes one process. */
function readPlace(env: NodeJS.ProcessEnv, data: string, role: Role): StorePlace {
  const url = env['ESDB_URL'];
  const namespace = env['HADIC_NAMESPACE'] || undefined;
  if (namespace !== undefined && !/^[a-z0-9-]{1,40}$/.test(namespace)) {
    throw new ConfigError(`HADIC_NAMESPACE is '${namespace}': write 1 to 40 of a-z, 0-9 and hyphen.`);
  }
  if (!url) {
    if (role === 'standalone') return { file: path.join(data, 'ledger.db') };
    throw new ConfigError(
      `ESDB_URL is not set, and a SQLite file takes one process: set ESDB_URL to run the ${role} service apart, or run both as one with 'npm start'.`,
    );
  }
  const place = { url, ...(namespace === undefined ? {} : { namespace }) };
  try {
    describePlace(place);
  } catch (error) {
    throw error instanceof StoreUnavailable ? new ConfigError(error.message) : error;
  }
  return place;
}

/** A ledger that asks nobody could record everything but releases, and would be found out at the first of them: it does not start. */
function readProvenanceUrl(text: string | undefined): string {
  if (!text) {
    throw new ConfigError(
      'HADIC_PROVENANCE_URL is not set: name the provenance service that judges releases, such as http://127.0.0.1:7118. It may start later.',
    );
  }
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ConfigError('HADIC_PROVENANCE_URL is no web address: write it as http://127.0.0.1:7118.');
  }
  return text.replace(/\/+$/, '');
}

/** How it is watched and limited. */
function readOperation(env: NodeJS.ProcessEnv, token: string | undefined) {
  const rates: Rates = {
    perAddress: readRate(env, 'HADIC_RATE_PER_ADDRESS', RATES.perAddress),
    perKey: readRate(env, 'HADIC_RATE_PER_KEY', RATES.perKey),
  };
  return {
    rates,
    ...readProxy(env['HADIC_TRUSTED_PROXY'], token),
    ...readCollector(env['OTEL_EXPORTER_OTLP_ENDPOINT']),
  };
}

function readRate(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name] || String(otherwise);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ConfigError(`${name} is '${text}': write how many events a minute are taken, or 0 for no limit.`);
}

/** Whoever comes through a proxy is not on this machine, wherever the proxy is. */
function readProxy(text: string | undefined, token: string | undefined): { trustedProxy?: string } {
  if (!text) return {};
  const [bad] = text.split(',').filter((each) => !isNetwork(each.trim()));
  if (bad !== undefined) {
    throw new ConfigError(
      `HADIC_TRUSTED_PROXY names '${bad}': write addresses or networks, such as 127.0.0.1,10.0.0.0/8.`,
    );
  }
  if (token !== undefined) return { trustedProxy: text };
  throw new ConfigError(
    'HADIC_TRUSTED_PROXY is set, so others come in through a proxy, and HADIC_TOKEN is not set: set HADIC_TOKEN.',
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

function readCollector(text: string | undefined): { tracesTo?: string } {
  if (!text) return {};
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return { tracesTo: text };
  throw new ConfigError(`OTEL_EXPORTER_OTLP_ENDPOINT is no web address: write it as http://127.0.0.1:4318.`);
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
