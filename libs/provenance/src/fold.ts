import {
  effectiveEvent,
  emptyRegistry,
  foldRegistry,
  organisationRules,
  ownerOf,
  Rejected,
  requireCorrector,
  rules,
  streamOf,
  type Correction,
  type EventOf,
  type LedgerEvent,
  type Registry,
} from '@hadic/domain';
import type { Row } from '@hadic/store';
import type { Arrival } from './arrival.js';
import { LotGraph, OPEN } from './graph.js';
import type { Checkpoint, ReadModel } from './read-model.js';
import { read, type EdgeKind, type Reading } from './reading.js';
import { wordsOf } from './words.js';

/** Root of a record that changes no fact: voided, or a correction that does not hold. */
const NO_EFFECT = -1;

/** The fact that a correction or annulment is about, in its newest version. */
interface Target {
  root: number;
  /** The original header with the newest data. */
  event: LedgerEvent;
  index: number;
  /** It can still be corrected or annulled. */
  open: boolean;
}

/** What a record does to the facts. */
interface Effect {
  root: number;
  reading: Reading;
  /** Index of the version that ends here. */
  ends?: number;
}

const NOTHING: Reading = { about: [], mentions: [], births: [], edges: [], names: [] };

/**
 * Folds the log, record by record and in order, into the read model's tables, the lot graph and the registry. All it knows can be loaded
 * from the tables again, so it goes on from any checkpoint.
 */
export class Fold {
  readonly registry: Registry = emptyRegistry();
  readonly graph = new LotGraph();
  /** Index of the next record. */
  next = 0;
  /** Running maximum of recordedAt, in milliseconds. */
  knownMs = 0;

  /** By stream: the revision that its next record has to have. */
  readonly #nextRevisions = new Map<string, number>();

  constructor(private readonly model: ReadModel) {
    const checkpoint = model.checkpoint();
    if (checkpoint) this.#load(checkpoint);
  }

  /** Revision that the stream's next record has to have; with another one records are missing. */
  nextRevision(stream: string): number {
    return this.#nextRevisions.get(stream) ?? 0;
  }

  /** Must be called within a transaction of the model. */
  fold(arrival: Arrival): void {
    const { event, recordedAt, digest, stored } = arrival;
    const index = this.next++;
    this.#nextRevisions.set(stored.stream, stored.revision + 1);
    this.knownMs = Math.max(this.knownMs, arrival.recordedMs);
    // The first copy of an event id wins, whichever stream it stands in; a later one is kept and counts for nothing.
    const voidedBy = this.#indexOf(event.id);
    const recorded = { event, index, revision: stored.revision, recordedAt, digest };
    const refusal = voidedBy === undefined ? foldRegistry(this.registry, recorded)?.code : undefined;
    const effect =
      voidedBy === undefined
        ? this.#effectOf(arrival, index, refusal !== undefined)
        : { root: NO_EFFECT, reading: NOTHING };
    this.#addRecord(arrival, index, { root: effect.root, voidedBy: voidedBy ?? -1, unauthorised: refusal ?? '' });
    if (voidedBy === undefined && refusal === undefined && bearsOnRegistry(event)) {
      this.model.run('INSERT INTO registry VALUES (?)', [index]);
    }
    if (effect.ends !== undefined) {
      this.model.run('UPDATE records SET until = ? WHERE idx = ?', [index, effect.ends]);
      this.graph.end(effect.ends, index);
    }
    this.#addReading(effect.reading, index);
  }

