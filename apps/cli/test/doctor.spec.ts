import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SqliteStore } from '@hadic/store';
import { checkDisk, checkNode } from '../src/doctor-checks.js';
import { FakeLedger, World } from './world.js';

const GIB = 2 ** 30;
let world: World;
let ledger: FakeLedger;

beforeEach(async () => {
  world = new World();
  await world.found();
  chmodSync(path.join(world.folder, 'passphrase'), 0o600);
  ledger = await FakeLedger.start();
});
afterEach(async () => {
  await ledger.stop();
  world.close();
});

/** What a service that is well tells. */
const well = () => ({
  status: 'ok',
  parts: { store: 'ok', log: 'ok', projection: 'ok', lag: 0 },
  now: new Date(world.now).toISOString(),
  simulated: false,
  newest: new Date(world.now - 5_000).toISOString(),
  store: { place: '/srv/ledger.db' },
  lagSeconds: 0,
  disk: { freeBytes: 50 * GIB, sizeBytes: 100 * GIB },
});

interface Line {
  check: string;
  state: string;
  code?: string;
  detail: string;
  todo?: string;
}

/** Runs the doctor against a service that tells this, and gives what it did not find well. */
async function examine(facts?: object, url = ledger.url) {
  if (facts) ledger.pages.set('/v1/service', facts as never);
  const { exit, out, err } = await world.run('doctor', '--json', ...(url === '' ? [] : ['--url', url]));
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { exit, err, lines, bad: lines.filter(({ state }) => state !== 'sound') };
}

test('finds nothing where all is well, and says so of each check', async () => {
  const { exit, lines, bad } = await examine(well());
  expect([exit, bad]).toEqual([0, []]);
  expect(lines.map(({ check }) => check)).toEqual([
    ...['node', 'configuration', 'files', 'service', 'store', 'clock', 'disk', 'projection'],
  ]);
});

test.each<[string, (facts: ReturnType<typeof well>) => object, string[], number]>([
  [
    'is not ready',
    (facts) => ({ ...facts, status: 'down', parts: { store: 'unreachable' } }),
    ['service-not-ready', 'store-unreachable'],
    1,
  ],
  [
    'has a damaged log',
    (facts) => ({ ...facts, status: 'down', parts: { store: 'ok', log: 'stopped' } }),
    ['service-not-ready', 'store-corrupt'],
    1,
  ],
  [
    'has a read side that stopped',
    (facts) => ({ ...facts, parts: { store: 'ok', projection: 'stopped', lag: 3 } }),
    ['projection-stopped'],
    1,
  ],
  ['is behind a little', (facts) => ({ ...facts, lagSeconds: 20 }), ['projection-behind'], 0],
  ['is behind for long', (facts) => ({ ...facts, lagSeconds: 900 }), ['projection-behind'], 1],
  [
    'has a clock that is a little fast',
    ({ now, ...facts }) => ({ ...facts, now: moved(now, 3) }),
    ['clock-differs'],
    0,
  ],
  [
    'has a clock that is wrong',
    ({ now, ...facts }) => ({ ...facts, now: moved(now, -61), newest: moved(now, -90) }),
    ['clock-differs'],
    1,
  ],
  [
    'has a clock that was set back',
    ({ now, ...facts }) => ({ ...facts, now, newest: moved(now, 3_600) }),
    ['clock-back'],
    1,
  ],
  [
    'is simulated and knows its own time',
    ({ now, ...facts }) => ({ ...facts, now: moved(now, 900), simulated: true }),
    [],
    0,
  ],
  ['has little room', (facts) => ({ ...facts, disk: { freeBytes: 5 * GIB, sizeBytes: 100 * GIB } }), ['disk-full'], 0],
  ['has no room', (facts) => ({ ...facts, disk: { freeBytes: GIB / 8, sizeBytes: 100 * GIB } }), ['disk-full'], 1],
])('tells of a service that %s', async (_, change, codes, exit) => {
  const found = await examine(change(well()));
  expect([found.bad.map(({ code }) => code), found.exit]).toEqual([codes, exit]);
  for (const { detail, todo } of found.bad)
    expect([detail, todo]).toEqual([expect.not.stringContaining('?'), expect.stringMatching(/\S/)]);
});

function moved(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1_000).toISOString();
}

