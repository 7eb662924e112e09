// gRPC as it stands on the wire: HTTP/2 streams that carry messages with a five-byte prefix and end with a status in their
// trailers. Written on node:http2 rather than on a gRPC server, because the faults need what such a server hides: the
// reset of one stream with a code of ours, and no trailers at all.
import { constants, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type Failure, tooLarge } from './errors.js';

/** The largest message that EventStoreDB 23.10 receives. */
const LARGEST_MESSAGE = 16 * 2 ** 20;
const PREFIX = 5;
/** Bytes that may wait for a client before it counts as slow, beside its own HTTP/2 window. */
const WAITING_BYTES = 256 * 1024;

export const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = constants;

export class Call {
  /** Whether users are known here and the caller named none. */
  isAnonymous = false;
  readonly #stream: ServerHttp2Stream;
  #trailers: OutgoingHttpHeaders | undefined;

  constructor(
    stream: ServerHttp2Stream,
    readonly headers: IncomingHttpHeaders,
  ) {
    this.#stream = stream;
    stream.on('error', () => undefined);
    stream.on('wantTrailers', () => stream.sendTrailers(this.#trailers ?? {}));
  }

  get open(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed && this.#trailers === undefined;
  }

  /** Whether the client reads more slowly than we write. */
  get congested(): boolean {
    return this.#stream.writableLength > WAITING_BYTES;
  }

  get requiresLeader(): boolean {
    return this.headers['requires-leader'] === 'true';
  }

  /** Calls back whenever the client has taken all that was written. */
  onDrain(listener: () => void): void {
    this.#stream.on('drain', listener);
  }

  onClose(listener: () => void): void {
    this.#stream.once('close', listener);
  }

  /** The messages of the client, until it has sent all. Throws a Failure for one that is too large. */
  async *messages(): AsyncGenerator<Buffer> {
    let chunks: Buffer[] = [];
    let length = 0;
    let wanted = PREFIX;
    // A call that is refused half-way still has a status to send.
    const incoming = this.#stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of incoming) {
      length += chunks[chunks.push(chunk) - 1]?.length ?? 0;
      while (length >= wanted) {
        const bytes = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks);
        const end = PREFIX + bytes.readUInt32BE(1);
        if (end - PREFIX > LARGEST_MESSAGE) throw tooLarge();
        chunks = [bytes];
        wanted = end;
        if (length < end) break;
        yield bytes.subarray(PREFIX, end);
        chunks = length === end ? [] : [bytes.subarray(end)];
        length -= end;
        wanted = PREFIX;
      }
    }
  }

  /** The one message of a call that has one. */
  async message(): Promise<Buffer> {
    for await (const bytes of this.messages()) return bytes;
    return Buffer.alloc(0);
  }

  send(message: { serializeBinary(): Uint8Array }): void {
    if (!this.open) return;
    this.#respond({ waitForTrailers: true });
    const bytes = message.serializeBinary();
    const frame = Buffer.allocUnsafe(PREFIX + bytes.length);
    frame.writeUInt8(0, 0);
    frame.writeUInt32BE(bytes.length, 1);
    frame.set(bytes, PREFIX);
    this.#stream.write(frame);
  }

  /** Resolves when the client has taken what was written, or has gone. */
  async drained(): Promise<void> {
    const stream = this.#stream;
    if (!this.open || !stream.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('drain', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('close', done);
    });
  }

  /** Ends the call: well, or with a failure. */
  end(failure?: Failure): void {
    if (!this.open) return;
    const trailers = {
      'grpc-status': failure?.code ?? 0,
      ...(failure === undefined ? {} : { 'grpc-message': failure.message.replace(/[^ -$&-~]+/g, encodeURIComponent) }),
      ...failure?.trailers,
    };
    if (this.#stream.headersSent) {
      this.#trailers = trailers;
      this.#stream.end();
    } else {
      this.#respond({ endStream: true }, trailers);
      this.#trailers = trailers;
    }
    this.#stream.resume();
  }

  /** Ends the HTTP/2 stream without any gRPC status; the connection stays. */
  reset(code: number): void {
    if (this.#stream.destroyed) return;
    this.#stream.close(code);
    this.#stream.destroy();
  }

  #respond(options: { waitForTrailers?: boolean; endStream?: boolean }, trailers: OutgoingHttpHeaders = {}): void {
    if (this.#stream.headersSent) return;
    this.#stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, options);
  }
}
