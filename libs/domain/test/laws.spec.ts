import {
  convertMicros,
  emptyStream,
  evolve,
  Rejected,
  type LedgerEvent,
  type LotQuantity,
  type Quantity,
  type SiteBooks,
  type StreamState,
} from '@hadic/domain';
import fc from 'fast-check';
import { annulled, corrected } from './assurance.js';
import { Books } from './given.js';
import {
  counted,
  disposed,
  kg,
  merged,
  packed,
  ran,
  received,
  shipped,
  SITE,
  split,
  unpacked,
  world,
} from './world.js';

const NAMES = ['A', 'B', 'C', 'D', 'E'];
const name = fc.constantFrom(...NAMES);
const qty: fc.Arbitrary<Quantity> = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((kilos) => kg(String(kilos))),
  fc.integer({ min: 1, max: 9000 }).map((grams) => ({ value: String(grams), unit: 'GRM' })),
);
const stuff = fc.tuple(name, qty);
/** Names that are free more often. */
const fresh = fc.constantFrom(...NAMES, 'F', 'G', 'H', 'I');
const unitName = fc.constantFrom('UA', 'UB');
let runs = 0;

const receipt = fc.tuple(name, fc.integer({ min: 1, max: 40 })).map(([lot, kilos]) => received(lot, String(kilos)));
const run = fc
  .tuple(fc.array(stuff, { minLength: 1, maxLength: 2 }), stuff)
  .map(([from, to]) => ran(`R${++runs}`, from, [to]));
const separation = fc
  .tuple(name, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.tuple(fresh, fresh))
  .map(([lot, a, b, [x, y]]) =>
    split(lot, String(a + b), [
      [x, String(a)],
      [y, String(b)],
    ]),
  );
const union = fc
  .tuple(stuff, stuff, fresh)
  .map(([a, b, to]) => merged([a, b], [to, { value: String(inGrams(a[1]) + inGrams(b[1])), unit: 'GRM' }]));
const disposal = stuff.map(([lot, amount]) => disposed(lot, amount));
const count = stuff.map(([lot, amount]) => counted(lot, amount, { materialId: 'kopi/biji' }));
const packing = fc
  .tuple(unitName, fc.array(stuff, { minLength: 1, maxLength: 2 }))
  .map(([u, parts]) => packed(u, parts));
const unpacking = unitName.map((u) => unpacked(u));
const dispatch = fc.tuple(name, fc.subarray(['UA', 'UB'])).map(([s, units]) => shipped(`S${s}`, units));

const story = (...kinds: fc.Arbitrary<LedgerEvent>[]) => fc.array(fc.oneof(...kinds), { minLength: 12, maxLength: 40 });
const anything = story(receipt, receipt, run, separation, union, disposal, count, packing, unpacking, dispatch);

function inGrams({ value, unit }: Quantity): number {
  return unit === 'GRM' ? Number(value) : Number(value) * 1000;
}

/** Decides the events one by one on a site's stream, and folds those that are accepted. */
class Site {
  readonly accepted: LedgerEvent[] = [];
  readonly #books = new Books();

  constructor() {
    for (const event of world) this.#books.fold(event);
  }

  get state(): StreamState {
    return this.#books.stream(`site-${SITE}`);
  }

  get books(): SiteBooks {
    return booksOf(this.state);
  }

  judge(event: LedgerEvent): boolean {
    try {
      this.#books.decide(event);
      return true;
    } catch (error) {
      if (error instanceof Rejected) return false;
      throw error;
    }
  }

  take(event: LedgerEvent): boolean {
    if (!this.judge(event)) return false;
    this.#books.fold(event);
    this.accepted.push(event);
    return true;
  }
}

function booksOf({ books }: StreamState): SiteBooks {
  if (books.kind !== 'site') throw new Error('Not the books of a site.');
  return books;
}

function folded(events: readonly LedgerEvent[], state = emptyStream(`site-${SITE}`)): StreamState {
  for (const event of events) evolve(state, event);
  return state;
}

/** Grams over all lots, in millionths. */
function total({ lots }: SiteBooks): bigint {
  return [...lots.values()].reduce((sum, lot) => sum + convertMicros(lot.onHand, lot.unit, 'GRM', ''), 0n);
}

