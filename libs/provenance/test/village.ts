import { createHash } from 'node:crypto';
import {
  hiddenFields,
  streamOf,
  type EventData,
  type EventType,
  type LedgerEvent,
  type LotQuantity,
  type Role,
  type Signer as NamedSigner,
} from '@hadic/domain';
import { digestOf, hideFields, signEvent, type Json } from '@hadic/signing';
import { type EventStore, MemoryStore, NO_STREAM } from '@hadic/store';
import { encodeRecord } from '@hadic/verifier';
import { person, type Person } from './person.js';

const DAY_ONE = Date.parse('2026-03-01T08:00:00+07:00');

interface Written<T extends EventType> {
  type: T;
  data: EventData[T];
  by: (readonly [Person, Role])[];
  id?: string;
  stream?: string;
  occurredAt?: string;
  recordedAt?: string;
}

/** A small registered world whose events are signed by hand and put straight into a store, as a ledger would. */
export class Village {
  readonly registrar = person('rina', 'registrar');
  readonly owner = person('kholid', 'kopi');
  readonly baker = person('busra', 'roti');
  ledger: string | undefined;
  /** Minutes since the first event: the clock of this world. */
  minutes = 0;
  /** Events written so far. */
  written = 0;
  #ids = 0;
  readonly #revisions = new Map<string, number>();

  constructor(readonly store: EventStore = new MemoryStore()) {}

  now(): string {
    return new Date(DAY_ONE + this.minutes * 60_000).toISOString();
  }

  newId(): string {
    return `019${(this.#ids++).toString(16).padStart(5, '0')}-0000-7000-8000-000000000000`;
  }

  /** Signs and stores one event; answers with what the store and the log call it. */
  async write<T extends EventType>({
    type,
    data,
    by,
    ...rest
  }: Written<T>): Promise<{ id: string; position: string; digest: string }> {
    this.minutes += 1;
    const occurredAt = rest.occurredAt ?? this.now();
    const id = rest.id ?? this.newId();
    const signers: NamedSigner[] = by.map(([{ signer, org }, role]) => ({ key: signer.keyId, org, role }));
    const draft = { id, type, v: 1, stream: '', occurredAt, signers, evidence: [], data } as LedgerEvent;
    const stream = rest.stream ?? streamOf(draft);
    const event = { ...draft, stream, ...(this.ledger === undefined ? {} : { ledger: this.ledger }) };
    const target = (data as { target?: { type?: string } }).target?.type;
    const { event: hidden, openings } = hideFields(
      JSON.parse(JSON.stringify(event)) as Json,
      hiddenFields(type, target),
      () => salt(`${id}${this.#ids++}`),
    );
    const keys = new Map(by.map(([{ signer }]) => [signer.keyId, signer]));
    const envelope = signEvent(hidden as { type: string; v: number }, [...keys.values()]);
    const recordedAt = rest.recordedAt ?? this.now();
    const record = encodeRecord({ envelope, recordedAt, ...(Object.keys(openings).length === 0 ? {} : { openings }) });
    const { position } = await this.append(stream, record);
    this.written += 1;
    const digest = digestOf(envelope);
    this.ledger ??= digest;
    return { id, position, digest };
  }

  async append(stream: string, record: ReturnType<typeof encodeRecord>): Promise<{ position: string }> {
    const revision = this.#revisions.get(stream) ?? NO_STREAM;
    const appended = await this.store.append(stream, revision, [record]);
    this.#revisions.set(stream, appended.revision);
    return { position: appended.position };
  }

  /** The founding, two organisations with all roles they need, a site each, coffee and bread. */
  async settle(): Promise<void> {
    const { registrar, owner, baker } = this;
    await this.write({
      type: 'LedgerFounded',
      data: { registrar: 'registrar', legalName: 'Registrar Halal', personRef: 'rina', simulated: true },
      by: [[registrar, 'REGISTRAR']],
    });
    for (const admin of [owner, baker]) {
      const { org, name, signer } = admin;
      const roles: Role[] = [
        'ORG_ADMIN',
        'PURCHASING',
        'WAREHOUSE',
        'PRODUCTION',
        'PENYELIA_HALAL',
        'EXPORTER',
        'LAB_SIGNATORY',
      ];
      const legalName = org === 'kopi' ? 'Koperasi Kopi Ijen' : 'Toko Roti Malang';
      const data = { organisation: org, legalName, country: 'ID', scale: 'MICRO' as const, roles };
      await this.write({
        type: 'OrganisationRegistered',
        data: { ...data, key: signer.keyId, personRef: name, custody: org === 'roti' ? 'CUSTODIAL' : 'DEVICE' },
        by: [
          [registrar, 'REGISTRAR'],
          [admin, 'KEY_HOLDER'],
        ],
      });
      for (const role of roles.slice(1)) {
        const grant = { organisation: org, personRef: name, role, validFrom: '2026-01-01' };
        await this.write({ type: 'MandateGranted', data: grant, by: [[admin, 'ORG_ADMIN']] });
      }
      await this.write({
        type: 'FacilityRegistered',
        data: {
          organisation: org,
          site: `${org}/pabrik`,
          kind: 'FACTORY',
          name: `Pabrik ${org}`,
          address: 'Jawa Timur',
          lines: ['1'],
          operatingSince: '2020-01-01T00:00:00+07:00',
          porkFree: { statement: true, personRef: name },
        },
        by: [[admin, 'ORG_ADMIN']],
      });
    }
    await this.assort();
  }

