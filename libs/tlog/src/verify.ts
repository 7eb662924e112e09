import { type Hash, emptyRoot, isCount, nodeHash } from './tree.js';

// Everything in a claim but a root that the verifier holds already comes from a stranger: sizes may be fractions, negative
// or beyond 2^53, and hashes of any length. Shifts are written as divisions because `>>` would cut sizes to 32 bits.

/** That `leaf` (a leaf hash) stands at `index`, counted from 0, in the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** That the tree of `size2` leaves with `root2` begins with the tree of `size1` leaves with `root1`. */
export interface ConsistencyClaim {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof shows the claim (RFC 9162 §2.1.3.2). Never throws; a proof that is too long or too short is false. */
export function verifyInclusion(hash: Hash, claim: InclusionClaim): boolean {
  const { index, size, leaf, proof, root } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (!areHashes(hash, [leaf, ...proof])) return false;
  const path = new Path(index, size - 1);
  let node = leaf;
  for (const sibling of proof) {
    if (path.atRoot) return false;
    node = path.climb() === 'left' ? nodeHash(hash, sibling, node) : nodeHash(hash, node, sibling);
  }
  return path.atRoot && areEqual(node, root);
}

/**
 * Whether the proof shows the claim (RFC 9162 §2.1.4.2). Never throws. Every tree begins with the empty one, so from size
 * 0 the proof must be empty (as C2SP tlog-witness has it) and `root1` must be the empty tree's root.
 */
export function verifyConsistency(hash: Hash, claim: ConsistencyClaim): boolean {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isCount(size1) || !isCount(size2) || size1 > size2) return false;
  if (size1 === 0 && !areEqual(root1, emptyRoot(hash))) return false;
  if (size1 === size2) return proof.length === 0 && areEqual(root1, root2);
  if (size1 === 0) return proof.length === 0;
  return verifyGrowth(hash, claim);
}

/** The claim for 0 < size1 < size2: both roots are rebuilt from one proof, which shows that they share its hashes. */
function verifyGrowth(hash: Hash, { size1, size2, root1, root2, proof }: ConsistencyClaim): boolean {
  const path = new Path(size1 - 1, size2 - 1);
  path.skipCompleted();
  // An old tree that is one perfect subtree is itself where the climb starts; otherwise the proof brings the start.
  const [start, ...siblings] = path.atLeftEdge ? [root1, ...proof] : proof;
  if (start === undefined || !areHashes(hash, [start, ...siblings])) return false;
  let node1 = start;
  let node2 = start;
  for (const sibling of siblings) {
    if (path.atRoot) return false;
    if (path.climb() === 'left') {
      node1 = nodeHash(hash, sibling, node1);
      node2 = nodeHash(hash, sibling, node2);
    } else {
      node2 = nodeHash(hash, node2, sibling);
    }
  }
  return path.atRoot && areEqual(node1, root1) && areEqual(node2, root2);
}

/** The way up from a node to the root: its number in its level, and the number of the last node of that level. */
class Path {
  constructor(
    private node: number,
    private last: number,
  ) {}

  get atRoot(): boolean {
    return this.last === 0;
  }

  get atLeftEdge(): boolean {
    return this.node === 0;
  }

  /** Goes up one sibling and tells on which side that sibling stands. */
  climb(): 'left' | 'right' {
    const isLast = this.node === this.last;
    const side = isOdd(this.node) || isLast ? 'left' : 'right';
    // The last node of a level has no sibling where its number is even: it is carried up unchanged until it has one.
    if (isLast) while (!isOdd(this.node) && this.node > 0) this.up();
    this.up();
    return side;
  }

  /** Goes up for as long as the node is the right half of a subtree that is complete. */
  skipCompleted(): void {
    while (isOdd(this.node)) this.up();
  }

  private up(): void {
    this.node = Math.floor(this.node / 2);
    this.last = Math.floor(this.last / 2);
  }
}

// Without this check a proof could move bytes from one hash to its neighbour and still give the same node.
function areHashes(hash: Hash, values: readonly Uint8Array[]): boolean {
  const { length } = emptyRoot(hash);
  return values.every((value) => value.length === length);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}
