import { certificate, corrected, revoked, suspended } from './assurance.js';
import { certifiedMaterial, counted, event, kg, material, morning, received, SITE } from './world.js';
import { DAY, L, raises, run, silent, staysPut, type RowCase } from './row-case.js';

const X = 'mui/C-1';
const revocation = (doubtfulFrom: number) =>
  event('SigningKeyRevoked', {
    organisation: 'kopi',
    key: 'key-kopi',
    revokedAt: morning(DAY),
    reason: 'COMPROMISED',
    doubtfulFrom,
  });
const withdrawal = (effectiveFrom: string) =>
  event('MaterialApprovalWithdrawn', { organisation: 'kopi', materialId: 'kopi/biji', effectiveFrom, reason: 'r' });
const animal = certifiedMaterial('biji', X, { originClass: 'ANIMAL' });
const plant = certifiedMaterial('biji', X);
const paper = (over: Parameters<typeof certificate>[0] = {}) =>
  certificate({ certificate: X, importer: 'kopi', products: [], materials: ['kopi/biji'], ...over });
const copy = { certificate: X, importer: 'kopi' };
const own = paper();

export const authorityRows: RowCase[] = [
  raises('HC-001', 'the key that signed it was stolen by then', 'L', [material('biji'), L, revocation(1)]),
  silent('HC-001', 'the key was stolen afterwards', 'L', [material('biji'), L, revocation(2)]),
  raises('HC-002', 'its signer had no mandate at its place in the log', 'L', [
    { event: L, unauthorised: 'no-mandate' },
  ]),
  raises('HC-002', 'its inspector had none', 'P', [
    L,
    run,
    { event: event('HalalReleaseGranted', { site: SITE, lotId: `${SITE}/P` }), unauthorised: 'key-revoked' },
  ]),
  silent('HC-002', 'another’s run had none', 'L', [L, { event: run, unauthorised: 'no-mandate' }]),
  staysPut('HC-901', 'its receipt was corrected', 'L', [L, corrected(L, { qty: kg('99') })]),
  silent('HC-901', 'nothing was corrected', 'L', [L]),
  staysPut('HC-903', 'its receipt was entered 73 hours late', 'L', [
    { event: L, recordedAt: '2026-02-04T09:00:00+07:00' },
  ]),
  silent('HC-903', 'its receipt was entered 72 hours late', 'L', [
    { event: L, recordedAt: '2026-02-04T08:00:00+07:00' },
  ]),
  silent('HC-903', 'its receipt was corrected long afterwards', 'L', [
    L,
    { event: corrected(L, {}), recordedAt: morning('2026-05-01') },
  ]),
];

export const materialRows: RowCase[] = [
  raises('HC-101', 'its material is of a prohibited class', 'L', [
    material('biji', { requirementClass: 'PROHIBITED' }),
    L,
  ]),
  silent('HC-101', 'its material is exempt', 'L', [material('biji'), L]),
  raises('HC-113', 'its material is hazardous', 'L', [material('biji', { requirementClass: 'HAZARDOUS' }), L]),
  silent('HC-113', 'its material is exempt', 'L', [material('biji'), L]),
  raises('HC-102', 'a material was never approved', 'P', [L, run]),
  raises('HC-102', 'a material was approved after its use', 'P', [
    L,
    run,
    material('biji', {}, { at: morning('2026-04-11') }),
  ]),
  raises('HC-102', 'the approval ended on the day of use', 'P', [material('biji'), withdrawal(DAY), L, run]),
  silent('HC-102', 'the approval ended the day after', 'P', [material('biji'), withdrawal('2026-04-11'), L, run]),
  silent('HC-102', 'the material was approved again', 'P', [
    material('biji'),
    withdrawal('2026-03-01'),
    material('biji', {}, { at: morning('2026-04-01') }),
    L,
    run,
  ]),
  staysPut('HC-102', 'a material lies there that nobody has approved', 'L', [L]),
  silent('HC-102', 'the material that lies there was approved later', 'L', [
    L,
    material('biji', {}, { at: morning('2026-04-11') }),
  ]),
  raises('HC-104', 'an animal material was used without certificate', 'P', [animal, L, run]),
  raises('HC-104', 'its certificate was issued after the use', 'P', [
    animal,
    paper({ issuedOn: '2026-04-11' }),
    L,
    run,
  ]),
  raises('HC-104', 'a critical material was used without certificate', 'P', [
    certifiedMaterial('biji', X, { critical: true }),
    L,
    run,
  ]),
  silent('HC-104', 'the certificate came later and covers the day', 'P', [animal, L, run, own]),
  silent('HC-104', 'the issuer itself has it on record', 'P', [
    animal,
    L,
    run,
    paper({ importer: undefined } as object),
  ]),
  raises('HC-104', 'only another organisation keeps a copy', 'P', [animal, L, run, paper({ importer: 'roti' })]),
  silent('HC-104', 'the material is a plant’s', 'P', [plant, L, run]),
  raises('HC-105', 'a plant material was used without certificate', 'P', [plant, L, run]),
  staysPut('HC-105', 'a material that needs a certificate only lies there', 'L', [animal, L]),
  silent('HC-105', 'the delivery names another certificate that holds', 'P', [
    plant,
    received('L', '100', { certificate: 'mui/C-2' }),
    run,
    paper({ certificate: 'mui/C-2' }),
  ]),
  silent('HC-105', 'the material needs none', 'L', [material('biji'), L]),
];

