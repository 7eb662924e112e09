import { createHash } from 'node:crypto';
import { appendLeaf, emptyHead, emptyRoot, leafHash, nodeHash, rootOf, type Hash, type Head } from '@hadic/tlog';
import fc from 'fast-check';

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// The leaves and roots of the RFC 6962 reference implementation.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function headOf(leaves: readonly Uint8Array[], hash: Hash = sha256): Head {
  return leaves.reduce((head, leaf) => appendLeaf(hash, head, leaf), emptyHead());
}

/** RFC 9162 §2.1.1 written down as it stands: the definition that the incremental head must agree with. */
function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot(sha256);
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(sha256, definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)));
}

const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 70 });

describe('the tree', () => {
  test.each(ROOTS.map((root, size) => ({ size, root })))('of $size reference leaves has its root', ({ size, root }) => {
    const hashes = LEAVES.slice(0, size).map((data) => leafHash(sha256, Buffer.from(data, 'hex')));
    expect(hex(rootOf(sha256, headOf(hashes)))).toBe(root);
  });

  test('has the root of its definition, however it was grown', () => {
    fc.assert(
      fc.property(leaves, (hashes) => {
        expect(hex(rootOf(sha256, headOf(hashes)))).toBe(hex(definedRoot(hashes)));
      }),
    );
  });

  test('keeps one subtree for each 1 in its size', () => {
    fc.assert(
      fc.property(leaves, (hashes) => {
        const head = headOf(hashes);
        expect(head.size).toBe(hashes.length);
        expect(head.range).toHaveLength([...head.size.toString(2)].filter((bit) => bit === '1').length);
      }),
    );
  });

  test('leaves an old head as it was', () => {
    const old = headOf([leafHash(sha256, Buffer.from('a'))]);
    const root = hex(rootOf(sha256, old));
    appendLeaf(sha256, old, leafHash(sha256, Buffer.from('b')));
    expect(hex(rootOf(sha256, old))).toBe(root);
    expect(old.size).toBe(1);
  });

  test('costs less than one node hash a leaf', () => {
    let calls = 0;
    const counting: Hash = (bytes) => {
      calls += 1;
      return bytes.subarray(0, 32);
    };
    headOf(new Array<Uint8Array>(100_000).fill(new Uint8Array(32)), counting);
    expect(calls).toBeLessThan(100_000);
  });

  test('refuses a head whose range does not fit its size', () => {
    expect(() => appendLeaf(sha256, { size: 3, range: [] }, new Uint8Array(32))).toThrow(RangeError);
  });

  test('keeps leaves and nodes apart', () => {
    const [a, b] = [leafHash(sha256, Buffer.from('a')), leafHash(sha256, Buffer.from('b'))];
    expect(hex(leafHash(sha256, Buffer.concat([a, b])))).not.toBe(hex(nodeHash(sha256, a, b)));
  });
});
