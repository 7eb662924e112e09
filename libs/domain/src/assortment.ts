import { signedBy, type AnyEventIn, type Quantity, type Rules } from './header.js';
import { siteOf } from './ids.js';
import { parseDecimal, positiveMicros } from './quantity.js';
import { Rejected } from './rejected.js';

export type MaterialUse = 'RAW' | 'ADDITIVE' | 'AID' | 'CLEANING' | 'PACKAGING' | 'OTHER';
export type OriginClass = 'PLANT' | 'ANIMAL' | 'MICROBIAL' | 'MINERAL' | 'CHEMICAL' | 'BIOLOGICAL' | 'GMO' | 'WATER';
/** What evidence a material needs. */
export type RequirementClass = 'PROHIBITED' | 'CERT_REQUIRED' | 'DOC_REQUIRED' | 'EXEMPT' | 'HAZARDOUS';

/** What an approval rests on. EXEMPT names the list (KMA 1360/2021 in Indonesia), its entry and version. */
export type Basis =
  | { kind: 'CERTIFICATE'; certificate: string }
  | { kind: 'EXEMPT'; list: string; entry: string; listVersion: string }
  | { kind: 'DOCUMENTS'; documents: string[] };

/** Materials, products and recipes of an organisation, in its own stream. */
export interface AssortmentEvents {
  MaterialApproved: {
    organisation: string;
    materialId: string;
    name: string;
    brand?: string;
    producer: string;
    producerCountry: string;
    use: MaterialUse;
    originClass: OriginClass;
    requirementClass: RequirementClass;
    basis?: Basis;
    critical: boolean;
    doubtful: boolean;
    /** Kilograms per litre, a decimal string, where a balance needs it. */
    density?: string;
  };
  MaterialApprovalWithdrawn: { organisation: string; materialId: string; effectiveFrom: string; reason: string };
  ProductRegistered: {
    organisation: string;
    productId: string;
    name: string;
    gtin?: string;
    class: string;
    pack: string;
    netContent?: Quantity;
    marketingArea?: string;
  };
  RecipeVersionAdopted: {
    organisation: string;
    productId: string;
    version: string;
    materials: { materialId: string; minPct: string; maxPct: string }[];
    factories: string[];
    /** Output over input, decimal strings. */
    yield: { min: string; max: string };
    controlPoints: string[];
    requiredTests: string[];
  };
}

const stream = (data: { organisation: string }) => `organisation-${data.organisation}`;
const owner = (data: { organisation: string }) => data.organisation;
const penyelia = () => [signedBy.owner('PENYELIA_HALAL')];

export const assortmentRules: Rules<AssortmentEvents> = {
  MaterialApproved: { stream, owner, signers: penyelia, names: ({ materialId }) => [materialId] },
  MaterialApprovalWithdrawn: {
    stream,
    owner,
    signers: () => [signedBy.owner('PENYELIA_HALAL', 'CERT_BODY')],
    names: ({ materialId }) => [materialId],
  },
  ProductRegistered: {
    stream,
    owner,
    signers: () => [signedBy.owner('ORG_ADMIN')],
    names: ({ productId }) => [productId],
  },
  RecipeVersionAdopted: {
    stream,
    owner,
    signers: penyelia,
    names: ({ productId, version }) => [productId, version],
    hidden: ['/materials/*/minPct', '/materials/*/maxPct'],
  },
};

/** What an organisation may use and make. */
export interface Assortment {
  kind: 'organisation';
  materials: Map<string, AssortmentEvents['MaterialApproved']>;
  products: Map<string, Set<string>>;
}

export function emptyAssortment(): Assortment {
  return { kind: 'organisation', materials: new Map(), products: new Map() };
}

const BASIS_FOR: Record<RequirementClass, readonly (Basis['kind'] | undefined)[]> = {
  CERT_REQUIRED: ['CERTIFICATE'],
  DOC_REQUIRED: ['CERTIFICATE', 'DOCUMENTS'],
  EXEMPT: ['EXEMPT', 'CERTIFICATE'],
  // Bad facts are recorded; nothing can vouch for such a material, and status says so wherever it is used.
  PROHIBITED: [undefined],
  HAZARDOUS: [undefined],
};

