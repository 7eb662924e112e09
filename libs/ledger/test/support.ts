import { MemoryStore, type EventStore, type StoredEvent } from '@hadic/store';
import { Verifier } from '@hadic/verifier';
import { People, type Signed, smallFirm, type Wire } from '../../../test/people.js';
import { type Claim, ClaimPort, type ClaimVerdict } from '../src/claims.js';
import { Clock } from '../src/clock.js';
import { Log } from '../src/log.js';
import type { Outcome } from '../src/outcome.js';
import { type Limits, Recorder, type RecorderParts } from '../src/recorder.js';

/** A second later at every look. */
export class TickingClock extends Clock {
  #ticks = 0;

  override now(): string {
    return new Date(Date.parse('2026-04-01T00:00:00Z') + 1000 * this.#ticks++).toISOString();
  }
}

/** Answers as it is told. */
export class ScriptedClaims extends ClaimPort {
  readonly asked: Claim[] = [];
  answer: (claim: Claim) => Promise<ClaimVerdict> = async () => ({ supported: true });

  override judge(claim: Claim): Promise<ClaimVerdict> {
    this.asked.push(claim);
    return this.answer(claim);
  }
}

const FOUNDING_KEY = new People().registrar.signer.keyId;
const verifier = new Verifier({ threads: 1 });
afterAll(() => verifier.close());

/** One ledger over a store; several over one store are several services. */
export function ledgerOver(store: EventStore, limits: Partial<Limits> = {}, more: Partial<RecorderParts> = {}) {
  const log = new Log(store, limits.patienceMs ?? 1_000);
  const claims = new ScriptedClaims();
  const faults: unknown[] = [];
  const recorder = new Recorder({
    ...{ store, verifier, log, claims, foundingKey: FOUNDING_KEY, clock: new TickingClock() },
    limits: { inProgress: 1_000, streams: 100, patienceMs: 1_000, ...limits },
    report: (error) => faults.push(error),
    ...more,
  });
  const post = ({ wire }: { wire: Wire }): Promise<Outcome> => recorder.record(bytesOf(wire));
  return { log, recorder, claims, faults, post };
}

/** A ledger on which the small firm has registered. */
export async function firmOver(
  store: EventStore = new MemoryStore(),
  limits: Partial<Limits> = {},
  more: Partial<RecorderParts> = {},
) {
  const firm = smallFirm();
  const ledger = ledgerOver(store, limits, more);
  await record(ledger.post, firm.events);
  return { ...firm, ...ledger, store };
}

/** Records events that must be accepted. */
export async function record(post: (signed: Signed) => Promise<Outcome>, events: readonly Signed[]): Promise<void> {
  for (const signed of events) {
    const result = await post(signed);
    if (result.outcome !== 'recorded') throw new Error(`${signed.event.type}: ${JSON.stringify(result)}`);
  }
}

export function bytesOf(wire: object): Uint8Array {
  return Buffer.from(JSON.stringify(wire));
}

export async function allOf(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

/** The outcomes by name, and how many there are of each. */
export function tally(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of outcomes) {
    const name = 'problem' in result ? `${result.outcome} ${result.problem.code}` : result.outcome;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
