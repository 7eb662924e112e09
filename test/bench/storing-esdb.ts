import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describePlace } from '@hadic/store';
import { startEsdb } from '../esdb/server.js';
import type { Answer, Order } from './esdb-work.js';
import { compete, type Row, type Sample } from './harness.js';

export interface StoringEsdbPlan {
  rounds: number;
  /** Of the events of a round, for a quick look. */
  part: number;
  calibrate: () => number;
  /** Passed to Node for both sides, such as --cpu-prof. */
  execArgs: string[];
  /** An EventStoreDB, on which much will be left behind; without one a test server serves. */
  url: string | undefined;
}

const SIDE = new URL('./esdb-side.js', import.meta.url);
const SUBJECTS: { name: string; order: Order }[] = [
  { name: 'append, 1 in flight', order: { what: 'append', inFlight: 1, events: 400 } },
  { name: 'append, 64 in flight', order: { what: 'append', inFlight: 64, events: 4_000 } },
  { name: 'read the log', order: { what: 'read' } },
  { name: 'follow, catching up', order: { what: 'follow' } },
  { name: 'follow live, 1 in flight', order: { what: 'live', inFlight: 1, events: 400 } },
  { name: 'follow live, 64 in flight', order: { what: 'live', inFlight: 64, events: 4_000 } },
];
const FILL = 6_000;

/** The adapter of EventStoreDB against its bare client: the same bytes to the same server at the same concurrency. */
export async function storingEsdb(plan: StoringEsdbPlan): Promise<Row[]> {
  const server = plan.url === undefined ? await startEsdb() : undefined;
  const url = plan.url ?? server?.url ?? '';
  const run = `bench-${randomBytes(6).toString('hex')}`;
  const place = server ? 'test server, no EventStoreDB' : describePlace({ url, namespace: run });
  const sides: ChildProcess[] = [];
  try {
    const bare = await start(['bare', url, `${run}-bare`], plan.execArgs, sides);
    const adapter = await start(['adapter', url, run], plan.execArgs, sides);
    for (const side of sides) await ask(side, { what: 'fill', events: Math.ceil(FILL * plan.part) });
    const rows: Row[] = [];
    for (const { name, order } of SUBJECTS) {
      const given = 'events' in order ? { ...order, events: Math.ceil(order.events * plan.part) } : order;
      const contenders = [
        { name: 'bare client', run: () => ask(bare, given) },
        { name: 'EventStoreDbStore', run: () => ask(adapter, given) },
      ];
      const subject = `${place}: ${name}`;
      rows.push(...(await compete({ subject, unit: 'ev/s', rounds: plan.rounds, contenders }, plan.calibrate)));
    }
    return rows;
  } finally {
    // The server keeps nobody waiting for it, so it has to be gone while the sides still do.
    await server?.stop();
    await Promise.all(sides.map(end));
  }
}

async function start(args: string[], execArgv: string[], sides: ChildProcess[]): Promise<ChildProcess> {
  const side = fork(SIDE, args, { execArgv });
  sides.push(side);
  await answerOf(side);
  return side;
}

function ask(side: ChildProcess, order: Order): Promise<Sample> {
  side.send(order);
  return answerOf(side);
}

async function answerOf(side: ChildProcess): Promise<Sample> {
  const over = new AbortController();
  try {
    const answer = once(side, 'message', over) as Promise<[Answer]>;
    const exit = once(side, 'exit', over).then(([code]) => [{ error: `ended with ${String(code)}` }] as const);
    const [told] = await Promise.race([answer, exit]);
    if ('error' in told) throw new Error(`${side.spawnargs.slice(2).join(' ')}: ${told.error}`);
    return told.sample;
  } finally {
    over.abort();
  }
}

/** It ends by itself once nobody can ask it any more. */
async function end(side: ChildProcess): Promise<void> {
  if (side.exitCode !== null || side.signalCode !== null) return;
  const exit = once(side, 'exit');
  side.disconnect();
  await exit;
}