describe('a site’s books', () => {
  test('never hold less than nothing, bring a lot into being once, and conserve what is only regrouped', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anything, (events) => {
        const site = new Site();
        for (const event of events) {
          const before = { lots: new Set(site.books.lots.keys()), total: total(site.books) };
          if (!site.take(event)) continue;
          seen.add(event.type);
          for (const lot of site.books.lots.values()) expect(lot.onHand >= 0n && lot.packed >= 0n).toBe(true);
          for (const lot of born(event)) expect(before.lots.has(lot)).toBe(false);
          if (event.type === 'LotSplit' || event.type === 'LotMerged') expect(total(site.books)).toBe(before.total);
        }
      }),
      { numRuns: 300 },
    );
    // A law about what never happens would say nothing.
    expect([...seen].sort()).toEqual([
      'BatchProcessed',
      'IngredientReceived',
      'LotDisposed',
      'LotMerged',
      'LotSplit',
      'Packed',
      'Shipped',
      'StockCounted',
      'Unpacked',
    ]);
  });

  test('are not changed by a decision, whatever it is', () => {
    fc.assert(
      fc.property(anything, (events) => {
        const site = new Site();
        for (const event of events) {
          const before = structuredClone(site.state);
          site.judge(event);
          expect(site.state).toEqual(before);
          site.take(event);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('are the same whether folded at once or in two parts', () => {
    fc.assert(
      fc.property(anything, fc.nat(30), (events, cut) => {
        const site = new Site();
        events.forEach((event) => site.take(event));
        const parts = folded(site.accepted.slice(cut), folded(site.accepted.slice(0, cut)));
        expect(parts).toEqual(folded(site.accepted));
        expect(parts).toEqual(site.state);
      }),
      { numRuns: 100 },
    );
  });

  test('after an annulment are as if the event had never been recorded', () => {
    let annulments = 0;
    fc.assert(
      fc.property(anything, fc.nat(29), (events, pick) => {
        const site = new Site();
        events.forEach((event) => site.take(event));
        const gone = site.accepted[pick % Math.max(site.accepted.length, 1)];
        if (!gone || !site.take(annulled(gone))) return;
        annulments += 1;
        expect(site.state.books).toEqual(folded(site.accepted.filter((event) => event !== gone).slice(0, -1)).books);
      }),
      { numRuns: 200 },
    );
    expect(annulments).toBeGreaterThan(100);
  });

  test('hold the sum over the current versions, whatever was corrected or annulled', () => {
    const change = fc.record({ pick: fc.nat(29), amount: qty, annul: fc.boolean() });
    let changes = 0;
    fc.assert(
      fc.property(
        story(receipt, run, disposal),
        fc.array(change, { maxLength: 4 }),
        story(receipt, run),
        (first, later, last) => {
          const site = new Site();
          first.forEach((event) => site.take(event));
          for (const { pick, amount, annul } of later) {
            const target = site.accepted[pick % Math.max(site.accepted.length, 1)];
            if (!target || target.type === 'EventCorrected' || target.type === 'EventAnnulled') continue;
            if (site.take(annul ? annulled(target) : corrected(target, amended(target, amount)))) changes += 1;
          }
          last.forEach((event) => site.take(event));
          const sums = sumOf(site.state.facts.filter((fact) => !fact.annulled).map((fact) => fact.event));
          for (const [lot, book] of site.books.lots) {
            expect([lot, convertMicros(book.onHand, book.unit, 'GRM', '')]).toEqual([lot, sums.get(lot)]);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(changes).toBeGreaterThan(100);
  });
});

function born({ type, data }: LedgerEvent): string[] {
  if (type === 'IngredientReceived') return [data.lotId];
  if (type === 'BatchProcessed' || type === 'LotSplit') return data.outputs.map(({ lotId }) => lotId);
  return type === 'LotMerged' ? [data.output.lotId] : [];
}

/** The same fact with another amount. */
function amended({ type, data }: LedgerEvent, qty: Quantity) {
  if (type === 'BatchProcessed') return { inputs: data.inputs.map(({ lotId }) => ({ lotId, qty })) };
  return type === 'LotDisposed' || ('qty' in data && data.qty.unit === qty.unit) ? { qty } : {};
}

/** Receipts and outputs less inputs and disposals, in millionths of a gram, in whatever order they were recorded. */
function sumOf(facts: readonly LedgerEvent[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const add = ({ lotId, qty }: LotQuantity, sign: bigint) =>
    sums.set(lotId, (sums.get(lotId) ?? 0n) + sign * BigInt(inGrams(qty)) * 1_000_000n);
  for (const { type, data } of facts) {
    if (type === 'IngredientReceived') add(data, 1n);
    if (type === 'LotDisposed') add(data, -1n);
    if (type !== 'BatchProcessed') continue;
    data.outputs.forEach((output) => add(output, 1n));
    data.inputs.forEach((input) => add(input, -1n));
  }
  return sums;
}
