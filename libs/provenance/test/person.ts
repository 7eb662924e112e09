import { createHash } from 'node:crypto';
import { signerFromSeed, type Signer } from '@hadic/signing';

/** A person who signs for an organisation, with a key made of the name. */
export interface Person {
  name: string;
  org: string;
  signer: Signer;
}

export function person(name: string, org: string): Person {
  return { name, org, signer: signerFromSeed(createHash('sha256').update(`${org} ${name}`).digest()) };
}
