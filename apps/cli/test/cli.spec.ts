import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkSignatures, decodeEnvelope, digestOf, openEnvelope, type JsonObject } from '@hadic/signing';
import { LANGUAGES } from '@hadic/words';
import { commands } from '../src/commands.js';
import { helpFor, type CommandName } from '../src/help.js';
import { applySettings } from '../src/settings.js';
import { FakeLedger, World } from './world.js';

let world: World;

beforeEach(() => (world = new World()));
afterEach(() => world.close());

const names = Object.keys(commands) as CommandName[];

describe('help', () => {
  test.each(LANGUAGES)('is complete in %s: every flag and an example of every command', async (language) => {
    for (const name of names) {
      const help = helpFor(language, name);
      expect(help).toMatch(/\n(Examples|Contoh)\n {2}(ESDB_URL=\S+ )?hadic /);
      for (const flag of Object.keys(commands[name].options)) expect(`${name} ${help}`).toContain(`--${flag}`);
      expect(helpFor(language, 'hadic')).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      expect(await world.run(name, '--help', '--lang', language)).toEqual({ exit: 0, out: help, err: '' });
    }
  });

  test('is printed in the language of the machine', async () => {
    delete world.env['HADIC_LANG'];
    world.env['LANG'] = 'id_ID.UTF-8';
    expect((await world.run('--help')).out).toContain('Menyiapkan');
    expect((await world.run('help', 'record')).out).toContain('Menandatangani');
  });

  test('names no flag that its command does not take', () => {
    for (const name of names) {
      const told = new Set([...helpFor('en', name).matchAll(/--([a-z][a-z-]+)/g)].map((match) => match[1] ?? ''));
      const known = new Set([...Object.keys(commands[name].options), 'help', 'lang', 'json', 'home', 'url']);
      // Examples of other commands may stand in a text.
      const examples = ['out', 'yes', 'json', 'limit'];
      expect([...told].filter((flag) => !known.has(flag) && !examples.includes(flag))).toEqual([]);
    }
  });
});

describe('wrong usage', () => {
  test.each([
    [['record', 'LotSplit', '--sett', 'a=b'], '--sett'],
    [['recrod'], 'recrod'],
    [['keys', 'new', '--person', 'p'], '--org'],
    [['keys', 'eat'], 'keys eat'],
    [['record', 'LotSplit', '--site'], '--site'],
    [['record', 'LotSplit', '--yes=1'], '--yes'],
    [['backup'], 'FILE'],
    [['status', 'a', 'b'], '"b"'],
    [['status', 'a', '--lang', 'fr'], '"fr"'],
    [['status', 'a'], 'hadic init'],
  ])('%j ends with 2 and names what is wrong', async (argv, named) => {
    const { exit, out, err } = await world.run(...argv);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(named);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('of files and drafts names the place', async () => {
    await world.found();
    const cases: [content: string | object, named: string][] = [
      ['{"type": "LotSplit", "data": {}, "data": {}}', 'duplicate-name at /data'],
      [{ type: 'LotSplit', data: {}, occuredAt: 'x' }, '/occuredAt'],
      [{ type: 'Nothing', data: {} }, '"Nothing"'],
      [{ type: 'LotSplit', data: {} }, 'LotSplit'],
      [{ type: 'LotSplit', data: { site: 'kopi/pabrik' }, occurredAt: 'yesterday' }, 'occurredAt'],
      ['', 'holds no event'],
    ];
    for (const [content, named] of cases) {
      const { exit, err } = await world.run('record', world.write('x.json', content));
      expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(named) });
    }
  });
});

describe('init', () => {
  test('founds a ledger: sealed key, signed event, configuration, all for their owner only', async () => {
    const { exit, out, err } = await world.run(
      'init',
      '--registrar',
      'pusat',
      '--name',
      'Pusat Halal',
      '--person',
      'p-001',
    );
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining('npm start') });
    const read = (name: string) => JSON.parse(readFileSync(path.join(world.home, name), 'utf8')) as JsonObject;
    const config = read('config.json');
    const { payloadType, payload, signatures } = read('founding.json');
    const envelope = decodeEnvelope({
      payloadType: payloadType ?? null,
      payload: payload ?? null,
      signatures: signatures ?? null,
    });
    checkSignatures(envelope);
    const event = openEnvelope(envelope);
    expect(config).toMatchObject({
      ledger: digestOf(envelope),
      registrar: 'pusat',
      simulated: false,
      url: 'http://127.0.0.1:7117',
    });
    expect(out.trim()).toBe(config['ledger']);
    expect(event).toMatchObject({
      type: 'LedgerFounded',
      stream: 'organisation-pusat',
      signers: [{ key: config['foundingKey'], org: 'pusat', role: 'REGISTRAR' }],
      data: { registrar: 'pusat', legalName: 'Pusat Halal', personRef: 'p-001', simulated: false },
    });
    expect(event).not.toHaveProperty('ledger');
    const modes = ['.', 'keys', 'keys/pusat-p-001.json', 'config.json', 'founding.json'].map(
      (name) => statSync(path.join(world.home, name)).mode & 0o077,
    );
    expect(modes).toEqual([0, 0, 0, 0, 0]);
  });

  test('never founds over a ledger', async () => {
    await world.found();
    const before = readFileSync(path.join(world.home, 'config.json'), 'utf8');
    expect((await world.run('init', '--registrar', 'x', '--name', 'x', '--person', 'x')).exit).toBe(1);
    expect(readFileSync(path.join(world.home, 'config.json'), 'utf8')).toBe(before);
  });
});

