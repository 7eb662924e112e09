import path from 'node:path';
import { LotGraph } from '@hadic/provenance';
import { connect } from '@hadic/store';
import { compete, type Contender, quantile, type Row, type Sample } from './harness.js';
import { Dice } from './random.js';

export interface TracingPlan {
  folder: string;
  rounds: number;
  calibrate: () => number;
  lots: number;
}

type Way = 'up' | 'down';
/** Lots that can be reached from one, itself among them. */
type Walk = (lot: number, way: Way) => number;

const INPUTS = 3;
const LEVELS = 8;
const WALKS = 200;

interface Edges {
  lots: number;
  from: Uint32Array;
  to: Uint32Array;
}

/** Walks over lots in eight levels of about three inputs each, and one ingredient that is in half of all lots. */
export async function tracing({ folder, rounds, calibrate, lots }: TracingPlan): Promise<Row[]> {
  const edges = weave(lots);
  const ways = [
    { name: 'bare arrays', walk: bareWalk(edges) },
    { name: 'LotGraph', walk: graphWalk(edges) },
    { name: 'SQLite recursive CTE', walk: queryWalk(edges, path.join(folder, 'edges.db')) },
  ];
  const dice = new Dice(3);
  const level = Math.floor(lots / LEVELS);
  const tops = Array.from({ length: WALKS }, () => dice.between(lots - level, lots - 1));
  const roots = Array.from({ length: WALKS }, () => dice.between(1, level - 1));
  const subjects: { subject: string; starts: number[]; way: Way; slow: number }[] = [
    { subject: 'trace up', starts: tops, way: 'up', slow: 20 },
    { subject: 'trace down', starts: roots, way: 'down', slow: 20 },
    { subject: 'recall of the ingredient of half the lots', starts: [0, 0, 0], way: 'down', slow: 1 },
  ];
  const rows: Row[] = [];
  for (const { subject, starts, way, slow } of subjects) {
    agree(ways, starts[0] ?? 0, way);
    const contenders = ways.map(({ name, walk }): Contender => {
      const some = name.startsWith('SQLite') ? starts.slice(0, slow) : starts;
      return { name, run: () => walkAll(walk, some, way) };
    });
    const title = `${subject}, ${lots.toLocaleString('en')} lots, ${edges.from.length.toLocaleString('en')} edges`;
    rows.push(...(await compete({ subject: title, unit: 'lots/s', rounds, contenders }, calibrate)));
  }
  return rows;
}

function agree(ways: readonly { name: string; walk: Walk }[], lot: number, way: Way): void {
  const reached = ways.map(({ walk }) => walk(lot, way));
  if (new Set(reached).size > 1) throw new Error(`The walks do not reach the same lots: ${reached.join(', ')}.`);
}

function walkAll(walk: Walk, starts: readonly number[], way: Way): Sample {
  const took: number[] = [];
  let visited = 0;
  for (const lot of starts) {
    const start = performance.now();
    visited += walk(lot, way);
    took.push(performance.now() - start);
  }
  const ms = took.reduce((sum, each) => sum + each, 0);
  const note = `${Math.round(visited / starts.length).toLocaleString('en')} lots a walk`;
  return { rate: (visited * 1_000) / ms, p50: quantile(took, 0.5), p99: quantile(took, 0.99), note };
}

/** Lot 0 goes straight into every other lot above the first level. */
function weave(lots: number): Edges {
  const dice = new Dice(4);
  const level = Math.floor(lots / LEVELS);
  const pairs: [number, number][] = [];
  for (let lot = level; lot < lots; lot++) {
    const first = (Math.floor(lot / level) - 1) * level;
    const inputs = new Set(Array.from({ length: INPUTS }, () => dice.between(first, first + level - 1)));
    if (lot % 2 === 0) inputs.add(0);
    for (const input of inputs) pairs.push([input, lot]);
  }
  return { lots, from: Uint32Array.from(pairs, ([from]) => from), to: Uint32Array.from(pairs, ([, to]) => to) };
}

/** Compressed rows: the other ends of each lot's edges lie side by side. */
function rowsOf(lots: number, near: Uint32Array, far: Uint32Array): { starts: Uint32Array; ends: Uint32Array } {
  const starts = new Uint32Array(lots + 2);
  for (const lot of near) starts[lot + 2] = (starts[lot + 2] ?? 0) + 1;
  for (let lot = 2; lot < starts.length; lot++) starts[lot] = (starts[lot] ?? 0) + (starts[lot - 1] ?? 0);
  const ends = new Uint32Array(near.length);
  near.forEach((lot, edge) => {
    const place = starts[lot + 1] ?? 0;
    ends[place] = far[edge] ?? 0;
    starts[lot + 1] = place + 1;
  });
  return { starts, ends };
}

function bareWalk({ lots, from, to }: Edges): Walk {
  const rows = { up: rowsOf(lots, to, from), down: rowsOf(lots, from, to) };
  const seen = new Uint32Array(lots);
  const queue = new Uint32Array(lots);
  let epoch = 0;
  return (lot, way) => {
    const { starts, ends } = rows[way];
    epoch += 1;
    seen[lot] = epoch;
    queue[0] = lot;
    let filled = 1;
    for (let done = 0; done < filled; done++) {
      const at = queue[done]!;
      const end = starts[at + 1]!;
      for (let edge = starts[at]!; edge < end; edge++) {
        const other = ends[edge]!;
        if (seen[other] === epoch) continue;
        seen[other] = epoch;
        queue[filled++] = other;
      }
    }
    return filled;
  };
}

function graphWalk({ lots, from, to }: Edges): Walk {
  const graph = new LotGraph();
  for (let lot = 0; lot < lots; lot++) graph.intern(`maker-${lot % 30}/site-1/L${lot}`);
  from.forEach((lot, edge) => graph.link({ from: lot, to: to[edge] ?? 0, kind: 'RUN' }, edge));
  return (lot, way) => graph.walk([lot], way, { asOf: from.length }).lots.length;
}

function queryWalk({ from, to }: Edges, file: string): Walk {
  const database = connect(file);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;
    CREATE TABLE edges (source INTEGER NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (source, target)) WITHOUT ROWID;`);
  const insert = database.prepare('INSERT INTO edges VALUES (?, ?)');
  from.forEach((lot, edge) => insert.run([lot, to[edge] ?? 0]));
  database.exec('CREATE INDEX edges_by_target ON edges (target, source); COMMIT;');
  const query = (near: string, far: string) =>
    database.prepare(`WITH RECURSIVE reached (lot) AS (
      VALUES (?) UNION SELECT ${far} FROM edges JOIN reached ON ${near} = lot) SELECT lot FROM reached`);
  const queries = { up: query('target', 'source'), down: query('source', 'target') };
  return (lot, way) => queries[way].all([lot]).length;
}
