import { pae, publicKeyOf } from '@hadic/signing';
import type { Claimed } from './native.js';
import type { WireLine } from './world.js';

/** Every signature of the lines, ready to be checked. */
export function claimsOf(lines: readonly WireLine[]): Claimed[] {
  return lines.flatMap(({ envelope: { payloadType, payload, signatures } }) => {
    const message = pae(payloadType, payload);
    return signatures.map(({ keyid, sig }) => ({
      signature: Buffer.from(sig, 'base64'),
      message,
      publicKey: publicKeyOf(keyid),
    }));
  });
}
