import type { EventData } from '@hadic/domain';
import type { Input, Lot, Site } from './cast.js';
import { KILOGRAM, kilograms, newId, type Scene, type Story } from './scene.js';
import { day, type Draft, type WireLine } from './signed.js';

/** Order, delivery and inspection of something from outside. */
export function* buy(scene: Scene, site: Site, place: number): Story {
  const { dice } = scene;
  const { admin, worker, inputs } = site.maker;
  const { materialId, from, certificate } = inputs[place] as Input;
  const grams = dice.between(200, 2_000) * KILOGRAM;
  const poNo = `PO-${(site.count += 1)}`;
  const supplier = from === 'farm' ? `Kebun ${dice.between(1, 500)}` : 'Emulsi Sdn Bhd';
  const supplierLot = `B${dice.between(1000, 999_999)}`;
  const named = certificate !== undefined && dice.chance(0.5) ? { certificate } : {};
  yield {
    type: 'IngredientSourced',
    data: {
      ...{ site: site.id, poNo, poLine: 1, supplier, materialId, supplierLot, qty: kilograms(grams) },
      ...{ purchaseDate: day(scene.nowMs()), originCountry: from === 'farm' ? 'ID' : 'MY', ...named },
      price: { amount: String(dice.between(5_000, 90_000)), currency: 'IDR' },
    },
    by: [[admin, 'PURCHASING']],
  };
  const receipt = (lotId: string): EventData['IngredientReceived'] => ({
    ...{ site: site.id, lotId, materialId, supplier, supplierLot, qty: kilograms(grams), condition: 'GOOD' },
    ...{ zone: `Z${dice.between(1, 9)}`, deliveryNote: `SJ-${dice.between(1, 99_999)}`, poNo, poLine: 1, ...named },
    expiresOn: day(scene.nowMs() + 3 * 365 * 24 * 3_600_000),
  });
  if (dice.chance(0.03)) yield* bookTwice(site, receipt(newId(site, 'L')));
  const data = receipt(newId(site, 'L'));
  const received = yield { type: 'IngredientReceived', data, by: [[worker, 'WAREHOUSE']] };
  if (dice.chance(0.03)) yield correction(site, received, { ...data, zone: 'Z0' });
  yield* inspect(scene, { site, place, lot: { id: data.lotId, grams, bornMs: Date.parse(received.event.occurredAt) } });
}

/** A delivery that was entered by mistake and is taken back. */
function* bookTwice(site: Site, data: EventData['IngredientReceived']): Story {
  const { admin, worker } = site.maker;
  const { event } = yield { type: 'IngredientReceived', data, by: [[worker, 'WAREHOUSE']] };
  const target = { stream: event.stream, id: event.id, type: event.type };
  yield {
    type: 'EventAnnulled',
    data: { target, reason: 'Tercatat dua kali' },
    by: [
      [worker, 'WAREHOUSE'],
      [admin, 'PENYELIA_HALAL'],
    ],
  };
}

function correction(site: Site, { event }: WireLine, replacement: EventData['IngredientReceived']): Draft {
  const target = { stream: event.stream, id: event.id, type: event.type };
  return {
    type: 'EventCorrected',
    data: { target, reason: 'Zona salah tulis', replacement: { ...replacement } },
    by: [[site.maker.worker, 'WAREHOUSE']],
  };
}

/** The penyelia looks at a delivery: into stock with it, or away. */
export function* inspect({ dice }: Scene, arrival: { site: Site; place: number; lot: Lot }): Story {
  const { site, place, lot } = arrival;
  const isGood = dice.chance(0.99);
  yield {
    type: 'IncomingInspected',
    data: {
      ...{ site: site.id, lotId: lot.id, verdict: isGood ? 'ACCEPTED' : 'REJECTED' },
      checks: {
        ...{ name: 'MATCH', producer: 'MATCH', country: 'MATCH', certNo: isGood ? 'MATCH' : 'MISMATCH' },
        ...{ logo: 'NOT_APPLICABLE', seal: 'MATCH' },
      },
    },
    by: [[site.maker.admin, 'PENYELIA_HALAL']],
  };
  if (isGood) site.stock[place]?.push(lot);
  else yield disposal(site, lot, 'Dikembalikan ke pemasok');
}

function disposal({ id, maker }: Site, { id: lotId, grams }: Lot, method: string): Draft {
  return {
    type: 'LotDisposed',
    data: { site: id, lotId, qty: kilograms(grams), method, witness: maker.admin.ref },
    by: [[maker.worker, 'WAREHOUSE']],
  };
}

/** A count finds a little less than the books have; what is hardly worth it goes. */
export function* count({ dice }: Scene, site: Site, lot: Lot): Story {
  const { admin, worker } = site.maker;
  lot.grams -= dice.between(0, 9);
  yield {
    type: 'StockCounted',
    data: { site: site.id, counts: [{ lotId: lot.id, qty: kilograms(lot.grams), cause: 'Opname' }] },
    by: [
      [worker, 'WAREHOUSE'],
      [admin, 'PENYELIA_HALAL'],
    ],
  };
  if (lot.grams > 20 * KILOGRAM) return;
  for (const lots of site.stock) if (lots.includes(lot)) lots.splice(lots.indexOf(lot), 1);
  yield disposal(site, lot, 'Sisa');
}