  #effectOf({ event, reading }: Arrival, index: number, unauthorised: boolean): Effect {
    if (event.type !== 'EventCorrected' && event.type !== 'EventAnnulled') return { root: index, reading };
    const target = this.#targetOf(event);
    if (!target) return { root: NO_EFFECT, reading: NOTHING };
    const ended = read(target.event);
    const shown = { ...NOTHING, mentions: [...ended.about, ...ended.mentions] };
    // The ledger has decided this already; a reader takes nobody's word for who may correct what.
    if (!target.open || !mayCorrect(event, target.event)) return { root: NO_EFFECT, reading: shown };
    if (event.type === 'EventAnnulled') {
      // Who may not sign cannot make a fact go away; a correction by such a signer counts, and HC-002 tells.
      return unauthorised
        ? { root: NO_EFFECT, reading: shown }
        : { root: target.root, reading: shown, ends: target.index };
    }
    const version = effectiveEvent(target.event, event);
    if (streamOf(version) !== event.stream) return { root: NO_EFFECT, reading: shown };
    const now = read(version);
    const left = shown.mentions.filter((subject) => !now.about.includes(subject));
    const mentions = [...new Set([...now.mentions, ...left])];
    return { root: target.root, reading: { ...now, mentions }, ends: target.index };
  }

  #targetOf(correction: EventOf<'EventCorrected'> | EventOf<'EventAnnulled'>): Target | undefined {
    const { id, type, stream } = correction.data.target;
    const named = this.#indexOf(id);
    if (named === undefined) return undefined;
    const root = Number(this.model.all('SELECT root FROM records WHERE idx = ?', [named])[0]?.['root']);
    if (root === NO_EFFECT) return undefined;
    const newest = this.model.all(
      `SELECT idx, event, until FROM records WHERE idx = ?1 OR (root = ?1 AND root <> idx AND type = 'EventCorrected')
       ORDER BY idx DESC LIMIT 1`,
      [root],
    )[0];
    const original = this.model.all('SELECT event FROM records WHERE idx = ?', [root])[0];
    if (!newest || !original) return undefined;
    const event = eventOf(original);
    const index = Number(newest['idx']);
    const sameFact = event.type === type && event.stream === stream && stream === correction.stream;
    return {
      root,
      event: index === root ? event : effectiveEvent(event, eventOf(newest) as EventOf<'EventCorrected'>),
      index,
      open: sameFact && rules[event.type].fixed !== true && Number(newest['until']) === OPEN,
    };
  }

  #indexOf(id: string): number | undefined {
    const row = this.model.all('SELECT idx FROM records WHERE id = ? ORDER BY idx LIMIT 1', [id])[0];
    return row && Number(row['idx']);
  }

  #addRecord(
    { event, recordedAt, digest, stored }: Arrival,
    index: number,
    verdict: { root: number; voidedBy: number; unauthorised: string },
  ): void {
    this.model.run('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      ...[index, event.id, event.type, stored.stream, stored.revision, stored.position],
      ...[event.occurredAt, recordedAt, this.knownMs, digest, JSON.stringify(event)],
      ...[verdict.root, OPEN, verdict.voidedBy, verdict.unauthorised],
    ]);
  }

  #addReading({ about, mentions, births, edges, names }: Reading, index: number): void {
    const { model } = this;
    for (const subject of about) model.add('subjects', [subject, index, 0]);
    for (const subject of mentions) model.add('subjects', [subject, index, 1]);
    for (const { lot, kind, materialId = '', productId = '', qty } of births) {
      model.add('births', [...[this.#lot(lot), index, kind, materialId, productId], ...[qty.value, qty.unit]]);
    }
    for (const { from, to, kind } of edges) {
      const [source, target] = [this.#lot(from), this.#lot(to)];
      model.add('edges', [index, source, target, kind]);
      this.graph.link({ from: source, to: target, kind }, index);
    }
    for (const { subject, text } of names) {
      for (const word of wordsOf(text)) model.add('words', [word, subject, index]);
    }
  }

  #lot(id: string): number {
    const known = this.graph.numberOf(id);
    if (known !== undefined) return known;
    const number = this.graph.intern(id);
    this.model.add('lots', [number, id]);
    return number;
  }

  #load({ index, knownMs }: Checkpoint): void {
    this.next = index + 1;
    this.knownMs = knownMs;
    for (const row of this.model.all('SELECT id FROM lots ORDER BY num')) this.graph.intern(String(row['id']));
    this.#loadEdges();
    for (const row of this.model.all('SELECT stream, max(revision) AS last FROM records GROUP BY stream')) {
      this.#nextRevisions.set(String(row['stream']), Number(row['last']) + 1);
    }
    const rows = this.model.all('SELECT records.* FROM registry JOIN records USING (idx) ORDER BY idx');
    for (const row of rows) {
      foldRegistry(this.registry, {
        event: eventOf(row),
        index: Number(row['idx']),
        revision: Number(row['revision']),
        recordedAt: String(row['recorded_at']),
        digest: String(row['digest']),
      });
    }
  }

  #loadEdges(): void {
    let last = [-1, 0, 0];
    for (let rows = this.#edgesAfter(last); rows.length > 0; rows = this.#edgesAfter(last)) {
      for (const row of rows) {
        const [index, from, to] = [Number(row['idx']), Number(row['source']), Number(row['target'])];
        this.graph.link({ from, to, kind: row['kind'] as EdgeKind }, index, Number(row['until']));
        last = [index, from, to];
      }
    }
  }

  #edgesAfter(last: readonly number[]): Row[] {
    return this.model.all(
      `SELECT idx, source, target, kind, until FROM edges JOIN records USING (idx)
       WHERE (idx, source, target) > (?, ?, ?) ORDER BY idx, source, target LIMIT 10000`,
      last,
    );
  }
}

/** The event in a row of `records`, as it was signed, private fields opened. */
export function eventOf(row: Row): LedgerEvent {
  return JSON.parse(String(row['event'])) as LedgerEvent;
}

function mayCorrect(correction: Correction, target: LedgerEvent): boolean {
  try {
    requireCorrector(correction, target, ownerOf(target));
    return true;
  } catch (error) {
    if (error instanceof Rejected) return false;
    throw error;
  }
}

/** The events that `foldRegistry` is made of: whoever folds only these, in order, gets the same registry. */
function bearsOnRegistry(event: LedgerEvent): boolean {
  if (event.type === 'EventCorrected' || event.type === 'EventAnnulled') {
    return event.data.target.type === 'FacilityRegistered' || event.data.target.type === 'Shipped';
  }
  return event.type === 'Shipped' || Object.hasOwn(organisationRules, event.type);
}
