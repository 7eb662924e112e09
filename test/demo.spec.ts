import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chain } from '@hadic/provenance';
import { startEsdb } from './esdb/server.js';

const NEEDED = ['apps/cli/src/demo/main.js', 'apps/standalone/src/main.js', 'test/esdb/main.js'];
const isBuilt = NEEDED.every((file) => existsSync(`dist/${file}`));
if (!isBuilt) console.warn('Skipped: the demo is not built; `npm run build` makes it.');
const built = isBuilt ? test : test.skip;

/** As long as the demo may take, and a little for a busy machine. */
const PATIENCE_MS = 45_000;

interface Ran {
  exit: number | null;
  out: string;
  err: string;
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'hadic-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...argv: string[]): Promise<Ran> {
  return runWith(undefined, ...argv);
}

async function runWith(esdbUrl: string | undefined, ...argv: string[]): Promise<Ran> {
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, ESDB_URL: esdbUrl };
  const child = spawn(process.execPath, ['bin/demo.js', ...argv], { env, timeout: PATIENCE_MS });
  const ran: Ran = { exit: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text));
  ran.exit = await new Promise((resolve) => child.on('close', resolve));
  return ran;
}

const POSITION = /"position":"[^"]*"/g;

function withoutPositions(chain: string): unknown {
  return JSON.parse(chain.replace(POSITION, '"position":""'));
}

/** The service that was left behind answers until its process is ended. */
async function expectKept(out: string): Promise<void> {
  const [, url = '', home = ''] = /The service goes on at (\S+); its data are in (\S+)\./.exec(out) ?? [];
  const pid = Number(/`kill (\d+)`/.exec(out)?.[1]);
  try {
    expect(path.dirname(home)).toBe(folder);
    const answer = await fetch(`${url}/v1/lots/${encodeURIComponent('lereng-kawi/pabrik/KSK-0409')}/status`);
    expect(await answer.json()).toMatchObject({ headline: 'HALAL' });
  } finally {
    process.kill(pid);
  }
  expect(await isGone(url)).toBe(true);
}

async function isGone(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (!answers) return true;
    await pause(100);
  }
  return false;
}

describe('npm run demo', () => {
  built(
    'ends with one chain, the same bytes on every run',
    async () => {
      const first = await run('--json');
      const second = await run('--json');
      expect({ exit: first.exit, err: first.exit === 0 ? '' : first.err }).toEqual({ exit: 0, err: '' });
      expect(second.out).toBe(first.out);
      const chain = JSON.parse(first.out) as Chain;
      expect(chain).toMatchObject({ simulated: true, status: { headline: 'HALAL' } });
      expect(chain.status.reasons.map(({ code }) => code)).toEqual(['HC-190']);
      expect(chain.lots.every(({ status }) => status.headline === 'HALAL')).toBe(true);
      expect(Math.min(...chain.lots.map(({ depth }) => depth))).toBe(-2);
    },
    2 * PATIENCE_MS,
  );

  built(
    'shows what is refused and why, and the chain now and as it was known before; it leaves nothing behind',
    async () => {
      const { exit, out, err } = await run('--lang', 'id');
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      for (const code of ['bad-signature', 'key-of-other-organisation', 'wrong-ledger', 'not-enough-on-hand']) {
        expect(out).toMatch(new RegExp(`✗ .*\\n.*\\(${code}\\)\\n +→ `));
      }
      expect(out).toContain('↺ Kirim ulang');
      const [now = '', then = ''] = out.split('2026-04-15:').map((part) => part.slice(part.indexOf('KSK-0409 ·')));
      expect(now).toMatch(/\n +Halal\n/);
      expect(now).toMatch(/− qty 1\.500 kg\n.*\+ qty 150 kg/);
      expect(now).toContain('(lihat di atas)');
      expect(now).toContain('kunci dititipkan pada layanan');
      expect(now).toContain('KLANG-2605-07');
      expect(then).toContain('Belum lengkap: ');
      expect(then).toContain('60 kg dari 1.500 kg');
      expect(then).toContain('masih di tempat asalnya');
      for (const tree of [now, then]) expect(tree).toMatch(/kode\s+diperiksa \d+ dari 73[\s\S]*Jam simulasi/);
      expect(readdirSync(folder)).toEqual([]);
    },
    PATIENCE_MS,
  );

  built(
    'ends with the same chain on EventStoreDB, positions aside, and on a test server without ESDB_URL, which goes with it',
    async () => {
      const onFile = await run('--store', 'sqlite', '--json');
      const onServer = await run('--store', 'eventstoredb', '--json', '--lang', 'en');
      expect({ exit: onServer.exit, err: onServer.exit === 0 ? '' : onServer.err }).toEqual({ exit: 0, err: '' });
      expect(withoutPositions(onServer.out)).toEqual(withoutPositions(onFile.out));
      expect(onServer.out.match(POSITION)).toEqual([expect.stringMatching(/"[0-9a-f]{32}"$/)]);
      expect(onFile.out.match(POSITION)).toEqual([expect.stringMatching(/"[0-9]{16}"$/)]);
      const [, port = ''] = /test server at esdb:\/\/127\.0\.0\.1:(\d+)\S*, .* It is no store/.exec(onServer.err) ?? [];
      expect(await isGone(`http://127.0.0.1:${port}`)).toBe(true);
      expect(readdirSync(folder)).toEqual([]);
    },
    2 * PATIENCE_MS,
  );

  built(
    'with ESDB_URL and --keep leaves the service on that server, in a namespace of its own',
    async () => {
      const server = await startEsdb();
      try {
        const { exit, out, err } = await runWith(server.url, '--store', 'eventstoredb', '--keep', '--lang', 'en');
        expect({ exit, err }).toEqual({ exit: 0, err: '' });
        expect(out).toMatch(
          /The log is at esdb:\/\/127\.0\.0\.1:\d+\?tls=false \(namespace demo-[0-9a-f]{12}\), and stays/,
        );
        await expectKept(out);
      } finally {
        await server.stop();
      }
    },
    PATIENCE_MS,
  );

  built('refuses an unknown store, an address that is none, and to keep what ends with it', async () => {
    const wrong = [
      await run('--store', 'mongodb'),
      await run('--store', 'eventstoredb', '--keep'),
      await runWith('http://127.0.0.1:2113', '--store', 'eventstoredb'),
    ];
    expect(wrong.map(({ exit, out }) => ({ exit, out }))).toEqual(wrong.map(() => ({ exit: 2, out: '' })));
    const says = [/mongodb.*eventstoredb/, /--keep/, /ESDB_URL/];
    wrong.forEach(({ err }, i) => expect(err).toMatch(says[i] ?? /never/));
    expect(readdirSync(folder)).toEqual([]);
  });

  built(
    'with --keep leaves the service, which answers until its process is ended',
    async () => {
      const { exit, out } = await run('--keep', '--lang', 'en');
      expect(exit).toBe(0);
      await expectKept(out);
    },
    PATIENCE_MS,
  );
});
