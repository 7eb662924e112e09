import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esdb from '@eventstore/db-client';
import { startEsdb, type Esdb } from './server.js';
import { all, connect, event, events, failure, follow, until } from './support.js';

const { ANY, NO_STREAM, START } = esdb;
const MAIN = 'dist/test/esdb/main.js';

describe('the process', () => {
  let folder: string;
  let server: Esdb | undefined;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hadic-esdb-'));
  });

  afterEach(() => server?.stop());

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses to listen anywhere but on loopback', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, '--host', '0.0.0.0'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/test server and no database.*127\.0\.0\.1 only/)]);
  });

  test('says what it is, and ends with its parent', async () => {
    const child = spawn(process.execPath, [MAIN, '--with-parent'], { stdio: 'pipe' });
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ url: expect.stringMatching(/^esdb:/), pid: child.pid });
    const [banner] = (await once(child.stderr, 'data')) as [Buffer];
    expect(banner.toString()).toMatch(/NOT a database/);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('killed and started again on its file and port it has what it acknowledged', async () => {
    const file = path.join(folder, 'log.ndjson');
    server = await startEsdb({ file });
    const { ports } = server;
    const client = connect(server.url);
    const three = events(3);
    const written = await client.appendToStream('s', three, { expectedRevision: NO_STREAM });
    await client.appendToStream('s', event());
    await client.tombstoneStream('t');
    const before = await all(client.readAll());
    await server.stop('SIGKILL');
    appendFileSync(file, '[{"stream":"s","id":"cut o');
    server = await startEsdb({ file, ports });
    await until(async () => (await client.appendToStream('u', event()).catch(() => undefined)) !== undefined);
    expect(await all(client.readAll({ maxCount: before.length }))).toEqual(before);
    expect(await client.appendToStream('s', three, { expectedRevision: NO_STREAM })).toEqual(written);
    expect(await failure(all(client.readStream('t')))).toMatchObject({ type: 'stream-deleted' });
    // Without a revision, ids are known only to the process that wrote them.
    const again = await client.appendToStream('s', three, { expectedRevision: ANY });
    expect(again.nextExpectedRevision).toBe(6n);
    await client.dispose();
  });

  test('started on an old copy of its file it has what was there then', async () => {
    const [file, copy] = [path.join(folder, 'now.ndjson'), path.join(folder, 'then.ndjson')];
    server = await startEsdb({ file });
    const client = connect(server.url);
    await client.appendToStream('s', events(2));
    copyFileSync(file, copy);
    await client.appendToStream('s', events(2));
    await client.dispose();
    await server.stop();
    server = await startEsdb({ file: copy });
    const old = connect(server.url);
    expect(await all(old.readStream('s'))).toHaveLength(2);
    await old.dispose();
  });

  test('a version before 21.10 tells no methods, and the client takes the unary path', async () => {
    server = await startEsdb({ version: '21.6.0' });
    const client = connect(server.url);
    expect((await client['capabilities']).serverVersion).toBe('unknown');
    expect(await client.appendToStream('s', event())).toMatchObject({ success: true });
    expect((await server.state()).calls).toMatchObject({ 'Streams/Append': 1 });
    await client.dispose();
    await server.stop();
    server = await startEsdb();
    const young = connect(server.url);
    expect((await young['capabilities']).serverVersion).toBe('23.10.8');
    await young.dispose();
  });

  test('no more than a hundred calls at a time on a connection: the next waits', async () => {
    server = await startEsdb();
    const client = connect(server.url);
    const many = Array.from({ length: 101 }, (_, i) => client.subscribeToStream(`s${i}`, { fromRevision: START }));
    const seen = many.map((subscription) => follow(subscription));
    const confirmed = (): number => seen.filter(({ length }) => length > 0).length;
    await until(() => confirmed() === 100);
    expect((await server.state()).subscriptions).toBe(100);
    await many[0]?.unsubscribe();
    await until(() => confirmed() === 101);
    await client.dispose();
  });

  describe('with TLS and a user', () => {
    const pem = (name: string): string => path.join(folder, name);
    const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' });

    beforeAll(() => {
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      const files = ['-keyout', pem('key.pem'), '-out', pem('cert.pem')];
      openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        ...files,
        ...subject,
      );
    });

    beforeEach(async () => {
      const tls = { cert: pem('cert.pem'), key: pem('key.pem'), ca: pem('cert.pem') };
      server = await startEsdb({ tls, user: 'hadic:secret', cluster: true });
    });

    test('serves who names the user and the password', async () => {
      const client = connect(server?.url ?? '');
      expect(await client.appendToStream('s', event())).toMatchObject({ success: true });
      expect(await all(client.readStream('s'))).toHaveLength(1);
      await client.dispose();
    });

    test.each([
      ['a wrong password', 'hadic:wrong@', { batch: { code: 16 }, unary: { code: 16 } }],
      ['nobody', '', { batch: {}, unary: { code: 7 } }],
    ])('denies access to %s', async (_, user, { batch, unary }) => {
      const client = connect((server?.url ?? '').replace('hadic:secret@', user));
      const denied = { type: 'access-denied' };
      const learned = await failure(client.appendToStream('s', event()));
      expect(learned).toEqual({ ...denied, ...batch, message: learned.message });
      expect(await failure(all(client.readAll()))).toMatchObject({ ...denied, ...unary });
      await client.dispose();
    });

    test('is not trusted without its certificate', async () => {
      const client = connect((server?.urls[0] ?? '').replace(/&tlsCAFile=.*/, ''));
      expect(await failure(client.appendToStream('s', event()))).toMatchObject({ code: 14 });
    });
  });
});
