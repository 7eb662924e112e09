import { Ajv2020 } from 'ajv/dist/2020.js';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

// What is said in docker/ without an engine to run it: that its parts fit each other, the sources and EventStoreDB's options.

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const DOCKERFILE = readFileSync('docker/Dockerfile', 'utf8');
const FILES = ['docker/compose.yaml', 'docker/cluster.yaml'];

/** Options of EventStoreDB 23.10 that we know: `FooBar` in ClusterVNodeOptions of its source. */
const STORE_OPTIONS = `INSECURE MEM_DB DB LOG NODE_IP NODE_PORT NODE_HOST_ADVERTISE_AS REPLICATION_IP REPLICATION_PORT
  REPLICATION_HOST_ADVERTISE_AS CLUSTER_SIZE DISCOVER_VIA_DNS GOSSIP_SEED CERTIFICATE_FILE CERTIFICATE_PRIVATE_KEY_FILE
  TRUSTED_ROOT_CERTIFICATES_PATH DEFAULT_ADMIN_PASSWORD DEFAULT_OPS_PASSWORD RUN_PROJECTIONS TELEMETRY_OPTOUT
  STREAM_EXISTENCE_FILTER_SIZE STREAM_INFO_CACHE_CAPACITY CACHED_CHUNKS`
  .split(/\s+/)
  .map((option) => `EVENTSTORE_${option}`);

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

const isCompose = new Ajv2020({ allErrors: true }).compile<Compose>(
  JSON.parse(readFileSync('docker/compose.schema.json', 'utf8')) as object,
);

function read(file: string): Compose {
  const compose: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  if (!isCompose(compose)) throw new Error(`${file}: ${JSON.stringify(isCompose.errors, null, 1)}`);
  return compose;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.[jt]s$/.test(file) && !/[/\\]test[/\\]/.test(file) && statSync(file).isFile());
}

