// The door of one node: every connection passes a valve in each direction, so that a node can fall silent or freeze as a
// stopped process does, with whatever HTTP/2 does beneath (pings too) standing still.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline, Transform, type TransformCallback } from 'node:stream';

export const LOOPBACK = '127.0.0.1';

/** Lets bytes through at once, late, or not until it is opened again. */
class Valve extends Transform {
  #held: (() => void) | undefined;

  constructor(
    public shut: boolean,
    private readonly delayMs: () => number,
  ) {
    super();
  }

  open(): void {
    this.shut = false;
    this.#held?.();
    this.#held = undefined;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const pass = (): void => void done(null, chunk);
    const delay = this.delayMs();
    if (this.shut) this.#held = pass;
    else if (delay > 0) setTimeout(pass, delay);
    else pass();
  }
}

interface Connection {
  socket: Socket;
  into: Valve;
  out: Valve;
}

export class Gate {
  readonly #connections = new Set<Connection>();
  readonly #innerPort: number;
  #server: Server | undefined;
  #frozen = false;
  #delayMs = 0;
  port: number;

  constructor(innerPort: number, port: number) {
    this.#innerPort = innerPort;
    this.port = port;
  }

  get connections(): number {
    return this.#connections.size;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  get isFrozen(): boolean {
    return this.#frozen;
  }

  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer((socket) => this.#admit(socket));
    this.#server.listen(this.port, LOOPBACK);
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** As after kill -9: all connections are reset, new ones refused. */
  async shut(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.drop();
    await closed;
  }

  /** Resets every connection; new ones are welcome. */
  drop(): void {
    for (const { socket } of this.#connections) socket.resetAndDestroy();
  }

  /** As SIGSTOP: nothing is read and nothing is answered; connections are accepted, and nothing comes of them. */
  freeze(): void {
    this.#frozen = true;
    for (const { into, out } of this.#connections) into.shut = out.shut = true;
  }

  /** The connections that stand get no byte more; what they ask is done all the same. */
  silence(): void {
    for (const { out } of this.#connections) out.shut = true;
  }

  /** Ends silence and frost; what was held back goes out. */
  thaw(): void {
    this.#frozen = false;
    for (const { into, out } of this.#connections) {
      into.open();
      out.open();
    }
  }

  /** Every answer comes this much later. */
  slow(ms: number): void {
    this.#delayMs = ms;
  }

  #admit(socket: Socket): void {
    const inner = connect(this.#innerPort, LOOPBACK);
    const into = new Valve(this.#frozen, () => 0);
    const out = new Valve(this.#frozen, () => this.#delayMs);
    const connection = { socket, into, out };
    this.#connections.add(connection);
    socket.setNoDelay(true);
    inner.setNoDelay(true);
    pipeline(socket, into, inner, out, socket, () => {
      this.#connections.delete(connection);
      socket.destroy();
      inner.destroy();
    });
  }
}
