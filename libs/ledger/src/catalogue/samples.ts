import { rules, type EventData, type EventOf, type EventType, type Evidence, type Role } from '@hadic/domain';
import { catalogue } from './catalogue.js';
import type { Catalogue } from './fields.js';

/** Keys of the sample story's parties. Their secrets are worthless: seeds of one repeated byte. */
const KEYS: Record<string, string> = {
  registrar: 'did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX',
  kopi: 'did:key:z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH',
  samudra: 'did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2',
  'kedai-kl': 'did:key:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP',
  'lab-uji': 'did:key:z6MkmtWtY63GQVBrpMyRJWEzsnxfsGkemu6CtMDwGTv4RYj2',
  'lph-jatim': 'did:key:z6Mkon22vwz9JoNpGDxCrGZRgeNFTdRTwXYYN3fvAhA3K19x',
};
const NEW_KEY = 'did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z';

const TYPES = Object.keys(catalogue) as EventType[];

const EVIDENCE: Evidence = {
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  mediaType: 'application/pdf',
  docType: 'Sertifikat halal',
  docNo: 'ID00110000123450424',
  issuer: 'BPJPH',
  issuedOn: '2024-04-02',
  validTo: '2028-04-01',
  confidentiality: 'PARTY',
};

/** Who acts in a role that the stream's owner does not hold itself. */
const PARTY: Partial<Record<Role, string>> = {
  REGISTRAR: 'registrar',
  CARRIER: 'samudra',
  BUYER: 'kedai-kl',
  LAB_SIGNATORY: 'lab-uji',
};

/** A valid event of this type, unsigned and with its private fields open. */
export function sampleEvent<T extends EventType>(type: T): EventOf<T> {
  const data = (catalogue as Catalogue<EventData>)[type].sample;
  const rule = rules[type];
  const owner = rule.owner(data);
  const signers = rule.signers(data).map(({ anyOf: [role = 'ORG_ADMIN'], for: whom }) => {
    const org = whom === 'owner' ? owner : (PARTY[role] ?? owner);
    return { key: KEYS[org] ?? NEW_KEY, org, role };
  });
  return {
    id: `019763f0-2000-7000-8000-${String(TYPES.indexOf(type)).padStart(12, '0')}`,
    type,
    v: 1,
    ...(type === 'LedgerFounded' ? {} : { ledger: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a' }),
    stream: rule.stream(data),
    occurredAt: '2026-06-10T15:30:00+07:00',
    signers: signers.length > 0 ? signers : [{ key: KEYS['kopi'] ?? NEW_KEY, org: 'kopi', role: 'ORG_ADMIN' }],
    place: 'Malang',
    capture: { device: 'Ponsel gudang', offlineSince: '2026-06-10T15:00:00+07:00', appVersion: '0.1.0' },
    evidence: [EVIDENCE],
    data,
  };
}
