import { annulled, arrived, AUDIT, certificate, corrected, result, suspended } from './assurance.js';
import type { Case } from './given.js';
import { counted, event, granted, kg, material, packed, pieces, ran, received, shipped, SITE, world } from './world.js';

const L = received('L', '100');
const dispatched = [L, packed('U', [['L', '1']]), packed('V', [['L', '1']]), shipped('S1', ['U', 'V'])];
const run = ran('R', [['L', '50']], [['P', '50']]);
const change = corrected(L, { qty: kg('90') }, { id: 'change' });
const site = `site-${SITE}`;
const signedByAll = { by: ['kopi:PRODUCTION', 'kopi:PENYELIA_HALAL'] };
const mandate = granted('kopi', 'WAREHOUSE', {}, { id: 'again' });
const found = result({ state: 'DETECTED' });
const facilityOfKopi = world.find(({ id }) => id === 'facility-kopi') ?? L;

export const correctionCases: Case[] = [
  ['a correction of nothing', [], change, 'target-unknown', '/data/target/id'],
  [
    'a correction of what another stream holds',
    [L],
    corrected({ ...L, stream: 'site-roti/dapur' }, {}, { by: ['roti:ORG_ADMIN'] }),
    'target-unknown',
    '/data/target/id',
  ],
  [
    'a correction of another type',
    [L],
    annulled({ ...L, type: 'LotDisposed' } as object as typeof L),
    'target-type-differs',
    '/data/target/type',
  ],
  [
    'a correction of what was corrected',
    [L, change],
    corrected(L, { qty: kg('80') }),
    'target-superseded',
    '/data/target/id',
  ],
  ['a correction of what was annulled', [L, annulled(L)], change, 'target-annulled', '/data/target/id'],
  ['the annulment of a mandate', [mandate], annulled(mandate), 'target-fixed', '/data/target/type'],
  [
    'a correction to another lot',
    [L],
    corrected(L, { lotId: `${SITE}/M` }),
    'correction-changes-ids',
    '/data/replacement',
  ],
  [
    'a correction to another site',
    [L],
    corrected(L, { site: 'roti/dapur' }),
    'correction-changes-ids',
    '/data/replacement',
  ],
  [
    'a correction by one of two signers',
    [L, run],
    corrected(run, {}, { by: ['kopi:PRODUCTION'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'a correction by an administrator of others',
    [L],
    corrected(L, {}, { by: ['roti:ORG_ADMIN'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'an annulment without the penyelia',
    [L],
    annulled(L, { by: ['kopi:WAREHOUSE'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'a laboratory’s result corrected by who drew the sample',
    [found],
    corrected(found, { state: 'NOT_DETECTED' }, { by: ['kopi:ORG_ADMIN'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'a buyer’s receipt annulled by the sender',
    [...dispatched, arrived('kedai:BUYER', { id: 'arrived' })],
    annulled(arrived('kedai:BUYER', { id: 'arrived' }), { by: ['kopi:ORG_ADMIN', 'kopi:PENYELIA_HALAL'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'a replacement that breaks a rule of its type',
    [L],
    corrected(L, { qty: kg('0') }),
    'quantity-not-positive',
    '/data/replacement/qty',
  ],
  [
    'a run corrected into another',
    [L, run, ran('S', [['L', '1']], [['Q', '1']])],
    corrected(run, { end: '2026-12-01T00:00:00Z' }, signedByAll),
    'line-busy',
    '/data/replacement/lineId',
  ],
  [
    'a lot corrected into another unit',
    [L, run],
    corrected(L, { qty: { value: '100000', unit: 'GRM' } }),
    'unit-mismatch',
    '/data/replacement',
  ],
  [
    'an opening count whose goods vanish',
    [counted('C', '5', { materialId: 'kopi/biji' }, { id: 'opening' })],
    corrected(counted('C', '5', {}, { id: 'opening' }), {}),
    'goods-not-named',
    '/data/replacement/counts/0',
  ],
  [
    'a lot recorded anew in a unit that its uses do not fit',
    [L, run, annulled(L)],
    received('L', pieces('100')),
    'unit-mismatch',
    '/data/qty',
  ],
  [
    'a site corrected into another organisation’s',
    [],
    corrected(facilityOfKopi, { site: 'roti/pabrik' }),
    'correction-changes-ids',
    '/data/replacement',
  ],
  [
    'a material corrected into another class',
    [material('biji', {}, { id: 'm' })],
    corrected(material('biji', {}, { id: 'm' }), { requirementClass: 'CERT_REQUIRED' }),
    'basis-does-not-fit',
    '/data/replacement/basis',
  ],
  [
    'an authority’s suspension annulled by the certifier',
    [certificate(), suspended({}, { id: 'hold', by: ['bpom:COMPETENT_AUTHORITY'] })],
    annulled(suspended({}, { id: 'hold' }), { by: ['bpjph:CERT_BODY'] }),
    'correction-not-authorised',
    '/signers',
  ],
  [
    'a correction in a stream that its target does not name',
    [L],
    event(
      'EventAnnulled',
      { target: { stream: site, id: L.id, type: L.type }, reason: 'r' },
      { stream: `audit-${AUDIT}`, by: ['kopi:ORG_ADMIN'] },
    ),
    'wrong-stream',
    '/stream',
  ],
];
