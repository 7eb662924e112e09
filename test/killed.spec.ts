import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What `npm run build` has made; `npm test` builds first. */
const DIST = path.resolve(process.cwd(), 'dist');
const EVENTS = 1500;

interface Service {
  url: string;
  process: ChildProcess;
}

/** Starts the service on a home folder and waits for its first line. */
async function start(home: string): Promise<Service> {
  const env = { ...process.env, HADIC_HOME: home, HADIC_PORT: '0' };
  const service = spawn(process.execPath, [path.join(DIST, 'apps/standalone/src/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: service.stdout })) {
    return { url: (JSON.parse(line) as { url: string }).url, process: service };
  }
  throw new Error('The service ended before it said where it is.');
}

async function stop({ process: service }: Service, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => service.once('exit', resolve));
  service.kill(signal);
  await gone;
}

/** `hadic record` of all events; calls `answered` with the number of receipts so far. */
async function record(home: string, answered: (count: number) => void = () => undefined): Promise<string[]> {
  const args = ['bin/hadic.js', 'record', path.join(home, 'events.ndjson'), '--yes', '--home', home];
  const cli = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const outcomes: string[] = [];
  for await (const line of createInterface({ input: cli.stdout })) answered(outcomes.push(line.split('\t')[0] ?? ''));
  return outcomes;
}

function trace(home: string, lot: string): unknown {
  const args = ['bin/hadic.js', 'trace', lot, '--json', '--home', home];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  // Positions are the store's own.
  return JSON.parse(stdout, (name, value: unknown) => (name === 'position' ? undefined : value));
}

async function head(service: Service): Promise<{ size: number; root: string }> {
  return (await (await fetch(`${service.url}/v1/log/head`)).json()) as { size: number; root: string };
}

describe('a service that is killed in the middle of many events', () => {
  let folder: string;
  let lot: string;

  const home = (name: string): string => {
    const made = path.join(folder, name);
    mkdirSync(made);
    for (const file of ['config.json', 'founding.json', 'events.ndjson'])
      copyFileSync(path.join(folder, file), path.join(made, file));
    return made;
  };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hadic-killed-'));
    const args = [path.join(DIST, 'test/bench/bench.js'), '--emit', String(EVENTS), '--out', folder];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    lot = (JSON.parse(stdout) as { sample: string }).sample;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has every event once when the same command is repeated, and tells the same chain as one that was not', async () => {
    const clean = home('clean');
    const undisturbed = await start(clean);
    expect(new Set(await record(clean))).toEqual(new Set(['recorded']));
    const expected = { chain: trace(clean, lot), head: await head(undisturbed) };
    await stop(undisturbed, 'SIGTERM');

    const torn = home('torn');
    const victim = await start(torn);
    let killed: Promise<void> | undefined;
    await record(torn, (count) => {
      if (count > EVENTS / 3) killed ??= stop(victim, 'SIGKILL');
    });
    await killed;
    const revived = await start(torn);
    const again = await record(torn);
    expect(again.filter((outcome) => outcome === 'duplicate').length).toBeGreaterThanOrEqual(EVENTS / 3);
    expect(again.filter((outcome) => outcome === 'recorded').length).toBeGreaterThan(0);
    expect(again).toHaveLength(EVENTS);
    expect({ chain: trace(torn, lot), head: await head(revived) }).toEqual(expected);
    expect(expected.head.size).toBe(EVENTS + 1);
    await stop(revived, 'SIGTERM');
  }, 120_000);
});