describe('keys', () => {
  test('are sealed: neither the file nor the output holds a secret', async () => {
    const { exit, out } = await world.run(
      'keys',
      'new',
      '--org',
      'kopi',
      '--person',
      'p-1',
      '--roles',
      'penyelia-halal',
    );
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^did:key:z6Mk\w+\n$/) });
    const file = JSON.parse(readFileSync(path.join(world.home, 'keys', 'kopi-p-1.json'), 'utf8')) as JsonObject;
    expect(Object.keys(file).sort()).toEqual(['kdf', 'keyId', 'nonce', 'org', 'person', 'roles', 'sealed', 'v']);
    expect((await world.run('keys', 'list', '--json')).out).toContain('"roles":["PENYELIA_HALAL"]');
  });

  test('are never overwritten', async () => {
    await world.run('keys', 'new', '--org', 'kopi', '--person', 'p-1');
    expect(await world.run('keys', 'new', '--org', 'kopi', '--person', 'p-1')).toMatchObject({ exit: 1, out: '' });
  });

  test('need a passphrase: from a file, from a person, or not at all', async () => {
    const make = () => world.run('keys', 'new', '--org', 'kopi', '--person', 'p-1');
    delete world.env['HADIC_PASSPHRASE_FILE'];
    expect(await make()).toMatchObject({ exit: 2, err: expect.stringContaining('HADIC_PASSPHRASE_FILE') });
    const answers = ['satu', 'dua', '', 'satu', 'satu'];
    world.terminal = { ask: async () => 'y', askSecret: async () => answers.shift() ?? '' };
    expect((await make()).err).toContain('differ');
    expect((await make()).err).toContain('empty');
    expect((await make()).exit).toBe(0);
    expect(readdirSync(path.join(world.home, 'keys'))).toEqual(['kopi-p-1.json']);
  });

  test('do not open with another passphrase', async () => {
    await world.found();
    world.env['HADIC_PASSPHRASE_FILE'] = world.write('other', 'teh manis');
    const split = { type: 'LotSplit', data: { site: 'kopi/pabrik' } };
    const { exit, err } = await world.run('sign', world.write('x.json', split));
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('kopi-p-1') });
  });

  test('rotate: the old and the new key sign, and an interrupted rotation goes on with the key that it made', async () => {
    await world.found();
    world.env['HADIC_URL'] = 'http://127.0.0.1:1';
    expect((await world.run('keys', 'rotate', 'kopi-p-1')).exit).toBe(3);
    const ledger = await FakeLedger.start();
    world.env['HADIC_URL'] = ledger.url;
    expect((await world.run('keys', 'rotate', 'kopi-p-1')).exit).toBe(0);
    await ledger.stop();
    const { signatures } = JSON.parse(ledger.posted[0] ?? '') as { signatures: { keyid: string }[] };
    const retired = path.join(world.home, 'keys', 'retired', 'kopi-p-1.json');
    const old = (JSON.parse(readFileSync(retired, 'utf8')) as JsonObject)['keyId'];
    const list = (await world.run('keys', 'list')).out;
    const [, next] = /^kopi-p-1\.2\t(\S+)/m.exec(list) ?? [];
    expect(signatures.map(({ keyid }) => keyid).sort()).toEqual([old, next].sort());
    expect(list).not.toContain(old);
  });
});

