import type { Lot, Site } from './cast.js';
import type { Dice } from './random.js';
import { KILOGRAM, kilograms, lotQuantity, newId, type Scene, type Story } from './scene.js';
import { day, type Draft, instant, type WireLine } from './signed.js';

/** A run, with what is done to its inputs before and its outputs after. */
export function* make(scene: Scene, site: Site): Story {
  const { dice } = scene;
  const { admin, worker, inputs, product } = site.maker;
  const chosen = inputs.flatMap((_, i) =>
    site.stock[i]?.length ? [{ lots: site.stock[i], most: dice.between(1, 3) }] : [],
  );
  for (const { lots } of chosen) {
    if (dice.chance(0.15)) yield* split(site, lots);
    if (lots.length > 1 && dice.chance(0.15)) yield* merge(site, lots);
  }
  const used = chosen.flatMap(({ lots, most }) => lots.splice(0, most).map((lot) => take(dice, lots, lot)));
  const grams = used.reduce((sum, lot) => sum + lot.grams, 0);
  const line = dice.between(0, site.lines.length - 1);
  const startMs = Math.max(site.lines[line] ?? 0, ...used.map(({ bornMs }) => bornMs)) + 1_000;
  const endMs = (site.lines[line] = Math.max(scene.nowMs(), startMs + 1_000));
  const made = Math.floor(grams * 0.9);
  const parts = made > 500 * KILOGRAM ? [Math.floor(made / 2), made - Math.floor(made / 2)] : [made];
  const lots = parts.map((part) => ({ id: newId(site, 'P'), grams: part, bornMs: endMs }));
  const over = grams - made;
  const waste = Math.floor(over / 3);
  yield {
    type: 'BatchProcessed',
    data: {
      ...{ site: site.id, runId: newId(site, 'R'), recipeVersion: '1', lineId: `L${line + 1}` },
      ...{ start: instant(startMs), end: instant(endMs) },
      inputs: used.map((lot) => ({ lotId: lot.id, qty: kilograms(lot.grams) })),
      outputs: lots.map((lot) => ({
        ...{ lotId: lot.id, productId: product.id, qty: kilograms(lot.grams) },
        ...{ producedOn: day(endMs), expiresOn: day(endMs + 2 * 365 * 24 * 3_600_000) },
      })),
      byProducts: [{ name: 'Ampas', qty: kilograms(waste) }],
      loss: { qty: kilograms(over - waste), cause: 'Susut' },
    },
    by: [
      [worker, 'PRODUCTION'],
      [admin, 'PENYELIA_HALAL'],
    ],
  };
  for (const lot of lots) {
    const isSound = dice.chance(0.25) ? yield* sample(scene, site, lot) : true;
    if (scene.releases && isSound && dice.chance(0.3)) {
      const data = { site: site.id, lotId: lot.id };
      yield { type: 'HalalReleaseGranted', data, by: [[admin, 'PENYELIA_HALAL']] };
    }
  }
  site.products.push(...lots);
}

/** The whole lot, or a part of it, the rest of which goes back. */
function take(dice: Dice, lots: Lot[], lot: Lot): Lot {
  if (lot.grams < 100 * KILOGRAM || dice.chance(0.7)) return lot;
  const grams = Math.floor(lot.grams / 2);
  lots.push({ ...lot, grams: lot.grams - grams });
  return { ...lot, grams };
}

function* split(site: Site, lots: Lot[]): Story {
  const lot = lots[0];
  if (!lot || lot.grams < 50 * KILOGRAM) return;
  const grams = Math.floor(lot.grams / 3);
  const parts = [grams, lot.grams - grams].map((part) => ({ ...lot, id: newId(site, 'L'), grams: part }));
  lots.shift();
  const { event } = yield {
    type: 'LotSplit',
    data: { site: site.id, input: lotQuantity(lot), outputs: parts.map(lotQuantity) },
    by: [[site.maker.worker, 'PRODUCTION']],
  };
  lots.unshift(...parts.map((part) => ({ ...part, bornMs: Date.parse(event.occurredAt) })));
}

function* merge(site: Site, lots: Lot[]): Story {
  const [first, second] = lots.splice(0, 2) as [Lot, Lot];
  const output = { id: newId(site, 'L'), grams: first.grams + second.grams, bornMs: 0 };
  const { event } = yield {
    type: 'LotMerged',
    data: { site: site.id, inputs: [first, second].map(lotQuantity), output: lotQuantity(output) },
    by: [[site.maker.worker, 'PRODUCTION']],
  };
  lots.unshift({ ...output, bornMs: Date.parse(event.occurredAt) });
}

/** A sample and what the laboratory finds; false if that leaves a question open. */
function* sample({ dice, cast }: Scene, site: Site, lot: Lot): Generator<Draft, boolean, WireLine> {
  const { admin, id } = site.maker;
  const { laboratory } = cast;
  const no = `${id}/${site.id.slice(id.length + 1)}-T${(site.count += 1)}`;
  const lab = laboratory.id;
  yield {
    type: 'SampleDrawn',
    data: { sample: no, lotId: lot.id, lab, plan: 'SNI 0428', increments: 5, mass: { value: '0.5', unit: 'KGM' } },
    by: [[admin, 'PENYELIA_HALAL']],
  };
  const isClear = dice.chance(0.95);
  yield {
    type: 'LabResultReported',
    data: {
      ...{ sample: no, lab, reportNo: `LHU-${dice.between(1, 999_999)}`, analyte: 'PORCINE_DNA', method: 'RT-PCR' },
      ...{ state: isClear ? 'NOT_DETECTED' : 'INCONCLUSIVE', inScope: true, inferenceScope: 'LOT_UNDER_PLAN' },
      stage: 'CONFIRMATORY',
    },
    by: [[laboratory.admin, 'LAB_SIGNATORY']],
  };
  return isClear;
}
