import type { EdgeKind } from './reading.js';

/** The end of an edge that still holds. */
export const OPEN = 0xffff_ffff;
const NONE = 0xffff_ffff;
const KINDS: readonly EdgeKind[] = ['RUN', 'SPLIT', 'MERGE', 'HANDOVER'];

/** `up` leads to what a lot was made of, `down` to what was made of it. */
export type Way = 'up' | 'down';

/** An edge between two lots by their numbers. */
export interface LotEdge {
  from: number;
  to: number;
  kind: EdgeKind;
}

export interface Reach {
  /** Log index as of which the edges are judged. */
  asOf: number;
  /** Steps at most; all of them unless told. */
  depth?: number;
  /** Only edges of these kinds; all unless told. */
  kinds?: readonly EdgeKind[];
}

/** The lots of a walk, nearest first. Both arrays are views: valid until the next walk. */
export interface Walk {
  lots: Uint32Array;
  depths: Uint32Array;
}

/**
 * The lot graph in flat arrays: about 25 bytes an edge and 20 a lot beside the ids. Lots are dense numbers in the order of their first
 * mention; edges are appended in log order and linked from both ends, so a walk touches nothing but what it visits. An edge is drawn at one
 * log index and may end at a later one (correction, annulment), which answers every as-of question without a replay.
 */
