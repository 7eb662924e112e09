import { createHash } from 'node:crypto';

import {
  type EventData,
  type EventOf,
  type EventType,
  hiddenFields,
  type Evidence,
  type LedgerEvent,
  type Role,
  type Signer as ListedSigner,
  siteOf,
  streamOf,
} from '@hadic/domain';
import {
  digestOf,
  encodeEnvelope,
  type Envelope,
  hideFields,
  type Json,
  type JsonObject,
  type Openings,
  signEvent,
  type Signer,
  signerFromSeed,
} from '@hadic/signing';

/** Somebody who signs. The key follows from the name, so that every run signs the same bytes. */
export interface Person {
  org: string;
  ref: string;
  signer: Signer;
}

/** An event as it is posted. */
export interface Wire {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
  openings?: Openings;
  recordedAt?: string;
}

/** An event that has been signed, in all its forms. */
export interface Signed<T extends EventType = EventType> {
  id: string;
  /** In the clear. */
  event: EventOf<T>;
  envelope: Envelope;
  digest: string;
  wire: Wire;
}

/** Who signs an event, and what its header says besides. */
export interface Signing {
  by: readonly (readonly [Person, Role])[];
  /** occurredAt; the story's own clock otherwise, a minute on for every event. */
  at?: string;
  id?: string;
  evidence?: Evidence[];
  /** Beside the envelope; only a simulated ledger takes it, and gets occurredAt unless told. */
  recordedAt?: string;
  /** Other members of the signed event, to sign what should be refused. */
  header?: Partial<Record<keyof LedgerEvent, Json>>;
}

const START = Date.parse('2026-03-02T01:00:00Z');
const MINUTE = 60_000;

/**
 * The people of a ledger and what they sign: founding, organisations with their sites and mandates, and any event after that. Everything is
 * deterministic in `seed`: keys, ids, salts and times.
 */
export class People {
  readonly registrar: Person;
  readonly founding: Signed<'LedgerFounded'>;
  readonly #seed: string;
  readonly #simulated: boolean;
  #signed = 0;

  constructor({ seed = 'people', registrar = 'bpjph', simulated = false } = {}) {
    this.#seed = seed;
    this.#simulated = simulated;
    this.registrar = this.person(registrar, 'registrar');
    this.founding = this.sign(
      'LedgerFounded',
      { registrar, legalName: 'Badan Penyelenggara', personRef: 'registrar', simulated },
      { by: [[this.registrar, 'REGISTRAR']] },
    );
  }

  /** Digest of the founding event. */
  get ledger(): string {
    return this.founding.digest;
  }

