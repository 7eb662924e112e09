import {
  type EventData,
  type EventType,
  hiddenFields,
  type LedgerEvent,
  type Role,
  type Signer as NamedSigner,
  streamOf,
} from '@hadic/domain';
import { digestOf, type Envelope, hideFields, type Json, type Openings, type Signer, signEvent } from '@hadic/signing';
import { appendLeaf, emptyHead, leafHash, rootOf } from '@hadic/tlog';
import { leafOf } from '@hadic/verifier';
import { hash } from 'node:crypto';
import { type Dice, uuidV7 } from './random.js';

/** Somebody with a key. */
export interface Person {
  ref: string;
  org: string;
  signer: Signer;
}

/** What somebody does, before it has an id, a time and signatures. */
export type Draft = {
  [T in EventType]: { type: T; data: EventData[T]; by: readonly (readonly [Person, Role])[] };
}[EventType];

/** A signed event as it is posted, with what it was made of. */
export interface WireLine {
  /** In the clear. */
  event: LedgerEvent;
  envelope: Envelope;
  openings?: Openings;
  /** Time of recording of a simulated ledger; elsewhere the ledger's own clock gives another. */
  recordedAt: string;
  digest: string;
  /** The line of NDJSON, without its line feed. */
  text: string;
}

const ZONE_MS = 7 * 3_600_000;
/** From the deed to its record. */
const DELAY_MS = 2_000;

const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'buffer');

/** RFC 3339 in East Java's zone. */
export function instant(ms: number): string {
  return `${new Date(ms + ZONE_MS).toISOString().slice(0, 19)}+07:00`;
}

/** Calendar day in East Java. */
export function day(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10);
}

/** Turns drafts into signed lines, in log order, and keeps the head of the tree that a simulated ledger gets from them. */
export class Scribe {
  #ledger: string | undefined;
  #head = emptyHead();
  readonly #revisions = new Map<string, number>();

  constructor(
    private readonly dice: Dice,
    private readonly simulated: boolean,
  ) {}

  /** Digest of the founding event. */
  get ledger(): string {
    return this.#ledger ?? '';
  }

  /** What an auditor of a simulated ledger sees now; of another ledger, whose clock is its own, only the empty log is known. */
  get head(): { size: number; root: string } {
    return { size: this.#head.size, root: Buffer.from(rootOf(sha256, this.#head)).toString('hex') };
  }

  write({ type, data, by }: Draft, atMs: number): WireLine {
    const signers: NamedSigner[] = by.map(([{ signer, org }, role]) => ({ key: signer.keyId, org, role }));
    const id = uuidV7(atMs, this.dice);
    const ledger = this.#ledger === undefined ? {} : { ledger: this.#ledger };
    const head = { id, type, v: 1, ...ledger, stream: '', occurredAt: instant(atMs), signers, evidence: [], data };
    const event = head as LedgerEvent;
    event.stream = streamOf(event);
    const keys = new Map(by.map(([{ signer }]) => [signer.keyId, signer]));
    const { hidden, openings } = this.#hide(event);
    const envelope = signEvent(hidden, [...keys.values()]);
    const recordedAt = new Date(atMs + DELAY_MS).toISOString();
    const digest = digestOf(envelope);
    this.#ledger ??= digest;
    if (this.simulated) this.#grow(event, envelope, recordedAt);
    const text = this.#textOf(envelope, openings, recordedAt);
    return { event, envelope, ...(openings ? { openings } : {}), recordedAt, digest, text };
  }

  #hide(event: LedgerEvent): { hidden: LedgerEvent; openings?: Openings } {
    const target = 'target' in event.data ? event.data.target.type : undefined;
    const patterns = hiddenFields(event.type, target);
    if (patterns.length === 0) return { hidden: event };
    const { event: hidden, openings } = hideFields(event as object as Json, patterns, () => this.dice.bytes(16));
    return { hidden: hidden as object as LedgerEvent, ...(Object.keys(openings).length > 0 ? { openings } : {}) };
  }

  #grow(event: LedgerEvent, envelope: Envelope, recordedAt: string): void {
    const { id, stream } = event;
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#revisions.set(stream, revision);
    const leaf = leafHash(sha256, leafOf({ id, stream, revision }, envelope, recordedAt));
    this.#head = appendLeaf(sha256, this.#head, leaf);
  }

  #textOf({ payloadType, payload, signatures }: Envelope, openings: Openings | undefined, recordedAt: string): string {
    return JSON.stringify({
      payloadType,
      payload: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64'),
      signatures,
      ...(openings ? { openings } : {}),
      ...(this.simulated ? { recordedAt } : {}),
    });
  }
}
