import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FULL_SIZE } from './cast.js';
import { Server } from './child.js';
import { Client } from './client.js';
import { compete, type Contender, quantile, type Row, type Sample } from './harness.js';
import { Load, NDJSON_TYPE, post, recordedIn } from './load.js';
import { World, type WireLine } from './world.js';

export interface IngestPlan {
  folder: string;
  rounds: number;
  /** Of the events of a round, for a quick look. */
  part: number;
  calibrate: () => number;
  /** Passed to Node for the service, such as --cpu-prof. */
  execArgs: string[];
}

/** One way of sending. */
interface Way {
  name: string;
  connections: number;
  /** Events in a body; 0: all of a round in one body, in the order of the log. */
  batch: number;
  /** Events in a round. */
  events: number;
  /** With halal releases, each of which the service judges by what stands before it; that takes the order of the log. */
  releases?: true;
}

const WAYS: Way[] = [
  { name: '1 event a request, 64 connections', connections: 64, batch: 1, events: 1_500 },
  { name: '32 events a body, 16 connections', connections: 16, batch: 32, events: 2_560 },
  { name: 'one long body', connections: 1, batch: 0, events: 2_500 },
  { name: 'one long body, 3 % releases', connections: 1, batch: 0, events: 2_500, releases: true },
];
/** More than the events that come before the first lot. */
const FOUNDED = 1_000;

/** Events through the whole stack, acknowledged after fsync, each against the bare limit given the same bytes. */
export async function ingest(plan: IngestPlan): Promise<Row[]> {
  const ways = WAYS.map((way) => ({ ...way, events: Math.ceil(way.events * plan.part) }));
  const most = Math.max(...ways.map(({ events }) => events)) * (plan.rounds + 2);
  const rows: Row[] = [];
  for (const releases of [false, true]) {
    // A ledger that is not simulated, so that the clock and everything else is as in earnest.
    const world = new World({ events: Math.max(FULL_SIZE, FOUNDED + most), seed: 2, simulated: false, releases });
    const lines = [...world.lines()];
    for (const way of ways.filter((each) => (each.releases ?? false) === releases)) {
      const folder = path.join(plan.folder, `ingest-${rows.length}`);
      rows.push(...(await ingestBy(way, { ...plan, folder }, { world, lines })));
    }
  }
  return rows;
}

async function ingestBy(
  way: Way,
  plan: IngestPlan,
  { world, lines }: { world: World; lines: WireLine[] },
): Promise<Row[]> {
  const { folder, rounds, calibrate } = plan;
  const home = path.join(folder, 'home');
  mkdirSync(home, { recursive: true });
  found(home, world, lines[0] as WireLine);
  const [bare, service] = await Promise.all([
    Server.start('./bare-server.js', { args: [path.join(folder, 'bare')], log: path.join(folder, 'bare.log') }),
    Server.start('./service.js', {
      execArgs: plan.execArgs,
      env: { HADIC_HOME: home, HADIC_PORT: '0', HADIC_DATA: path.join(home, 'data') },
      log: path.join(folder, 'service.log'),
    }),
  ]);
  try {
    await postBody(service, lines.slice(1, world.settled));
    const rest = lines.slice(world.settled);
    const contenders = [
      sender('bare', bare, { way, lines: rest }),
      sender('the service', service, { way, lines: rest }),
    ];
    const subject = `ingest: ${way.name}`;
    return await compete({ subject, unit: 'ev/s', rounds, contenders }, calibrate);
  } finally {
    await Promise.all([bare.stop(), service.stop()]);
  }
}

/** What `hadic init` leaves behind. */
function found(home: string, world: World, founding: WireLine): void {
  const { registrar } = world.cast;
  const foundingKey = registrar.admin.signer.keyId;
  const config = { ledger: world.ledger, registrar: registrar.id, foundingKey, simulated: false };
  writeFileSync(path.join(home, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(home, 'founding.json'), founding.text);
}

function sender(name: string, server: Server, { way, lines }: { way: Way; lines: WireLine[] }): Contender {
  const load = new Load(lines);
  let next = 0;
  const send = async () => {
    if (way.batch > 0) return post(server.url, load, way);
    const part = lines.slice(next, (next += way.events));
    const start = performance.now();
    await postBody(server, part);
    return { recorded: part.length, ms: performance.now() - start, latencies: [] };
  };
  return {
    name,
    run: async (): Promise<Sample> => {
      const before = { flushes: await server.flushes(), cpu: server.cpuMs(), own: process.cpuUsage() };
      const { recorded, ms, latencies } = await send();
      const { user, system } = process.cpuUsage(before.own);
      const cpu = ((server.cpuMs() - before.cpu) * 1_000) / recorded;
      const flushes = (await server.flushes()) - before.flushes;
      return {
        rate: (recorded * 1_000) / ms,
        ...(latencies.length > 0 ? { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) } : {}),
        cpu,
        note: `fsync/ev 1/${(recorded / flushes).toFixed(0)}, sender ${Math.round((user + system) / recorded)} µs CPU`,
      };
    },
  };
}

async function postBody(server: Server, lines: readonly WireLine[]): Promise<void> {
  const client = await Client.open(server.url);
  const reply = await client.post(NDJSON_TYPE, lines.map(({ text }) => `${text}\n`).join(''));
  client.close();
  if (recordedIn(reply) !== lines.length) throw new Error(`Not all was recorded: ${reply.body.slice(-2_000)}`);
}
