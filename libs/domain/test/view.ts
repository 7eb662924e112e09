import type { EventData, EventOf, EventType, Known, LedgerEvent, View } from '@hadic/domain';

/** An event with when the ledger recorded it, if not on the spot, and why its signers might not sign it, if so. */
export interface Entry {
  event: LedgerEvent;
  recordedAt?: string;
  unauthorised?: string;
}

/** What a log, given as a plain list, says up to one index: the reference for every other view. */
export function viewOf(log: readonly (LedgerEvent | Entry)[], asOf = log.length - 1): View {
  const facts = new Map<string, Known>();
  const rootOf = new Map<string, string>();
  const annulled: Known[] = [];
  const revocations: EventOf<'SigningKeyRevoked'>[] = [];
  log.slice(0, asOf + 1).forEach((item, index) => {
    const { event, recordedAt = event.occurredAt, unauthorised } = 'event' in item ? item : { event: item };
    const target = event.type === 'EventCorrected' || event.type === 'EventAnnulled' ? event.data.target.id : event.id;
    const root = rootOf.get(target) ?? event.id;
    const fact = facts.get(root);
    rootOf.set(event.id, root);
    if (event.type === 'SigningKeyRevoked') revocations.push(event);
    if (event.type === 'EventAnnulled') {
      if (fact) annulled.push(fact);
      facts.delete(root);
    } else if (event.type === 'EventCorrected') {
      if (!fact) return;
      const version = { ...fact.event, data: event.data.replacement } as LedgerEvent;
      const { place, id, corrects } = fact;
      facts.set(root, { event: version, id: event.id, index, place, recordedAt, corrects: [...corrects, id] });
    } else {
      const reason = unauthorised === undefined ? {} : { unauthorised };
      facts.set(root, { event, id: event.id, index, place: index, recordedAt, corrects: [], ...reason });
    }
  });
  const current = bySubject([...facts.values()]);
  const gone = bySubject(annulled);
  return {
    about: (subject) => current.get(subject) ?? [],
    annulled: (subject) => gone.get(subject) ?? [],
    doubtful: (key, index) =>
      revocations.find(({ data }) => data.key === key && (data.doubtfulFrom ?? Number.POSITIVE_INFINITY) <= index)?.id,
  };
}

function bySubject(facts: readonly Known[]): Map<string, Known[]> {
  const subjects = new Map<string, Known[]>();
  for (const fact of [...facts].sort((a, b) => a.place - b.place)) {
    for (const subject of new Set(subjectsOf(fact.event))) {
      const known = subjects.get(subject);
      if (known) known.push(fact);
      else subjects.set(subject, [fact]);
    }
  }
  return subjects;
}

type Lots = readonly { lotId: string }[];

/** Every part of an event's data that names a lot, whatever its type. */
interface NamingLots {
  lotId?: string;
  sourceLot?: string;
  input?: Lots[number];
  output?: Lots[number];
  inputs?: Lots;
  outputs?: Lots;
  counts?: Lots;
  children?: Lots;
}

/** The subjects that an event is about, as the comment on `View` lists them. */
function subjectsOf(event: LedgerEvent): string[] {
  const named = event.data as NamingLots;
  const { lotId, sourceLot, input, output } = named;
  const lists = [named.inputs, named.outputs, named.counts, named.children].flatMap((list) => list ?? []);
  const lots = [lotId, sourceLot, input?.lotId, output?.lotId, ...lists.map((part) => part.lotId)];
  return [...lots.flatMap((lot) => (lot === undefined ? [] : [`lot:${lot}`])), ...othersOf<EventType>(event)];
}

const OTHERS: { [T in EventType]?: (data: EventData[T]) => string[] } = {
  MaterialApproved: (data) => [`material:${data.materialId}`],
  MaterialApprovalWithdrawn: (data) => [`material:${data.materialId}`],
  IngredientSourced: (data) => [`material:${data.materialId}`],
  ProductRegistered: (data) => [`product:${data.productId}`],
  RecipeVersionAdopted: (data) => [`product:${data.productId}`],
  SampleDrawn: (data) => [`sample:${data.sample}`],
  LabResultReported: (data) => [`sample:${data.sample}`],
  Packed: (data) => [`unit:${data.unitId}`],
  Unpacked: (data) => [`unit:${data.unitId}`],
  Shipped: (data) => [`shipment:${data.shipment}`, ...data.units.map((unit) => `unit:${unit}`)],
  CertificateImported: (data) => [
    `certificate:${data.certificate}`,
    ...data.products.map((id) => `product:${id}`),
    ...data.materials.map((id) => `material:${id}`),
  ],
  CertificateSuspended: (data) => [`certificate:${data.certificate}`],
  CertificateRevoked: (data) => [`certificate:${data.certificate}`],
  RecallInitiated: () => ['recalls'],
};

function othersOf<T extends EventType>(event: EventOf<T>): string[] {
  return OTHERS[event.type]?.(event.data) ?? [];
}
