import { parseDecimal } from './quantity.js';
import { factsOf, isA, type KnownOf, type LotCase } from './lot-case.js';
import type { Found, Row } from './row.js';
import { instantMs } from './time.js';

/** A drink with this much ethanol or more is khamr (MUI fatwa 10/2018), in per cent. */
const ETHANOL_LIMIT = parseDecimal('0.5');

type Result = KnownOf<'LabResultReported'>;

const PORCINE: readonly string[] = ['PORCINE_DNA', 'PORCINE_PEPTIDE'];

/** Results on samples of this lot, from the laboratory that the sample names. They speak of the lot since its birth. */
function resultsOf(lot: LotCase): { result: Result; drawn: KnownOf<'SampleDrawn'> }[] {
  const found: { result: Result; drawn: KnownOf<'SampleDrawn'> }[] = [];
  for (const drawn of factsOf(lot.view, `lot:${lot.id}`, 'SampleDrawn', Number.POSITIVE_INFINITY)) {
    const { sample, lab } = drawn.event.data;
    for (const result of lot.view.about(`sample:${sample}`)) {
      if (isA(result, 'LabResultReported') && result.event.data.lab === lab) found.push({ result, drawn });
    }
  }
  return found;
}

function overResults(lot: LotCase, fits: (data: Result['event']['data'], result: Result) => boolean): Found[] {
  return resultsOf(lot)
    .filter(({ result }) => fits(result.event.data, result))
    .map(({ result, drawn }) => {
      const { analyte, reportNo, lab, state, method } = result.event.data;
      return { events: [result.id, drawn.id], slots: { lot: lot.id, analyte, report: reportNo, lab, state, method } };
    });
}

type Fits = (data: Result['event']['data']) => boolean;

/** Neither below the limit of quantification nor inconclusive: only such a result settles anything. */
const isClear: Fits = ({ state }) => state === 'DETECTED' || state === 'NOT_DETECTED';

/** Accredited for the test, and not the laboratory of whoever made the lot. */
function isSound(lot: LotCase): Fits {
  return ({ inScope, lab }) => inScope && lab !== lot.org;
}

/** A result is answered by a later clear and sound one on the same analyte, whatever that says. */
function isAnswered(lot: LotCase, result: Result, fits: Fits = () => true): boolean {
  const { event } = result;
  return resultsOf(lot).some(
    ({ result: { event: later } }) =>
      later.data.analyte === event.data.analyte &&
      instantMs(later.occurredAt) >= instantMs(event.occurredAt) &&
      isClear(later.data) &&
      isSound(lot)(later.data) &&
      fits(later.data),
  );
}

/** True where the lot's recipe asks for this test. */
function isRequired(lot: LotCase, analyte: string): boolean {
  if (lot.productId === undefined || !isA(lot.origin, 'BatchProcessed')) return false;
  const version = lot.origin.event.data.recipeVersion;
  return factsOf(lot.view, `product:${lot.productId}`, 'RecipeVersionAdopted', Number.POSITIVE_INFINITY).some(
    ({ event: { data } }) => data.version === version && data.requiredTests.includes(analyte),
  );
}

function ethanolPercent(data: Result['event']['data']): bigint | undefined {
  return data.analyte === 'ETHANOL' && data.state === 'DETECTED' && data.value?.unit === 'P1'
    ? parseDecimal(data.value.value)
    : undefined;
}

export const labRows: readonly Row[] = [
  {
    code: 'HC-501',
    axes: { substance: 'DOUBTFUL', disposition: 'HELD' },
    descends: true,
    when: (lot) =>
      overResults(
        lot,
        ({ analyte, state, stage }, result) =>
          PORCINE.includes(analyte) &&
          state === 'DETECTED' &&
          stage === 'SCREENING' &&
          !isAnswered(lot, result, (later) => later.stage === 'CONFIRMATORY'),
      ),
  },
  {
    code: 'HC-502',
    axes: { substance: 'PROHIBITED', disposition: 'HELD' },
    descends: true,
    when: (lot) =>
      overResults(
        lot,
        ({ analyte, state, stage }) => PORCINE.includes(analyte) && state === 'DETECTED' && stage === 'CONFIRMATORY',
      ),
  },
  {
    code: 'HC-503',
    axes: { assurance: 'INCOMPLETE' },
    descends: false,
    when: (lot) =>
      overResults(lot, (data, result) => !isClear(data) && isRequired(lot, data.analyte) && !isAnswered(lot, result)),
  },
  {
    code: 'HC-504',
    axes: { substance: 'PROHIBITED' },
    descends: true,
    when: (lot) => overResults(lot, (data) => isDrink(lot) && (ethanolPercent(data) ?? 0n) >= ETHANOL_LIMIT),
  },
  {
    code: 'HC-505',
    axes: { substance: 'PROHIBITED' },
    descends: true,
    when: (lot) =>
      overResults(
        lot,
        ({ analyte, state, khamrOrigin }) => analyte === 'ETHANOL' && state === 'DETECTED' && khamrOrigin === true,
      ),
  },
  {
    code: 'HC-506',
    axes: { assurance: 'INCOMPLETE' },
    descends: false,
    when: (lot) => overResults(lot, (data, result) => !isSound(lot)(data) && !isAnswered(lot, result)),
  },
];

/** Products are registered with their class; the limit of the fatwa is for drinks. */
function isDrink(lot: LotCase): boolean {
  if (lot.productId === undefined) return false;
  return factsOf(lot.view, `product:${lot.productId}`, 'ProductRegistered', Number.POSITIVE_INFINITY).some(
    ({ event }) => event.data.class === 'DRINK',
  );
}
