import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../context.js';
import { EXIT, Failure } from '../failure.js';
import { startProgram, type Program } from './service.js';

const TEST_SERVER = fileURLToPath(new URL('../../../../test/esdb/main.js', import.meta.url));
const STORES = ['sqlite', 'eventstoredb'] as const;

/** Where the demo's log is to lie: in a file of its own, on the EventStoreDB of ESDB_URL, or on a test server. */
export type LogPlace = { kind: 'file' } | { kind: 'server'; url: string } | { kind: 'test-server' };

/** What the flags and ESDB_URL say. @throws Failure */
export function logPlaceOf({ args, io }: Context): LogPlace {
  const told = args.text('store') ?? 'sqlite';
  const store = STORES.find((each) => each === told);
  if (store === undefined) throw new Failure(EXIT.usage, 'demo.storeUnknown', { store: told });
  if (store === 'sqlite') return { kind: 'file' };
  const url = io.env['ESDB_URL'];
  if (url) return { kind: 'server', url };
  if (args.flag('keep')) throw new Failure(EXIT.usage, 'demo.nothingToKeep');
  if (!existsSync(TEST_SERVER)) throw new Failure(EXIT.usage, 'demo.noTestServer');
  return { kind: 'test-server' };
}

export interface Log {
  /** For the service that is to write it. */
  env: Record<string, string>;
  /** What is to be said about it. */
  told: string;
  /** To be ended after the service. */
  server?: Program;
}

/** Starts what the log needs. On a server that others use as well, it has a namespace of its own. */
export async function prepareLog(context: Context, place: LogPlace, home: string): Promise<Log> {
  if (place.kind === 'file') return { env: {}, told: '' };
  const namespace = `demo-${Buffer.from(context.io.random(6)).toString('hex')}`;
  if (place.kind === 'server') {
    const told = `${context.say('demo.onServer', { place: await describe(place.url, namespace) })}\n`;
    return { env: { ESDB_URL: place.url, HADIC_NAMESPACE: namespace }, told };
  }
  const server = await startProgram([TEST_SERVER, '--with-parent'], {
    env: process.env,
    log: path.join(home, 'test-server.log'),
    keep: false,
  });
  const told = `${context.say('demo.onTestServer', { url: server.url })}\n`;
  return { env: { ESDB_URL: server.url, HADIC_NAMESPACE: namespace }, told, server };
}

/** Without credentials. @throws Failure, if the address cannot be understood */
async function describe(url: string, namespace: string): Promise<string> {
  // It loads native code, which the demo itself does not need.
  const { describePlace, StoreUnavailable } = await import('@hadic/store');
  try {
    return describePlace({ url, namespace });
  } catch (error) {
    if (error instanceof StoreUnavailable) throw new Failure(EXIT.usage, 'demo.address', { reason: error.message });
    throw error;
  }
}
