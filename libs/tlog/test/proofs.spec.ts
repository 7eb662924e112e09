import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  appendLeaf,
  consistencyProof,
  emptyHead,
  emptyRoot,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  type Hash,
} from '@hadic/tlog';

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();

/** A log of `size` leaves, each told from all others, with the root of every beginning of it. */
function logOf(size: number): { leafAt: (i: number) => Uint8Array; roots: Uint8Array[] } {
  const leaves = Array.from({ length: size }, (_, i) => sha256(Buffer.from(`leaf ${i}`)));
  let head = emptyHead();
  const roots = [rootOf(sha256, head)];
  for (const leaf of leaves) roots.push(rootOf(sha256, (head = appendLeaf(sha256, head, leaf))));
  const leafAt = (i: number): Uint8Array => {
    const leaf = leaves[i];
    if (leaf === undefined) throw new Error(`asked for leaf ${i} of ${size}`);
    return leaf;
  };
  return { leafAt, roots };
}

const SIZE = 67;
const { leafAt, roots } = logOf(SIZE);
const rootAt = (size: number): Uint8Array => roots[size] ?? emptyRoot(sha256);

const place = fc
  .integer({ min: 1, max: SIZE })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const growth = fc
  .integer({ min: 0, max: SIZE })
  .chain((size2) => fc.record({ size1: fc.nat(size2), size2: fc.constant(size2) }));

/** Every way to spoil a list of hashes by a small change: one bit, one hash more, one less, one repeated, two moved bytes. */
function spoiled(proof: readonly Uint8Array[]): Uint8Array[][] {
  const flip = (hash: Uint8Array): Uint8Array => Uint8Array.from(hash, (byte, i) => (i === 7 ? byte ^ 4 : byte));
  const each = proof.flatMap((hash, at) => [
    proof.with(at, flip(hash)),
    proof.with(at, hash.subarray(1)),
    proof.with(at, new Uint8Array(0)),
    proof.toSpliced(at, 1),
    proof.toSpliced(at, 0, hash),
  ]);
  return [...each, [...proof, new Uint8Array(32)], [new Uint8Array(32), ...proof], [...proof, new Uint8Array(0)]];
}

describe('an inclusion proof', () => {
  test('verifies for every leaf of every size', () => {
    for (let size = 1; size <= SIZE; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(sha256, leafAt, index, size);
        expect(verifyInclusion(sha256, { index, size, leaf: leafAt(index), proof, root: rootAt(size) })).toBe(true);
      }
    }
  });

  test('fails with a spoiled proof, another leaf, another root or another place', () => {
    fc.assert(
      fc.property(place, ({ index, size }) => {
        const proof = inclusionProof(sha256, leafAt, index, size);
        const claim = { index, size, leaf: leafAt(index), proof, root: rootAt(size) };
        for (const other of spoiled(proof)) expect(verifyInclusion(sha256, { ...claim, proof: other })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, leaf: sha256(Buffer.from('no leaf')) })).toBe(false);
        expect(verifyInclusion(sha256, { ...claim, root: rootAt(size - 1) })).toBe(false);
        for (let i = 0; i < size; i += 1) {
          expect(verifyInclusion(sha256, { ...claim, index: i })).toBe(i === index);
        }
      }),
    );
  });

  test('fails when bytes move between two hashes that are joined', () => {
    const [a, b] = [leafAt(0), leafAt(1)];
    const moved = { leaf: Buffer.concat([a, b.subarray(0, 1)]), proof: [b.subarray(1)] };
    expect(verifyInclusion(sha256, { index: 0, size: 2, ...moved, root: rootAt(2) })).toBe(false);
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53, 67])('is refused for index %p of 67', (index) => {
    const claim = { index, size: SIZE, leaf: leafAt(0), proof: [], root: rootAt(SIZE) };
    expect(verifyInclusion(sha256, claim)).toBe(false);
    expect(() => inclusionProof(sha256, leafAt, index, SIZE)).toThrow(RangeError);
  });

  test('keeps its place in a log of more than 2^32 leaves', () => {
    // The last leaf after 2^40 others has one sibling, the root of all of them.
    const [old, leaf] = [leafAt(1), leafAt(2)];
    const root = rootOf(sha256, { size: 2 ** 40 + 1, range: [old, leaf] });
    const claim = { size: 2 ** 40 + 1, leaf, proof: [old], root };
    expect(verifyInclusion(sha256, { ...claim, index: 2 ** 40 })).toBe(true);
    expect(verifyInclusion(sha256, { ...claim, index: 2 ** 40 - 1 })).toBe(false);
  });
});

describe('a consistency proof', () => {
  test('verifies between any two sizes', () => {
    for (let size2 = 0; size2 <= SIZE; size2 += 1) {
      for (let size1 = 0; size1 <= size2; size1 += 1) {
        const proof = consistencyProof(sha256, leafAt, size1, size2);
        const claim = { size1, size2, root1: rootAt(size1), root2: rootAt(size2), proof };
        expect(verifyConsistency(sha256, claim)).toBe(true);
      }
    }
  });

  test('fails with a spoiled proof, another root or another size', () => {
    fc.assert(
      fc.property(growth, ({ size1, size2 }) => {
        const proof = consistencyProof(sha256, leafAt, size1, size2);
        const claim = { size1, size2, root1: rootAt(size1), root2: rootAt(size2), proof };
        for (const other of spoiled(proof)) expect(verifyConsistency(sha256, { ...claim, proof: other })).toBe(false);
        expect(verifyConsistency(sha256, { ...claim, root1: sha256(Buffer.from('no root')) })).toBe(false);
        // From size 0 any second root is consistent: there is nothing yet that it could contradict.
        expect(verifyConsistency(sha256, { ...claim, root2: sha256(Buffer.from('no root')) })).toBe(
          size1 === 0 && size2 > 0,
        );
        for (let size = 1; size < size2; size += 1) {
          expect(verifyConsistency(sha256, { ...claim, size1: size })).toBe(size === size1);
        }
      }),
    );
  });

  test('finds a log that was rewritten behind its old head', () => {
    const rewritten = (i: number): Uint8Array => (i === 3 ? sha256(Buffer.from('rewritten')) : leafAt(i));
    let head = emptyHead();
    for (let i = 0; i < SIZE; i += 1) head = appendLeaf(sha256, head, rewritten(i));
    const proof = consistencyProof(sha256, rewritten, 20, SIZE);
    const claim = { size1: 20, size2: SIZE, root1: rootAt(20), root2: rootOf(sha256, head), proof };
    expect(verifyConsistency(sha256, claim)).toBe(false);
  });

  test.each([
    [-1, 5],
    [0.5, 5],
    [NaN, 5],
    [5, 4],
    [5, Infinity],
    [5, 2 ** 53],
  ])('is refused from size %p to size %p', (size1, size2) => {
    const claim = { size1, size2, root1: rootAt(5), root2: rootAt(5), proof: [] };
    expect(verifyConsistency(sha256, claim)).toBe(false);
    expect(() => consistencyProof(sha256, leafAt, size1, size2)).toThrow(RangeError);
  });
});
