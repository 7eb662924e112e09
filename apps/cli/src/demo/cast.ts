import type { OrganisationEvents, Role, Signer as ListedSigner } from '@hadic/domain';
import { sha256, signerFromSeed, type Signer } from '@hadic/signing';

type Registration = OrganisationEvents['OrganisationRegistered'];

/** Somebody with a key; the first of an organisation administers it. */
export interface Person {
  ref: string;
  roles: readonly Role[];
  custody?: Registration['custody'];
}

export interface Organisation extends Pick<Registration, 'legalName' | 'country' | 'scale' | 'registration'> {
  id: string;
  people: readonly Person[];
  site?: Omit<OrganisationEvents['FacilityRegistered'], 'organisation' | 'porkFree'>;
}

export const REGISTRAR = { id: 'kantor-koperasi', legalName: 'Kantor Koperasi Provinsi (rekaan)', ref: 'p-kk-01' };

/** Who takes part. All names and numbers are invented; the numbers have the form that their registers give. */
export const CAST: readonly Organisation[] = [
  {
    id: 'lereng-kawi',
    legalName: 'Koperasi Pesantren Lereng Kawi',
    country: 'ID',
    scale: 'SMALL',
    registration: { scheme: 'NIB', no: '1209240031874' },
    people: [
      { ref: 'p-lk-01', roles: ['ORG_ADMIN', 'PURCHASING', 'EXPORTER'] },
      { ref: 'p-lk-02', roles: ['WAREHOUSE'] },
      { ref: 'p-lk-03', roles: ['PRODUCTION'] },
      { ref: 'p-lk-04', roles: ['PENYELIA_HALAL'] },
    ],
    site: {
      site: 'lereng-kawi/pabrik',
      kind: 'FACTORY',
      name: 'Pabrik kopi Lereng Kawi',
      address: 'Dusun Sumberwangi RT 03 RW 01, Kabupaten Malang, Jawa Timur',
      lines: ['sangrai-1', 'kaleng-1'],
      operatingSince: '2021-08-02T08:00:00+07:00',
    },
  },
  {
    id: 'tani-puncak-kawi',
    legalName: 'Koperasi Tani Puncak Kawi',
    country: 'ID',
    scale: 'MICRO',
    registration: { scheme: 'NIB', no: '0811220045120' },
    people: [{ ref: 'p-tk-01', roles: ['ORG_ADMIN', 'WAREHOUSE'] }],
  },
  {
    id: 'bpjph',
    legalName: 'Badan Sertifikasi Halal (rekaan)',
    country: 'ID',
    scale: 'LARGE',
    people: [{ ref: 'p-bp-01', roles: ['ORG_ADMIN', 'CERT_BODY'] }],
  },
  {
    id: 'lph-brantas',
    legalName: 'LPH Brantas',
    country: 'ID',
    scale: 'MEDIUM',
    registration: { scheme: 'NIB', no: '2702230009416' },
    people: [
      { ref: 'p-lb-01', roles: ['ORG_ADMIN', 'LPH_OFFICER'] },
      { ref: 'p-lb-02', roles: ['AUDITOR_HALAL'] },
    ],
  },
  {
    id: 'lab-kanjuruhan',
    legalName: 'Laboratorium Uji Kanjuruhan',
    country: 'ID',
    scale: 'MEDIUM',
    registration: { scheme: 'NIB', no: '1405230018802' },
    people: [{ ref: 'p-lu-01', roles: ['ORG_ADMIN', 'LAB_SIGNATORY'] }],
  },
  {
    id: 'samudra-tirta',
    legalName: 'PT Samudra Tirta Ekspres',
    country: 'ID',
    scale: 'MEDIUM',
    registration: { scheme: 'NIB', no: '9120008271553' },
    people: [{ ref: 'p-st-01', roles: ['ORG_ADMIN', 'CARRIER'], custody: 'CUSTODIAL' }],
  },
  {
    id: 'kedai-selasih',
    legalName: 'Kedai Selasih Sdn Bhd',
    country: 'MY',
    scale: 'MEDIUM',
    registration: { scheme: 'SSM', no: '202201034417' },
    people: [{ ref: 'p-ks-01', roles: ['ORG_ADMIN', 'BUYER', 'WAREHOUSE', 'PURCHASING', 'PENYELIA_HALAL'] }],
    site: {
      site: 'kedai-selasih/gudang-klang',
      kind: 'WAREHOUSE',
      name: 'Gudang Kedai Selasih',
      address: 'Lot 7, Jalan Selasih 3, Klang, Selangor',
      lines: [],
      operatingSince: '2022-10-03T09:00:00+08:00',
    },
  },
];

/** A key in memory only: it follows from the person's name, so that every run signs the same bytes. */
export function keyOf(org: string, ref: string): Signer {
  return signerFromSeed(sha256(new TextEncoder().encode(`HADIC demo, key of ${ref} at ${org}`)));
}

/** A role of an organisation, such as `WAREHOUSE@lereng-kawi`, and the key of whoever holds it. */
export function signerFor(as: string): { listed: ListedSigner; signer: Signer } {
  const [name = '', org = ''] = as.split('@');
  const people = org === REGISTRAR.id ? [registrarPerson] : (CAST.find(({ id }) => id === org)?.people ?? []);
  for (const { ref, roles } of people) {
    const role = roles.find((each) => each === name);
    const signer = keyOf(org, ref);
    if (role) return { listed: { key: signer.keyId, org, role }, signer };
  }
  throw new Error(`nobody in the story is ${as}`);
}

const registrarPerson: Person = { ref: REGISTRAR.ref, roles: ['REGISTRAR', 'ORG_ADMIN'] };
