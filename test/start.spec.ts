import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { People } from './people.js';
import { temporaryFolder } from './service.js';

const people = new People({ simulated: true });
const { admin, events } = people.organisation('kopi');

/** What `hadic init` leaves behind. */
function home(): { folder: string; remove: () => void } {
  const made = temporaryFolder();
  mkdirSync(made.folder, { recursive: true });
  const config = {
    ledger: people.ledger,
    registrar: 'bpjph',
    foundingKey: people.registrar.signer.keyId,
    simulated: true,
  };
  writeFileSync(path.join(made.folder, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(made.folder, 'founding.json'), JSON.stringify(people.founding.wire));
  return made;
}

interface Started {
  process: ChildProcess;
  /** The first line, or nothing if it ended without one. */
  said: string;
  complaint: () => string;
  exit: Promise<number | null>;
}

async function start(folder: string, env: Record<string, string> = {}, role: string[] = []): Promise<Started> {
  const child = spawn(process.execPath, ['bin/start.js', ...role], {
    env: { PATH: process.env['PATH'] ?? '', HADIC_HOME: folder, HADIC_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const said = await Promise.race([once(child.stdout, 'data').then(([line]) => String(line)), exit.then(() => '')]);
  return { process: child, said, complaint: () => complaint, exit };
}

describe('npm start', () => {
  test('founds the ledger, says where it is, and ends in order; a second start finds everything', async () => {
    const { folder, remove } = home();
    const first = await start(folder);
    const { url, pid } = JSON.parse(first.said) as { url: string; pid: number };
    expect(pid).toBe(first.process.pid);
    const place = path.join(folder, 'service.json');
    expect(JSON.parse(readFileSync(place, 'utf8'))).toEqual({ url, pid });
    const post = (body: object) =>
      fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post(events[0]?.wire ?? {})).status).toBe(201);
    const head = await (await fetch(`${url}/v1/log/head`)).json();
    expect(head).toMatchObject({ ledger: people.ledger, simulated: true, size: 2 });
    expect((await fetch(`${url}/docs`)).status).toBe(200);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);

    const second = await start(folder);
    expect([second.said, await second.exit]).toEqual(['', 1]);
    expect(second.complaint().trim().split('\n')).toHaveLength(1);
    expect(second.complaint()).toMatch(/ledger\.db/);

    first.process.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(existsSync(place)).toBe(false);
    for (const line of first.complaint().trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
    expect(first.complaint()).not.toContain(admin.ref);

    const third = await start(folder);
    const again = JSON.parse(third.said) as { url: string };
    expect(await (await fetch(`${again.url}/v1/log/head`)).json()).toEqual(head);
    third.process.kill('SIGINT');
    expect(await third.exit).toBe(0);
    remove();
  });

  test.each<[string, Record<string, string>, RegExp, ...string[]]>([
    ['a service that there is not', {}, /standalone, ledger, provenance/, 'portal'],
    ['two services at once', {}, /standalone, ledger, provenance/, 'ledger', 'provenance'],
    ['a ledger apart on a file', { HADIC_PROVENANCE_URL: 'http://127.0.0.1:7118' }, /ESDB_URL is not set/, 'ledger'],
    ['a provenance apart on a file', {}, /ESDB_URL is not set/, 'provenance'],
    [
      'a ledger that knows nobody to judge claims',
      { ESDB_URL: 'esdb://127.0.0.1:1' },
      /HADIC_PROVENANCE_URL/,
      'ledger',
    ],
    [
      'a judge of claims that is no web address',
      { ESDB_URL: 'esdb://127.0.0.1:1', HADIC_PROVENANCE_URL: '127.0.0.1:7118' },
      /HADIC_PROVENANCE_URL/,
      'ledger',
    ],
    ['a store that is no EventStoreDB', { ESDB_URL: 'http://127.0.0.1' }, /ESDB_URL/],
    ['a namespace that is none', { ESDB_URL: 'esdb://127.0.0.1:1', HADIC_NAMESPACE: 'A b' }, /HADIC_NAMESPACE/],
    ['an address that others reach, without a token', { HADIC_HOST: '0.0.0.0' }, /HADIC_TOKEN/],
    ['a port that is none', { HADIC_PORT: 'http' }, /HADIC_PORT/],
    ['a folder without a ledger', { HADIC_HOME: '/nonexistent' }, /HADIC_HOME/],
  ])('refuses %s, and names what to change', async (_, env, name, ...role) => {
    const { folder, remove } = home();
    const { said, exit, complaint } = await start(folder, env, role);
    expect([said, await exit]).toEqual(['', 2]);
    expect(complaint().trim()).toMatch(name);
    expect(complaint().trim().split('\n')).toHaveLength(1);
    remove();
  });

  test('refuses data of another ledger', async () => {
    const { folder, remove } = home();
    const first = await start(folder);
    first.process.kill('SIGTERM');
    await first.exit;
    const file = path.join(folder, 'config.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(people.ledger, 'ab'.repeat(32)));
    const { exit, complaint } = await start(folder);
    expect(await exit).toBe(2);
    expect(complaint()).toMatch(/HADIC_DATA/);
    remove();
  });
});
