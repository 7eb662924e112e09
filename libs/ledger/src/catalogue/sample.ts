import { IsBoolean } from 'class-validator';
import type { Analyte, ResultState, SampleEvents } from '@hadic/domain';
import {
  Nested,
  OneOf,
  Optional,
  OrganisationId,
  OwnedId,
  SiteOwnedId,
  Text,
  Whole,
  type Catalogue,
  type Data,
} from './fields.js';
import { Quantity } from './header.js';

type Scope = SampleEvents['LabResultReported']['inferenceScope'];
type Stage = SampleEvents['LabResultReported']['stage'];

const ANALYTES: Record<Analyte, true> = { PORCINE_DNA: true, PORCINE_PEPTIDE: true, ETHANOL: true, OTHER: true };
const STATES: Record<ResultState, true> = { DETECTED: true, NOT_DETECTED: true, BELOW_LOQ: true, INCONCLUSIVE: true };

export class SampleDrawn implements Data<'SampleDrawn'> {
  @OwnedId() sample!: string;
  @SiteOwnedId() lotId!: string;
  @OrganisationId() lab!: string;
  @Text(200) plan!: string;
  @Whole(1, 100_000) increments!: number;
  @Nested(() => Quantity) mass!: Quantity;
}

export class LabResultReported implements Data<'LabResultReported'> {
  @OwnedId() sample!: string;
  @OrganisationId() lab!: string;
  @Text(64) reportNo!: string;
  @OneOf<Analyte>(ANALYTES) analyte!: Analyte;
  @Text(100) method!: string;
  @Optional() @Nested(() => Quantity) lod?: Quantity;
  @Optional() @Nested(() => Quantity) loq?: Quantity;
  @OneOf<ResultState>(STATES) state!: ResultState;
  @Optional() @Nested(() => Quantity) value?: Quantity;
  @Optional() @IsBoolean() khamrOrigin?: boolean;
  @IsBoolean() inScope!: boolean;
  @OneOf<Scope>({ TEST_PORTION: true, LOT_UNDER_PLAN: true }) inferenceScope!: Scope;
  @OneOf<Stage>({ SCREENING: true, CONFIRMATORY: true }) stage!: Stage;
}

export const sampleCatalogue = {
  SampleDrawn: {
    data: SampleDrawn,
    sample: {
      sample: 'kopi/S-001',
      lotId: 'kopi/pabrik/KALENG-001',
      lab: 'lab-uji',
      plan: 'ISO 2859-1 S-3',
      increments: 6,
      mass: { value: '1440', unit: 'GRM' },
    },
  },
  LabResultReported: {
    data: LabResultReported,
    sample: {
      sample: 'kopi/S-001',
      lab: 'lab-uji',
      reportNo: 'LHU-2026-0912',
      analyte: 'ETHANOL',
      method: 'GC-FID',
      lod: { value: '0.01', unit: 'P1' },
      loq: { value: '0.03', unit: 'P1' },
      state: 'DETECTED',
      value: { value: '0.04', unit: 'P1' },
      khamrOrigin: false,
      inScope: true,
      inferenceScope: 'LOT_UNDER_PLAN',
      stage: 'CONFIRMATORY',
    },
  },
} satisfies Catalogue<SampleEvents>;
