import type { EventData, EventOf, EventType, LedgerEvent, Role } from '@hadic/domain';
import type { Row } from '@hadic/store';
import { eventOf } from './fold.js';
import { read } from './reading.js';
import type { Snapshot } from './snapshot.js';

export interface SignedBy {
  org: string;
  orgName: string;
  role: Role;
  key: string;
  /** The key is held by a service, not by the person's own device. */
  custodial: boolean;
}

/** A record as people read it in a chain or timeline. Both versions of a corrected fact are here; `supersededBy` strikes the older one. */
export interface Entry {
  index: number;
  id: string;
  type: string;
  stream: string;
  occurredAt: string;
  recordedAt: string;
  signers: SignedBy[];
  /** As signed, private fields opened. */
  data: LedgerEvent['data'];
  /** The record that this one corrects or annuls. */
  corrects?: string;
  supersededBy?: string;
  annulledBy?: string;
  /** Why its signers might not sign (HC-002). */
  unauthorised?: string;
  /** Those of the asked lots that it is about. */
  lots: string[];
}

export interface Touching {
  /** Also the runs, splits and hand-overs in which others used the lots. */
  uses: boolean;
  /** Ids of records that must be there besides. */
  also?: Iterable<string>;
}

/**
 * The records that touched the lots: their own, and those of the units, shipments, samples, orders, approvals and certificates that these
 * lead to. In log order.
 */
export function entriesOf(snapshot: Snapshot, lots: readonly string[], { uses, also = [] }: Touching): Entry[] {
  const shown = new Set(lots);
  const found = new Map<number, Row>();
  const subjects = new Set<string>();
  const orders = new Set<string>();
  const follow = (row: Row) => {
    found.set(Number(row['idx']), row);
    const event = versionIn(snapshot, row);
    if (event.type === 'IngredientReceived') orders.add(orderOf(event.data));
    for (const subject of leadsTo<EventType>(event, shown)) subjects.add(subject);
  };
  for (const lot of lots) for (const row of recordsAboutLot(snapshot, lot, uses)) follow(row);
  // A set grows while it is walked: what a record leads to is looked at in turn.
  for (const subject of subjects) {
    for (const row of recordsAbout(snapshot, subject)) {
      const event = versionIn(snapshot, row);
      if (event.type !== 'IngredientSourced' || orders.has(orderOf(event.data))) follow(row);
    }
  }
  for (const id of also) for (const row of recordsNamed(snapshot, id)) found.set(Number(row['idx']), row);
  return [...found.keys()].sort((a, b) => a - b).map((index) => entryOf(snapshot, found.get(index)!, shown));
}

const ROW =
  'SELECT r.idx, r.id, r.type, r.stream, r.occurred_at, r.recorded_at, r.event, r.root, r.until, r.unauthorised';

function recordsAboutLot({ model, graph, moment }: Snapshot, lot: string, uses: boolean): Row[] {
  // What used a lot is about the lot that it made, too, and is found there.
  const own = uses ? '' : 'AND NOT EXISTS (SELECT 1 FROM edges e WHERE e.idx IN (r.idx, r.root) AND e.source = ?3)';
  return model.all(
    `${ROW} FROM subjects s JOIN records r ON r.idx = s.idx WHERE s.subject = ?1 AND s.idx <= ?2 ${own} ORDER BY r.idx`,
    [`lot:${lot}`, moment.index, ...(uses ? [] : [graph.numberOf(lot) ?? -1])],
  );
}

function recordsAbout({ model, moment }: Snapshot, subject: string): Row[] {
  // A correction or annulment belongs to the subject that its fact is about, not to what that only names.
  const changed = 'EXISTS (SELECT 1 FROM subjects o WHERE o.subject = ?1 AND o.idx = r.root AND o.mention = 0)';
  return model.all(
    `${ROW} FROM subjects s JOIN records r ON r.idx = s.idx
     WHERE s.subject = ?1 AND s.idx <= ?2 AND (s.mention = 0 OR ${changed}) ORDER BY r.idx`,
    [subject, moment.index],
  );
}