  /** The time of the story's last event, RFC 3339. */
  get now(): string {
    return new Date(START + this.#signed * MINUTE).toISOString();
  }

  person(org: string, ref = `${org}-admin`): Person {
    return { org, ref, signer: signerFromSeed(this.#bytes(`key ${org} ${ref}`, 32)) };
  }

  /** Registers an organisation with its first person, who gets a mandate for every role. */
  organisation(id: string, roles: readonly Role[] = []): { admin: Person; events: Signed[] } {
    const admin = this.person(id);
    const registered = this.sign(
      'OrganisationRegistered',
      {
        organisation: id,
        legalName: `Koperasi ${id}`,
        country: 'ID',
        scale: 'SMALL',
        roles: [...roles],
        key: admin.signer.keyId,
        personRef: admin.ref,
        custody: 'DEVICE',
      },
      {
        by: [
          [this.registrar, 'REGISTRAR'],
          [admin, 'KEY_HOLDER'],
        ],
      },
    );
    return { admin, events: [registered, ...roles.map((role) => this.mandate(admin, admin, role))] };
  }

  /** A mandate that the organisation's administrator grants to one of its people. */
  mandate(admin: Person, holder: Person, role: Role): Signed<'MandateGranted'> {
    return this.sign(
      'MandateGranted',
      { organisation: admin.org, personRef: holder.ref, role, validFrom: '2020-01-01', evidenceNo: `SK-${role}` },
      { by: [[admin, 'ORG_ADMIN']] },
    );
  }

  /** Registers another key, whose holder signs beside the administrator. */
  key(admin: Person, holder: Person): Signed<'SigningKeyRegistered'> {
    return this.sign(
      'SigningKeyRegistered',
      { organisation: admin.org, key: holder.signer.keyId, personRef: holder.ref, custody: 'DEVICE' },
      {
        by: [
          [holder, 'KEY_HOLDER'],
          [admin, 'ORG_ADMIN'],
        ],
      },
    );
  }

  site(admin: Person, site: string, lines: string[] = ['L1']): Signed<'FacilityRegistered'> {
    return this.sign(
      'FacilityRegistered',
      {
        organisation: admin.org,
        site,
        kind: 'FACTORY',
        name: `Pabrik ${site}`,
        address: 'Jl. Pesantren 1, Jombang',
        lines,
        operatingSince: '2020-01-01T00:00:00+07:00',
        porkFree: { statement: true, personRef: admin.ref },
      },
      { by: [[admin, 'ORG_ADMIN']] },
    );
  }

  /** A line of a purchase order; the price is a private field. */
  purchase(buyer: Person, site: string, poLine: number, signing: Partial<Signing> = {}): Signed<'IngredientSourced'> {
    return this.sign(
      'IngredientSourced',
      {
        site,
        poNo: 'PO-1',
        poLine,
        supplier: 'krim-jaya',
        materialId: `${buyer.org}/krimer`,
        supplierLot: `KJ-${poLine}`,
        qty: { value: '500', unit: 'KGM' },
        purchaseDate: '2026-03-01',
        originCountry: 'ID',
        price: { amount: '18500000', currency: 'IDR' },
      },
      { by: [[buyer, 'PURCHASING']], ...signing },
    );
  }

  /** Opening stock of one material lot, in kilograms. */
  stock(keeper: Person, site: string, lotId: string, kilograms: string): Signed<'StockCounted'> {
    const count = {
      lotId,
      materialId: `${keeper.org}/biji`,
      qty: { value: kilograms, unit: 'KGM' },
      cause: 'Stok awal',
    };
    return this.sign(
      'StockCounted',
      { site, counts: [count] },
      {
        by: [
          [keeper, 'WAREHOUSE'],
          [keeper, 'PENYELIA_HALAL'],
        ],
      },
    );
  }

  /** Takes kilograms of a lot into a unit. */
  pack(keeper: Person, unitId: string, lotId: string, kilograms: string): Signed<'Packed'> {
    const children = [{ lotId, qty: { value: kilograms, unit: 'KGM' } }];
    return this.sign('Packed', { site: siteOf(unitId), unitId, children }, { by: [[keeper, 'WAREHOUSE']] });
  }

  /** Signs any event of the catalogue; private fields are hidden and their openings put beside the envelope. */
  sign<T extends EventType>(type: T, data: EventData[T], signing: Signing): Signed<T> {
    const event = this.#eventOf(type, data, signing);
    const targetType = (data as { target?: { type: string } }).target?.type;
    let salts = 0;
    const newSalt = () => this.#bytes(`salt ${event.id} ${salts++}`, 16);
    const hidden = hideFields(plain(event), hiddenFields(type, targetType), newSalt);
    const signers = [...new Map(signing.by.map(([{ signer }]) => [signer.keyId, signer])).values()];
    const envelope = signEvent(hidden.event as JsonObject & { type: string; v: number }, signers);
    const recordedAt = signing.recordedAt ?? (this.#simulated ? event.occurredAt : undefined);
    const hasOpenings = Object.keys(hidden.openings).length > 0;
    const wire: Wire = {
      ...(JSON.parse(encodeEnvelope(envelope)) as Wire),
      ...(hasOpenings ? { openings: hidden.openings } : {}),
      ...(recordedAt === undefined ? {} : { recordedAt }),
    };
    return { id: event.id, event, envelope, digest: digestOf(envelope), wire };
  }

  #eventOf<T extends EventType>(type: T, data: EventData[T], { by, at, id, evidence, header }: Signing): EventOf<T> {
    this.#signed += 1;
    const occurredAt = at ?? this.now;
    const signers: ListedSigner[] = by.map(([{ org, signer }, role]) => ({ key: signer.keyId, org, role }));
    const event = {
      id: id ?? this.#newId(occurredAt),
      type,
      v: 1,
      ...(type === 'LedgerFounded' ? {} : { ledger: this.founding.digest }),
      occurredAt,
      signers,
      evidence: evidence ?? [],
      data,
    };
    const stream = streamOf({ ...event, stream: '' } as LedgerEvent);
    return plain({ ...event, stream, ...header }) as Json & EventOf<T>;
  }

  /** UUIDv7 of this time; what would be random is counted. */
  #newId(occurredAt: string): string {
    const ms = Date.parse(occurredAt).toString(16).padStart(12, '0');
    const rest = Buffer.from(this.#bytes(`id ${this.#signed}`, 10)).toString('hex');
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
  }

  #bytes(name: string, length: number): Uint8Array {
    return createHash('sha256').update(`${this.#seed} ${name}`).digest().subarray(0, length);
  }
}

/** The same as parsed JSON, in which no member is undefined. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** A small firm on the ledger: its founding, an organisation whose admin holds every role it needs, and one site. */
export function smallFirm(options: { seed?: string; simulated?: boolean } = {}) {
  const people = new People(options);
  const { admin, events } = people.organisation('kopi', FIRM_ROLES);
  const site = people.site(admin, 'kopi/pabrik');
  return { people, admin, site: 'kopi/pabrik', events: [people.founding, ...events, site] as Signed[] };
}

const FIRM_ROLES: readonly Role[] = ['PURCHASING', 'PRODUCTION', 'WAREHOUSE', 'EXPORTER', 'PENYELIA_HALAL'];

/** A body of NDJSON. */
export function ndjson(events: readonly { wire: Wire }[]): string {
  return events.map(({ wire }) => JSON.stringify(wire) + '\n').join('');
}
