import { StoreUnavailable } from './event-store.js';

/** Where an EventStoreDB is and how to speak to it. */
export interface EsdbAddress {
  /** One node, or the seeds of a cluster. */
  readonly hosts: readonly [Host, ...Host[]];
  /** The host is a name under which the cluster's nodes are found. */
  readonly discover: boolean;
  readonly credentials?: { username: string; password: string };
  readonly tls: boolean;
  readonly files: Readonly<Partial<Record<FileOption, string>>>;
  readonly numbers: Readonly<Partial<Record<NumberOption, number>>>;
}

interface Host {
  address: string;
  port: number;
}

const FILE_OPTIONS = ['tlsCAFile', 'userCertFile', 'userKeyFile'] as const;
type FileOption = (typeof FILE_OPTIONS)[number];

const NUMBER_OPTIONS = [
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;
type NumberOption = (typeof NUMBER_OPTIONS)[number];

const SHAPE = /^esdb(\+discover)?:\/\/(?:([^:@/?]+):([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const HOST = /^([a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `esdb://[user:password@]host[:port][,host:port…][?tls=true&tlsCAFile=…]`. The client's own parser is not used: it
 * prints what it does not understand, the password with it.
 * @throws StoreUnavailable invalid-url; no part of the address that could be a secret stands in the message
 */
export function parseEsdbUrl(url: string): EsdbAddress {
  const parts = SHAPE.exec(url.trim());
  if (!parts) throw invalid('write esdb://user:password@host:2113?tls=true, or several hosts with commas between them');
  const [, discover, username, password = '', hosts = '', query = ''] = parts;
  const options = readOptions(query);
  const [first = '', ...others] = hosts.split(',');
  return {
    hosts: [readHost(first), ...others.map(readHost)],
    discover: discover !== undefined,
    ...(username === undefined ? {} : { credentials: { username: decode(username), password: decode(password) } }),
    ...options,
  };
}

/** The address without its credentials, for people. */
export function describeEsdb({ hosts, tls }: EsdbAddress): string {
  return `esdb://${hosts.map(({ address, port }) => `${address}:${port}`).join(',')}${tls ? '' : '?tls=false'}`;
}

function readHost(text: string): Host {
  const [, address = '', port = '2113'] = HOST.exec(text.trim()) ?? [];
  if (address === '' || Number(port) > 65_535) {
    // What stands where a host should may be a password that holds what ends one.
    throw invalid(
      'a host and port in it cannot be read; in a password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23',
    );
  }
  return { address, port: Number(port) };
}

function readOptions(query: string): Pick<EsdbAddress, 'tls' | 'files' | 'numbers'> {
  const files: Partial<Record<FileOption, string>> = {};
  const numbers: Partial<Record<NumberOption, number>> = {};
  let tls = true;
  for (const [key, value] of new URLSearchParams(query)) {
    const name = nameOf(key);
    if (name === 'tls') tls = readFlag(key, value);
    else if (name === 'nodePreference') expectLeader(value);
    else if (isOneOf(FILE_OPTIONS, name)) files[name] = value;
    else if (isOneOf(NUMBER_OPTIONS, name)) numbers[name] = readNumber(key, value);
    else
      throw invalid(`an option is not known here; known are tls, ${[...FILE_OPTIONS, ...NUMBER_OPTIONS].join(', ')}`);
  }
  return { tls, files, numbers };
}

/** Options are written in many ways: tlsCAFile, tlscafile, tls-ca-file. */
function nameOf(key: string): string {
  const flat = (text: string) => text.toLowerCase().replace(/[_-]/g, '');
  return ['tls', 'nodePreference', ...FILE_OPTIONS, ...NUMBER_OPTIONS].find((name) => flat(name) === flat(key)) ?? key;
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((each) => each === name);
}

function readFlag(key: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') throw invalid(`${key} is true or false`);
  return value === 'true';
}

function readNumber(key: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw invalid(`${key} is a number`);
  return Number(value);
}

/** A follower answers up to some milliseconds late, and the ledger must read what it has just been told is stored. */
function expectLeader(value: string): void {
  if (value.toLowerCase() !== 'leader') throw invalid('nodePreference can only be leader, or be left out');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('the user or the password holds a % that encodes nothing (write it as %25)');
  }
}

function invalid(reason: string): StoreUnavailable {
  return new StoreUnavailable('invalid-url', `ESDB_URL cannot be used: ${reason}.`);
}