function recordsNamed({ model, moment }: Snapshot, id: string): Row[] {
  return model.all(`${ROW} FROM records r WHERE r.id = ? AND r.idx <= ? AND r.voided_by = -1`, [id, moment.index]);
}

/** What a record says: a correction's own version of the fact, else the event. */
function versionIn({ view }: Snapshot, row: Row): LedgerEvent {
  const event = eventOf(row);
  if (event.type !== 'EventCorrected' || Number(row['root']) < 0) return event;
  return view.versionAt(Number(row['idx'])) ?? event;
}

/** Subjects whose story is part of the lots' own, by the type of the event that leads to them. */
const LEADS: { [T in EventType]?: (data: EventData[T], lots: ReadonlySet<string>) => string[] } = {
  IngredientReceived: (data) => [`material:${data.materialId}`, ...maybe('certificate', data.certificate)],
  IngredientSourced: (data) => maybe('certificate', data.certificate),
  StockCounted: ({ counts }, lots) =>
    counts
      .filter(({ lotId }) => lots.has(lotId))
      .flatMap(({ materialId, productId }) => [...maybe('material', materialId), ...maybe('product', productId)]),
  BatchProcessed: ({ outputs }, lots) =>
    outputs.filter(({ lotId }) => lots.has(lotId)).map(({ productId }) => `product:${productId}`),
  MaterialApproved: ({ basis }) => (basis?.kind === 'CERTIFICATE' ? [`certificate:${basis.certificate}`] : []),
  CertificateImported: (data) => [`certificate:${data.certificate}`],
  SampleDrawn: (data) => [`sample:${data.sample}`],
  Packed: (data) => [`unit:${data.unitId}`],
  Shipped: (data) => [`shipment:${data.shipment}`],
  ReceivedByBuyer: (data) => [`shipment:${data.shipment}`],
};

function leadsTo<T extends EventType>(event: EventOf<T>, lots: ReadonlySet<string>): string[] {
  return LEADS[event.type]?.(event.data, lots) ?? [];
}

function maybe(kind: string, id: string | undefined): string[] {
  return id === undefined ? [] : [`${kind}:${id}`];
}

function orderOf(data: { site: string; poNo?: string; poLine?: number }): string {
  return `${data.site} ${data.poNo ?? ''} ${data.poLine ?? 1}`;
}

function entryOf(snapshot: Snapshot, row: Row, shown: ReadonlySet<string>): Entry {
  const event = eventOf(row);
  const unauthorised = String(row['unauthorised']);
  const { about, mentions } = read(versionIn(snapshot, row));
  const lots = [...about, ...mentions].flatMap((subject) => (subject.startsWith('lot:') ? [subject.slice(4)] : []));
  const corrects = event.type === 'EventCorrected' || event.type === 'EventAnnulled' ? event.data.target.id : undefined;
  return {
    index: Number(row['idx']),
    id: event.id,
    type: event.type,
    stream: event.stream,
    occurredAt: event.occurredAt,
    recordedAt: String(row['recorded_at']),
    signers: signersOf(snapshot, event),
    data: event.data,
    ...(corrects === undefined ? {} : { corrects }),
    ...endOf(snapshot, Number(row['until'])),
    ...(unauthorised === '' ? {} : { unauthorised }),
    lots: lots.filter((lot) => shown.has(lot)).sort(),
  };
}

/** Which record ended this version, as far as it is known at the moment. */
function endOf({ model, moment }: Snapshot, until: number): Pick<Entry, 'supersededBy' | 'annulledBy'> {
  if (until > moment.index) return {};
  const row = model.all('SELECT id, type FROM records WHERE idx = ?', [until])[0];
  const id = String(row?.['id']);
  return row?.['type'] === 'EventAnnulled' ? { annulledBy: id } : { supersededBy: id };
}

function signersOf({ registry }: Snapshot, { signers }: LedgerEvent): SignedBy[] {
  return signers.map(({ key, org, role }) => ({
    org,
    orgName: registry.organisations.get(org)?.legalName ?? org,
    role,
    key,
    custodial: registry.keys.get(key)?.custodial ?? false,
  }));
}
