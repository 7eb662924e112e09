import { authorise, checkRequirements, dayOf, instantMs, ROLES, rules } from '@hadic/domain';
import { Books, given, nothing, NOW, refusalOf } from './given.js';
import { annulled, arrived, corrected, offered } from './assurance.js';
import {
  event,
  facility,
  founded,
  granted,
  morning,
  packed,
  ran,
  received,
  registered,
  shipped,
  SITE,
  world,
} from './world.js';

const register = (key: string, by: string[]) =>
  event('SigningKeyRegistered', { organisation: 'kopi', key, personRef: 'p-budi', custody: 'CUSTODIAL' }, { by });
const rotate = (newKey: string, oldKey = 'key-kopi') =>
  event(
    'SigningKeyRotated',
    { organisation: 'kopi', oldKey, newKey },
    { by: [`${oldKey}@kopi:KEY_HOLDER`, `${newKey}@kopi:KEY_HOLDER`] },
  );
const revoke = (key: string, by: string[], doubtfulFrom?: number) =>
  event(
    'SigningKeyRevoked',
    {
      organisation: 'kopi',
      key,
      revokedAt: NOW,
      reason: 'LOST',
      ...(doubtfulFrom === undefined ? {} : { doubtfulFrom }),
    },
    { by },
  );
const withdraw = (mandate: string) => event('MandateWithdrawn', { organisation: 'kopi', mandate, reason: 'pindah' });
const receipt = (by: string, at = morning('2026-02-01')) => received('L', '1', {}, { by: [by], at });

describe('the founding', () => {
  test('is accepted from the configured key alone, and makes its signer administrator and registrar', () => {
    nothing.when(founded()).thenAccepted();
    const { registry } = new Books().record(founded({}, { id: 'f' }));
    expect(registry.registrar).toBe('pusat');
    expect([...registry.mandateById.keys()]).toEqual(['f ORG_ADMIN', 'f REGISTRAR']);
    expect(registry.keys.get('key-pusat')).toMatchObject({ org: 'pusat', person: 'p-pusat', custodial: false });
  });
});

describe('keys', () => {
  test('a later key is signed by itself and by an administrator', () => {
    const { registry } = given(register('key-2', ['key-2@kopi:KEY_HOLDER', 'kopi:ORG_ADMIN'])).books();
    expect(registry.keys.get('key-2')).toMatchObject({ org: 'kopi', person: 'p-budi', custodial: true });
  });

  test('the registrar rescues an organisation whose only key is lost', () => {
    const rescue = [
      revoke('key-kopi', ['pusat:REGISTRAR']),
      register('key-2', ['key-2@kopi:KEY_HOLDER', 'pusat:REGISTRAR']),
      granted('kopi', 'ORG_ADMIN', { personRef: 'p-budi' }, { id: 'rescue', by: ['pusat:REGISTRAR'] }),
    ];
    given(...rescue)
      .when(facility('kopi/gudang', ['1'], {}, { by: ['key-2@kopi:ORG_ADMIN'] }))
      .thenAccepted();
  });

  test('rotation hands the person and its mandates to the new key and ends the old one', () => {
    given(rotate('key-2')).when(receipt('key-2@kopi:WAREHOUSE')).thenAccepted();
    given(rotate('key-2')).when(receipt('kopi:WAREHOUSE')).thenRefused('key-revoked', '/signers/0/key');
  });

  test('a rotated key can be declared stolen later, once', () => {
    const declared = revoke('key-kopi', ['pusat:REGISTRAR'], 7);
    const { registry } = given(rotate('key-2'), declared).books();
    expect(registry.keys.get('key-kopi')?.doubtful).toMatchObject({ from: 7, event: declared.id });
    given(rotate('key-2'), declared)
      .when(revoke('key-kopi', ['pusat:REGISTRAR'], 5))
      .thenRefused('key-revoked', '/data/key');
  });

  test('of two declarations that raced the first holds, so that what was known then stays what it was', () => {
    const books = given(revoke('key-kopi', ['pusat:REGISTRAR'], 7)).books();
    books.fold(revoke('key-kopi', ['pusat:REGISTRAR'], 5));
    expect(books.registry.keys.get('key-kopi')?.doubtful?.from).toBe(7);
  });

  test('a key is judged by its place in the log, not by the time that its event claims', () => {
    given(revoke('key-kopi', ['pusat:REGISTRAR']))
      .when(receipt('kopi:WAREHOUSE', morning('2021-01-01')))
      .thenRefused('key-revoked', '/signers/0/key');
  });
});

