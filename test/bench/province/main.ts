// Two ledgers and two provenances on one EventStoreDB are sent the same simulated ledger while one of each is killed and the leader moves:
//
//   node dist/test/bench/province/main.js [--events 20000] [--seed 7] [--url esdb://… --move-leader COMMAND]
//
// Without --url the store is the protocol test server, as a cluster of three. Prints what became of it, and ends with 1 if anything is lost,
// doubled or told differently.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startEsdb } from '../../esdb/server.js';
import { emit } from '../emit.js';
import { Province, readLines, undisturbed } from './province.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    url: { type: 'string' },
    'move-leader': { type: 'string', default: 'false' },
  },
});

const data = mkdtempSync(path.join(tmpdir(), 'hadic-province-'));
const home = path.join(data, 'home');
const { sample } = emit(home, { events: Number(values.events), seed: Number(values.seed) });
const { lines, ids, lots: born } = readLines(home);
const server = values.url === undefined ? await startEsdb({ cluster: true }) : undefined;
const url = values.url ?? server?.url ?? '';
const moveLeader = async () => {
  if (server) return server.fault({ fault: 'move-leader' });
  await promisify(execFile)('sh', ['-c', values['move-leader']]);
};
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

const lots = [...new Set([sample, ...born])].slice(0, 100);
const questions = lots.map((lot) => `/v1/lots/${encodeURIComponent(lot)}/chain`);
const clean = await undisturbed({ home, data }, lines, questions);
say({ undisturbed: clean.sent, ...clean.head });

const province = await Province.start({ home, data, url, namespace: `province-${Date.now()}` });
try {
  for (const { refused, ...rest } of await province.send(lines, province.worstDay(moveLeader))) {
    say({ ...rest, refused: refused.length, first: refused.slice(0, 3) });
  }
  const { heads, ids: found, answers, exits, dumps } = await province.accounts(questions);
  const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const facts = {
    heads: isEqual(heads, [clean.head, clean.head]),
    once: found.every((of) => of.length === ids.length + 1 && new Set([...of, ...ids]).size === of.length),
    inOrder: found.every((of) => isEqual(of.slice(1), ids)),
    chains: isEqual(answers[0], answers[1]),
    dumps: isEqual(dumps, [clean.dump, clean.dump]),
    ended: isEqual(exits, [0, 0, 0, 0]),
  };
  say({ heads, lots: lots.length, facts });
  for (const member of province.members) say({ role: member.role, said: tally(member.said) });
  process.exitCode = Object.values(facts).every(Boolean) ? 0 : 1;
} finally {
  await province.kill();
  rmSync(data, { recursive: true, force: true });
  void server?.stop();
}

/** How often each thing was said that is no answer to a request. */
function tally(said: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of said.trim().split('\n')) {
    const { message, what, reason, fault } = JSON.parse(line || '{}') as Record<string, string>;
    const key = [message, what, reason, fault].filter(Boolean).join(': ').slice(0, 160);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
