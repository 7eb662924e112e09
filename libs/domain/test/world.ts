import {
  rules,
  type EventData,
  type EventOf,
  type EventType,
  type LedgerEvent,
  type LotQuantity,
  type Quantity,
  type Role,
  type Signer,
} from '@hadic/domain';

/** A small world of plain events. Every organisation has one key, `key-<org>`, held by the person `p-<org>`. */

export const LEDGER = 'digest-of-the-founding-event';
export const SITE = 'kopi/pabrik';

export const kg = (value: string): Quantity => ({ value, unit: 'KGM' });
export const pieces = (value: string): Quantity => ({ value, unit: 'H87' });
/** Eight in the morning in Jakarta. */
export const morning = (day: string) => `${day}T08:00:00+07:00`;
const DAY = '2026-02-01';

let ids = 0;

export interface More {
  id?: string;
  at?: string;
  /** `kopi:WAREHOUSE` signs with the organisation's own key, `other@kopi:WAREHOUSE` with another. */
  by?: string[];
  stream?: string;
  ledger?: string;
}

export function signerOf(text: string): Signer {
  const [, key, org = '', role] = /^(?:(.+)@)?(.+):(.+)$/.exec(text) ?? [];
  return { key: key ?? `key-${org}`, org, role: role as Role };
}

/** An event, signed as its type asks unless `by` says otherwise. */
export function event<T extends EventType>(type: T, data: EventData[T], more: More = {}): EventOf<T> {
  const rule = rules[type];
  const { id = `e-${++ids}`, at = morning(DAY), ledger = LEDGER, stream = rule.stream(data) } = more;
  const by = more.by ?? rule.signers(data).map(({ anyOf }) => `${rule.owner(data)}:${anyOf[0] ?? ''}`);
  return { id, type, v: 1, ledger, stream, occurredAt: at, signers: by.map(signerOf), evidence: [], data };
}

type Of<T extends EventType> = Partial<EventData[T]>;

export const founded = (over: Of<'LedgerFounded'> = {}, more: More = {}) =>
  event(
    'LedgerFounded',
    { registrar: 'pusat', legalName: 'Pusat Halal', personRef: 'p-pusat', simulated: true, ...over },
    more,
  );

export const registered = (
  organisation: string,
  roles: Role[],
  over: Of<'OrganisationRegistered'> = {},
  more: More = {},
) => {
  const own = { legalName: organisation, country: 'ID', scale: 'MICRO', custody: 'DEVICE' } as const;
  const key = `key-${organisation}`;
  const data = { ...own, organisation, roles, key, personRef: `p-${organisation}`, ...over };
  return event('OrganisationRegistered', data, {
    by: ['pusat:REGISTRAR', `${data.key}@${organisation}:KEY_HOLDER`],
    ...more,
  });
};

export const granted = (organisation: string, role: Role, over: Of<'MandateGranted'> = {}, more: More = {}) =>
  event(
    'MandateGranted',
    { organisation, personRef: `p-${organisation}`, role, validFrom: '2015-01-01', evidenceNo: 'SK-1', ...over },
    { id: `grant-${organisation}-${role}`, ...more },
  );

export const facility = (site: string, lines = ['1'], over: Of<'FacilityRegistered'> = {}, more: More = {}) => {
  const [organisation = ''] = site.split('/');
  const porkFree = { statement: true, personRef: `p-${organisation}` };
  const place = { kind: 'FACTORY', name: site, address: 'Jawa Timur', operatingSince: morning('2020-01-01') } as const;
  return event('FacilityRegistered', { organisation, site, lines, porkFree, ...place, ...over }, more);
};

const PRODUCER: Role[] = ['PURCHASING', 'WAREHOUSE', 'PRODUCTION', 'PENYELIA_HALAL', 'EXPORTER'];
const ORGANISATIONS: Record<string, Role[]> = {
  kopi: PRODUCER,
  roti: [...PRODUCER, 'BUYER', 'LAB_SIGNATORY'],
  lab: ['LAB_SIGNATORY'],
  lph: ['LPH_OFFICER', 'AUDITOR_HALAL'],
  bpjph: ['CERT_BODY'],
  truk: ['CARRIER'],
  kedai: ['BUYER'],
  bpom: ['COMPETENT_AUTHORITY'],
};

/** A founded ledger with its registrar, and eight organisations with all their mandates; two of them have a site. */
export const world: readonly LedgerEvent[] = [
  founded({}, { id: 'founding' }),
  ...Object.entries(ORGANISATIONS).flatMap(([organisation, roles]) => [
    registered(organisation, roles),
    ...roles.map((role) => granted(organisation, role)),
  ]),
  facility(SITE, ['1', '2'], {}, { id: 'facility-kopi' }),
  facility('roti/dapur'),
];

export const material = (name: string, over: Of<'MaterialApproved'> = {}, more: More = {}) =>
  event(
    'MaterialApproved',
    {
      organisation: 'kopi',
      materialId: `kopi/${name}`,
      name,
      producer: 'Kebun Ijen',
      producerCountry: 'ID',
      use: 'RAW',
      originClass: 'PLANT',
      requirementClass: 'EXEMPT',
      basis: { kind: 'EXEMPT', list: 'KMA-1360/2021', entry: 'a.1', listVersion: '2021' },
      critical: false,
      doubtful: false,
      ...over,
    },
    { at: morning('2026-01-02'), ...more },
  );