describe('mandates', () => {
  const from = (validFrom: string, validTo: string) =>
    granted('kopi', 'CARRIER', { validFrom, validTo }, { id: 'm', by: ['pusat:REGISTRAR'] });
  const carried = (at: string) => offered('kedai', ['U'], 'kopi:CARRIER', { at });
  const dispatched = [received('L', '9'), packed('U', [['L', '1']]), shipped('S1', ['U'])];

  test.each([
    ['2026-02-01T00:00:00+07:00', true],
    ['2026-01-31T17:00:00Z', true],
    ['2026-01-31T16:59:59Z', false],
    ['2026-02-28T23:59:59+07:00', true],
    ['2026-02-28T17:00:00Z', false],
  ])('hold from first to last day in the authority’s zone: %s is %s', (at, holds) => {
    const decided = given(...dispatched, from('2026-02-01', '2026-02-28')).when(carried(at));
    if (holds) decided.thenAccepted();
    else decided.thenRefused('no-mandate', '/signers/0/role');
  });

  test('are withdrawn by place in the log, for whatever day', () => {
    given(withdraw('grant-kopi-WAREHOUSE'))
      .when(receipt('kopi:WAREHOUSE', morning('2021-01-01')))
      .thenRefused('no-mandate', '/signers/0/role');
  });

  test('may be limited to sites', () => {
    const limited = [
      withdraw('grant-kopi-WAREHOUSE'),
      facility('kopi/gudang'),
      granted('kopi', 'WAREHOUSE', { scope: { sites: [SITE] } }, { id: 'm' }),
    ];
    given(...limited)
      .when(received('L', '1'))
      .thenAccepted();
    given(...limited)
      .when(received('kopi/gudang/L', '1'))
      .thenRefused('no-mandate', '/signers/0/role');
  });

  test('one key may fill several roles of an event', () => {
    given(received('L', '1'))
      .when(ran('R', [['L', '1']], [['P', '1']]))
      .thenAccepted();
  });

  test('for another role need the registrar’s signature', () => {
    given()
      .when(granted('kopi', 'CARRIER', {}, { id: 'm', by: ['pusat:REGISTRAR'] }))
      .thenAccepted();
    given()
      .when(granted('kopi', 'CARRIER', {}, { id: 'm', by: ['kopi:ORG_ADMIN', 'pusat:REGISTRAR'] }))
      .thenAccepted();
  });
});

test('a key holder speaks in no event but that of its own key', () => {
  const { registry } = new Books().record(...world);
  for (const role of ROLES.filter((role) => role !== 'KEY_HOLDER')) {
    const alone = {
      ...receipt('kopi:KEY_HOLDER'),
      signers: [{ key: 'key-kopi', org: 'kopi', role }, ...receipt('kopi:KEY_HOLDER').signers],
    };
    const { code } = refusalOf(() => authorise(registry, alone));
    expect(['key-not-holder', 'no-mandate']).toContain(code);
  }
});

test('authority acts by role alone only as registrar or competent authority', () => {
  const fits = (role: string) => {
    const any = { ...received('L', '1'), signers: [{ key: 'k', org: 'bpom', role }] } as ReturnType<typeof received>;
    checkRequirements(any, [{ anyOf: ROLES, for: 'owner' }], 'kopi');
  };
  const alone = ROLES.filter((role) => {
    try {
      fits(role);
      return true;
    } catch {
      return false;
    }
  });
  expect(alone).toEqual(['REGISTRAR', 'COMPETENT_AUTHORITY']);
});

