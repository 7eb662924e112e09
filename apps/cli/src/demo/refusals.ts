import type { JsonObject } from '@hadic/signing';
import type { Problem } from '../api.js';
import { signerFor } from './cast.js';
import { greedyRun, release } from './goods.js';
import { Stage, type SignedAct } from './stage.js';

/** What was tried, and what the ledger said to it. */
export interface Trial {
  tried: 'altered' | 'impostor' | 'again' | 'elsewhere' | 'overdraw';
  problem?: Problem;
  receipt?: JsonObject;
}

const AT = '2026-05-04T07:00:00+07:00';
/** Digest of a founding event that is not ours. */
const OTHER_LEDGER = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';

/** Forgery, replay and overdraw. Each must be refused with its own code, or the demo fails. */
export async function tryRefusals(stage: Stage, recorded: SignedAct): Promise<Trial[]> {
  const { receipt } = await stage.repeated(recorded.line);
  const neighbour = new Stage(stage.context, OTHER_LEDGER);
  const impostor = { ...release('KSK-0409', AT), by: [impostorOf('lereng-kawi')] };
  return [
    { tried: 'altered', problem: await stage.refused(altered(recorded.line), 'bad-signature') },
    { tried: 'impostor', problem: await stage.refused(stage.sign(impostor).line, 'key-of-other-organisation') },
    { tried: 'again', ...(receipt ? { receipt } : {}) },
    { tried: 'elsewhere', problem: await stage.refused(neighbour.sign(release('KSK-0409', AT)).line, 'wrong-ledger') },
    { tried: 'overdraw', problem: await stage.refused(stage.sign(greedyRun()).line, 'not-enough-on-hand') },
  ];
}

/** The supplier says that its own key is that of the factory's penyelia. */
function impostorOf(org: string) {
  const { listed, signer } = signerFor('WAREHOUSE@tani-puncak-kawi');
  return { listed: { ...listed, org, role: 'PENYELIA_HALAL' as const }, signer };
}

/** A signed quantity with another digit: the bytes are still a sound event, but not those that were signed. */
function altered(line: string): string {
  const wire = JSON.parse(line) as { payload: string };
  const said = Buffer.from(wire.payload, 'base64').toString('utf8');
  const payload = Buffer.from(said.replace('"value":"500"', '"value":"900"')).toString('base64');
  return JSON.stringify({ ...wire, payload });
}