describe('asking', () => {
  test('an unreachable service ends with 3, a strange one too', async () => {
    await world.found();
    world.env['HADIC_URL'] = 'http://127.0.0.1:1';
    expect(await world.run('status', 'kopi/pabrik/L-1')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('npm start'),
    });
    expect((await world.run('status', 'x', '--lang', 'id')).err).toContain('Tidak ada layanan');
  });

  test('ids are encoded, the language and the token travel, problems are told', async () => {
    const ledger = await FakeLedger.start();
    world.env['HADIC_URL'] = ledger.url;
    world.env['HADIC_TOKEN'] = 'rahasia';
    const status = {
      headline: 'EXPIRED',
      reasons: [
        {
          code: 'HC-106',
          slots: { certificate: 'bpjph/ID1', product: 'gelatin', ended: '2026-01-01', days: 3, day: '2026-01-04' },
        },
      ],
      missing: [{ what: 'release', lot: 'kopi/pabrik/L-1' }],
    };
    ledger.pages.set('/v1/lots/kopi%2Fpabrik%2FL-1/status?known=2026-02-01T00%3A00%3A00Z', status);
    const told = await world.run('status', 'kopi/pabrik/L-1', '--known', '2026-02-01T00:00:00Z', '--lang', 'id');
    expect(told).toMatchObject({
      exit: 0,
      out: expect.stringMatching(
        /Sertifikat kedaluwarsa[\s\S]*HC-106 +Sertifikat halal bpjph\/ID1[\s\S]*belum melepas/,
      ),
    });
    expect(ledger.headers[0]).toMatchObject({ 'accept-language': 'id', authorization: 'Bearer rahasia' });
    expect(await world.run('status', 'nothing')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringContaining('not-found'),
    });
    await ledger.stop();
  });

  test('the running service is found by the file that it leaves', async () => {
    const ledger = await FakeLedger.start();
    await world.found();
    writeFileSync(path.join(world.home, 'service.json'), JSON.stringify({ url: ledger.url, pid: 1 }));
    ledger.pages.set('/v1/events?limit=50', { events: [{ id: 'a', type: 'LotSplit', event: {} }] });
    expect((await world.run('events', 'list', '--json')).out).toBe('{"id":"a","type":"LotSplit","event":{}}\n');
    await ledger.stop();
  });

  test('a provenance apart is asked, and the ledger is not; one that was killed is passed over', async () => {
    const [ledger, reader] = [await FakeLedger.start(), await FakeLedger.start()];
    await world.found();
    const leave = (file: string, url: string, pid = 1) =>
      writeFileSync(path.join(world.home, file), JSON.stringify({ url, pid }));
    const address = '/v1/lots/kopi%2Fpabrik%2FL-1/status';
    const headline = async () => JSON.parse((await world.run('status', 'kopi/pabrik/L-1', '--json')).out) as unknown;
    ledger.pages.set(address, { told: 'by the ledger' });
    reader.pages.set(address, { told: 'by the provenance' });
    leave('service.json', ledger.url);
    expect(await headline()).toEqual({ told: 'by the ledger' });
    leave('provenance.json', reader.url);
    expect(await headline()).toEqual({ told: 'by the provenance' });
    leave('provenance.json', reader.url, spawnSync(process.execPath, ['--version']).pid);
    expect(await headline()).toEqual({ told: 'by the ledger' });
    world.env['HADIC_PROVENANCE_URL'] = `${reader.url}/`;
    expect(await headline()).toEqual({ told: 'by the provenance' });
    ledger.pages.set('/v1/events?limit=50', { events: [] });
    expect((await world.run('events', 'list')).exit).toBe(0);
    await Promise.all([ledger.stop(), reader.stop()]);
  });
});

describe('--set', () => {
  test.each([
    [{}, ['a=b'], { a: 'b' }],
    [{}, ['qty=12.5 KGM'], { qty: { value: '12.5', unit: 'KGM' } }],
    [{}, ['note=12.5 KGM'], { note: '12.5 KGM' }],
    [
      {},
      ['inputs.0.lotId=x', 'inputs.0.qty=1 H87', 'inputs.1.lotId=y'],
      { inputs: [{ lotId: 'x', qty: { value: '1', unit: 'H87' } }, { lotId: 'y' }] },
    ],
    [{}, ['inScope:=true', 'units:=["u"]'], { inScope: true, units: ['u'] }],
    [{ a: 'b', c: 'd' }, ['a='], { c: 'd' }],
    [{ a: ['x', 'y', 'z'] }, ['a.1='], { a: ['x', 'z'] }],
    [{ qty: { value: '1', unit: 'KGM' } }, ['qty.value=2'], { qty: { value: '2', unit: 'KGM' } }],
    [{}, ['a=b=c'], { a: 'b=c' }],
  ])('%j with %j is %j', (data, settings, expected) => {
    const before = JSON.stringify(data);
    expect(JSON.stringify(applySettings(data, settings))).toBe(JSON.stringify(expected));
    expect(JSON.stringify(data)).toBe(before);
  });

  test.each(['a', '=b', 'a:=[', 'a.3=x', '.a=b', '__proto__.x=1'])('refuses %j', (setting) => {
    expect(() => applySettings({}, [setting])).toThrow();
  });
});
