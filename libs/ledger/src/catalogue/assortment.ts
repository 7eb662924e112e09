import { IsBoolean } from 'class-validator';
import type * as domain from '@hadic/domain';
import type { MaterialUse, OriginClass, RequirementClass, AssortmentEvents } from '@hadic/domain';
import {
  Amount,
  Country,
  Day,
  EACH,
  Gtin,
  Items,
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  Percent,
  Text,
  Variant,
  type Catalogue,
  type Data,
} from './fields.js';
import { Quantity } from './header.js';

type Kind = domain.Basis['kind'];
type BasisOf<K extends Kind> = Extract<domain.Basis, { kind: K }>;

/** What every basis has; which kind it is decides on the rest. */
export class Basis {
  @OneOf<Kind>({ CERTIFICATE: true, EXEMPT: true, DOCUMENTS: true }) kind!: Kind;
}

export class CertificateBasis implements BasisOf<'CERTIFICATE'> {
  @OneOf<'CERTIFICATE'>({ CERTIFICATE: true }) kind!: 'CERTIFICATE';
  @OwnedId() certificate!: string;
}

export class ExemptBasis implements BasisOf<'EXEMPT'> {
  @OneOf<'EXEMPT'>({ EXEMPT: true }) kind!: 'EXEMPT';
  @Text(100) list!: string;
  @Text(200) entry!: string;
  @Text(64) listVersion!: string;
}

export class DocumentsBasis implements BasisOf<'DOCUMENTS'> {
  @OneOf<'DOCUMENTS'>({ DOCUMENTS: true }) kind!: 'DOCUMENTS';
  @Items(1, 50) @Text(200, EACH) documents!: string[];
}

const BASES: Record<Kind, new () => domain.Basis> = {
  CERTIFICATE: CertificateBasis,
  EXEMPT: ExemptBasis,
  DOCUMENTS: DocumentsBasis,
};

const USES: Record<MaterialUse, true> = {
  RAW: true,
  ADDITIVE: true,
  AID: true,
  CLEANING: true,
  PACKAGING: true,
  OTHER: true,
};

const ORIGINS: Record<OriginClass, true> = {
  PLANT: true,
  ANIMAL: true,
  MICROBIAL: true,
  MINERAL: true,
  CHEMICAL: true,
  BIOLOGICAL: true,
  GMO: true,
  WATER: true,
};

const REQUIREMENTS: Record<RequirementClass, true> = {
  PROHIBITED: true,
  CERT_REQUIRED: true,
  DOC_REQUIRED: true,
  EXEMPT: true,
  HAZARDOUS: true,
};

export class MaterialApproved implements Data<'MaterialApproved'> {
  @OrganisationId() organisation!: string;
  @OwnedId() materialId!: string;
  @Text(200) name!: string;
  @Optional() @Text(200) brand?: string;
  @Text(200) producer!: string;
  @Country() producerCountry!: string;
  @OneOf<MaterialUse>(USES) use!: MaterialUse;
  @OneOf<OriginClass>(ORIGINS) originClass!: OriginClass;
  @OneOf<RequirementClass>(REQUIREMENTS) requirementClass!: RequirementClass;
  @Optional() @Variant(Basis, { member: 'kind', kinds: BASES }) basis?: CertificateBasis | ExemptBasis | DocumentsBasis;
  @IsBoolean() critical!: boolean;
  @IsBoolean() doubtful!: boolean;
  @Optional() @Amount() density?: string;
}

export class MaterialApprovalWithdrawn implements Data<'MaterialApprovalWithdrawn'> {
  @OrganisationId() organisation!: string;
  @OwnedId() materialId!: string;
  @Day() effectiveFrom!: string;
  @Text(1000) reason!: string;
}

export class ProductRegistered implements Data<'ProductRegistered'> {
  @OrganisationId() organisation!: string;
  @OwnedId() productId!: string;
  @Text(200) name!: string;
  @Optional() @Gtin() gtin?: string;
  @Text(100) class!: string;
  @Text(100) pack!: string;
  @Optional() @Nested(() => Quantity) netContent?: Quantity;
  @Optional() @Text(100) marketingArea?: string;
}

export class RecipeShare {
  @OwnedId() materialId!: string;
  @Percent() minPct!: string;
  @Percent() maxPct!: string;
}

export class YieldBand {
  @Amount() min!: string;
  @Amount() max!: string;
}

export class RecipeVersionAdopted implements Data<'RecipeVersionAdopted'> {
  @OrganisationId() organisation!: string;
  @OwnedId() productId!: string;
  @Text(64) version!: string;
  @Items(1) @Nested(() => RecipeShare, EACH) materials!: RecipeShare[];
  @Items(1) @OwnedId(EACH) factories!: string[];
  @Nested(() => YieldBand) yield!: YieldBand;
  @Items() @Text(64, EACH) controlPoints!: string[];
  @Items() @Text(64, EACH) requiredTests!: string[];
}

export const assortmentCatalogue = {
  MaterialApproved: {
    data: MaterialApproved,
    sample: {
      organisation: 'kopi',
      materialId: 'kopi/krimer',
      name: 'Krimer nabati 32 %',
      brand: 'Krim Jaya',
      producer: 'PT Krim Jaya',
      producerCountry: 'ID',
      use: 'RAW',
      originClass: 'PLANT',
      requirementClass: 'CERT_REQUIRED',
      basis: { kind: 'CERTIFICATE', certificate: 'bpjph/ID00110000123450424' },
      critical: true,
      doubtful: false,
      density: '1.02',
    },
  },
  MaterialApprovalWithdrawn: {
    data: MaterialApprovalWithdrawn,
    sample: {
      organisation: 'kopi',
      materialId: 'kopi/krimer',
      effectiveFrom: '2026-09-01',
      reason: 'Produsen mengganti emulsifier.',
    },
  },
  ProductRegistered: {
    data: ProductRegistered,
    sample: {
      organisation: 'kopi',
      productId: 'kopi/kopi-susu',
      name: 'Kopi susu kaleng 240 ml',
      gtin: '8991234567891',
      class: 'Minuman',
      pack: 'Kaleng',
      netContent: { value: '240', unit: 'MLT' },
      marketingArea: 'ID, MY',
    },
  },
  RecipeVersionAdopted: {
    data: RecipeVersionAdopted,
    sample: {
      organisation: 'kopi',
      productId: 'kopi/kopi-susu',
      version: '3',
      materials: [
        { materialId: 'kopi/biji-robusta', minPct: '55', maxPct: '65' },
        { materialId: 'kopi/krimer', minPct: '30', maxPct: '40' },
        { materialId: 'kopi/perisa-vanila', minPct: '0.5', maxPct: '5' },
      ],
      factories: ['kopi/pabrik'],
      yield: { min: '0.95', max: '1.005' },
      controlPoints: ['Sterilisasi'],
      requiredTests: ['PORCINE_DNA'],
    },
  },
} satisfies Catalogue<AssortmentEvents>;
