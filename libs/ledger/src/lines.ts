import { PassThrough, type Readable } from 'node:stream';

import { MAX_POSTED_BYTES } from './event.js';
import type { Outcome } from './outcome.js';
import type { Checked, Recorder } from './recorder.js';

/** One line of NDJSON, counted from 1; `bytes` are missing where it is too long to be an event. */
export interface Line {
  number: number;
  bytes?: Uint8Array;
}

/** What became of one line. */
export interface LineAnswer {
  line: number;
  /** Id of the event, where the line could be read that far. */
  id?: string;
  outcome: Outcome;
}

/** Lines that are read and checked before their turn, and lines that have their place before they are answered. */
const AHEAD = 128;
/** Places that recording a body of lines takes in the ledger's limit of events in progress. */
export const LINES_IN_PROGRESS = 2 * AHEAD;

const LINE_FEED = 0x0a;

/**
 * Splits a body into its lines; those that are blank are counted and left out. A body that breaks off in the middle of a line ends before it.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>, maxBytes = MAX_POSTED_BYTES): AsyncGenerator<Line> {
  let number = 0;
  let held: Uint8Array[] = [];
  let length = 0;
  const take = (piece: Uint8Array) => {
    length += piece.length;
    if (length > maxBytes) held = [];
    else held.push(piece);
  };
  const end = (): Line | undefined => {
    number += 1;
    const line = length > maxBytes ? { number } : { number, bytes: Buffer.concat(held) };
    held = [];
    length = 0;
    return line.bytes && isBlank(line.bytes) ? undefined : line;
  };
  for await (const chunk of body) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, start)) {
      take(chunk.subarray(start, at));
      start = at + 1;
      const line = end();
      if (line) yield line;
    }
    take(chunk.subarray(start));
  }
  const last = length === 0 ? undefined : end();
  if (last) yield last;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

/**
 * Records a body of lines that came from one address. They are independent, and are decided and answered in their order, each once it is
 * durable. Reading stops while the answers are not taken. After a line that is to be posted again nothing more is taken or answered: what
 * came behind it may rest on it, and is posted again with it.
 */
export async function* recordLines(
  recorder: Recorder,
  lines: AsyncIterable<Line>,
  address: string,
): AsyncGenerator<LineAnswer> {
  const leave = recorder.enter(LINES_IN_PROGRESS);
  try {
    const checked = ahead(checkLines(recorder, lines, address), AHEAD);
    for await (const { line, id, outcome } of ahead(issueLines(recorder, checked), AHEAD)) {
      const answer: LineAnswer = { line, ...(id === undefined ? {} : { id }), outcome: recorder.told(await outcome) };
      yield answer;
      if (isToComeAgain(answer.outcome)) return;
    }
  } finally {
    leave();
  }
}

/**
 * What comes of a body until `signal` fires, or until its sender goes. The body itself is left open, or the answer could not be sent on the
 * same connection; what is not wanted of it is read and dropped.
 */
export function takeUntil(signal: AbortSignal, body: Readable): Readable {
  const taken = new PassThrough();
  const stop = () => {
    body.unpipe(taken);
    taken.end();
    body.resume();
  };
  // Whoever reads may leave before the end.
  taken.once('close', stop);
  if (signal.aborted) stop();
  else {
    signal.addEventListener('abort', stop, { once: true });
    body.once('error', stop).once('close', () => {
      signal.removeEventListener('abort', stop);
      taken.end();
    });
    body.pipe(taken);
  }
  return taken;
}

interface CheckedLine {
  line: number;
  checked: Promise<Checked | Outcome>;
}

async function* checkLines(
  recorder: Recorder,
  lines: AsyncIterable<Line>,
  address: string,
): AsyncGenerator<CheckedLine> {
  for await (const { number: line, bytes } of lines) {
    const away = recorder.turnAway(address);
    yield { line, checked: away === undefined ? checkLine(recorder, bytes) : Promise.resolve(away) };
    if (away !== undefined) return;
  }
}

async function checkLine(recorder: Recorder, bytes: Uint8Array | undefined): Promise<Checked | Outcome> {
  if (bytes === undefined) return { outcome: 'refused', problem: { code: 'too-large', pointer: '' } };
  try {
    return await recorder.check(bytes);
  } catch (error) {
    return recorder.outcomeOf(error);
  }
}

interface IssuedLine {
  line: number;
  id?: string;
  outcome: Promise<Outcome>;
}

async function* issueLines(recorder: Recorder, lines: AsyncIterable<CheckedLine>): AsyncGenerator<IssuedLine> {
  let last: { stream: string; answer: Promise<Outcome> } | undefined;
  for await (const { line, checked } of lines) {
    const result = await checked;
    if ('outcome' in result) {
      yield { line, outcome: Promise.resolve(result) };
      continue;
    }
    const { id, stream } = result.event;
    // Streams go into the store side by side. Where the lines tell the time, what was known when hangs on their order.
    if (recorder.isSimulated && last && last.stream !== stream && isToComeAgain(await last.answer)) return;
    const { answer, isBarrier, isOverLimit } = await recorder.issue(result);
    last = { stream, answer };
    yield { line, id, outcome: answer };
    if (isOverLimit) return;
    if (isBarrier) await answer;
  }
}

/** Whether the same line may have another answer soon. A fault of our own has none, and would stand in the way of all others. */
function isToComeAgain(result: Outcome): boolean {
  return result.outcome === 'unknown' || (result.outcome === 'retry' && result.problem.code !== 'internal');
}

/** The same items, of which up to `size` are fetched before they are asked for. Whoever leaves the loop stops the fetching. */
export async function* ahead<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T> {
  const ready: T[] = [];
  let wake: () => void = () => undefined;
  let isDone = false;
  let isLeft = false;
  let failure: { error: unknown } | undefined;
  const changed = () => new Promise<void>((resolve) => (wake = resolve));
  const fetch = async () => {
    for await (const item of items) {
      ready.push(item);
      wake();
      while (ready.length >= size && !isLeft) await changed();
      if (isLeft) return;
    }
  };
  const fetching = fetch()
    .catch((error: unknown) => (failure = { error }))
    .finally(() => {
      isDone = true;
      wake();
    });
  try {
    for (;;) {
      const [item] = ready;
      if (item !== undefined) {
        ready.shift();
        wake();
        yield item;
      } else if (isDone) break;
      else await changed();
    }
  } finally {
    isLeft = true;
    wake();
  }
  await fetching;
  if (failure) throw failure.error;
}
