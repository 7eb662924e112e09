import type { Role } from '@hadic/domain';
import type { Lot, Party, Site } from './cast.js';
import { inspect } from './receiving.js';
import { KILOGRAM, kilograms, lotQuantity, newId, type Scene, type Story } from './scene.js';
import { day, type Draft, instant, type Person, type WireLine } from './signed.js';

/** Who gives or takes, and in which role. */
type Hand = readonly [Person, Role];

/** A consignment on its way. */
interface Consignment {
  shipment: string;
  units: string[];
  lots: Lot[];
}

/** From the order over packing, shipping and custody to whoever receives it. */
export function* sell(scene: Scene, site: Site): Story {
  const { dice } = scene;
  const customer = dice.pick(site.maker.customers);
  const lots = site.products.splice(0, dice.between(1, 2));
  if ('buyer' in customer) {
    const { buyer } = customer;
    const consignment = yield* dispatch(scene, { site, lots, consignee: buyer });
    yield* carry(scene, { site, consignment, consignee: [buyer.admin, 'BUYER'] });
    yield receivedByBuyer(scene, consignment, buyer);
    return;
  }
  const { maker } = customer.site;
  const [first] = lots as [Lot];
  const poNo = `PO-${(customer.site.count += 1)}`;
  yield {
    type: 'IngredientSourced',
    data: {
      ...{ site: customer.site.id, poNo, poLine: 1, supplier: site.maker.id, supplierLot: first.id.slice(-7) },
      ...{ materialId: materialOf(customer), qty: kilograms(lots.reduce((sum, { grams }) => sum + grams, 0)) },
      ...{ purchaseDate: day(scene.nowMs()), originCountry: 'ID', certificate: site.maker.product.certificate },
      price: { amount: String(dice.between(9_000, 190_000)), currency: 'IDR' },
    },
    by: [[maker.admin, 'PURCHASING']],
  };
  const consignment = yield* dispatch(scene, { site, lots, consignee: maker });
  yield* carry(scene, { site, consignment, consignee: [maker.worker, 'WAREHOUSE'] });
  yield* receive(scene, { ...customer, poNo, supplier: site.maker, consignment });
}

function materialOf({ site, input }: { site: Site; input: number }): string {
  return site.maker.inputs[input]?.materialId ?? '';
}

/** Packs the lots into units, one to three a lot, and ships them. */
function* dispatch(
  { dice }: Scene,
  parts: { site: Site; lots: Lot[]; consignee: Party },
): Generator<Draft, Consignment, WireLine> {
  const { site, lots, consignee } = parts;
  const { admin, worker } = site.maker;
  const units: string[] = [];
  for (const lot of lots) {
    const pieces = lot.grams < 100 * KILOGRAM ? 1 : dice.between(1, 3);
    const each = Math.floor(lot.grams / pieces);
    for (let i = 0; i < pieces; i++) {
      const unitId = newId(site, 'U');
      const grams = i === 0 ? lot.grams - each * (pieces - 1) : each;
      const packed: Draft = {
        type: 'Packed',
        data: { site: site.id, unitId, children: [lotQuantity({ ...lot, grams })] },
        by: [[worker, 'WAREHOUSE']],
      };
      yield packed;
      units.push(unitId);
      if (!dice.chance(0.01)) continue;
      yield { type: 'Unpacked', data: { site: site.id, unitId }, by: [[worker, 'WAREHOUSE']] };
      yield packed;
    }
  }
  const shipment = newId(site, 'S');
  yield {
    type: 'Shipped',
    data: {
      ...{ site: site.id, shipment, units, consignee: consignee.id, destination: consignee.country },
      ...{ docs: [{ kind: 'Surat jalan', no: `SJ-${site.count}` }], invoice: `INV-${site.count}` },
    },
    by: [[admin, 'EXPORTER']],
  };
  return { shipment, units, lots };
}

/** From the sender to the carrier to the consignee. */
function* carry(scene: Scene, way: { site: Site; consignment: Consignment; consignee: Hand }): Story {
  const { site, consignment, consignee } = way;
  const carrier = scene.dice.pick(scene.cast.carriers).admin;
  yield* handOver(scene, consignment, [site.maker.admin, 'EXPORTER'], [carrier, 'CARRIER']);
  yield* handOver(scene, consignment, [carrier, 'CARRIER'], consignee);
}

function* handOver({ nowMs }: Scene, { shipment, units }: Consignment, giver: Hand, taker: Hand): Story {
  const offered = yield {
    type: 'CustodyOffered',
    data: { shipment, taker: taker[0].org, units, at: instant(nowMs()) },
    by: [giver],
  };
  yield {
    type: 'CustodyAccepted',
    data: { shipment, offer: offered.event.id, at: instant(nowMs()), exceptions: [] },
    by: [taker],
  };
}

function receivedByBuyer({ nowMs }: Scene, { shipment, lots }: Consignment, buyer: Party): Draft {
  return {
    type: 'ReceivedByBuyer',
    data: {
      ...{ shipment, at: instant(nowMs()), quantities: lots.map(lotQuantity) },
      ...{ sealMatch: 'MATCH', condition: 'GOOD', exceptions: [] },
    },
    by: [[buyer.admin, 'BUYER']],
  };
}

interface Delivery {
  site: Site;
  input: number;
  poNo: string;
  supplier: Party;
  consignment: Consignment;
}

/** Another maker books each lot of the consignment as a lot of its own: the edge between two organisations. */
function* receive(scene: Scene, { site, input, poNo, supplier, consignment }: Delivery): Story {
  const { shipment, lots } = consignment;
  for (const { id, grams } of lots) {
    const lotId = newId(site, 'L');
    const { event } = yield {
      type: 'IngredientReceived',
      data: {
        ...{ site: site.id, lotId, materialId: materialOf({ site, input }), supplier: supplier.id },
        ...{ supplierLot: id.slice(-7), qty: kilograms(grams), condition: 'GOOD', zone: 'Z1' },
        ...{ deliveryNote: `SJ-${shipment.slice(-6)}`, poNo, poLine: 1, sourceLot: id, shipment },
      },
      by: [[site.maker.worker, 'WAREHOUSE']],
    };
    yield* inspect(scene, { site, place: input, lot: { id: lotId, grams, bornMs: Date.parse(event.occurredAt) } });
  }
}