test('tells of files that others may read', async () => {
  const keys = path.join(world.home, 'keys');
  chmodSync(path.join(keys, 'kopi-p-1.json'), 0o644);
  // Nobody gets at it while the folder is closed.
  expect((await examine(well())).bad).toEqual([]);
  chmodSync(keys, 0o755);
  const { bad, exit } = await examine(well());
  expect([exit, bad]).toMatchObject([
    1,
    [{ code: 'file-open', detail: expect.stringMatching(/kopi-p-1\.json .*644/) }],
  ]);
});

test('tells of a configuration that is not there', async () => {
  rmSync(path.join(world.home, 'founding.json'));
  expect((await examine(well())).bad).toMatchObject([{ code: 'configuration-unreadable' }]);
});

test('looks at a machine where nothing has been set up yet', async () => {
  const { exit, out } = await world.run('doctor', '--json', '--home', path.join(world.folder, 'none', 'at', 'all'));
  const codes = out.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as Line).code]));
  expect([exit, codes]).toEqual([1, [undefined, 'configuration-unreadable', undefined, 'store-missing', undefined]]);
});

test('tells of an address where nothing answers, or something else, or the token is another', async () => {
  expect((await examine()).bad[0]).toMatchObject({ code: 'service-foreign' });
  const guarded = createServer((_request, response) => response.writeHead(401).end('{}')).listen(0, '127.0.0.1');
  await once(guarded, 'listening');
  const { port } = guarded.address() as AddressInfo;
  expect((await examine(undefined, `http://127.0.0.1:${port}`)).bad[0]).toMatchObject({
    code: 'token-refused',
  });
  guarded.close();
  await once(guarded, 'close');
  const gone = await examine(undefined, `http://127.0.0.1:${port}`);
  expect(gone.bad.map(({ code }) => code)).toEqual(['service-unreachable', 'store-missing']);
  expect(gone.lines.map(({ check }) => check)).toContain('disk');
});

test('opens the embedded store itself where no service runs, and says whether it is sound', async () => {
  const data = path.join(world.home, 'data');
  mkdirSync(data, { mode: 0o700 });
  const file = path.join(data, 'ledger.db');
  await (await SqliteStore.open(file)).close();
  const { url } = ledger;
  await ledger.stop();
  const alone = () => examine(undefined, url);
  const { bad, lines } = await alone();
  expect(bad.map(({ code }) => code)).toEqual(['service-unreachable']);
  expect(lines.find(({ check }) => check === 'store')?.detail).toContain(file);
  writeFileSync(file, 'this is no database, and longer than its header would be. '.repeat(40));
  expect((await alone()).bad.map(({ check }) => check)).toEqual(['service', 'store']);
  ledger = await FakeLedger.start();
});

test('asks the read side too that runs apart', async () => {
  const apart = await FakeLedger.start();
  apart.pages.set('/v1/service', { ...well(), parts: { store: 'ok', projection: 'stopped' } });
  world.env['HADIC_PROVENANCE_URL'] = `${apart.url}/`;
  world.env['HADIC_URL'] = ledger.url;
  world.env['HADIC_TOKEN'] = 'geheim';
  const { bad } = await examine(well(), '');
  expect(bad.map(({ code }) => code)).toEqual(['projection-stopped']);
  expect(apart.headers[0]?.authorization).toBe('Bearer geheim');
  await apart.stop();
});

test('speaks to people in their language', async () => {
  ledger.pages.set('/v1/service', { ...well(), lagSeconds: 20 });
  const { out } = await world.run('doctor', '--lang', 'id', '--url', ledger.url);
  expect(out).toMatch(/^✓ penyimpanan +\/srv\/ledger\.db menjawab$/m);
  expect(out).toMatch(/^! sisi baca +Sisi baca tertinggal 0 catatan \(20 detik\) dari log\.\n +→ \S/m);
});

test('judges Node by its version and a disk by part and by bytes', () => {
  expect(['18.20.0', '20.18.9', '20.19.0', '22.0.0'].map((version) => checkNode(version).state)).toEqual([
    'trouble',
    'trouble',
    'sound',
    'sound',
  ]);
  const states = [0.5, 0.9, 3, 20].map((free) => checkDisk({ freeBytes: free * GIB, sizeBytes: 20 * GIB }).state);
  expect(states).toEqual(['warning', 'warning', 'sound', 'sound']);
});