function readBy(files: string[]): string[] {
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/env(?:\.|\[')([A-Z][A-Z_]+)/g)]);
  return found.map(([, name]) => name ?? '');
}

/** Variables that Node and the services and the command line read; the texts in libs/words only speak of them. */
const READ = ['NODE_ENV', 'NODE_EXTRA_CA_CERTS'].concat(
  readBy(['apps', 'libs', 'bin'].flatMap(sourceFiles).filter((file) => !file.startsWith(path.join('libs', 'words')))),
);

/** What this service takes from its environment. */
function known({ image, command }: Service): string[] {
  if (image.startsWith('eventstore/')) return STORE_OPTIONS;
  return command?.[1] === 'docker/access.js' ? [...READ, ...readBy(['docker/access.js'])] : READ;
}

const isStore = ({ image }: Service) => image.startsWith('eventstore/');
const isRole = ({ command }: Service) => command?.[1] === 'bin/start.js';

describe.each(FILES)('%s', (file) => {
  const { services, volumes } = read(file);
  const all = Object.entries(services);

  test('starts every role that is apart, and restarts what runs', () => {
    const roles = all.filter(([, service]) => isRole(service));
    const names = new Set(roles.map(([, { command }]) => command?.[2]));
    expect([...names].sort()).toEqual(['ledger', 'provenance']);
    for (const [, service] of [...roles, ...all.filter(([, each]) => isStore(each))]) {
      expect(service).toMatchObject({ restart: 'unless-stopped' });
    }
  });

  test('declares every volume, uses each, and gives each read model and each node its own', () => {
    const used = all.flatMap(([, service]) => service.volumes ?? []).filter((volume) => !volume.startsWith('.'));
    const names = used.map((volume) => volume.split(':')[0] ?? '');
    expect([...new Set(names)].sort()).toEqual(Object.keys(volumes).sort());
    const own = names.filter((name) => name !== 'home');
    expect(own).toEqual([...new Set(own)]);
    const keepers = all.filter(([, { volumes: kept }]) => kept?.some((volume) => volume.startsWith('keys:')));
    expect(keepers.map(([name]) => name)).toEqual(['cli']);
  });

  test('waits only for services that are there, and for nobody to be ready who cannot say so', () => {
    const waits = all.flatMap(([, { depends_on: on }]) => Object.entries(on ?? {}));
    expect(waits.length).toBeGreaterThan(0);
    for (const [name, { condition }] of waits) {
      const target = services[name];
      expect({ name, there: target !== undefined, tool: target?.profiles }).toEqual({ name, there: true });
      // A node of a cluster is alive before there is a leader.
      const isCluster = target?.environment?.['EVENTSTORE_CLUSTER_SIZE'] !== undefined;
      expect({ name, trusted: isCluster && condition === 'service_healthy' }).toEqual({ name, trusted: false });
    }
  });

  test('sets only what somebody reads', () => {
    for (const [name, service] of all) {
      const set = Object.keys(service.environment ?? {});
      expect({ name, unknown: set.filter((key) => !known(service).includes(key)) }).toEqual({ name, unknown: [] });
      if (isStore(service)) expect(service.environment).toMatchObject({ EVENTSTORE_TELEMETRY_OPTOUT: 'true' });
      if (isRole(service)) expect(set).toEqual(expect.arrayContaining(['ESDB_URL', 'HADIC_TOKEN']));
    }
  });

  test('holds no secret: each must be given', () => {
    const given = /^\$\{[A-Z_]+:\?[^}]+\}$/;
    const secrets = all.flatMap(([, { environment }]) =>
      Object.entries(environment ?? {}).flatMap(([key, value]) => {
        if (/PASSWORD|TOKEN|SECRET/.test(key)) return [value];
        return [...value.matchAll(/:\/\/[^/@:]+:(.+)@/g)].map(([, password]) => password ?? '');
      }),
    );
    expect(secrets.length).toBeGreaterThan(2);
    expect(secrets.filter((secret) => !given.test(secret))).toEqual([]);
  });

  test('addresses services by the names and ports that they have', () => {
    const addressed = all.flatMap(([, { environment }]) =>
      Object.values(environment ?? {}).flatMap((value) => [...value.matchAll(/([a-z]+\d?):(2113|7117)\b/g)]),
    );
    expect(addressed.length).toBeGreaterThan(2);
    for (const [, host = '', port] of addressed) {
      const service = services[host];
      expect({ host, port: service && (isStore(service) ? '2113' : '7117') }).toEqual({ host, port });
    }
  });
});

test('the three nodes begin with each other, and the services know all of them', () => {
  const { services } = read('docker/cluster.yaml');
  const nodes = Object.keys(services).filter((name) => services[name] && isStore(services[name]));
  expect(nodes).toEqual(['node1', 'node2', 'node3']);
  for (const name of nodes) {
    const { environment, volumes } = services[name] ?? {};
    const others = nodes.filter((other) => other !== name).map((other) => `${other}:2113`);
    expect(environment).toMatchObject({
      EVENTSTORE_CLUSTER_SIZE: '3',
      EVENTSTORE_GOSSIP_SEED: others.join(','),
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
    });
    expect(environment).not.toHaveProperty('EVENTSTORE_INSECURE');
    expect(volumes).toContain(`./certificates/${name}:/run/certificates/node:ro`);
  }
  const services4 = Object.values(services).filter(isRole);
  expect(services4.map(({ command }) => command?.[2])).toEqual(['ledger', 'ledger', 'provenance', 'provenance']);
  for (const { environment } of services4) {
    expect(environment?.['ESDB_URL']).toContain(`@${nodes.map((name) => `${name}:2113`).join(',')}?tls=true`);
  }
});

/** Its instructions, with continued lines joined and `${NODE}` put in. */
function instructions(): { verb: string; rest: string }[] {
  const base = /^ARG NODE=(.+)$/m.exec(DOCKERFILE)?.[1] ?? '';
  const lines = DOCKERFILE.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  return [...lines.matchAll(/^([A-Z]+) (.+)$/gm)].map(([, verb = '', rest = '']) => ({
    verb,
    rest: rest.replace('${NODE}', base),
  }));
}

describe('docker/Dockerfile', () => {
  const steps = instructions();
  const all = (verb: string) => steps.filter((step) => step.verb === verb).map(({ rest }) => rest);
  const last = steps.slice(steps.findLastIndex(({ verb }) => verb === 'FROM'));

  test('is made from one Node, named by its full version', () => {
    const froms = all('FROM').map((rest) => rest.split(' ')[0]);
    expect(froms.length).toBeGreaterThan(1);
    expect(new Set(froms).size).toBe(1);
    expect(froms[0]).toMatch(/^node:20\.\d+\.\d+-[a-z]+-slim$/);
  });

  test('runs as a user, can be stopped, and tells of its health without more than Node', () => {
    expect(last.filter(({ verb }) => verb === 'USER').map(({ rest }) => rest)).toEqual(['node']);
    expect(last.findIndex(({ verb }) => verb === 'USER')).toBeGreaterThan(
      last.findLastIndex(({ verb }) => verb === 'RUN'),
    );
    const [health = ''] = last.filter(({ verb }) => verb === 'HEALTHCHECK').map(({ rest }) => rest);
    const [node, , script] = JSON.parse(/CMD (\[.+\])$/.exec(health)?.[1] ?? '[]') as string[];
    expect({ node, live: script?.includes('/health/live') }).toEqual({ node: 'node', live: true });
    expect(all('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(JSON.parse(all('CMD')[0] ?? '')).toEqual(['node', 'bin/start.js', 'standalone']);
    // A port that nobody listens on: the script itself must run and say no.
    const env = { ...process.env, HADIC_PORT: '1' };
    expect(spawnSync(process.execPath, ['-e', script ?? ''], { env, encoding: 'utf8' })).toMatchObject({
      status: 1,
      stderr: '',
    });
  });

  test('copies what is there, and .dockerignore lets it through', () => {
    expect(all('ADD')).toEqual([]);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toContain('*');
    const sources = all('COPY')
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(sources.length).toBeGreaterThan(8);
    expect(sources.filter((source) => !existsSync(source) || !ignored.includes(`!${source}`))).toEqual([]);
    const allowed = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(allowed.filter((name) => !sources.includes(name))).toEqual([]);
  });

  test('sets only variables that somebody reads', () => {
    const names = all('ENV').flatMap((rest) => [...rest.matchAll(/(\w+)=/g)].map(([, name]) => name ?? ''));
    expect(names).toContain('HADIC_HOME');
    expect(names.filter((name) => !READ.includes(name))).toEqual([]);
  });

  test('installs without scripts, since no package needs its own', () => {
    const installs = all('RUN').filter((rest) => rest.includes('npm ci'));
    expect(installs.filter((rest) => !rest.includes('--ignore-scripts'))).toEqual([]);
    expect(installs.filter((rest) => rest.includes('--omit=dev'))).toHaveLength(1);
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>;
    };
    const scripted = Object.entries(lock.packages).filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev);
    // One reports the installation to a third party, the other compares versions; neither builds anything.
    const known = ['node_modules/@scarf/scarf', 'node_modules/protobufjs'];
    expect(scripted.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

test('names the image everywhere by the version of the package', () => {
  for (const file of [...FILES, 'docker/Dockerfile', 'README.md']) {
    const named = [...readFileSync(file, 'utf8').matchAll(/\bhadic:(\d+\.\d+\.\d+)/g)].map((match) => match[1]);
    expect({ file, versions: [...new Set(named)] }).toEqual({ file, versions: [version] });
  }
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('Skipped: openssl is not on this machine, so docker/certificates.sh is not run.');
(hasOpenssl ? test : test.skip)(
  'docker/certificates.sh makes what the nodes of the cluster need, and keeps what is there',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hadic-certificates-'));
    const run = () => spawnSync('bash', ['docker/certificates.sh', folder], { encoding: 'utf8' });
    const certificate = (name: string) => new X509Certificate(readFileSync(path.join(folder, name)));
    expect(run()).toMatchObject({ status: 0 });
    expect(readdirSync(path.join(folder, 'ca'))).toEqual(['ca.crt']);
    const ca = certificate('ca/ca.crt');
    const made = ['node1', 'node2', 'node3'].map((name) => ({ name, node: certificate(`${name}/node.crt`) }));
    for (const { name, node } of made) {
      expect(node.checkIssued(ca) && node.verify(ca.publicKey)).toBe(true);
      expect(node.subject).toBe('CN=eventstoredb-node');
      expect([name, 'localhost', 'node4'].map((host) => node.checkHost(host) !== undefined)).toEqual([
        true,
        true,
        false,
      ]);
      // serverAuth and clientAuth
      expect(node.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
      expect(node.checkPrivateKey(createPrivateKey(readFileSync(path.join(folder, name, 'node.key'))))).toBe(true);
      expect(statSync(path.join(folder, name, 'node.key')).mode & 0o777).toBe(0o600);
    }
    expect(run()).toMatchObject({ status: 0 });
    expect(certificate('node1/node.crt').fingerprint256).toBe(made[0]?.node.fingerprint256);
    rmSync(path.join(folder, 'authority', 'ca.key'));
    expect(run()).toMatchObject({ status: 1 });
    rmSync(folder, { recursive: true });
  },
  60_000,
);

const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;
if (!hasCompose)
  console.warn('Skipped: docker compose is not on this machine, so it is not asked about docker/*.yaml.');
(hasCompose ? test.each(FILES) : test.skip.each(FILES))('docker compose takes %s, and wants every secret', (file) => {
  const secrets = ['HADIC_TOKEN', 'STORE_PASSWORD', 'STORE_ADMIN_PASSWORD', 'STORE_OPS_PASSWORD'];
  const ask = (given: Record<string, string>) => {
    const args = ['compose', '--env-file', '/dev/null', '--profile', 'tools', '-f', file, 'config', '--quiet'];
    return spawnSync('docker', args, { env: { PATH: process.env['PATH'], ...given }, encoding: 'utf8' });
  };
  expect(ask(Object.fromEntries(secrets.map((name) => [name, 'x'])))).toMatchObject({ status: 0, stderr: '' });
  expect(ask({}).stderr).toContain('make docker/.env');
});