/** A material that needs a certificate, and leans on this one. */
export const certifiedMaterial = (name: string, certificate: string, over: Of<'MaterialApproved'> = {}) =>
  material(name, { requirementClass: 'CERT_REQUIRED', basis: { kind: 'CERTIFICATE', certificate }, ...over });

export const product = (name: string, over: Of<'ProductRegistered'> = {}, more: More = {}) =>
  event(
    'ProductRegistered',
    { organisation: 'kopi', productId: `kopi/${name}`, name, class: 'SNACK', pack: 'bag', ...over },
    more,
  );

export const recipe = (version: string, over: Of<'RecipeVersionAdopted'> = {}, more: More = {}) =>
  event(
    'RecipeVersionAdopted',
    {
      organisation: 'kopi',
      productId: 'kopi/bubuk',
      version,
      materials: [{ materialId: 'kopi/biji', minPct: '90', maxPct: '100' }],
      factories: [SITE],
      yield: { min: '0.8', max: '1' },
      controlPoints: [],
      requiredTests: [],
      ...over,
    },
    more,
  );

const inSite = (id: string) => (id.includes('/') ? id : `${SITE}/${id}`);
/** `[lot, quantity]` as an event names it; a plain number is kilograms. */
export const part = ([lot, qty]: [string, string | Quantity]): LotQuantity => ({
  lotId: inSite(lot),
  qty: typeof qty === 'string' ? kg(qty) : qty,
});

export const received = (lot: string, qty: string | Quantity, over: Of<'IngredientReceived'> = {}, more: More = {}) =>
  event(
    'IngredientReceived',
    {
      site: inSite(lot).split('/').slice(0, 2).join('/'),
      ...part([lot, qty]),
      materialId: 'kopi/biji',
      supplier: 'Kebun Ijen',
      supplierLot: 'S-1',
      condition: 'GOOD',
      zone: 'A',
      deliveryNote: 'DN-1',
      noOrderReason: 'panen sendiri',
      ...over,
    },
    more,
  );

type Parts = [string, string | Quantity][];
let clock = 0;

/** A run of an hour on line 1 that makes kopi/bubuk. It starts at `at`, or else an hour after the run that was written before it. */
export const ran = (run: string, inputs: Parts, outputs: Parts, over: Of<'BatchProcessed'> & More = {}) => {
  const { id, at, by, ...change } = over;
  const start = at === undefined ? Date.parse(morning('2026-02-02')) + ++clock * 3_600_000 : Date.parse(at);
  const end = new Date(start + 3_600_000).toISOString();
  const data = {
    site: SITE,
    runId: inSite(run),
    recipeVersion: '1',
    lineId: '1',
    start: new Date(start).toISOString(),
    end,
    inputs: inputs.map(part),
    outputs: outputs.map((output) => ({
      ...part(output),
      productId: 'kopi/bubuk',
      producedOn: new Date(start + 7 * 3_600_000).toISOString().slice(0, 10),
    })),
    byProducts: [],
    ...change,
  };
  return event('BatchProcessed', data, { ...(id === undefined ? {} : { id }), ...(by ? { by } : {}), at: end });
};

export const split = (lot: string, qty: string | Quantity, outputs: Parts, more: More = {}) =>
  event('LotSplit', { site: SITE, input: part([lot, qty]), outputs: outputs.map(part) }, more);

export const merged = (inputs: Parts, output: [string, string | Quantity], more: More = {}) =>
  event('LotMerged', { site: SITE, inputs: inputs.map(part), output: part(output) }, more);

export const disposed = (lot: string, qty: string | Quantity, more: More = {}) =>
  event('LotDisposed', { site: SITE, ...part([lot, qty]), method: 'bakar' }, more);

type Count = EventData['StockCounted']['counts'][number];
export const counted = (lot: string, qty: string | Quantity, over: Partial<Count> = {}, more: More = {}) =>
  event('StockCounted', { site: SITE, counts: [{ ...part([lot, qty]), cause: 'opname', ...over }] }, more);

export const inspected = (lot: string, more: More = {}) => {
  const checks = {
    name: 'MATCH',
    producer: 'MATCH',
    country: 'MATCH',
    certNo: 'MATCH',
    logo: 'MATCH',
    seal: 'MATCH',
  } as const;
  return event('IncomingInspected', { site: SITE, lotId: inSite(lot), checks, verdict: 'ACCEPTED' }, more);
};

export const packed = (unit: string, children: Parts, more: More = {}) =>
  event('Packed', { site: SITE, unitId: inSite(unit), children: children.map(part) }, more);

export const unpacked = (unit: string, more: More = {}) =>
  event('Unpacked', { site: SITE, unitId: inSite(unit) }, more);

export const released = (lot: string, more: More = {}) =>
  event('HalalReleaseGranted', { site: SITE, lotId: inSite(lot) }, { at: morning('2026-02-20'), ...more });

export const shipped = (shipment: string, units: string[], over: Of<'Shipped'> = {}, more: More = {}) =>
  event(
    'Shipped',
    {
      site: SITE,
      shipment: inSite(shipment),
      units: units.map(inSite),
      consignee: 'kedai',
      destination: 'MY',
      docs: [],
      ...over,
    },
    more,
  );