describe('folding what is not authorised', () => {
  const strange = { by: ['stranger@kopi:ORG_ADMIN'] };
  test.each([
    ['a mandate', granted('kopi', 'BUYER', {}, { id: 'm', ...strange })],
    ['a key', register('key-2', ['key-2@kopi:KEY_HOLDER', 'stranger@kopi:ORG_ADMIN'])],
    ['a revocation', revoke('key-kopi', ['stranger@kopi:ORG_ADMIN'])],
    [
      'a withdrawal',
      event('MandateWithdrawn', { organisation: 'kopi', mandate: 'grant-kopi-WAREHOUSE', reason: 'r' }, strange),
    ],
    ['a site', facility('kopi/gudang', ['1'], {}, strange)],
    ['an organisation', registered('baru', [], {}, { by: ['stranger@pusat:REGISTRAR', 'key-baru@baru:KEY_HOLDER'] })],
    ['an event of another ledger', facility('kopi/gudang', ['1'], {}, { ledger: 'other' })],
  ])('%s has no effect and is told', (_, unauthorised) => {
    const books = new Books().record(...world);
    const before = structuredClone(books.registry);
    expect(books.fold(unauthorised)).toBeDefined();
    expect(books.registry).toEqual(before);
  });

  test('of two registrations that raced, the first holds', () => {
    const books = new Books().record(...world);
    const before = structuredClone(books.registry);
    books.fold(registered('kopi', ['CERT_BODY'], { key: 'key-2', personRef: 'p-thief' }));
    books.fold(facility(SITE, ['9']));
    expect(books.registry).toEqual(before);
  });
});

describe('what the registry knows of corrections', () => {
  const register = facility('kopi/gudang', ['1'], {}, { id: 'f' });
  const change = corrected(register, { lines: ['1', '2'] }, { id: 'c' });
  const dispatch = shipped('S1', ['U'], {}, { id: 's' });
  const goods = [received('L', '9'), packed('U', [['L', '1']]), dispatch];

  test('a corrected site has its new lines; annulled under either id it is gone', () => {
    expect(given(register, change).books().registry.sites.get('kopi/gudang')?.lines).toEqual(['1', '2']);
    const gone = [register, change, annulled(register, { target: 'c' })];
    expect(
      given(...gone)
        .books()
        .registry.sites.has('kopi/gudang'),
    ).toBe(false);
    given(...gone)
      .when(facility('kopi/gudang'))
      .thenAccepted();
  });

  test('a correction in another organisation’s stream changes nothing', () => {
    const books = new Books().record(...world, register, ...goods);
    const before = structuredClone(books.registry);
    books.fold({
      ...change,
      signers: change.signers.map((s) => ({ ...s, key: 'key-roti', org: 'roti' })),
      stream: 'organisation-roti',
      data: { ...change.data, target: { ...change.data.target, stream: 'organisation-roti' } },
    });
    expect(books.registry).toEqual(before);
  });

  test('a corrected consignee receives; an annulled shipment is unknown', () => {
    const other = corrected(dispatch, { consignee: 'roti' }, { id: 'c' });
    given(...goods, other)
      .when(arrived('roti:BUYER'))
      .thenAccepted();
    given(...goods, other)
      .when(arrived())
      .thenRefused('not-consignee', '/signers');
    given(...goods, other, annulled(dispatch, { target: 'c' }))
      .when(arrived('roti:BUYER'))
      .thenRefused('shipment-unknown', '/data/shipment');
  });
});

test('events on which authority rests are fixed', () => {
  const fixed = Object.entries(rules).flatMap(([type, rule]) => ('fixed' in rule && rule.fixed ? [type] : []));
  expect(fixed).toEqual([
    'LedgerFounded',
    'OrganisationRegistered',
    'SigningKeyRegistered',
    'SigningKeyRotated',
    'SigningKeyRevoked',
    'MandateGranted',
    'MandateWithdrawn',
  ]);
  expect(dayOf(instantMs('2026-01-31T17:00:00Z'))).toBe('2026-02-01');
});
