import { CAST, keyOf, REGISTRAR, type Organisation, type Person } from './cast.js';
import { act, type Act } from './stage.js';

/** Roles that only a document entitles to, and the number of that document. */
const DOCUMENTS: Partial<Record<string, string>> = {
  AUDITOR_HALAL: 'SKKNI-AH-2024-0417',
  LAB_SIGNATORY: 'KAN-LP-1187-IDN',
};

/** The registrar takes in each organisation; its first person then speaks for it, registers the others and grants what they may do. */
export function registrations(): Act[] {
  return CAST.flatMap((organisation, i) => registration(organisation, `2026-01-${String(6 + i).padStart(2, '0')}`));
}

function registration(organisation: Organisation, day: string): Act[] {
  const { id, legalName, country, registration: number, scale, people, site } = organisation;
  const [first, ...others] = people;
  if (!first) return [];
  const registered = act(
    'OrganisationRegistered',
    {
      organisation: id,
      legalName,
      country,
      scale,
      roles: [...new Set(people.flatMap(({ roles }) => roles))].filter((role) => role !== 'ORG_ADMIN'),
      key: keyOf(id, first.ref).keyId,
      personRef: first.ref,
      custody: first.custody ?? 'DEVICE',
      ...(number === undefined ? {} : { registration: number }),
    },
    `${day}T09:00:00+07:00`,
    [`REGISTRAR@${REGISTRAR.id}`, holder(id, first)],
  );
  const admin = `ORG_ADMIN@${id}`;
  const keys = others.map((person) =>
    act(
      'SigningKeyRegistered',
      {
        organisation: id,
        key: keyOf(id, person.ref).keyId,
        personRef: person.ref,
        custody: person.custody ?? 'DEVICE',
      },
      `${day}T09:30:00+07:00`,
      [holder(id, person), admin],
    ),
  );
  const mandates = people.flatMap(({ ref, roles }) =>
    roles
      .filter((role) => role !== 'ORG_ADMIN')
      .map((role) => {
        const evidenceNo = DOCUMENTS[role];
        const data = { organisation: id, personRef: ref, role, validFrom: '2026-01-01' };
        return act(
          'MandateGranted',
          { ...data, ...(evidenceNo === undefined ? {} : { evidenceNo }) },
          `${day}T10:00:00+07:00`,
          [admin],
        );
      }),
  );
  const porkFree = { statement: true, personRef: first.ref };
  const sites = site
    ? [act('FacilityRegistered', { organisation: id, ...site, porkFree }, `${day}T10:30:00+07:00`, [admin])]
    : [];
  return [registered, ...keys, ...mandates, ...sites];
}

/** A key signs for itself that somebody holds it. */
function holder(org: string, { ref }: Person) {
  const signer = keyOf(org, ref);
  return { listed: { key: signer.keyId, org, role: 'KEY_HOLDER' as const }, signer };
}
