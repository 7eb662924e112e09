import { cosign, signEvent, type JsonObject, type Signer } from '@hadic/signing';
import type { Composed } from './compose.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { isObject } from './files.js';
import { Keyring, localKeys, type LocalKey } from './keys.js';
import { missingSignatures, type Signed } from './wire.js';

/** Signs with every local key that the events list. What other keys must add stays missing. */
export async function signAll(context: Context, composed: readonly Composed[]): Promise<Signed[]> {
  const keys = localKeys(context.home);
  const keyring = new Keyring(context);
  const signed: Signed[] = [];
  for (const { hidden, openings, recordedAt } of composed) {
    const signers = await unlockAll(keyring, keysIn(hidden, keys));
    if (signers.length === 0) throw new Failure(EXIT.failed, 'cli.noLocalSigner');
    const envelope = signEvent(hidden, signers);
    signed.push({ envelope, openings, ...(recordedAt === undefined ? {} : { recordedAt }) });
  }
  return signed;
}

/** Adds the signatures that local keys can add to events which others have signed. */
export async function cosignAll(
  context: Context,
  events: readonly Signed[],
): Promise<{ events: Signed[]; added: number }> {
  const keys = localKeys(context.home);
  const keyring = new Keyring(context);
  const cosigned: Signed[] = [];
  let added = 0;
  for (const event of events) {
    const missing = missingSignatures(event).map(({ key }) => key);
    const signers = await unlockAll(
      keyring,
      keys.filter(({ keyId }) => missing.includes(keyId)),
    );
    added += signers.length;
    cosigned.push({ ...event, envelope: signers.reduce(cosign, event.envelope) });
  }
  return { events: cosigned, added };
}

/** Refuses events that lack a signature, and says whose. */
export function requireComplete(signed: readonly Signed[]): void {
  for (const event of signed) {
    const [missing] = missingSignatures(event);
    if (missing) throw new Failure(EXIT.failed, 'cli.signatureMissing', { ...missing, organisation: missing.org });
  }
}

async function unlockAll(keyring: Keyring, keys: readonly LocalKey[]): Promise<Signer[]> {
  const signers: Signer[] = [];
  for (const key of keys) signers.push(await keyring.unlock(key));
  return signers;
}

function keysIn(event: JsonObject, keys: readonly LocalKey[]): LocalKey[] {
  const { signers } = event;
  const listed = Array.isArray(signers) ? signers.filter(isObject).map(({ key }) => key) : [];
  return keys.filter(({ keyId }) => listed.includes(keyId));
}
