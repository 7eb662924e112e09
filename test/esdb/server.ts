// Starts the protocol test server in a process of its own, as a test or a demo needs it. It runs from the build.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { State } from './control.js';
import type { Fault } from './faults.js';

export type { Fault, State };

export interface EsdbOptions {
  /** Three nodes instead of one. */
  cluster?: boolean;
  /** Of the server; before 21.10 it does not tell its methods. Default 23.10.8. */
  version?: string;
  /** Keeps the log in this file, for a server that is killed and started again. */
  file?: string;
  /** Where to listen, for a server that is started again; default: free ports. */
  ports?: readonly number[];
  /** PEM files. */
  tls?: { cert: string; key: string; ca?: string };
  /** `name:password`; without TLS clients send no credentials, and everybody is anonymous. */
  user?: string;
}

export interface Esdb {
  /** A connection string for `EventStoreDBClient.connectionString`, with the user if there is one. */
  url: string;
  /** The same for each node alone. */
  urls: string[];
  ports: number[];
  control: string;
  pid: number;
  /** Does something bad to it. Resolves when it is done. */
  fault(fault: Fault): Promise<void>;
  state(): Promise<State>;
  /** Ends the process, and waits until it has. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const MAIN = path.resolve(process.cwd(), 'dist/test/esdb/main.js');

/** Starts a server on free loopback ports and waits until it listens. It ends with this process at the latest. */
export async function startEsdb(options: EsdbOptions = {}): Promise<Esdb> {
  const child = spawn(process.execPath, [MAIN, ...argumentsOf(options)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Whoever forgets to stop it need not wait for it: it ends with us.
  child.unref();
  (child.stdin as Socket).unref();
  const gone = once(child, 'exit');
  const first = await firstLine(child.stdout);
  child.stdout.destroy();
  if (first === undefined) throw new Error('The test server ended before it said where it is; was it built?');
  const { url, urls, control, pid } = JSON.parse(first) as Pick<Esdb, 'url' | 'urls' | 'control' | 'pid'>;
  return {
    url,
    urls,
    ports: urls.map((one) => Number(/:(\d+)\?/.exec(one)?.[1])),
    control,
    pid,
    fault: async (fault) => {
      const response = await fetch(`${control}/fault`, { method: 'POST', body: JSON.stringify(fault) });
      if (!response.ok) throw new Error(await response.text());
    },
    state: async () => (await (await fetch(`${control}/state`)).json()) as State,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await gone;
    },
  };
}

async function firstLine(stdout: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stdout })) return line;
  return undefined;
}

function argumentsOf({ cluster, version, file, ports, tls, user }: EsdbOptions): string[] {
  const pairs = { version, file, ports: ports?.join(','), user, 'tls-cert': tls?.cert, 'tls-key': tls?.key };
  const all = Object.entries({ ...pairs, 'tls-ca': tls?.ca }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ['--with-parent', ...(cluster === true ? ['--cluster'] : []), ...all];
}
