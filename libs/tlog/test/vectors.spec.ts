import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { verifyConsistency, verifyInclusion, type Hash } from '@hadic/tlog';

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();
// The publisher calls any proof from size 0 an error. C2SP tlog-witness lets a witness start there with an empty proof, and
// we follow it wherever the first root is the empty tree's; of the whole published set that is this one vector.
const OURS = ['additional/size1-is-zero-and-size2-is-not-zero.json'];

const folder = path.resolve(process.cwd(), '../shared/vectors/merkle');

interface InclusionVector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyVector {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: string[] | null;
  readonly wantErr: boolean;
}

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

function read<V>(kind: string): (V & { name: string })[] {
  return readdirSync(path.join(folder, kind), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ ...(JSON.parse(readFileSync(path.join(folder, kind, name), 'utf8')) as V), name }));
}

/** The names of the vectors whose published verdict is not ours. */
function differing<V extends { name: string; wantErr: boolean }>(vectors: V[], verdict: (v: V) => boolean): string[] {
  return vectors.filter((v) => verdict(v) === v.wantErr).map((v) => v.name);
}

function isIncluded(v: InclusionVector): boolean {
  const [leaf, root, proof] = [bytes(v.leafHash), bytes(v.root), (v.proof ?? []).map(bytes)];
  return verifyInclusion(sha256, { index: v.leafIdx, size: v.treeSize, leaf, proof, root });
}

function isConsistent(v: ConsistencyVector): boolean {
  const { size1, size2 } = v;
  const [root1, root2, proof] = [bytes(v.root1), bytes(v.root2), (v.proof ?? []).map(bytes)];
  return verifyConsistency(sha256, { size1, size2, root1, root2, proof });
}

if (existsSync(folder)) {
  describe('the published Merkle vectors', () => {
    test('for inclusion give the published verdict', () => {
      const vectors = read<InclusionVector>('inclusion');
      console.log(`${vectors.length} inclusion vectors`);
      expect(vectors.length).toBeGreaterThan(40);
      expect(differing(vectors, isIncluded)).toEqual([]);
    });

    test('for consistency give the published verdict', () => {
      const vectors = read<ConsistencyVector>('consistency');
      console.log(`${vectors.length} consistency vectors`);
      expect(vectors.length).toBeGreaterThan(40);
      expect(differing(vectors, isConsistent)).toEqual(
        vectors.map((v) => v.name).filter((name) => OURS.includes(name)),
      );
    });
  });
} else {
  test.skip(`the published Merkle vectors: ${folder} is absent`, () => undefined);
}
