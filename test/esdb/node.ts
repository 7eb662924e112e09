// One node of the cluster: its port and what is connected to it.
import { once } from 'node:events';
import { createSecureServer, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Gate, LOOPBACK } from './gate.js';
import { Call } from './wire.js';

/** PEM texts. */
export interface Tls {
  cert: string;
  key: string;
}

/** A subscription that stands, for the faults that end or stall it. */
export interface Subscriber {
  dropAsTooSlow(): void;
  stall(): void;
}

/** As the server's own: 100 calls at a time on a connection. */
const SETTINGS = { maxConcurrentStreams: 100, initialWindowSize: 768 * 1024 };

export class Node {
  readonly subscribers = new Set<Subscriber>();

  private constructor(readonly gate: Gate) {}

  /** Opens the port; 0 takes a free one. */
  static async start(port: number, tls: Tls | undefined, serve: (call: Call, node: Node) => void): Promise<Node> {
    const options = { settings: SETTINGS, maxSessionMemory: 256 };
    const server = tls === undefined ? createServer(options) : createSecureServer({ ...options, ...tls });
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const gate = new Gate((server.address() as AddressInfo).port, port);
    const node = new Node(gate);
    server.on('sessionError', () => undefined);
    server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) =>
      serve(new Call(stream, headers), node),
    );
    await gate.open();
    return node;
  }

  get isUp(): boolean {
    return this.gate.isOpen && !this.gate.isFrozen;
  }
}
