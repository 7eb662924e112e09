import fc from 'fast-check';
import { LotGraph, OPEN, type EdgeKind } from '@hadic/provenance';

const LOTS = 8;

interface Drawn {
  from: number;
  to: number;
  kind: EdgeKind;
  at: number;
  until: number;
}

/** A history: at each index some edges are drawn together, or those of an earlier index end. */
const histories = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.array(fc.tuple(fc.nat(LOTS - 1), fc.nat(LOTS - 1)), { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.nat(20) },
  ),
  { maxLength: 20 },
);
const KINDS: EdgeKind[] = ['RUN', 'SPLIT', 'MERGE', 'HANDOVER'];

function grown(history: ([number, number][] | number)[]): { graph: LotGraph; drawn: Drawn[] } {
  const graph = new LotGraph();
  for (let lot = 0; lot < LOTS; lot++) graph.intern(`lot ${lot}`);
  const drawn: Drawn[] = [];
  history.forEach((step, at) => {
    if (typeof step !== 'number') {
      for (const [from, to] of step) {
        const kind = KINDS[(from + to) % KINDS.length]!;
        graph.link({ from, to, kind }, at);
        drawn.push({ from, to, kind, at, until: OPEN });
      }
      return;
    }
    if (!drawn.some((edge) => edge.at === step && edge.until === OPEN)) return;
    graph.end(step, at);
    for (const edge of drawn) if (edge.at === step) edge.until = at;
  });
  return { graph, drawn };
}

interface Wanted {
  start: number;
  heading: 'up' | 'down';
  asOf: number;
  depth: number;
}

/** The obvious way: a map of neighbours, a queue of lots. */
function naiveWalk(drawn: Drawn[], { start, heading, asOf, depth }: Wanted): Map<number, number> {
  const steps = new Map([[start, 0]]);
  for (const [lot, step] of steps) {
    if (step >= depth) continue;
    for (const { from, to, at, until } of drawn) {
      const [here, there] = heading === 'up' ? [to, from] : [from, to];
      if (here === lot && at <= asOf && until > asOf && !steps.has(there)) steps.set(there, step + 1);
    }
  }
  return steps;
}

const wanted = fc.record<Wanted>({
  start: fc.nat(LOTS - 1),
  heading: fc.constantFrom('up', 'down'),
  asOf: fc.nat(20),
  depth: fc.nat(4),
});

test('a walk finds what the naive graph finds: up and down, at any depth, as of any index, through cycles', () => {
  fc.assert(
    fc.property(histories, wanted, (history, want) => {
      const { graph, drawn } = grown(history);
      const { lots, depths } = graph.walk([want.start], want.heading, want);
      const found = new Map(Array.from(lots, (lot, i) => [lot, depths.at(i)]));
      expect(found).toEqual(naiveWalk(drawn, want));
      expect(lots.length).toBe(found.size);
    }),
    { numRuns: 500 },
  );
});

test('what is above a lot has the lot below it', () => {
  fc.assert(
    fc.property(histories, fc.nat(LOTS - 1), fc.nat(20), (history, start, asOf) => {
      const { graph } = grown(history);
      for (const lot of Array.from(graph.walk([start], 'up', { asOf }).lots)) {
        expect(Array.from(graph.walk([lot], 'down', { asOf }).lots)).toContain(start);
      }
    }),
  );
});

test('a later index never changes the answer for an earlier one', () => {
  fc.assert(
    fc.property(histories, fc.nat(LOTS - 1), fc.nat(19), (history, start, asOf) => {
      const all = history;
      const now = Array.from(grown(all).graph.walk([start], 'down', { asOf }).lots).sort();
      const then = Array.from(grown(all.slice(0, asOf + 1)).graph.walk([start], 'down', { asOf }).lots).sort();
      expect(now).toEqual(then);
    }),
  );
});

test('only the kinds that were asked for are walked', () => {
  const graph = new LotGraph();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => graph.intern(id)) as [number, number, number];
  graph.link({ from: a, to: b, kind: 'SPLIT' }, 0);
  graph.link({ from: b, to: c, kind: 'RUN' }, 1);
  expect(Array.from(graph.walk([a], 'down', { asOf: 1, kinds: ['SPLIT', 'MERGE'] }).lots)).toEqual([a, b]);
  expect(graph.edgesOf(c, 'up', 1)).toEqual([{ lot: b, kind: 'RUN', index: 1 }]);
  expect(graph.edgesOf(c, 'up', 0)).toEqual([]);
});

test('a hundred thousand lots stay within 20 bytes an event, and a walk over them visits each once', () => {
  const graph = new LotGraph();
  const source = graph.intern('kopi/pabrik/L-0');
  const lots = 100_000;
  for (let i = 1; i <= lots; i++) graph.link({ from: source, to: graph.intern(`kopi/pabrik/L-${i}`), kind: 'RUN' }, i);
  const events = lots * 5;
  expect(graph.bytes / events).toBeLessThanOrEqual(20);
  expect(graph.walk([source], 'down', { asOf: lots }).lots.length).toBe(lots + 1);
});
