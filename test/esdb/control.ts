// The control port: POST /fault with a Fault, GET /state.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster } from './cluster.js';
import { apply, type Fault } from './faults.js';
import { LOOPBACK } from './gate.js';

export interface State {
  /** The number of the leading node; -1 if there is none. */
  leader: number;
  /** Events in the log, the server's own among them. */
  events: number;
  connections: number;
  subscriptions: number;
  /** Calls so far, by method: `Streams/Read`. */
  calls: Record<string, number>;
}

/** Opens a port for the tests that drive this server; resolves to its URL. */
export async function openControl(cluster: Cluster): Promise<string> {
  const server = createServer((request, response) => {
    answer(cluster, request, response).catch((error: unknown) => {
      response.writeHead(400).end(error instanceof Error ? error.message : 'failed');
    });
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
}

async function answer(cluster: Cluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/state') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(stateOf(cluster)));
    return;
  }
  if (request.method !== 'POST' || request.url !== '/fault') throw new Error('POST /fault or GET /state');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  await apply(cluster, JSON.parse(Buffer.concat(chunks).toString()) as Fault);
  response.writeHead(204).end();
}

function stateOf({ nodes, leader, log, calls }: Cluster): State {
  const sum = (count: (node: (typeof nodes)[number]) => number): number =>
    nodes.reduce((total, node) => total + count(node), 0);
  return {
    leader: leader === undefined ? -1 : nodes.indexOf(leader),
    events: log.events.length,
    connections: sum(({ gate }) => gate.connections),
    subscriptions: sum(({ subscribers }) => subscribers.size),
    calls,
  };
}
