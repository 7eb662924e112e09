import type { JsonObject } from '@hadic/signing';
import { Api, Refused, type Outcome } from './api.js';
import type { Context } from './context.js';
import { EXIT } from './failure.js';
import { describePlace, type RowPlace } from './import-troubles.js';
import { describeProblem } from './show.js';
import { textOf } from './files.js';

/** A signed event on its way. `key` is its place in the outbox; events that came signed have none. */
export interface Outgoing {
  line: string;
  id: string;
  type: string;
  key?: string;
  /** Where the person finds what a place in the event was made of, such as a row of a table. */
  place?(pointer: string): RowPlace;
}

/** What is sent in one request. The ledger answers each line after its fsync, so a request is a few seconds at most. */
const BATCH = 1000;
/** Longer sendings tell how far they are, this often. */
const TELL_EVERY = 200;
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

/**
 * Posts signed events in their order, those without a final answer again (unchanged, so nothing is doubled), and prints
 * what became of each. Returns the keys of those refused and the exit code.
 */
export async function postAll(
  context: Context,
  events: readonly Outgoing[],
): Promise<{ refused: string[]; exit: number }> {
  const api = new Api(context);
  const outcomes = new Map<Outgoing, Outcome>();
  let waiting = [...events];
  let done = 0;
  for (let attempt = 1; waiting.length > 0 && attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await context.io.sleep(pauseBefore(attempt, waiting, outcomes));
    await postOnce(api, waiting, (event, outcome) => {
      outcomes.set(event, outcome);
      if (!isFinal(outcome)) return;
      report(context, event, outcome);
      if (outcome.outcome === 'duplicate' && events.length === 1) context.tell('cli.duplicate', { id: event.id });
      done += 1;
      if (events.length > TELL_EVERY) progress(context, done, events.length);
    });
    waiting = waiting.filter((event) => !isFinal(outcomes.get(event)));
  }
  for (const event of waiting) report(context, event, outcomes.get(event) ?? { outcome: 'retry' });
  const all = events.map((event) => outcomes.get(event)?.outcome ?? 'retry');
  if (events.length > 1) summary(context, all);
  const refused = events.filter((event) => outcomes.get(event)?.outcome === 'refused');
  return {
    refused: refused.flatMap(({ key }) => key ?? []),
    exit: waiting.length > 0 ? EXIT.unreachable : refused.length > 0 ? EXIT.failed : 0,
  };
}

/** A service that is busy gets a little longer each time; one that has named a time gets that. */
function pauseBefore(attempt: number, waiting: readonly Outgoing[], outcomes: ReadonlyMap<Outgoing, Outcome>): number {
  let pause = PAUSE_MS * attempt;
  for (const event of waiting) pause = Math.max(pause, (outcomes.get(event)?.problem?.retryAfter ?? 0) * 1_000);
  return pause;
}

type Answered = (event: Outgoing, outcome: Outcome) => void;

async function postOnce(api: Api, events: readonly Outgoing[], answered: Answered): Promise<void> {
  const [only] = events;
  if (only && events.length === 1) return answered(only, await api.post(only.line));
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    let place = 0;
    for await (const outcome of answersTo(api, batch)) {
      const event = batch[place];
      if (event) answered(event, outcome);
      place += 1;
    }
    // Without an answer to each line the store has failed: later lines may rest on the earlier ones, so all wait.
    if (place < batch.length) return;
  }
}

async function* answersTo(api: Api, batch: readonly Outgoing[]): AsyncGenerator<Outcome> {
  try {
    yield* api.postMany(batch.map(({ line }) => line));
  } catch (error) {
    // A busy service takes nothing of the batch; anything else is for the person to settle first.
    if (!(error instanceof Refused) || error.status < 500) throw error;
  }
}

function isFinal(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && outcome.outcome !== 'retry' && outcome.outcome !== 'unknown';
}

function report(context: Context, event: Outgoing, outcome: Outcome): void {
  const { receipt, problem } = outcome;
  const place = event.place?.(pointerOf(problem));
  if (context.json) context.print(JSON.stringify({ ...outcome, id: event.id, ...place }));
  else context.print([outcome.outcome, event.id, event.type, ...(receipt ? placeInLog(receipt) : [])].join('\t'));
  if (problem) context.io.err(`${place ? `${describePlace(context, place)}: ` : ''}${describeProblem(problem)}\n`);
  if (!isFinal(outcome)) context.tell('cli.notSettled', { id: event.id });
}

function pointerOf(problem: Outcome['problem']): string {
  return problem?.pointer ?? problem?.errors?.[0]?.pointer ?? '';
}

function placeInLog({ stream, revision, recordedAt }: JsonObject): string[] {
  return [`${textOf(stream)}@${textOf(revision)}`, textOf(recordedAt)];
}

function progress(context: Context, done: number, count: number): void {
  if (context.io.terminal) context.io.err(`\r${done}/${count}${done === count ? '\n' : ''}`);
  else if (done % TELL_EVERY === 0) context.io.err(`${done}/${count}\n`);
}

function summary(context: Context, outcomes: readonly Outcome['outcome'][]): void {
  const count = (wanted: Outcome['outcome']) => outcomes.filter((outcome) => outcome === wanted).length;
  context.tell('cli.summary', {
    recorded: count('recorded'),
    duplicate: count('duplicate'),
    refused: count('refused'),
    waiting: count('retry') + count('unknown'),
  });
}
