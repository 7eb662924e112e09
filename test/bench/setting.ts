import type { EventData } from '@hadic/domain';
import { type Cast, GOODS, type Input, type Maker, partiesOf, type Party } from './cast.js';
import { day, type Draft } from './signed.js';

const OPENED = '2020-01-01T00:00:00+07:00';
const DOCUMENT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What happens before anything can be made: founding, registration, mandates, sites, materials, products, certificates. */
export function* settle(cast: Cast, simulated: boolean, startMs: number): Generator<Draft> {
  const { registrar } = cast;
  const { admin, id, name } = registrar;
  yield {
    type: 'LedgerFounded',
    data: { registrar: id, legalName: name, personRef: admin.ref, simulated },
    by: [[admin, 'REGISTRAR']],
  };
  for (const party of partiesOf(cast)) yield* register(registrar, party, day(startMs));
  for (const maker of cast.makers) yield* furnish(cast, maker, startMs);
}

function* register(registrar: Party, party: Party, today: string): Generator<Draft> {
  const { id, name, country, admin, roles } = party;
  yield {
    type: 'OrganisationRegistered',
    data: {
      ...{ organisation: id, legalName: name, country, scale: 'SMALL' },
      ...{ roles: roles.flatMap(([, granted]) => granted), key: admin.signer.keyId, personRef: admin.ref },
      custody: country === 'ID' ? 'DEVICE' : 'CUSTODIAL',
    },
    by: [
      [registrar.admin, 'REGISTRAR'],
      [admin, 'KEY_HOLDER'],
    ],
  };
  for (const [person, granted] of roles) {
    const { ref: personRef, signer } = person;
    if (person !== admin) {
      yield {
        type: 'SigningKeyRegistered',
        data: { organisation: id, key: signer.keyId, personRef, custody: 'DEVICE' },
        by: [
          [person, 'KEY_HOLDER'],
          [admin, 'ORG_ADMIN'],
        ],
      };
    }
    for (const role of granted) {
      yield {
        type: 'MandateGranted',
        data: { organisation: id, personRef, role, validFrom: today, evidenceNo: `SK-${personRef}` },
        by: [[admin, 'ORG_ADMIN']],
      };
    }
  }
}

function* furnish(cast: Cast, maker: Maker, startMs: number): Generator<Draft> {
  const { admin, id, sites, product, inputs } = maker;
  for (const site of sites) {
    yield {
      type: 'FacilityRegistered',
      data: {
        ...{ organisation: id, site: site.id, kind: 'FACTORY', name: `Situs ${site.id}`, address: 'Jawa Timur' },
        lines: site.lines.map((_, line) => `L${line + 1}`),
        operatingSince: OPENED,
        porkFree: { statement: true, personRef: admin.ref },
      },
      by: [[admin, 'ORG_ADMIN']],
    };
  }
  for (const input of inputs) {
    if (input.from === 'abroad') yield importedCertificate(maker, input, startMs);
    yield { type: 'MaterialApproved', data: approvalOf(maker, input), by: [[admin, 'PENYELIA_HALAL']] };
  }
  yield {
    type: 'ProductRegistered',
    data: {
      organisation: id,
      productId: product.id,
      name: product.name,
      class: 'FOOD',
      pack: 'bag',
      marketingArea: 'ID',
    },
    by: [[admin, 'ORG_ADMIN']],
  };
  yield {
    type: 'RecipeVersionAdopted',
    data: {
      ...{ organisation: id, productId: product.id, version: '1', factories: sites.map((site) => site.id) },
      materials: inputs.map(({ materialId }) => ({ materialId, minPct: '0', maxPct: '100' })),
      yield: { min: '0.8', max: '1' },
      controlPoints: ['penerimaan', 'pengemasan'],
      requiredTests: maker.tier >= 2 ? ['PORCINE_DNA'] : [],
    },
    by: [[admin, 'PENYELIA_HALAL']],
  };
  yield {
    type: 'CertificateImported',
    data: {
      ...{ certificate: product.certificate, tier: 'PRODUCT', issuerName: cast.certifier.name, holder: id },
      ...{ sites: sites.map((site) => site.id), products: [product.id], materials: [] },
      ...{ standards: ['SJPH'], issuedOn: day(startMs), fatwaNo: `KH-${id}`, documentSha256: DOCUMENT },
    },
    by: [[cast.certifier.admin, 'CERT_BODY']],
  };
}

function importedCertificate(maker: Maker, { certificate = '', materialId }: Input, startMs: number): Draft {
  const years = 4 * 365 * 24 * 3_600_000;
  return {
    type: 'CertificateImported',
    data: {
      ...{
        certificate,
        importer: maker.id,
        tier: 'PRODUCT',
        issuerName: 'JAKIM (simulated)',
        holder: 'Emulsi Sdn Bhd',
      },
      ...{ sites: [], products: [], materials: [materialId], standards: ['MS 1500'] },
      ...{ issuedOn: day(startMs), validTo: day(startMs + years), documentSha256: DOCUMENT },
    },
    by: [
      [maker.admin, 'ORG_ADMIN'],
      [maker.admin, 'PENYELIA_HALAL'],
    ],
  };
}

function approvalOf(maker: Maker, input: Input): EventData['MaterialApproved'] {
  const { materialId, name, from, certificate } = input;
  const producer = from === 'farm' ? `Kebun ${GOODS[0]}` : from === 'abroad' ? 'Emulsi Sdn Bhd' : from.name;
  return {
    ...{ organisation: maker.id, materialId, name, producer, producerCountry: from === 'abroad' ? 'MY' : 'ID' },
    use: from === 'abroad' ? 'ADDITIVE' : 'RAW',
    originClass: 'PLANT',
    ...(certificate === undefined
      ? {
          requirementClass: 'EXEMPT',
          basis: { kind: 'EXEMPT', list: 'KMA-1360/2021', entry: 'a.1', listVersion: '2021' },
        }
      : { requirementClass: 'CERT_REQUIRED', basis: { kind: 'CERTIFICATE', certificate } }),
    ...{ critical: from === 'abroad', doubtful: false },
  };
}
