import type { EventData } from '@hadic/domain';
import { encodeHex, sha256 } from '@hadic/signing';
import { act, type Act } from './stage.js';

const CERTIFICATES = {
  creamer: 'bpjph/ID35110000045670824',
  flavour: 'bpjph/ID31410000012340722',
  coffee: 'bpjph/ID35110004567890226',
};
export const COFFEE_CERTIFICATE = CERTIFICATES.coffee;

const penyelia = ['PENYELIA_HALAL@lereng-kawi'];

/** Materials with what each approval rests on, products with their recipes, and the certificates of the issuer itself. */
export function assortment(): Act[] {
  return [...certificates(), ...materials(), ...products()];
}

type Material = Omit<EventData['MaterialApproved'], 'organisation' | 'materialId' | 'producerCountry' | 'doubtful'>;

const MATERIALS: Record<string, Material> = {
  'biji-kopi': {
    name: 'Biji kopi robusta',
    producer: 'Koperasi Tani Puncak Kawi',
    use: 'RAW',
    originClass: 'PLANT',
    requirementClass: 'EXEMPT',
    basis: { kind: 'EXEMPT', list: 'KMA 1360/2021', entry: 'a.1', listVersion: '2021-12-27' },
    critical: false,
  },
  'gula-pasir': {
    name: 'Gula pasir',
    producer: 'PG Rejo Manis',
    use: 'RAW',
    originClass: 'PLANT',
    requirementClass: 'DOC_REQUIRED',
    basis: { kind: 'DOCUMENTS', documents: ['Spesifikasi RM-SPK-12', 'Diagram alir RM-DA-04', 'Pernyataan RM-PS-26'] },
    critical: false,
  },
  krimer: {
    name: 'Krimer nabati',
    brand: 'Nusa Prima 35',
    producer: 'PT Krimer Nusa Prima',
    use: 'RAW',
    originClass: 'ANIMAL',
    requirementClass: 'CERT_REQUIRED',
    basis: { kind: 'CERTIFICATE', certificate: CERTIFICATES.creamer },
    critical: true,
  },
  'perisa-susu': {
    name: 'Perisa susu',
    producer: 'CV Aroma Tirta Sejati',
    use: 'ADDITIVE',
    originClass: 'CHEMICAL',
    requirementClass: 'CERT_REQUIRED',
    basis: { kind: 'CERTIFICATE', certificate: CERTIFICATES.flavour },
    critical: true,
  },
  'kaleng-240': {
    name: 'Kaleng 240 mL',
    producer: 'PT Kaleng Brantas Jaya',
    use: 'PACKAGING',
    originClass: 'MINERAL',
    requirementClass: 'DOC_REQUIRED',
    basis: { kind: 'DOCUMENTS', documents: ['Spesifikasi KBJ-240-3', 'Pernyataan pelumas KBJ-PL-02'] },
    critical: false,
  },
};

function materials(): Act[] {
  const common = { organisation: 'lereng-kawi', producerCountry: 'ID', doubtful: false };
  return Object.entries(MATERIALS).map(([name, material]) =>
    act(
      'MaterialApproved',
      { ...common, materialId: `lereng-kawi/${name}`, ...material },
      '2026-01-20T10:00:00+07:00',
      penyelia,
    ),
  );
}

function products(): Act[] {
  const organisation = 'lereng-kawi';
  const admin = ['ORG_ADMIN@lereng-kawi'];
  const at = '2026-01-22T10:00:00+07:00';
  const recipe = { organisation, version: '1', factories: ['lereng-kawi/pabrik'] };
  const share = (materialId: string, minPct: string, maxPct: string) => ({
    materialId: `lereng-kawi/${materialId}`,
    minPct,
    maxPct,
  });
  return [
    act(
      'ProductRegistered',
      { organisation, productId: 'lereng-kawi/kopi-bubuk', name: 'Kopi bubuk', class: 'COFFEE', pack: 'karung 25 kg' },
      at,
      admin,
    ),
    act(
      'ProductRegistered',
      {
        organisation,
        productId: 'lereng-kawi/kopi-susu-240',
        name: 'Kopi susu kaleng 240 mL',
        gtin: '8990000000013',
        class: 'DRINK',
        pack: 'kaleng 240 mL',
        netContent: { value: '240', unit: 'MLT' },
        marketingArea: 'ID, MY',
      },
      at,
      admin,
    ),
    act(
      'RecipeVersionAdopted',
      {
        ...recipe,
        productId: 'lereng-kawi/kopi-bubuk',
        materials: [share('biji-kopi', '100', '100')],
        yield: { min: '0.78', max: '0.85' },
        controlPoints: ['suhu sangrai'],
        requiredTests: [],
      },
      at,
      penyelia,
    ),
    act(
      'RecipeVersionAdopted',
      {
        ...recipe,
        productId: 'lereng-kawi/kopi-susu-240',
        materials: [
          share('biji-kopi', '30', '60'),
          share('gula-pasir', '30', '60'),
          share('krimer', '10', '25'),
          share('perisa-susu', '0.5', '2'),
        ],
        yield: { min: '0.95', max: '1' },
        controlPoints: ['suhu sterilisasi', 'tutup kaleng'],
        requiredTests: ['PORCINE_DNA'],
      },
      at,
      penyelia,
    ),
  ];
}

function certificates(): Act[] {
  const issued = (
    certificate: string,
    said: {
      holder: string;
      materials?: string[];
      products?: string[];
      sites?: string[];
      issuedOn: string;
      validTo?: string;
    },
    at: string,
  ) =>
    act(
      'CertificateImported',
      {
        certificate,
        tier: 'PRODUCT',
        issuerName: 'Badan Sertifikasi Halal (rekaan)',
        sites: [],
        products: [],
        materials: [],
        standards: ['SJPH'],
        documentSha256: encodeHex(sha256(new TextEncoder().encode(certificate))),
        registryCheck: { at, result: 'FOUND' },
        ...said,
      },
      at,
      ['CERT_BODY@bpjph'],
    );
  const products = ['lereng-kawi/kopi-bubuk', 'lereng-kawi/kopi-susu-240'];
  return [
    issued(
      CERTIFICATES.creamer,
      { holder: 'PT Krimer Nusa Prima', materials: ['lereng-kawi/krimer'], issuedOn: '2024-08-20' },
      '2026-01-15T09:00:00+07:00',
    ),
    issued(
      CERTIFICATES.flavour,
      {
        holder: 'CV Aroma Tirta Sejati',
        materials: ['lereng-kawi/perisa-susu'],
        issuedOn: '2022-07-01',
        validTo: '2026-06-30',
      },
      '2026-01-15T09:10:00+07:00',
    ),
    issued(
      CERTIFICATES.coffee,
      { holder: 'Koperasi Pesantren Lereng Kawi', products, sites: ['lereng-kawi/pabrik'], issuedOn: '2026-02-20' },
      '2026-02-20T14:00:00+07:00',
    ),
  ];
}
