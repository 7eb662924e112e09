import { hash } from 'node:crypto';
import type { Role } from '@hadic/domain';
import { fastSigner } from './native.js';
import type { Person } from './signed.js';

/** An organisation whose first person administers it; who may do what else is granted at the start. */
export interface Party {
  id: string;
  name: string;
  country: string;
  admin: Person;
  /** Roles by person, ORG_ADMIN of the first left out. */
  roles: readonly (readonly [Person, readonly Role[]])[];
}

/** Something that a maker uses: grown or bought outside, or another maker's product. */
export interface Input {
  materialId: string;
  name: string;
  from: 'farm' | 'abroad' | Maker;
  certificate?: string;
}

/** Goods of one kind that lie loose at a site, in grams. */
export interface Lot {
  id: string;
  grams: number;
  bornMs: number;
}

export interface Site {
  id: string;
  maker: Maker;
  /** When each line is free again, in milliseconds. */
  lines: number[];
  /** By input of the maker. */
  stock: Lot[][];
  products: Lot[];
  /** Numbers given out. */
  count: number;
}

/** An organisation that turns inputs into one product. */
export interface Maker extends Party {
  /** 0 grows; each later tier is made of the one before. */
  tier: number;
  worker: Person;
  inputs: Input[];
  product: { id: string; name: string; certificate: string };
  sites: Site[];
  /** Where its product goes: a site of another maker with the place of the input there, or a buyer. */
  customers: ({ site: Site; input: number } | { buyer: Party })[];
}

/** Everybody in the world. */
export interface Cast {
  registrar: Party;
  certifier: Party;
  inspector: Party;
  laboratory: Party;
  carriers: Party[];
  buyers: Party[];
  makers: Maker[];
}

export const GOODS = ['kopi', 'kakao', 'kelapa', 'tebu', 'singkong', 'jahe', 'vanili', 'madu'] as const;

/** Growers, processors, manufacturers and packers, as many as a world of 5,000 events has. */
const TIERS = [
  { prefix: 'tani', does: 'sortir', makers: 10, sites: 2 },
  { prefix: 'olah', does: 'olahan', makers: 8, sites: 3 },
  { prefix: 'pabrik', does: 'jadi', makers: 7, sites: 3 },
  { prefix: 'kemas', does: 'kemasan', makers: 5, sites: 2 },
] as const;
export const FULL_SIZE = 5_000;
const CARRIERS = 3;
const BUYERS = 3;

const ADMIN_ROLES: Role[] = ['PURCHASING', 'EXPORTER', 'PENYELIA_HALAL'];
const WORKER_ROLES: Role[] = ['WAREHOUSE', 'PRODUCTION', 'BUYER'];

/** The cast of a world of so many events; a small world has few of each. */
export function castOf(events: number, seed: number): Cast {
  const part = Math.min(1, events / FULL_SIZE);
  const some = (count: number) => Math.max(1, Math.round(count * part));
  const person = (org: string, ref: string): Person => ({
    ref: `${org}-${ref}`,
    org,
    signer: fastSigner(seedOf(`${seed} ${org} ${ref}`)),
  });
  const party = (id: string, name: string, roles: Role[], country = 'ID'): Party => {
    const admin = person(id, 'a');
    return { id, name, country, admin, roles: [[admin, roles]] };
  };
  const makers: Maker[] = [];
  TIERS.forEach(({ prefix, does, makers: count, sites }, tier) => {
    for (let i = 0; i < some(count); i++) {
      const id = `${prefix}-${String(i + 1).padStart(2, '0')}`;
      const good = GOODS[i % GOODS.length] ?? 'kopi';
      const [admin, worker] = [person(id, 'a'), person(id, 'b')];
      const product = {
        id: `${id}/${good}-${does}`,
        name: `${good} ${does} ${id}`,
        certificate: `bpjph/ID${String(35_110_000_000_000_000n + BigInt(makers.length)).padStart(17, '0')}`,
      };
      const maker: Maker = {
        ...{ id, name: `Koperasi ${prefix} ${i + 1}`, country: 'ID', admin, worker, tier, product },
        roles: [
          [admin, ADMIN_ROLES],
          [worker, WORKER_ROLES],
        ],
        ...{ inputs: [], sites: [], customers: [] },
      };
      for (let n = 1; n <= some(sites); n++) maker.sites.push(siteOf(maker, n));
      makers.push(maker);
    }
  });
  const buyers = numbered(some(BUYERS), (n) => party(`buyer-${n}`, `Importer ${n}`, ['BUYER'], 'MY'));
  connect(makers, buyers);
  return {
    registrar: party('registrar', 'Registrar Rantai Halal', []),
    certifier: party('bpjph', 'Badan Penyelenggara (simulated)', ['CERT_BODY']),
    inspector: party('lph-brantas', 'LPH Brantas', ['LPH_OFFICER', 'AUDITOR_HALAL']),
    laboratory: party('lab-surya', 'Laboratorium Surya', ['LAB_SIGNATORY']),
    carriers: numbered(some(CARRIERS), (n) => party(`angkut-${n}`, `Angkutan ${n}`, ['CARRIER'])),
    ...{ buyers, makers },
  };
}

export function partiesOf(cast: Cast): Party[] {
  const { certifier, inspector, laboratory, carriers, buyers, makers } = cast;
  return [certifier, inspector, laboratory, ...carriers, ...buyers, ...makers];
}

function numbered<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}

function siteOf(maker: Maker, n: number): Site {
  return { id: `${maker.id}/situs-${n}`, maker, lines: [0, 0], stock: [], products: [], count: 0 };
}

/** Gives every maker its inputs and every product its customers. */
function connect(makers: Maker[], buyers: Party[]): void {
  const ofTier = (tier: number) => makers.filter((maker) => maker.tier === tier);
  for (const maker of makers) {
    const below = ofTier(maker.tier - 1);
    const place = ofTier(maker.tier).indexOf(maker);
    const suppliers = below.filter((_, i) => i % ofTier(maker.tier).length === place || i === place % below.length);
    for (const from of suppliers) {
      const { id, name, certificate } = from.product;
      maker.inputs.push({ materialId: `${maker.id}/${id.replace('/', '-')}`, name, from, certificate });
    }
    if (maker.tier === 0) maker.inputs.push({ materialId: `${maker.id}/panen`, name: 'Hasil panen', from: 'farm' });
    if (maker.tier >= 2) {
      const certificate = `jakim/MS-${maker.id}`;
      maker.inputs.push({ materialId: `${maker.id}/emulsi`, name: 'Pengemulsi', from: 'abroad', certificate });
    }
    for (const site of maker.sites) site.stock = maker.inputs.map(() => []);
    maker.inputs.forEach(({ from }, input) => {
      if (typeof from === 'object') from.customers.push(...maker.sites.map((site) => ({ site, input })));
    });
    if (maker.tier === TIERS.length - 1) maker.customers = buyers.map((buyer) => ({ buyer }));
  }
}

function seedOf(text: string): Uint8Array {
  return hash('sha256', text, 'buffer');
}
