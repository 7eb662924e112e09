import { decideAssortment, emptyAssortment, evolveAssortment, assortmentRules } from './assortment.js';
import { auditRules, decideAudit, emptyAudit, evolveAudit } from './audit.js';
import { authorise, ownerOf, streamOf } from './authority.js';
import { rules, ruleOf, type EventType, type LedgerEvent } from './catalogue.js';
import { certificateRules, decideCertificate, emptyCertificate, evolveCertificate } from './certificate.js';
import type { Context } from './context.js';
import { correctionRules, effectiveEvent, requireCorrector, type Correction } from './correction.js';
import type { Rules } from './header.js';
import { decideOrganisation, organisationRules } from './organisation.js';
import { decidePacking, evolvePacking, packingRules } from './packing.js';
import { decideProcessing, evolveProcessing, processingRules } from './processing.js';
import { decideReceiving, evolveReceiving, receivingRules } from './receiving.js';
import { decideRecall, emptyRecall, evolveRecall, recallRules } from './recall.js';
import { Rejected } from './rejected.js';
import { decideSample, emptySample, evolveSample, sampleRules } from './sample.js';
import { decideShipment, emptyCustody, evolveShipment, shipmentRules } from './shipment.js';
import { emptySite } from './stock.js';
import { instantMs } from './time.js';

/** Devices may run ahead of the ledger's clock by this much. */
export const CLOCK_SKEW_MS = 5 * 60_000;

const EMPTY_BOOKS = {
  organisation: emptyAssortment,
  site: emptySite,
  shipment: emptyCustody,
  audit: emptyAudit,
  certificate: emptyCertificate,
  sample: emptySample,
  recall: emptyRecall,
};

type Books = ReturnType<(typeof EMPTY_BOOKS)[keyof typeof EMPTY_BOOKS]>;

/** One fact of a stream in its newest version. */
interface Fact {
  event: LedgerEvent;
  /** Id of the record that holds the newest version. */
  newest: string;
  annulled: boolean;
}

/** The folded state of one stream. Owned by its folder and changed in place. */
export interface StreamState {
  stream: string;
  /** Revision of the last folded event, -1 for none. */
  revision: number;
  /** In the order in which the facts were first recorded. */
  facts: Fact[];
  /** Every record of a fact, its corrections included, by record id. */
  records: Map<string, Fact>;
  books: Books;
}

/** The state of a stream without events. The stream's kind is what stands before its first hyphen. */
export function emptyStream(stream: string): StreamState {
  return { stream, revision: -1, facts: [], records: new Map(), books: emptyBooks(stream) };
}

function emptyBooks(stream: string): Books {
  const kind = stream.slice(0, stream.indexOf('-'));
  if (!isKind(kind)) throw new Rejected('wrong-stream', '/stream', { stream });
  return EMPTY_BOOKS[kind]();
}

function isKind(kind: string): kind is keyof typeof EMPTY_BOOKS {
  return Object.hasOwn(EMPTY_BOOKS, kind);
}

/**
 * Accepts the event at the end of its stream or throws `Rejected`; changes nothing. Whether a claim (`rule.claim`) is supported by the
 * evidence is asked of status beside this.
 */
export function decide(state: StreamState, event: LedgerEvent, context: Context): void {
  authorise(context.registry, event);
  if (streamOf(event) !== event.stream || state.stream !== event.stream) {
    throw new Rejected('wrong-stream', '/stream', { stream: streamOf(event) });
  }
  if (instantMs(event.occurredAt) > instantMs(context.recordedAt) + CLOCK_SKEW_MS) {
    throw new Rejected('occurred-in-future', '/occurredAt', { occurredAt: event.occurredAt, now: context.recordedAt });
  }
  requireOpenSite(event, context);
  if (isIn(correctionRules, event)) decideCorrection(state, event, context);
  else decideFact(state.books, event, context);
}

/** A site's books begin when it began to operate; what stands in them must name a site that the registry knows. */
function requireOpenSite(event: LedgerEvent, { registry }: Context): void {
  if (!event.stream.startsWith('site-')) return;
  const id = event.stream.slice('site-'.length);
  const site = registry.sites.get(id);
  if (!site) throw new Rejected('site-unknown', '/stream', { site: id });
  if (instantMs(event.occurredAt) < instantMs(site.operatingSince)) {
    throw new Rejected('before-operation', '/occurredAt', { site: id, since: site.operatingSince });
  }
}

function decideFact(books: Books, event: LedgerEvent, context: Context): void {
  if (isIn(organisationRules, event)) decideOrganisation(event, context);
  else if (isIn(receivingRules, event)) decideReceiving(as(books, 'site'), event);
  else if (isIn(processingRules, event)) decideProcessing(as(books, 'site'), event, context);
  else if (isIn(packingRules, event)) decidePacking(as(books, 'site'), event, context);
  else if (isIn(assortmentRules, event)) decideAssortment(as(books, 'organisation'), event);
  else if (isIn(shipmentRules, event)) decideShipment(as(books, 'shipment'), event, context);
  else if (isIn(auditRules, event)) decideAudit(as(books, 'audit'), event);
  else if (isIn(certificateRules, event)) decideCertificate(as(books, 'certificate'), event);
  else if (isIn(sampleRules, event)) decideSample(as(books, 'sample'), event);
  else if (isIn(recallRules, event)) decideRecall(as(books, 'recall'), event);
}

/**
 * A correction targets the newest version, keeps type, stream, the ids that the fact brought into being and their units, and must hold under
 * the rules of its type, on-hand amounts aside.
 */
