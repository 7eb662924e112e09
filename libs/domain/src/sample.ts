import { signedBy, type AnyEventIn, type Quantity, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { requireParty } from './party.js';
import { positiveMicros } from './quantity.js';
import { Rejected } from './rejected.js';

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
    names: ({ sample }) => [sample],
  },
  LabResultReported: {
    stream,
    owner,
    signers: () => [signedBy.party('LAB_SIGNATORY')],
    names: ({ reportNo }) => [reportNo],
  },
};

export interface SampleBooks {
  kind: 'sample';
  drawn?: SampleEvents['SampleDrawn'];
  reports: Set<string>;
}

export function emptySample(): SampleBooks {
  return { kind: 'sample', reports: new Set() };
}

/** Refuses an event of this group; throws `Rejected`. A result may arrive before the record of its sample. */
export function decideSample(books: SampleBooks, event: AnyEventIn<SampleEvents>): void {
  const { sample } = event.data;
  switch (event.type) {
    case 'SampleDrawn':
      if (books.drawn) throw new Rejected('sample-exists', '/data/sample', { sample });
      positiveMicros(event.data.mass, '/data/mass');
      return;
    case 'LabResultReported': {
      const { lab, reportNo, inScope } = event.data;
      requireParty(event, { org: lab, roles: ['LAB_SIGNATORY'], code: 'lab-not-named' });
      if (books.drawn && books.drawn.lab !== lab)
        throw new Rejected('lab-not-named', '/data/lab', { organisation: books.drawn.lab, roles: 'LAB_SIGNATORY' });
      if (books.reports.has(reportNo)) throw new Rejected('report-exists', '/data/reportNo', { report: reportNo });
      if (inScope && books.drawn && organisationOf(books.drawn.lotId) === lab) {
        throw new Rejected('lab-not-independent', '/data/inScope', { organisation: lab });
      }
      requireConsistent(event.data);
      return;
    }
  }
}

/** A state must fit its figures: "below the limit of quantification" names that limit; ethanol that is detected has a value. */
function requireConsistent(data: SampleEvents['LabResultReported']): void {
  const { state, analyte, loq, value } = data;
  const wants = (field: string) => new Rejected('result-inconsistent', `/data/${field}`, { state, field });
  if (state === 'BELOW_LOQ' && !loq) throw wants('loq');
  if (state === 'DETECTED' && analyte === 'ETHANOL' && !value) throw wants('value');
  if ((state === 'NOT_DETECTED' || state === 'INCONCLUSIVE') && value) throw wants('value');
}

/** Folds an accepted event of this group. */
export function evolveSample(books: SampleBooks, event: AnyEventIn<SampleEvents>): void {
  switch (event.type) {
    case 'SampleDrawn':
      books.drawn = event.data;
      return;
    case 'LabResultReported':
      books.reports.add(event.data.reportNo);
      return;
  }
}
