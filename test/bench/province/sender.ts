import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What a ledger answers to one line. */
interface LineAnswer {
  line?: number;
  id?: string;
  outcome?: 'recorded' | 'duplicate' | 'refused' | 'retry' | 'unknown';
  problem?: { code: string; detail: string; retryAfter?: number };
}

/** How a sending went. */
export interface Sent {
  recorded: number;
  duplicate: number;
  /** The lines that were refused, with the reason; from 0. */
  refused: { line: number; problem: LineAnswer['problem'] }[];
  /** What ended the requests that did not bring all, without repetitions. */
  ends: string[];
  ms: number;
  /** Longest time without a new final answer, in milliseconds. */
  longestMs: number;
}

/** So long an answer may let wait before it counts as hanging. */
const HANGS_MS = 90_000;
const PAUSE_MS = 200;

/**
 * Posts the lines to a ledger until each has a final answer: in their order, in one body, and after whatever goes wrong from the first line on that
 * has none. `progress` hears how many have.
 */
export async function sendAll(
  url: string,
  lines: readonly string[],
  progress: (done: number) => void = () => undefined,
): Promise<Sent> {
  const start = performance.now();
  const sent: Sent = { recorded: 0, duplicate: 0, refused: [], ends: [], ms: 0, longestMs: 0 };
  let done = 0;
  let last = start;
  while (done < lines.length) {
    const from = done;
    const end = await postOnce(url, lines.slice(from), ({ line = 0, outcome = 'retry', problem }) => {
      if (from + line - 1 !== done) throw new Error(`Line ${done} was to be answered, not ${from + line - 1}.`);
      if (outcome === 'retry' || outcome === 'unknown') return `${outcome} ${problem?.code}`;
      if (outcome === 'refused') sent.refused.push({ line: done, problem });
      else sent[outcome] += 1;
      done += 1;
      sent.longestMs = Math.max(sent.longestMs, performance.now() - last);
      last = performance.now();
      progress(done);
      return undefined;
    });
    if (done === lines.length) break;
    if (sent.ends.at(-1) !== end) sent.ends.push(end);
    if (performance.now() - last > HANGS_MS) throw new Error(`No line of ${url} is done any more: ${end}`);
    await pause(PAUSE_MS);
  }
  return { ...sent, ms: performance.now() - start };
}

/** One request; `take` says why no more answers are wanted. Gives why it ended. */
async function postOnce(
  url: string,
  lines: readonly string[],
  take: (answer: LineAnswer) => string | undefined,
): Promise<string> {
  const headers = { 'content-type': 'application/x-ndjson', connection: 'close' };
  const sending = request(`${url}/v1/events`, { method: 'POST', headers, timeout: HANGS_MS });
  const failed = new Promise<string>((resolve) => {
    sending.on('error', (error: NodeJS.ErrnoException) => resolve(`the connection failed: ${error.code}`));
    sending.on('timeout', () => resolve('hangs'));
  });
  sending.end(`${lines.join('\n')}\n`);
  try {
    return await Promise.race([failed, answersTo(once(sending, 'response'), take)]);
  } finally {
    sending.destroy();
  }
}

async function answersTo(
  responding: Promise<unknown[]>,
  take: (answer: LineAnswer) => string | undefined,
): Promise<string> {
  const [answer] = (await responding.catch(() => new Promise(() => undefined))) as [IncomingMessage];
  if (answer.statusCode !== 200) return `the answer was ${answer.statusCode}`;
  for await (const text of linesOf(answer)) {
    const parsed = JSON.parse(text) as LineAnswer & { summary?: object };
    const why = parsed.summary ? 'the answer ended' : take(parsed);
    if (why !== undefined) return why;
  }
  return 'the answer broke off';
}

/** Whole lines, as far as they came. */
async function* linesOf(answer: IncomingMessage): AsyncGenerator<string> {
  let held = '';
  const chunks = (answer.setEncoding('utf8') as AsyncIterable<string>)[Symbol.asyncIterator]();
  for (;;) {
    const chunk = await chunks.next().catch(() => ({ done: true, value: '' }));
    if (chunk.done === true) return;
    const parts = (held + chunk.value).split('\n');
    held = parts.pop() ?? '';
    yield* parts;
  }
}