  private async assort(): Promise<void> {
    const { owner } = this;
    await this.write({
      type: 'MaterialApproved',
      data: {
        organisation: 'kopi',
        materialId: 'kopi/biji',
        name: 'Biji kopi Ijen',
        producer: 'Kebun Ijen',
        producerCountry: 'ID',
        use: 'RAW',
        originClass: 'PLANT',
        requirementClass: 'EXEMPT',
        basis: { kind: 'EXEMPT', list: 'KMA-1360/2021', entry: 'a.1', listVersion: '2021' },
        critical: false,
        doubtful: false,
      },
      by: [[owner, 'PENYELIA_HALAL']],
    });
    await this.write({
      type: 'ProductRegistered',
      data: {
        organisation: 'kopi',
        productId: 'kopi/bubuk',
        name: 'Kopi bubuk Ijen',
        gtin: '08991234567893',
        class: 'drink',
        pack: 'bag',
      },
      by: [[owner, 'ORG_ADMIN']],
    });
  }

  receipt(lot: string, qty: string, more: Partial<EventData['IngredientReceived']> = {}, who = this.owner) {
    return {
      site: `${who.org}/pabrik`,
      lotId: `${who.org}/pabrik/${lot}`,
      materialId: 'kopi/biji',
      supplier: 'Kebun Ijen',
      supplierLot: `S-${lot}`,
      qty: { value: qty, unit: 'KGM' },
      condition: 'GOOD',
      zone: 'A',
      deliveryNote: 'DN-1',
      ...more,
    } satisfies EventData['IngredientReceived'];
  }

  receive(
    lot: string,
    qty: string,
    { id, ...more }: Partial<EventData['IngredientReceived']> & { id?: string } = {},
    who = this.owner,
  ) {
    const data = this.receipt(lot, qty, more, who);
    return this.write({
      type: 'IngredientReceived',
      data,
      by: [[who, 'WAREHOUSE']],
      ...(id === undefined ? {} : { id }),
    });
  }

  /** Corrects a fact in the books of the coffee factory; its administrator may, whatever roles the fact was signed in. */
  correct<T extends EventType>(id: string, type: T, replacement: EventData[T], role: Role = 'ORG_ADMIN') {
    const target = { stream: 'site-kopi/pabrik', id, type };
    const data = { target, reason: 'salah tulis', replacement: { ...replacement } as Record<string, unknown> };
    return this.write({ type: 'EventCorrected', data, by: [[this.owner, role]] });
  }

  annul(id: string, type: EventType, who = this.owner) {
    const data = { target: { stream: 'site-kopi/pabrik', id, type }, reason: 'tidak terjadi' };
    const by = (['ORG_ADMIN', 'PENYELIA_HALAL'] as const).map((role) => [who, role] as const);
    return this.write({ type: 'EventAnnulled', data, by });
  }

  /** Goes on with a copy of another village's store. */
  async continueFrom(other: Village): Promise<void> {
    this.#ids = other.#ids + 1000;
    for await (const { stream, revision } of this.store.readAll()) this.#revisions.set(stream, revision);
  }

  /** The coffee people's copy of a certificate that covers the beans. */
  certify(certificate: string) {
    return this.write({
      type: 'CertificateImported',
      data: {
        certificate,
        importer: 'kopi',
        tier: 'PRODUCT',
        issuerName: 'BPJPH',
        holder: 'Kebun Ijen',
        sites: [],
        products: [],
        materials: ['kopi/biji'],
        standards: ['HAS-23000'],
        issuedOn: '2026-01-01',
        documentSha256: '00'.repeat(32),
      },
      by: [
        [this.owner, 'ORG_ADMIN'],
        [this.owner, 'PENYELIA_HALAL'],
      ],
    });
  }

  split(lot: string, ...parts: [string, string][]) {
    const qty = (value: number | string) => ({ value: String(value), unit: 'KGM' });
    const kilograms = (id: string, value: number | string): LotQuantity => ({
      lotId: `kopi/pabrik/${id}`,
      qty: qty(value),
    });
    const whole = parts.reduce((sum, [, value]) => sum + Number(value), 0);
    const outputs = parts.map(([id, value]) => kilograms(id, value));
    const data = { site: 'kopi/pabrik', input: kilograms(lot, whole), outputs };
    return this.write({ type: 'LotSplit', data, by: [[this.owner, 'PRODUCTION']] });
  }

  /** A run in the coffee factory: inputs `[lot, kilograms]` into one output. */
  roast(run: string, inputs: [string, string][], output: [string, string]) {
    const site = 'kopi/pabrik';
    return this.write({
      type: 'BatchProcessed',
      data: {
        site,
        runId: `${site}/${run}`,
        recipeVersion: '1',
        lineId: '1',
        start: this.now(),
        end: this.now(),
        inputs: inputs.map(([lot, value]) => ({ lotId: `${site}/${lot}`, qty: { value, unit: 'KGM' } })),
        outputs: [
          {
            lotId: `${site}/${output[0]}`,
            productId: 'kopi/bubuk',
            qty: { value: output[1], unit: 'KGM' },
            producedOn: '2026-03-01',
          },
        ],
        byProducts: [],
      },
      by: [
        [this.owner, 'PRODUCTION'],
        [this.owner, 'PENYELIA_HALAL'],
      ],
    });
  }
}

function salt(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}