function decideCorrection(state: StreamState, event: Correction, context: Context): void {
  const { target } = event.data;
  const fact = state.records.get(target.id);
  if (!fact) throw new Rejected('target-unknown', '/data/target/id', { event: target.id });
  if (fact.event.type !== target.type)
    throw new Rejected('target-type-differs', '/data/target/type', { type: fact.event.type });
  if (rules[fact.event.type].fixed) throw new Rejected('target-fixed', '/data/target/type', { type: fact.event.type });
  if (fact.annulled) throw new Rejected('target-annulled', '/data/target/id', { event: target.id });
  if (fact.newest !== target.id) throw new Rejected('target-superseded', '/data/target/id', { event: fact.newest });
  requireCorrector(event, fact.event, ownerOf(event));
  if (event.type === 'EventAnnulled') return;
  const corrected = effectiveEvent(fact.event, event);
  if (streamOf(corrected) !== event.stream || namesOf(corrected) !== namesOf(fact.event)) {
    throw new Rejected('correction-changes-ids', '/data/replacement', { names: namesOf(fact.event) });
  }
  try {
    decideFact(booksBeside(state, fact, corrected), corrected, { ...context, correcting: true });
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    throw new Rejected(error.code, error.pointer.replace(/^\/data/, '/data/replacement'), error.slots);
  }
  const facts = state.facts.map((other) => (other === fact ? { ...fact, event: corrected } : other));
  requireSameUnits(state.books, fold(state.stream, facts));
}

/**
 * The books that a corrected fact is judged beside. Steps count at the fact's own place, so that an audit which has ended can still be
 * corrected. Runs and lots do at any: a line is busy later too, and the lot that was really used may have been recorded after its use.
 */
function booksBeside(state: StreamState, fact: Fact, corrected: LedgerEvent): Books {
  const anywhere = isIn(receivingRules, corrected) || isIn(processingRules, corrected);
  if (!anywhere) return fold(state.stream, state.facts.slice(0, state.facts.indexOf(fact)));
  const books = fold(
    state.stream,
    state.facts.filter((other) => other !== fact),
  );
  // A later count that names the goods would open the lot here; but its birth is this very fact.
  if (books.kind === 'site' && corrected.type !== 'StockCounted') {
    for (const id of namesIn(corrected)) books.lots.delete(id);
  }
  return books;
}

/** A lot's unit is fixed at its birth: later amounts were told in it. */
function requireSameUnits(before: Books, after: Books): void {
  if (before.kind !== 'site' || after.kind !== 'site') return;
  for (const [id, { unit }] of after.lots) {
    const expected = before.lots.get(id)?.unit ?? unit;
    if (unit !== expected) throw new Rejected('unit-mismatch', '/data/replacement', { unit, expected });
  }
}

/** Folds an accepted event into its stream's state. After a correction the books are folded anew from the newest versions. */
export function evolve(state: StreamState, event: LedgerEvent): void {
  state.revision += 1;
  if (!isIn(correctionRules, event)) {
    const fact = { event, newest: event.id, annulled: false };
    state.facts.push(fact);
    state.records.set(event.id, fact);
    evolveFact(state.books, event);
    return;
  }
  const fact = state.records.get(event.data.target.id);
  if (!fact) return;
  if (event.type === 'EventAnnulled') fact.annulled = true;
  else {
    fact.event = effectiveEvent(fact.event, event);
    fact.newest = event.id;
    state.records.set(event.id, fact);
  }
  state.books = fold(state.stream, state.facts);
}

function fold(stream: string, facts: readonly Fact[]): Books {
  const books = emptyBooks(stream);
  for (const fact of facts) if (!fact.annulled) evolveFact(books, fact.event);
  return books;
}

function evolveFact(books: Books, event: LedgerEvent): void {
  if (isIn(receivingRules, event)) evolveReceiving(as(books, 'site'), event);
  else if (isIn(processingRules, event)) evolveProcessing(as(books, 'site'), event);
  else if (isIn(packingRules, event)) evolvePacking(as(books, 'site'), event);
  else if (isIn(assortmentRules, event)) evolveAssortment(as(books, 'organisation'), event);
  else if (isIn(shipmentRules, event)) evolveShipment(as(books, 'shipment'), event);
  else if (isIn(auditRules, event)) evolveAudit(as(books, 'audit'), event);
  else if (isIn(certificateRules, event)) evolveCertificate(as(books, 'certificate'), event);
  else if (isIn(sampleRules, event)) evolveSample(as(books, 'sample'), event);
  else if (isIn(recallRules, event)) evolveRecall(as(books, 'recall'), event);
}

/** The ids that the event brings into being, in any order. */
function namesOf(event: LedgerEvent): string {
  return [...namesIn(event)].sort().join(', ');
}

function namesIn(event: LedgerEvent): readonly string[] {
  return ruleOf<EventType>(event).names?.(event.data) ?? [];
}

/** True if the event's type is one of this group's, whose rules its file declares. */
function isIn<M>(group: Rules<M>, event: LedgerEvent): event is Extract<LedgerEvent, { type: keyof M }> {
  return Object.hasOwn(group, event.type);
}

/** The books of a stream whose kind the event's own rule has fixed. */
function as<K extends Books['kind']>(books: Books, kind: K): Extract<Books, { kind: K }> {
  if (!isKindOf(books, kind)) throw new Rejected('wrong-stream', '/stream', { stream: kind });
  return books;
}

function isKindOf<K extends Books['kind']>(books: Books, kind: K): books is Extract<Books, { kind: K }> {
  return books.kind === kind;
}
