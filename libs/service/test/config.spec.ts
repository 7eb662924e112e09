import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readConfig } from '../src/config.js';

describe('what an operator sets', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'hadic-'));
    const config = { ledger: 'ab'.repeat(32), foundingKey: 'did:key:z6Mk' };
    writeFileSync(path.join(home, 'config.json'), JSON.stringify(config));
    writeFileSync(path.join(home, 'founding.json'), '{}');
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const read = (env: Record<string, string> = {}) => readConfig({ HADIC_HOME: home, ...env }, home);

  test('is a limit and no tracing where nothing is said', () => {
    const { rates, tracesTo, trustedProxy } = read();
    expect(rates).toEqual({ perAddress: 120_000, perKey: 30_000 });
    expect([tracesTo, trustedProxy]).toEqual([undefined, undefined]);
  });

  test('is taken as it stands', () => {
    const proxies = '10.0.0.5, 10.1.0.0/16,::1,fd00::/8';
    const env = {
      ...{ HADIC_RATE_PER_ADDRESS: '0', HADIC_RATE_PER_KEY: '60', HADIC_TOKEN: 'geheim' },
      ...{ HADIC_TRUSTED_PROXY: proxies, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
    };
    expect(read(env)).toMatchObject({
      rates: { perAddress: 0, perKey: 60 },
      ...{ trustedProxy: proxies, tracesTo: 'http://127.0.0.1:4318' },
    });
  });

  test.each<[string, string]>([
    ['HADIC_RATE_PER_ADDRESS', '-1'],
    ['HADIC_RATE_PER_KEY', 'many'],
    ['HADIC_TRUSTED_PROXY', '10.0.0.0/33'],
    ['HADIC_TRUSTED_PROXY', 'proxy.example'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ])('is refused by its name: %s=%s', (name, value) => {
    expect(() => read({ HADIC_TOKEN: 'geheim', [name]: value })).toThrow(name);
  });

  test('is a token where others come in through a proxy', () => {
    expect(() => read({ HADIC_TRUSTED_PROXY: '127.0.0.1' })).toThrow('HADIC_TOKEN');
  });
});
