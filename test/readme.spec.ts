import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = process.cwd();
const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The fenced block that is marked with these words behind its fence. */
function block(mark: string): string {
  const found = new RegExp('```' + mark + '\\n([\\s\\S]*?)```').exec(README)?.[1];
  if (found === undefined) throw new Error(`The README has no block marked ${mark}.`);
  return found;
}

/** A folder that looks like a fresh, installed and built checkout. */
function checkout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hadic-readme-'));
  for (const name of ['package.json', 'node_modules', 'dist', 'bin', 'apps', 'libs']) {
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
  return folder;
}

/** A newcomer types on once the service has said where it is. */
function typed(commands: string): string {
  const service = 'npm start > service.log 2> service.err &\nuntil grep -q url service.log; do sleep 0.1; done';
  return commands.replace(/^npm start &$/m, service);
}

/** Writes every entry of the log, one a line, as the service answers it. */
const keepEntries = `cat > fetch.mjs <<'PROGRAM'
import { readFileSync, writeFileSync } from 'node:fs';
const { url } = JSON.parse(readFileSync('service.log', 'utf8').split('\\n').find((line) => line.startsWith('{')));
const { events } = await (await fetch(url + '/v1/events?limit=200')).json();
const bodies = await Promise.all(events.map(async ({ id }) => (await fetch(url + '/v1/events/' + id)).text()));
writeFileSync('bodies.ndjson', bodies.join('\\n'));
PROGRAM
node fetch.mjs
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the README', () => {
  let folder: string;
  let tour: ReturnType<typeof spawnSync>;

  beforeAll(() => {
    folder = checkout();
    mkdirSync(path.join(folder, 'home'));
    const env = { ...process.env, HADIC_HOME: path.join(folder, 'home'), HADIC_PORT: '0', HADIC_LANG: 'en' };
    const script = `set -e\n${typed(block('sh tour'))}\n${keepEntries}`;
    tour = spawnSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
  }, 120_000);

  afterAll(() => {
    stopService(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  test('has a tour of at most 15 commands, which work as they stand', () => {
    const commands = block('sh tour').trim().split('\n');
    expect(commands.length).toBeLessThanOrEqual(15);
    expect({ status: tour.status, stderr: tour.status === 0 ? '' : tour.stderr }).toEqual({ status: 0, stderr: '' });
    expect(tour.stdout).toContain('kopi/pabrik/BUBUK-1 · Kopi bubuk robusta 250 g');
    expect(tour.stdout).toContain('kopi/pabrik/KIRIM-1');
    expect(tour.stdout).toContain('kopi/pabrik/BUBUK-1: Halal');
  });

  const inPython = hasPython ? test : test.skip;
  if (!hasPython) console.warn('Skipped: python3 is not on this machine, so its lines in the README are not run.');
  inPython(
    'checks events in Python, and finds the one that was altered',
    () => {
      const bodies = readFileSync(path.join(folder, 'bodies.ndjson'), 'utf8').trim().split('\n');
      expect(bodies.length).toBeGreaterThan(10);
      const check = (body: string) =>
        spawnSync('python3', ['-c', block('python check')], { input: body, encoding: 'utf8' });
      for (const body of [bodies[0], bodies[1], bodies.at(-1)]) {
        const { status, stdout } = check(body ?? '');
        expect({ status, said: stdout.split(' ')[0] }).toEqual({ status: 0, said: 'sound' });
      }
      const entry = JSON.parse(bodies.at(-1) ?? '') as { envelope: { payload: string } };
      const payload = Buffer.from(entry.envelope.payload, 'base64');
      payload[payload.length - 5] = (payload[payload.length - 5] ?? 0) ^ 1;
      entry.envelope.payload = payload.toString('base64');
      expect(check(JSON.stringify(entry)).stderr).toContain('TAMPERED');
    },
    60_000,
  );

  test('names only files that are there', () => {
    const named = [...README.matchAll(/`((?:apps|libs|test)\/[\w./-]+\.(?:ts|json))`/g)].map(([, file]) => file ?? '');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

function stopService(folder: string): void {
  const log = path.join(folder, 'service.log');
  if (!existsSync(log)) return;
  const line = readFileSync(log, 'utf8')
    .split('\n')
    .find((text) => text.startsWith('{'));
  if (line !== undefined) process.kill((JSON.parse(line) as { pid: number }).pid, 'SIGTERM');
}
