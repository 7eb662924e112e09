export type { Verdict } from './job.js';
export * from './sodium.js';
export * from './verifier.js';
export * from './record.js';
