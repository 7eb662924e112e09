import { signedBy, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';

export type Analyte = 'PORCINE_DNA' | 'PORCINE_PEPTIDE' | 'ETHANOL' | 'OTHER';
export type ResultState = 'DETECTED' | 'NOT_DETECTED' | 'BELOW_LOQ' | 'INCONCLUSIVE';

/** A sample and what the laboratory found in it, in `sample-<drawer>/<no>`. A result counts once a SampleDrawn names its lab. */
export interface SampleEvents {
  SampleDrawn: {
    sample: string;
    lotId: string;
    /** Organisation of the laboratory. */
    lab: string;
    plan: string;
    increments: number;
    mass: Quantity;
  };
  LabResultReported: {
    sample: string;
    lab: string;
    reportNo: string;
    analyte: Analyte;
    method: string;
    lod?: Quantity;
    loq?: Quantity;
    state: ResultState;
    /** Unit P1 is per cent. */
    value?: Quantity;
    /** Ethanol that comes from the khamr industry (MUI fatwa 10/2018). */
    khamrOrigin?: boolean;
    inScope: boolean;
    inferenceScope: 'TEST_PORTION' | 'LOT_UNDER_PLAN';
    stage: 'SCREENING' | 'CONFIRMATORY';
  };
}

const stream = (data: { sample: string }) => `sample-${data.sample}`;
const owner = (data: { sample: string }) => organisationOf(data.sample);

export const sampleRules: Rules<SampleEvents> = {
  SampleDrawn: {
    stream,
    owner,
    signers: () => [
      signedBy.owner('WAREHOUSE', 'PENYELIA_HALAL', 'AUDITOR_HALAL', 'LAB_SIGNATORY', 'COMPETENT_AUTHORITY'),
    ],
  },
  LabResultReported: { stream, owner, signers: () => [signedBy.party('LAB_SIGNATORY')] },
};
