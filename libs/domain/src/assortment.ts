import { signedBy, type Quantity, type Rules } from './header.js';

export type MaterialUse = 'RAW' | 'ADDITIVE' | 'AID' | 'CLEANING' | 'PACKAGING' | 'OTHER';
export type OriginClass = 'PLANT' | 'ANIMAL' | 'MICROBIAL' | 'MINERAL' | 'CHEMICAL' | 'BIOLOGICAL' | 'GMO' | 'WATER';
/** domain notes §3.5: what evidence a material needs. */
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
  MaterialApproved: { stream, owner, signers: penyelia },
  MaterialApprovalWithdrawn: {
    stream,
    owner,
    signers: () => [{ anyOf: ['PENYELIA_HALAL', 'CERT_BODY'], for: 'owner' }],
  },
  ProductRegistered: { stream, owner, signers: () => [signedBy.owner('ORG_ADMIN')] },
  RecipeVersionAdopted: { stream, owner, signers: penyelia, hidden: ['/materials/*/minPct', '/materials/*/maxPct'] },
};
