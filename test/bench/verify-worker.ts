import { parentPort } from 'node:worker_threads';
import { pae, publicKeyOf } from '@hadic/signing';
import { type Claimed, nodeVerifier, sodium } from './native.js';

/** A thread of the bare limits: checks signatures with the library itself and nothing else. */

export type Order =
  /** Keeps these for `run`. */
  | { kind: 'load'; library: 'sodium' | 'node'; claims: Claimed[] }
  /** Checks all that was loaded. */
  | { kind: 'run' }
  /** Parses these posted events and checks their signatures. */
  | { kind: 'posted'; bodies: string[] };

let claims: Claimed[] = [];
let check: (claimed: Claimed) => boolean = nodeVerifier();
const keys = new Map<string, Uint8Array>();

function libraryOf(name: 'sodium' | 'node'): (claimed: Claimed) => boolean {
  if (name === 'node' || !sodium) return nodeVerifier();
  const library = sodium;
  return ({ signature, message, publicKey }) => library.crypto_sign_verify_detached(signature, message, publicKey);
}

const checkPosted = libraryOf('sodium');

function holds(body: string): boolean {
  const { payloadType, payload, signatures } = JSON.parse(body) as {
    payloadType: string;
    payload: string;
    signatures: { keyid: string; sig: string }[];
  };
  const message = pae(payloadType, Buffer.from(payload, 'base64'));
  return signatures.every(({ keyid, sig }) => {
    let publicKey = keys.get(keyid);
    if (!publicKey) keys.set(keyid, (publicKey = publicKeyOf(keyid)));
    return checkPosted({ signature: Buffer.from(sig, 'base64'), message, publicKey });
  });
}

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'load') {
    claims = order.claims;
    check = libraryOf(order.library);
    parentPort?.postMessage(true);
  } else if (order.kind === 'run') parentPort?.postMessage(claims.every(check));
  else parentPort?.postMessage(order.bodies.map(holds));
});
