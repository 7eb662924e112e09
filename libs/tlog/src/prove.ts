import { type Hash, isCount, nodeHash } from './tree.js';

/** Gives the leaf hash at an index counted from 0. It must know every index below the tree size that it is asked for. */
export type LeafAt = (index: number) => Uint8Array;

/**
 * The hashes that lead from the leaf at `index` to the root of the first `size` leaves, from the leaf upwards
 * (RFC 9162 §2.1.3.1). Reads and hashes every leaf below `size` once. Throws RangeError if there is no such leaf.
 */
export function inclusionProof(hash: Hash, leaves: LeafAt, index: number, size: number): Uint8Array[] {
  if (!isCount(size) || !isCount(index) || index >= size) {
    throw new RangeError(`no leaf ${index} in a tree of size ${size}`);
  }
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = split(from, to);
    if (index < middle) {
      proof.push(subtreeRoot(hash, leaves, middle, to));
      to = middle;
    } else {
      proof.push(subtreeRoot(hash, leaves, from, middle));
      from = middle;
    }
  }
  return proof.reverse();
}

/**
 * The hashes that show that the tree of `size1` leaves is the beginning of the tree of `size2` (RFC 9162 §2.1.4.1).
 * Empty from size 0 and between equal sizes. Throws RangeError unless 0 <= size1 <= size2.
 */
export function consistencyProof(hash: Hash, leaves: LeafAt, size1: number, size2: number): Uint8Array[] {
  if (!isCount(size1) || !isCount(size2) || size1 > size2) {
    throw new RangeError(`no proof from size ${size1} to size ${size2}`);
  }
  if (size1 === 0) return [];
  const proof: Uint8Array[] = [];
  let from = 0;
  let to = size2;
  // Narrow down to the subtree that ends where the old tree ended, noting the sibling at every step.
  while (to !== size1) {
    const middle = split(from, to);
    if (size1 <= middle) {
      proof.push(subtreeRoot(hash, leaves, middle, to));
      to = middle;
    } else {
      proof.push(subtreeRoot(hash, leaves, from, middle));
      from = middle;
    }
  }
  // If that subtree is the whole old tree, the verifier has it already: it is the old root.
  if (from > 0) proof.push(subtreeRoot(hash, leaves, from, to));
  return proof.reverse();
}

function subtreeRoot(hash: Hash, leaves: LeafAt, from: number, to: number): Uint8Array {
  if (to - from === 1) return leaves(from);
  const middle = split(from, to);
  return nodeHash(hash, subtreeRoot(hash, leaves, from, middle), subtreeRoot(hash, leaves, middle, to));
}

/** Where a tree of two or more leaves divides: after the largest power of two that is smaller than their number. */
function split(from: number, to: number): number {
  let left = 1;
  while (left * 2 < to - from) left *= 2;
  return from + left;
}