export class LotGraph {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];
  // By lot: the newest edge out of it and into it, the walk that saw it last, and that walk's queue and depths.
  #firstDown = new Uint32Array(1024).fill(NONE);
  #firstUp = new Uint32Array(1024).fill(NONE);
  #seen = new Uint32Array(1024);
  #queue = new Uint32Array(1024);
  #depths = new Uint32Array(1024);
  // By edge: its ends, when it was drawn and ended (log indexes), its kind, and the next edge of either end.
  #from = new Uint32Array(1024);
  #to = new Uint32Array(1024);
  #drawnAt = new Uint32Array(1024);
  #endedAt = new Uint32Array(1024);
  #nextDown = new Uint32Array(1024);
  #nextUp = new Uint32Array(1024);
  #kind = new Uint8Array(1024);
  #edges = 0;
  #epoch = 0;

  get lots(): number {
    return this.#ids.length;
  }

  get edges(): number {
    return this.#edges;
  }

  /** Bytes held in arrays, ids not counted. */
  get bytes(): number {
    const arrays = [this.#firstDown, this.#firstUp, this.#seen, this.#queue, this.#depths, this.#from, this.#to];
    const more = [this.#drawnAt, this.#endedAt, this.#nextDown, this.#nextUp, this.#kind];
    return [...arrays, ...more].reduce((sum, array) => sum + array.byteLength, 0);
  }

  /** The lot's number, a new one at its first mention. */
  intern(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#ids.push(id) - 1;
    this.#numbers.set(id, number);
    if (number >= this.#seen.length) this.#growLots();
    return number;
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  idOf(lot: number): string {
    const id = this.#ids[lot];
    if (id === undefined) throw new RangeError(`no lot has the number ${lot}`);
    return id;
  }

  /** Draws an edge at a log index. Indexes must not fall from call to call. */
  link({ from, to, kind }: LotEdge, drawnAt: number, endedAt = OPEN): void {
    const edge = this.#edges++;
    if (edge >= this.#from.length) this.#growEdges();
    this.#from[edge] = from;
    this.#to[edge] = to;
    this.#kind[edge] = KINDS.indexOf(kind);
    this.#drawnAt[edge] = drawnAt;
    this.#endedAt[edge] = endedAt;
    this.#nextDown[edge] = this.#firstDown[from] ?? NONE;
    this.#firstDown[from] = edge;
    this.#nextUp[edge] = this.#firstUp[to] ?? NONE;
    this.#firstUp[to] = edge;
  }

  /** Ends, at a later log index, all edges that were drawn at one. */
  end(drawnAt: number, index: number): void {
    let edge = this.#firstDrawnAt(drawnAt);
    for (; edge < this.#edges && this.#drawnAt[edge] === drawnAt; edge++) this.#endedAt[edge] = index;
  }

  /** All lots that can be reached from one or several, these first, by fewest steps; a cycle is walked once. */
  walk(starts: readonly number[], heading: Way, { asOf, depth = NONE, kinds = KINDS }: Reach): Walk {
    const epoch = this.#nextEpoch();
    const wanted = kinds.reduce((mask, kind) => mask | (1 << KINDS.indexOf(kind)), 0);
    const [first, next, end] =
      heading === 'up' ? [this.#firstUp, this.#nextUp, this.#from] : [this.#firstDown, this.#nextDown, this.#to];
    const [seen, queue, depths, drawnAt, endedAt] = [
      this.#seen,
      this.#queue,
      this.#depths,
      this.#drawnAt,
      this.#endedAt,
    ];
    let filled = this.#seed(starts, epoch);
    for (let done = 0; done < filled; done++) {
      const steps = depths[done]!;
      if (steps >= depth) break;
      for (let edge = first[queue[done]!]!; edge !== NONE; edge = next[edge]!) {
        if (drawnAt[edge]! > asOf || endedAt[edge]! <= asOf || (wanted & (1 << this.#kind[edge]!)) === 0) continue;
        const lot = end[edge]!;
        if (seen[lot] === epoch) continue;
        seen[lot] = epoch;
        queue[filled] = lot;
        depths[filled++] = steps + 1;
      }
    }
    return { lots: queue.subarray(0, filled), depths: depths.subarray(0, filled) };
  }

  /** The edges that lead on from a lot as of a log index: the other end, the kind and the index of the event, newest first. */
  edgesOf(lot: number, heading: Way, asOf: number): { lot: number; kind: EdgeKind; index: number }[] {
    const [first, next, end] =
      heading === 'up' ? [this.#firstUp, this.#nextUp, this.#from] : [this.#firstDown, this.#nextDown, this.#to];
    const found: { lot: number; kind: EdgeKind; index: number }[] = [];
    for (let edge = first[lot] ?? NONE; edge !== NONE; edge = next[edge]!) {
      const index = this.#drawnAt[edge]!;
      if (index > asOf || this.#endedAt[edge]! <= asOf) continue;
      found.push({ lot: end[edge]!, kind: KINDS[this.#kind[edge]!]!, index });
    }
    return found;
  }

  #seed(starts: readonly number[], epoch: number): number {
    let filled = 0;
    for (const start of starts) {
      if (this.#seen[start] === epoch) continue;
      this.#seen[start] = epoch;
      this.#queue[filled] = start;
      this.#depths[filled++] = 0;
    }
    return filled;
  }

  #firstDrawnAt(index: number): number {
    let low = 0;
    let high = this.#edges;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#drawnAt[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #nextEpoch(): number {
    if (this.#epoch === NONE) {
      this.#seen.fill(0);
      this.#epoch = 0;
    }
    return ++this.#epoch;
  }

  #growLots(): void {
    this.#firstDown = grown(this.#firstDown, NONE);
    this.#firstUp = grown(this.#firstUp, NONE);
    this.#seen = grown(this.#seen, 0);
    this.#queue = grown(this.#queue, 0);
    this.#depths = grown(this.#depths, 0);
  }

  #growEdges(): void {
    this.#from = grown(this.#from, 0);
    this.#to = grown(this.#to, 0);
    this.#drawnAt = grown(this.#drawnAt, 0);
    this.#endedAt = grown(this.#endedAt, 0);
    this.#nextDown = grown(this.#nextDown, 0);
    this.#nextUp = grown(this.#nextUp, 0);
    const kind = new Uint8Array(this.#kind.length * 2);
    kind.set(this.#kind);
    this.#kind = kind;
  }
}

function grown(array: Uint32Array, fill: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2).fill(fill);
  larger.set(array);
  return larger;
}
