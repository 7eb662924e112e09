import { existsSync, readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';

import { EventStoreDBClient } from '@eventstore/db-client';

import { StoreUnavailable } from './event-store.js';
import type { EsdbAddress } from './eventstoredb-url.js';

/** Seconds that one seed of a cluster has to say who leads; a frozen one must not use up the time of a whole call. */
const GOSSIP_SECONDS = 2;
const KEEP_ALIVE_MS = 10_000;
const FAREWELL_MS = 1_000;

type CreateStream = (...parts: [unknown, string, (grpc: unknown) => Duplex | Promise<Duplex>, unknown]) => unknown;

type Security = NonNullable<ConstructorParameters<typeof EventStoreDBClient>[1]>;

/** Reads the certificates that the address names. @throws StoreUnavailable invalid-url, where a file is missing */
export function readSecurity({ tls, files }: EsdbAddress): Security {
  const { tlsCAFile, userCertFile, userKeyFile } = files;
  return {
    insecure: !tls,
    ...(tlsCAFile === undefined ? {} : { rootCertificate: readPem('tlsCAFile', tlsCAFile) }),
    ...(userCertFile === undefined ? {} : { userCertFile: readPem('userCertFile', userCertFile) }),
    ...(userKeyFile === undefined ? {} : { userKeyFile: readPem('userKeyFile', userKeyFile) }),
  };
}

/**
 * A client for this address; the `turn`-th of this process.
 *
 * `throwOnAppendFailure` stays at its default: without it the batch path answers a wrong revision as success, with revision 1 whatever the truth.
 */
export function createClient(address: EsdbAddress, security: Security, turn: number): EventStoreDBClient {
  const { hosts, discover, numbers, credentials } = address;
  const settings = {
    gossipTimeout: GOSSIP_SECONDS,
    ...numbers,
    // grpc-js shares one connection between all channels with equal options, so a fresh client would get the frozen connection that the old one was
    // left for. A millisecond makes the options differ.
    keepAliveInterval: (numbers.keepAliveInterval ?? KEEP_ALIVE_MS) + (turn % 1_000),
    connectionName: `hadic-${process.pid}-${turn}`,
  };
  const [first, ...others] = hosts;
  const client = discover
    ? new EventStoreDBClient({ ...settings, discover: first }, security, credentials)
    : others.length > 0
      ? new EventStoreDBClient({ ...settings, endpoints: [...hosts] }, security, credentials)
      : new EventStoreDBClient({ ...settings, endpoint: first }, security, credentials);
  neverWaitToWrite(client);
  return client;
}

/**
 * Ends everything that the client has open, and makes it useless for calls that still wait inside it. Pending appends of all clients lie in one
 * place in the package: were this one to wake later and its stream to die, the next client's appends would be rejected and its stream be dead.
 */
export async function retire(client: EventStoreDBClient): Promise<void> {
  const refuse = () => Promise.reject(new Error('the client has been replaced'));
  Reflect.set(client, 'GRPCStreamCreator', () => refuse);
  Reflect.set(client, 'execute', refuse);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, FAREWELL_MS)));
  const disposed = client.dispose().then(() => closeChannel(client));
  await Promise.race([disposed.catch(() => undefined), patience]);
  clearTimeout(timer);
}

/** The client never closes its connection itself, which keeps a process alive that has nothing left to do. */
async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const getChannel = Reflect.get(client, 'getChannel') as () => Promise<{ close(): void }>;
  await getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}

/** The server's version, such as '23.10.6'; 'unknown' where it is too old to tell. */
export async function askVersion(client: EventStoreDBClient): Promise<string> {
  const { serverVersion } = (await Reflect.get(client, 'capabilities')) as { serverVersion: string };
  return serverVersion;
}

/**
 * The client waits for a stream to drain before it writes the next append, inside a promise that nobody holds: if the stream dies meanwhile, the
 * rejection is nobody's and ends the process. It need not wait, since we bound how many appends are under way.
 */
function neverWaitToWrite(client: EventStoreDBClient): void {
  const create = Reflect.get(client, 'GRPCStreamCreator') as CreateStream;
  const createUnwaiting: CreateStream = (grpcClient, name, open, cache) =>
    create(
      ...[grpcClient, name],
      async (grpc) => {
        const stream = await open(grpc);
        if (!('write' in stream)) return stream;
        const write = stream.write.bind(stream) as (data: unknown) => boolean;
        return Object.assign(stream, { write: (data: unknown) => write(data) || true });
      },
      cache,
    );
  Reflect.set(client, 'GRPCStreamCreator', createUnwaiting);
}

function readPem(option: string, file: string): Buffer {
  if (!existsSync(file))
    throw new StoreUnavailable('invalid-url', `ESDB_URL: ${option} names ${file}, which is not there.`);
  return readFileSync(file);
}
