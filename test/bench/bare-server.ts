import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GroupFile } from './group-file.js';
import { Thread } from './threads.js';

/**
 * The bare limit of ingest: node:http, a parse and a signature check in one of two threads, one fdatasync for all that waits. It decides nothing,
 * numbers nothing, indexes nothing and takes anything twice.
 */
const THREADS = 2;
/** Lines of one body that are checked at once. */
const LINES = 64;

const file = new GroupFile(process.argv[2] ?? '');
const threads = Array.from({ length: THREADS }, () => new Thread());
let waiting: { body: string; resolve: (holds: boolean) => void }[] = [];

/** Checks together what arrived in one turn of the event loop, shared out between the threads. */
function check(body: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (waiting.push({ body, resolve }) === 1) setImmediate(dispatch);
  });
}

function dispatch(): void {
  const all = waiting;
  waiting = [];
  const share = Math.ceil(all.length / THREADS);
  for (let start = 0; start < all.length; start += share) {
    const part = all.slice(start, start + share);
    const [thread] = [...threads].sort((a, b) => a.load - b.load);
    void thread
      ?.ask<boolean[]>({ kind: 'posted', bodies: part.map(({ body }) => body) })
      .then((verdicts) => part.forEach(({ resolve }, i) => resolve(verdicts[i] === true)));
  }
}

async function record(body: string): Promise<string> {
  if (!(await check(body))) return '{"outcome":"refused"}\n';
  await file.append(Buffer.from(`${body}\n`));
  return '{"outcome":"recorded"}\n';
}

/** All lines of a body, answered in order; reading goes on while earlier ones are checked. */
async function* recordLines(request: IncomingMessage): AsyncGenerator<string> {
  let held = '';
  let pending: Promise<string>[] = [];
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (held + chunk).split('\n');
    held = lines.pop() ?? '';
    pending.push(...lines.filter((line) => line !== '').map(record));
    while (pending.length > 2 * LINES) {
      yield (await Promise.all(pending.slice(0, LINES))).join('');
      pending = pending.slice(LINES);
    }
  }
  if (held !== '') pending.push(record(held));
  yield (await Promise.all(pending)).join('');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body += chunk;
  return body;
}

const server = createServer((request, response) => {
  void (async () => {
    if (request.headers['content-type'] === 'application/json') {
      const answer = await record(await bodyOf(request));
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for await (const answers of recordLines(request)) response.write(answers);
    response.end();
  })();
});

process.on('message', () => process.send?.(file.flushes));
process.on('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
