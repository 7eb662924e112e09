import { evaluate, evaluator, type EventOf, type Known, type LedgerEvent, type Status } from '@hadic/domain';
import { compare, linksOf, summaryOf, type ChainLot, type Links, type StatusSummary } from './chain.js';
import { entriesOf, type Entry } from './entries.js';
import { lotsBorn, lotsLeaningOn, type Leaning } from './leaning.js';
import { isLot, lotOf } from './lots.js';
import { notFound } from './problem.js';
import { headingOf, type Heading, type Snapshot } from './snapshot.js';

const MAX_EVENTS = 5000;

export interface Timeline extends Heading {
  lot: string;
  events: Entry[];
  truncated?: { events: { shown: number; of: number } };
}

/** Every record that touched the lot, its certificates, samples, units and shipments included. @throws Refused not-found */
export function timelineOf(snapshot: Snapshot, lot: string): Timeline {
  if (!isLot(snapshot, lot)) throw notFound(lot);
  const reasons = evaluate(snapshot.view, lot, snapshot.validMs).reasons.flatMap(({ events }) => events);
  const events = entriesOf(snapshot, [lot], { uses: true, also: new Set(reasons) });
  return {
    ...headingOf(snapshot),
    lot,
    events: events.slice(0, MAX_EVENTS),
    ...(events.length > MAX_EVENTS ? { truncated: { events: { shown: MAX_EVENTS, of: events.length } } } : {}),
  };
}

/** The lot's status with all its reasons. @throws Refused not-found */
export function statusOf(snapshot: Snapshot, lot: string): Heading & Status {
  if (!isLot(snapshot, lot)) throw notFound(lot);
  return { ...headingOf(snapshot), ...evaluate(snapshot.view, lot, snapshot.validMs) };
}

export interface Page {
  /** The last id of the page before. */
  after?: string;
  limit: number;
}

/** A lot in a list. */
export type ListedLot = Pick<ChainLot, 'id' | 'kind' | 'name' | 'qty' | 'onHand' | 'born'> & { status: StatusSummary };

export interface ProductAnswer extends Heading {
  product: string;
  name: string;
  gtin?: string;
  organisation: string;
  /** Certificates that name the product. */
  certificates: string[];
  lots: (ListedLot & { chain: Links })[];
  /** Where the next page begins: `after`. */
  next?: string;
}

/** A product, and its lots by id, each with its status and its current chain. @throws Refused not-found */
export function productOf(snapshot: Snapshot, product: string, page: Page): ProductAnswer {
  const about = snapshot.view.about(`product:${product}`);
  const registered = factsOf(about, 'ProductRegistered').at(-1)?.event.data;
  if (!registered) throw notFound(product);
  const certificates = factsOf(about, 'CertificateImported').map(({ event }) => event.data.certificate);
  const { ids, next } = pageOf(lotsBorn(snapshot, 'product', product), page);
  return {
    ...headingOf(snapshot),
    product,
    name: registered.name,
    ...(registered.gtin === undefined ? {} : { gtin: registered.gtin }),
    organisation: registered.organisation,
    certificates: [...new Set(certificates)].sort(),
    lots: listed(snapshot, ids).map((lot) => ({ ...lot, chain: linksOf(snapshot, lot.id) })),
    ...(next === undefined ? {} : { next }),
  };
}

export interface CertificateAnswer extends Heading {
  certificate: string;
  /** The issuer's own record first, then the copies that others imported; newest version of each. */
  imported: CertificateFact<'CertificateImported'>[];
  suspensions: CertificateFact<'CertificateSuspended'>[];
  revocations: CertificateFact<'CertificateRevoked'>[];
  /** Lots that lean on it, by id. */
  lots: (ListedLot & { because: Leaning[] })[];
  next?: string;
}

type CertificateEvent = 'CertificateImported' | 'CertificateSuspended' | 'CertificateRevoked';

export interface CertificateFact<T extends CertificateEvent> {
  event: string;
  index: number;
  occurredAt: string;
  data: EventOf<T>['data'];
  corrects: readonly string[];
}

/** A certificate, what became of it, and which lots lean on it. @throws Refused not-found */
export function certificateOf(snapshot: Snapshot, certificate: string, page: Page): CertificateAnswer {
  const about = snapshot.view.about(`certificate:${certificate}`);
  const leaning = lotsLeaningOn(snapshot, certificate);
  if (about.length === 0 && leaning.size === 0) throw notFound(certificate);
  const facts = <T extends CertificateEvent>(type: T): CertificateFact<T>[] =>
    factsOf(about, type).map(({ id, index, corrects, event }) => ({
      event: id,
      index,
      occurredAt: event.occurredAt,
      data: event.data,
      corrects,
    }));
  const { ids, next } = pageOf([...leaning.keys()], page);
  return {
    ...headingOf(snapshot),
    certificate,
    imported: facts('CertificateImported').sort((a, b) => compare(a.data.importer ?? '', b.data.importer ?? '')),
    suspensions: facts('CertificateSuspended'),
    revocations: facts('CertificateRevoked'),
    lots: listed(snapshot, ids).map((lot) => ({ ...lot, because: [...(leaning.get(lot.id) ?? [])].sort() })),
    ...(next === undefined ? {} : { next }),
  };
}

function factsOf<T extends LedgerEvent['type']>(about: readonly Known[], type: T): (Known & { event: EventOf<T> })[] {
  return about.filter((known): known is Known & { event: EventOf<T> } => known.event.type === type);
}

function pageOf(ids: readonly string[], { after = '', limit }: Page): { ids: string[]; next?: string } {
  const rest = [...new Set(ids)].filter((id) => id > after).sort(compare);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return last !== undefined && rest.length > limit ? { ids: page, next: last } : { ids: page };
}

function listed(snapshot: Snapshot, ids: readonly string[]): ListedLot[] {
  const status = evaluator(snapshot.view, snapshot.validMs);
  return ids.map((id) => {
    const { kind, name, qty, onHand, born } = lotOf(snapshot, id);
    return {
      id,
      kind,
      name,
      ...(qty ? { qty } : {}),
      ...(onHand ? { onHand } : {}),
      ...(born ? { born } : {}),
      status: summaryOf(status(id)),
    };
  });
}
