import { connect, type Socket } from 'node:net';

/** What came back: status and body, chunks put together. */
export interface Reply {
  status: number;
  body: string;
}

/**
 * One connection that stays open and posts one request after the other. It reads just enough HTTP for the servers that are measured, so that it
 * takes little of the processor that it shares with them.
 */
export class Client {
  readonly #socket: Socket;
  #received = '';
  #resolve: ((reply: Reply) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  private constructor(
    private readonly url: URL,
    socket: Socket,
  ) {
    this.#socket = socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('close', () => this.#reject?.(new Error('The server has closed the connection.')));
    socket.on('error', (error) => this.#reject?.(error));
  }

  static async open(url: string): Promise<Client> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Client(new URL(url), socket);
  }

  post(type: string, body: string): Promise<Reply> {
    const head = [
      'POST /v1/events HTTP/1.1',
      `host: ${this.url.host}`,
      `content-type: ${type}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    return new Promise((resolve, reject) => {
      [this.#resolve, this.#reject] = [resolve, reject];
      this.#socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#reject = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.#received.slice(0, end).toLowerCase();
    const body = bodyOf(head, this.#received, end + 4);
    if (body === undefined) return;
    this.#received = '';
    this.#resolve?.({ status: Number(head.slice(9, 12)), body });
  }
}

/** The body, once all of it is there. One request is under way at a time, so nothing stands behind it. */
function bodyOf(head: string, received: string, start: number): string | undefined {
  const length = /content-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    return received.length >= start + Number(length) ? received.slice(start) : undefined;
  }
  return received.endsWith('0\r\n\r\n') ? unchunked(received.slice(start)) : undefined;
}

function unchunked(text: string): string {
  let body = '';
  for (let at = 0; ;) {
    const end = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, end), 16);
    if (!(length > 0)) return body;
    body += text.slice(end + 2, end + 2 + length);
    at = end + 4 + length;
  }
}
