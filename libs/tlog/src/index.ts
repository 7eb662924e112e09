export { appendLeaf, emptyHead, emptyRoot, leafHash, nodeHash, rootOf } from './tree.js';
export type { Hash, Head } from './tree.js';
export { consistencyProof, inclusionProof } from './prove.js';
export type { LeafAt } from './prove.js';
export { verifyConsistency, verifyInclusion } from './verify.js';
export type { ConsistencyClaim, InclusionClaim } from './verify.js';