/** Refuses an event of this group; throws `Rejected`. */
export function decideAssortment(books: Assortment, event: AnyEventIn<AssortmentEvents>): void {
  switch (event.type) {
    case 'MaterialApproved':
      decideMaterial(books, event.data);
      return;
    case 'MaterialApprovalWithdrawn': {
      const { materialId } = event.data;
      if (!books.materials.has(materialId))
        throw new Rejected('material-unknown', '/data/materialId', { material: materialId });
      return;
    }
    case 'ProductRegistered': {
      const { productId, organisation, netContent } = event.data;
      requireOwned(productId, organisation, '/data/productId');
      if (books.products.has(productId))
        throw new Rejected('product-exists', '/data/productId', { product: productId });
      if (netContent) positiveMicros(netContent, '/data/netContent');
      return;
    }
    case 'RecipeVersionAdopted':
      decideRecipe(books, event.data);
      return;
  }
}

function requireOwned(id: string, organisation: string, pointer: string): void {
  if (siteOf(id) !== organisation) throw new Rejected('id-not-of-owner', pointer, { id, owner: organisation });
}

/** Name, producer and country identify a material (as in CEROL's locked list): another one is another material. */
function decideMaterial(books: Assortment, data: AssortmentEvents['MaterialApproved']): void {
  const { materialId, organisation, requirementClass, basis } = data;
  requireOwned(materialId, organisation, '/data/materialId');
  if (!BASIS_FOR[requirementClass].includes(basis?.kind)) {
    throw new Rejected('basis-does-not-fit', '/data/basis', { class: requirementClass, basis: basis?.kind ?? '-' });
  }
  const before = books.materials.get(materialId);
  for (const field of ['name', 'producer', 'producerCountry'] as const) {
    if (before && before[field] !== data[field]) {
      throw new Rejected('material-identity-fixed', `/data/${field}`, { material: materialId, before: before[field] });
    }
  }
}

function decideRecipe(books: Assortment, data: AssortmentEvents['RecipeVersionAdopted']): void {
  const versions = books.products.get(data.productId);
  if (!versions) throw new Rejected('product-unknown', '/data/productId', { product: data.productId });
  if (versions.has(data.version)) {
    throw new Rejected('recipe-exists', '/data/version', { product: data.productId, version: data.version });
  }
  let least = 0n;
  let most = 0n;
  data.materials.forEach(({ materialId, minPct, maxPct }, i) => {
    const pointer = `/data/materials/${i}`;
    if (!books.materials.has(materialId))
      throw new Rejected('material-unknown', `${pointer}/materialId`, { material: materialId });
    const [min, max] = [parseDecimal(minPct), parseDecimal(maxPct)];
    if (min > max) throw new Rejected('recipe-infeasible', `${pointer}/minPct`, { product: data.productId });
    least += min;
    most += max;
  });
  const whole = parseDecimal('100');
  if (least > whole || most < whole)
    throw new Rejected('recipe-infeasible', '/data/materials', { product: data.productId });
  if (parseDecimal(data.yield.min) > parseDecimal(data.yield.max)) {
    throw new Rejected('recipe-infeasible', '/data/yield/min', { product: data.productId });
  }
}

/** Folds an accepted event of this group. */
export function evolveAssortment(books: Assortment, event: AnyEventIn<AssortmentEvents>): void {
  switch (event.type) {
    case 'MaterialApproved':
      books.materials.set(event.data.materialId, event.data);
      return;
    case 'MaterialApprovalWithdrawn':
      return;
    case 'ProductRegistered':
      books.products.set(event.data.productId, new Set());
      return;
    case 'RecipeVersionAdopted':
      books.products.get(event.data.productId)?.add(event.data.version);
      return;
  }
}
