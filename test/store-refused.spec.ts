import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { type Esdb, type EsdbOptions, startEsdb } from './esdb/server.js';
import { People } from './people.js';
import { homeOf } from './processes.js';

// A service that cannot have its store does not start: exit code 2 where ESDB_URL itself is wrong, 1 where the server is, and one line says what to do.

const PASSWORD = 'sandi-rahasia';
const { folder, remove } = homeOf(new People());
const servers: Esdb[] = [];

afterAll(async () => {
  for (const server of servers) await server.stop();
  remove();
});

async function serve(options: EsdbOptions): Promise<number> {
  const server = await startEsdb(options);
  servers.push(server);
  return server.ports[0] ?? 0;
}

/** Starts a ledger that will not come up. */
async function start(env: Record<string, string>): Promise<{ exit: unknown; said: string[] }> {
  const common = { PATH: process.env['PATH'] ?? '', HADIC_HOME: folder, HADIC_PORT: '0' };
  const child = spawn(process.execPath, ['bin/start.js', 'ledger'], {
    env: { ...common, HADIC_PROVENANCE_URL: 'http://127.0.0.1:7118', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [unknown];
  return { exit, said: said.trim().split('\n') };
}

const cases: [string, () => Promise<Record<string, string>>, { exit: number; says: RegExp }][] = [
  ['no ESDB_URL', async () => ({}), { exit: 2, says: /^ESDB_URL is not set.*npm start/ }],
  [
    'an ESDB_URL that is none',
    async () => ({ ESDB_URL: `http://hadic:${PASSWORD}@127.0.0.1:2113` }),
    { exit: 2, says: /^ESDB_URL cannot be used: write esdb:/ },
  ],
  [
    'an option that is not known',
    async () => ({ ESDB_URL: `esdb://hadic:${PASSWORD}@127.0.0.1:2113?tlss=true` }),
    { exit: 2, says: /^ESDB_URL cannot be used: .*known are tls/ },
  ],
  [
    'nobody there',
    async () => {
      const port = await serve({});
      await servers.at(-1)?.stop();
      return { ESDB_URL: `esdb://hadic:${PASSWORD}@127.0.0.1:${port}?tls=false` };
    },
    { exit: 1, says: /^EventStoreDB at esdb:\/\/127\.0\.0\.1:\d+\?tls=false does not answer: .*ESDB_URL/ },
  ],
  [
    'a server without TLS',
    async () => ({ ESDB_URL: `esdb://hadic:${PASSWORD}@localhost:${await serve({})}` }),
    { exit: 1, says: /does not answer: .*tls and tlsCAFile/ },
  ],
  [
    'a server that is too old',
    async () => ({ ESDB_URL: `esdb://127.0.0.1:${await serve({ version: '21.10.0' })}?tls=false` }),
    { exit: 1, says: /needs EventStoreDB 22\.10 or later/ },
  ],
];

const certificate = (() => {
  const [key, cert] = [path.join(folder, 'node.key'), path.join(folder, 'node.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...names], {
      stdio: 'ignore',
    });
    return { key, cert };
  } catch {
    process.stdout.write('No openssl here: the tests of certificates and passwords are skipped.\n');
    return undefined;
  }
})();

if (certificate !== undefined) {
  const serveTls = () => serve({ tls: certificate, user: `hadic:${PASSWORD}` });
  cases.push(
    [
      'a certificate that nobody here trusts',
      async () => ({ ESDB_URL: `esdb://hadic:${PASSWORD}@localhost:${await serveTls()}` }),
      { exit: 1, says: /does not answer: .*tls and tlsCAFile/ },
    ],
    [
      'a certificate file that is not there',
      async () => ({ ESDB_URL: `esdb://hadic:${PASSWORD}@localhost:2113?tlsCAFile=/nowhere/ca.pem` }),
      { exit: 1, says: /^ESDB_URL: tlsCAFile names \/nowhere\/ca\.pem, which is not there/ },
    ],
    [
      'a wrong password',
      async () => ({
        ESDB_URL: `esdb://hadic:${PASSWORD}x@localhost:${await serveTls()}?tlsCAFile=${certificate.cert}`,
      }),
      { exit: 1, says: /refuses the user or the password of ESDB_URL/ },
    ],
  );
}

// All at once: most of them wait for a server that does not come.
const outcomes = new Map<string, { exit: unknown; said: string[] }>();
beforeAll(async () => {
  await Promise.all(cases.map(async ([name, env]) => outcomes.set(name, await start(await env()))));
}, 90_000);

test.each(cases)('%s', (name, _, { exit, says }) => {
  const outcome = outcomes.get(name);
  expect(outcome).toEqual({ exit, said: [expect.stringMatching(says)] });
  expect(String(outcome?.said)).not.toContain(PASSWORD);
});