export const certificateRows: RowCase[] = [
  raises('HC-106', 'a material’s certificate ended before the use', 'P', [
    plant,
    paper({ validTo: '2026-04-09' }),
    L,
    run,
  ]),
  raises('HC-106', 'the product’s ended before production', 'P', [certificate({ validTo: '2026-04-09' }), L, run]),
  raises('HC-106', 'it ended, and a later one began after production', 'P', [
    certificate({ validTo: '2026-04-09' }),
    certificate({ certificate: 'bpjph/ID00000000000000009', issuedOn: '2026-04-11' }),
    L,
    run,
  ]),
  raises('HC-106', 'it was given back before the use', 'P', [
    plant,
    own,
    revoked({ ...copy, effectiveAt: DAY, ground: 'REQUEST' }),
    L,
    run,
  ]),
  staysPut('HC-106', 'a material’s ended before it came in', 'L', [plant, paper({ validTo: '2026-01-31' }), L]),
  silent('HC-106', 'it ended on the day', 'P', [plant, paper({ validTo: DAY }), L, run]),
  silent('HC-106', 'another was in force at production', 'P', [
    certificate({ validTo: '2026-04-09' }),
    certificate({ certificate: 'bpjph/ID00000000000000009' }),
    L,
    run,
  ]),
  silent('HC-106', 'an opening count names the day of production', 'C', [
    certificate({ validTo: '2026-01-10' }),
    counted('C', '5', { productId: 'kopi/bubuk', producedOn: '2026-01-10' }),
  ]),
  raises('HC-106', 'an opening count names a later day of production', 'C', [
    certificate({ validTo: '2026-01-10' }),
    counted('C', '5', { productId: 'kopi/bubuk', producedOn: '2026-01-11' }),
  ]),
  raises('HC-107', 'it was suspended on the day of use', 'P', [
    plant,
    own,
    suspended({ ...copy, from: DAY, until: DAY }),
    L,
    run,
  ]),
  silent('HC-107', 'it was suspended the day before', 'P', [
    plant,
    own,
    suspended({ ...copy, from: '2026-04-01', until: '2026-04-09' }),
    L,
    run,
  ]),
  silent('HC-107', 'only a copy was suspended where the issuer’s own record stands', 'P', [
    plant,
    own,
    paper({ importer: undefined } as object),
    suspended({ ...copy, from: DAY }),
    L,
    run,
  ]),
  raises('HC-108', 'it had been revoked for false data', 'P', [
    plant,
    own,
    revoked({ ...copy, effectiveAt: DAY }),
    L,
    run,
  ]),
  raises('HC-108', 'it was revoked later, back to before the use', 'P', [
    plant,
    own,
    revoked({ ...copy, retroactiveFrom: DAY }),
    L,
    run,
  ]),
  raises('HC-108', 'it was revoked, and a new one began after production', 'P', [
    certificate(),
    revoked({ retroactiveFrom: DAY }),
    certificate({ certificate: 'bpjph/ID00000000000000009', issuedOn: '2026-05-01' }),
    L,
    run,
  ]),
  silent('HC-108', 'it was revoked after the use', 'P', [
    plant,
    own,
    revoked({ ...copy, effectiveAt: '2026-04-11' }),
    L,
    run,
  ]),
  raises('HC-109', 'it was revoked for a haram substance', 'P', [
    plant,
    own,
    revoked({ ...copy, effectiveAt: DAY, ground: 'HARAM_SUBSTANCE' }),
    L,
    run,
  ]),
  raises('HC-109', 'another certificate does not make up for that', 'P', [
    certificate(),
    revoked({ retroactiveFrom: DAY, ground: 'HARAM_SUBSTANCE' }),
    certificate({ certificate: 'bpjph/ID00000000000000009' }),
    L,
    run,
  ]),
  silent('HC-109', 'it was revoked for false data', 'P', [plant, own, revoked({ ...copy, effectiveAt: DAY }), L, run]),
  raises('HC-111', 'its number is none of the issuer’s', 'P', [certificate({ certificate: 'bpjph/123' }), L, run]),
  raises('HC-111', 'the register does not know it', 'P', [
    plant,
    paper({ registryCheck: { at: morning(DAY), result: 'NOT_FOUND' } }),
    L,
    run,
  ]),
  silent('HC-111', 'the register knows it', 'P', [
    plant,
    paper({ registryCheck: { at: morning(DAY), result: 'FOUND' } }),
    L,
    run,
  ]),
  staysPut('HC-190', 'it ended after the use', 'P', [plant, paper({ validTo: '2026-05-01' }), L, run]),
  silent('HC-190', 'it has no end', 'P', [plant, own, L, run]),
  staysPut('HC-607', 'no certificate names the product', 'P', [L, run]),
  staysPut('HC-607', 'the certificate names another site', 'P', [certificate({ sites: ['kopi/gudang'] }), L, run]),
  silent('HC-607', 'the certificate names product and site', 'P', [certificate({ sites: [SITE] }), L, run]),
];
