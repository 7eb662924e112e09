import { signedBy, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import type { LotQuantity } from './processing.js';

/** From the shelf to the gate: units, the halal release, the shipment. */
export interface PackingEvents {
  Packed: { site: string; unitId: string; children: LotQuantity[]; labelCertificate?: string };
  Unpacked: { site: string; unitId: string };
  /** A claim: accepted only where the evidence supports it. */
  HalalReleaseGranted: {
    site: string;
    lotId: string;
    /** Digest of the status that the penyelia saw; kept, not compared. */
    snapshotSha256?: string;
    asOf?: string;
  };
  Shipped: {
    site: string;
    shipment: string;
    units: string[];
    /** An organisation's id, or the name of a buyer that is not registered. */
    consignee: string;
    /** Destination country, ISO 3166-1 alpha-2. */
    destination: string;
    docs: { kind: string; no: string; sha256?: string }[];
    invoice?: string;
    bol?: string;
  };
}

const stream = (data: { site: string }) => `site-${data.site}`;
const owner = (data: { site: string }) => organisationOf(data.site);
const warehouse = () => [signedBy.owner('WAREHOUSE')];

export const packingRules: Rules<PackingEvents> = {
  Packed: { stream, owner, signers: warehouse },
  Unpacked: { stream, owner, signers: warehouse },
  HalalReleaseGranted: { stream, owner, signers: () => [signedBy.owner('PENYELIA_HALAL')], claim: true },
  Shipped: { stream, owner, signers: () => [signedBy.owner('EXPORTER')] },
};
