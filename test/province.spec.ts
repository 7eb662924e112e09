import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Province, readLines, undisturbed } from './bench/province/province.js';
import { type Esdb, startEsdb } from './esdb/server.js';

const EVENTS = 2_000;
const folder = mkdtempSync(path.join(tmpdir(), 'hadic-province-'));
const home = path.join(folder, 'home');
let server: Esdb;
let province: Province;

beforeAll(async () => {
  server = await startEsdb({ cluster: true });
});
afterAll(async () => {
  await province.kill();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What an answer says but for positions, which are each store's own. */
const withoutPositions = (answers: unknown[]): unknown =>
  JSON.parse(JSON.stringify(answers), (name, value: unknown) => (name === 'position' ? undefined : value));

test('two ledgers and two provenances on a cluster lose and double nothing, and say the same as one that was alone', async () => {
  const args = ['dist/test/bench/bench.js', '--emit', String(EVENTS), '--seed', '7', '--out', home];
  const { sample } = JSON.parse(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout) as { sample: string };
  const { lines, ids, lots } = readLines(home);
  const some = [sample, ...lots.filter((_, at) => at % 20 === 0)];
  const questions = some.map((lot) => `/v1/lots/${encodeURIComponent(lot)}/chain`);
  const alone = await undisturbed({ home, data: folder }, lines, questions);
  expect(alone.sent).toMatchObject({ recorded: EVENTS, refused: [] });
  expect(alone.head.size).toBe(EVENTS + 1);

  province = await Province.start({ home, data: folder, url: server.url, namespace: 'jatim' });
  const sent = await province.send(
    lines,
    province.worstDay(() => server.fault({ fault: 'move-leader' })),
  );
  for (const { recorded, duplicate, refused } of sent) expect([recorded + duplicate, refused]).toEqual([EVENTS, []]);
  const { heads, ids: found, answers, exits, dumps } = await province.accounts(questions);

  expect(heads).toEqual([alone.head, alone.head]);
  for (const each of found) expect(each.slice(1)).toEqual(ids);
  expect(answers[1]).toEqual(answers[0]);
  expect(withoutPositions(answers[0] ?? [])).toEqual(withoutPositions(alone.answers));
  expect(dumps).toEqual([alone.dump, alone.dump]);
  expect(exits).toEqual([0, 0, 0, 0]);

  const payloads = lines.map((line) => (JSON.parse(line) as { payload: string }).payload.slice(40, 80));
  for (const { said } of province.members) {
    for (const line of said.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
    expect(payloads.filter((payload) => said.includes(payload))).toEqual([]);
  }
}, 180_000);
