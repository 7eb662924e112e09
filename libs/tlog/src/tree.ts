/** A hash function over whole messages, SHA-256 in practice. It is passed in so that this library runs anywhere. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

// RFC 9162 §2.1.1 prefixes leaves and inner nodes differently, so that neither can be passed off as the other.
const LEAF = 0x00;
const NODE = 0x01;

/** The root of a tree without leaves: the hash of nothing (RFC 9162 §2.1.1). */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/** The hash of one leaf: H(0x00 ‖ data). */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = LEAF;
  bytes.set(data, 1);
  return hash(bytes);
}

/** The hash of an inner node: H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return hash(bytes);
}

/**
 * What must be kept to go on growing a tree: its number of leaves and the roots of the perfect subtrees that they fall
 * into, from the oldest (largest) to the newest; one for each 1 in the binary form of `size`.
 */
export interface Head {
  readonly size: number;
  readonly range: readonly Uint8Array[];
}

/** The head of a tree without leaves. */
export function emptyHead(): Head {
  return { size: 0, range: [] };
}

/**
 * The head with one more leaf, given by its leaf hash. The old head stays valid, so that a writer whose append failed
 * simply keeps it. Costs less than one node hash on average, and never more than log2(size).
 */
export function appendLeaf(hash: Hash, head: Head, leaf: Uint8Array): Head {
  const range = head.range.slice();
  let node = leaf;
  // As in binary addition: each trailing 1 of the old size is a subtree as large as the new node, and carries.
  for (let size = head.size; size % 2 === 1; size = (size - 1) / 2) {
    const left = range.pop();
    if (left === undefined) throw new RangeError(`a tree head of size ${head.size} with too short a range`);
    node = nodeHash(hash, left, node);
  }
  range.push(node);
  return { size: head.size + 1, range };
}

/** The root of the tree under a head: its subtrees joined from the newest to the oldest. */
export function rootOf(hash: Hash, head: Head): Uint8Array {
  const newest = head.range.at(-1);
  if (newest === undefined) return emptyRoot(hash);
  return head.range.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), newest);
}

/** Whether a number can be a tree size or a leaf's index. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
