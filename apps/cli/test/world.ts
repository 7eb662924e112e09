import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkSignatures, digestOf, openEnvelope, type JsonObject } from '@hadic/signing';
import { main } from '../src/main.js';
import type { Io, Terminal } from '../src/io.js';
import { decodeWire } from '../src/wire.js';

export interface Ran {
  exit: number;
  out: string;
  err: string;
}

/** A person at a machine: a home folder, a clock that stands, randomness that repeats, a quick key derivation. */
export class World {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'hadic-cli-'));
  readonly home = path.join(this.folder, 'home');
  readonly env: Record<string, string | undefined> = { HADIC_LANG: 'en' };
  now = Date.parse('2026-03-01T01:00:00Z');
  terminal: Terminal | undefined;
  stdin = '';
  /** How long it waited before it tried again, in milliseconds. */
  readonly pauses: number[] = [];
  private drawn = 0;
  private static made = 0;
  /** No two worlds draw the same. */
  private readonly name = (World.made += 1);

  constructor() {
    this.env['HADIC_PASSPHRASE_FILE'] = this.write('passphrase', 'kopi susu\n');
  }

  /** Writes a file outside the home and gives its path. */
  write(name: string, content: string | object): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  async run(...argv: string[]): Promise<Ran> {
    const ran = { exit: 0, out: '', err: '' };
    const io: Io = {
      env: { HADIC_HOME: this.home, ...this.env },
      out: (text) => (ran.out += text),
      err: (text) => (ran.err += text),
      stdin: async () => this.stdin,
      ...(this.terminal ? { terminal: this.terminal } : {}),
      colour: false,
      now: () => this.now,
      random: (bytes) => this.draw(bytes),
      scrypt: async (passphrase, salt, { dkLen }) => sha256(Buffer.concat([passphrase, salt])).subarray(0, dkLen),
      sleep: async (ms) => void this.pauses.push(ms),
    };
    ran.exit = await main(argv, io);
    return ran;
  }

  /** A founded ledger with a registrar and keys of the organisation `kopi`. */
  async found(...flags: string[]): Promise<void> {
    await this.run('init', '--registrar', 'pusat', '--name', 'Pusat Halal', '--person', 'p-001', ...flags);
    await this.run('keys', 'new', '--org', 'kopi', '--person', 'p-1', '--roles', 'WAREHOUSE,PRODUCTION');
    await this.run('keys', 'new', '--org', 'kopi', '--person', 'p-2', '--roles', 'PENYELIA_HALAL');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private draw(bytes: number): Uint8Array {
    this.drawn += 1;
    const seed = sha256(Buffer.from(`world ${this.name} draw ${this.drawn}`));
    return Uint8Array.from({ length: bytes }, (_, i) => seed[i % seed.length] ?? 0);
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}

/** Two events as a person writes them. */
export const disposed = (lot: string) => ({
  type: 'LotDisposed',
  data: { site: 'kopi/pabrik', lotId: lot, qty: { value: '1', unit: 'KGM' }, method: 'kompos' },
});

export const RUN = {
  type: 'BatchProcessed',
  data: {
    site: 'kopi/pabrik',
    runId: 'kopi/pabrik/R-1',
    inputs: [{ lotId: 'kopi/pabrik/L-1', qty: { value: '5', unit: 'KGM' } }],
  },
};

type Judge = (event: JsonObject) => { status: number; body: JsonObject } | undefined;

/** A service that keeps what is posted in memory. It checks nothing; `judge` may refuse. */
export class FakeLedger {
  readonly posted: string[] = [];
  /** Answers to GET by path, query included. */
  readonly pages = new Map<string, JsonObject>();
  judge: Judge = () => undefined;
  readonly headers: IncomingMessage['headers'][] = [];
  private readonly receipts = new Map<string, JsonObject>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body, type = 'application/json' }) => {
        response.writeHead(status, { 'content-type': type }).end(body);
      });
    });
  }

  static async start(): Promise<FakeLedger> {
    const ledger = new FakeLedger();
    await new Promise<void>((resolve) => ledger.server.listen(0, '127.0.0.1', resolve));
    return ledger;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The event in the n-th line that was posted, as it was signed; its signatures hold. */
  event(n: number): JsonObject {
    const { envelope } = decodeWire(JSON.parse(this.posted[n] ?? '{}') as JsonObject, `line ${n}`);
    checkSignatures(envelope);
    return openEnvelope(envelope);
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string; type?: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    this.headers.push(request.headers);
    if (request.method === 'GET') {
      const page = this.pages.get(request.url ?? '');
      if (page) return { status: 200, body: JSON.stringify(page) };
      return { status: 404, body: JSON.stringify({ code: 'not-found', title: 'Not found', detail: 'nothing here' }) };
    }
    const lines = text.split('\n').filter((line) => line !== '');
    this.posted.push(...lines);
    const answers = lines.map((line) => this.record(line));
    if (request.headers['content-type'] === 'application/json') {
      return { status: answers[0]?.status ?? 500, body: JSON.stringify(answers[0]?.body) };
    }
    const told = answers.map(({ status, body }, i) => JSON.stringify({ line: i + 1, ...outcomeOf(status, body) }));
    return {
      status: 200,
      body: [...told, JSON.stringify({ summary: {} }), ''].join('\n'),
      type: 'application/x-ndjson',
    };
  }

  private record(line: string): { status: number; body: JsonObject } {
    const { envelope } = decodeWire(JSON.parse(line) as JsonObject, 'line');
    const event = openEnvelope(envelope);
    const digest = digestOf(envelope);
    const known = this.receipts.get(digest);
    if (known) return { status: 200, body: known };
    const judged = this.judge(event);
    if (judged) return judged;
    const receipt = {
      id: event['id'] ?? '',
      type: event['type'] ?? '',
      stream: event['stream'] ?? '',
      revision: this.receipts.size,
      position: String(this.receipts.size),
      digest,
      recordedAt: '2026-03-01T01:00:01.000Z',
    };
    this.receipts.set(digest, receipt);
    return { status: 201, body: receipt };
  }
}

function outcomeOf(status: number, body: JsonObject): JsonObject {
  if (status === 201) return { outcome: 'recorded', id: body['id'] ?? '', receipt: body };
  if (status === 200) return { outcome: 'duplicate', id: body['id'] ?? '', receipt: body };
  return { outcome: status >= 500 ? 'retry' : 'refused', problem: body };
}
