import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Esdb, startEsdb } from '../../../test/esdb/server.js';
import { EventStoreDbStore } from '../src/eventstoredb.js';
import { newNamespace, SOON } from './esdb.js';
import { events, failure, idsOf, newStream } from './events.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-esdb-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a server that is too old is refused', async () => {
  for (const version of ['20.6.1', '21.10.0', '22.6.0']) {
    const server = await startEsdb({ version });
    const { code, message } = await failure(EventStoreDbStore.open(server.url, { limits: SOON }));
    expect([code, message]).toEqual(['server-unsupported', expect.stringContaining('22.10 or later')]);
    await server.stop();
  }
});

test('a server that is no EventStoreDB is refused in words', async () => {
  const { createServer } = await import('node:http');
  const other = createServer((_, answer) => answer.end('hello'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const opening = EventStoreDbStore.open(`esdb://127.0.0.1:${port}?tls=false`, {
    limits: { attemptMs: 300, patienceMs: 500 },
  });
  expect((await failure(opening)).message).toMatch(/does not answer: .*Check that it runs/s);
  other.close();
});

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });
const hasOpenssl = (() => {
  try {
    openssl('version');
    return true;
  } catch {
    process.stdout.write('No openssl here: the tests of TLS and users are skipped.\n');
    return false;
  }
})();

(hasOpenssl ? describe : describe.skip)('TLS and users', () => {
  let server: Esdb;
  const open = (user: string, query: string) => {
    const [port] = server.ports;
    const limits = { attemptMs: 800, patienceMs: 500 };
    return EventStoreDbStore.open(`esdb://${user}localhost:${port}?${query}`, { limits, namespace: newNamespace() });
  };
  const trusted = `tls=true&tlsCAFile=${encodeURIComponent(path.join(folder, 'ca.pem'))}`;

  beforeAll(async () => {
    writeFileSync(path.join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    for (const name of ['ca', 'stranger']) {
      const subject = ['-subj', `/CN=${name}`, '-days', '2'];
      openssl(
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        ...subject,
      );
    }
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'node.key', '-out', 'node.csr', '-subj', '/CN=node');
    const issued = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
    openssl('x509', '-req', '-in', 'node.csr', ...issued, '-out', 'node.pem');
    const tls = { cert: path.join(folder, 'node.pem'), key: path.join(folder, 'node.key') };
    server = await startEsdb({ tls: { ...tls, ca: path.join(folder, 'ca.pem') }, user: 'hadic:rahasia%' });
  });
  afterAll(() => server.stop());

  test('let in who knows the password, over one batch stream', async () => {
    const store = await open('hadic:rahasia%25@', trusted);
    const stream = newStream();
    await Promise.all(events(20).map((one, index) => store.append(stream, index - 1, [one])));
    expect(await idsOf(store, stream)).toHaveLength(20);
    const { calls } = await server.state();
    expect(calls).toMatchObject({ 'Streams/BatchAppend': 1 });
    expect(calls).not.toHaveProperty(['Streams/Append']);
    await store.close();
  });

  test.each(['hadic:rahasya@', ''])('refuse the wrong password, and who names none: %s', async (user) => {
    const { code, message } = await failure(open(user, trusted));
    expect([code, message]).toEqual(['access-denied', expect.stringContaining('ESDB_URL')]);
    expect(message).not.toContain('rahas');
  });

  test.each([
    ['a certificate that nobody here trusts', 'tls=true'],
    ['the certificate of a stranger', `tls=true&tlsCAFile=${encodeURIComponent(path.join(folder, 'stranger.pem'))}`],
    ['no TLS', 'tls=false'],
  ])('say what is wrong with %s', async (_, query) => {
    const { code, message } = await failure(open('hadic:rahasia%25@', query));
    expect(code).toBe('store-unavailable');
    expect(message).toMatch(/does not answer: .*tlsCAFile/s);
    expect(message).not.toContain('rahasia');
  });
});
