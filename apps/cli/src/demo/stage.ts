import { instantMs, type EventData, type EventType, type Signer as ListedSigner } from '@hadic/domain';
import { sha256, signEvent, type JsonObject, type Signer } from '@hadic/signing';
import { Api, type Outcome, type Problem } from '../api.js';
import { composeWith } from '../compose.js';
import type { Context } from '../context.js';
import { EXIT, Failure } from '../failure.js';
import { textOf } from '../files.js';
import { streamOfData } from '../signers.js';
import { encodeWire } from '../wire.js';
import { signerFor } from './cast.js';

/** One event of the story: what happened, when, and in which roles it is signed (`WAREHOUSE@lereng-kawi`). */
export interface Act<T extends EventType = EventType> {
  type: T;
  data: EventData[T];
  at: string;
  by: readonly (string | { listed: ListedSigner; signer: Signer })[];
  place?: string;
}

/** An event with its data checked against its type, where the act is written down. */
export function act<T extends EventType>(type: T, data: EventData[T], at: string, by: Act['by']): Act<T> {
  return { type, data, at, by };
}

export interface SignedAct {
  id: string;
  type: EventType;
  stream: string;
  data: JsonObject;
  /** As it is posted. */
  line: string;
}

/** A record is made some minutes after what it tells. */
const UNTIL_RECORDED_MS = 10 * 60_000;
const ZONE_MS = 7 * 3_600_000;

/** Signs the acts of the story and posts them; its clock, ids and salts are the same on every run. */
export class Stage {
  readonly api: Api;
  /** Position of the last record, so that questions wait for it. */
  position = '';
  recorded = 0;
  private now = 0;

  constructor(
    readonly context: Context,
    readonly ledger: string | undefined,
    private readonly random = seededRandom('HADIC demo, ids and salts'),
  ) {
    this.api = new Api(context);
  }

  /** Signs an act; nothing is posted. */
  sign({ type, data, at, by, place }: Act): SignedAct {
    const signers = by.map((as) => (typeof as === 'string' ? signerFor(as) : as));
    const plain = JSON.parse(JSON.stringify(data)) as JsonObject;
    const stream = streamOf(type, plain);
    const source = {
      now: instantMs(at),
      random: this.random,
      ...(this.ledger === undefined ? {} : { ledger: this.ledger }),
    };
    this.now = Math.max(this.now, instantMs(at) + UNTIL_RECORDED_MS);
    const extras = place === undefined ? {} : { place };
    const draft = { type, data: plain, occurredAt: at, extras, stream, signedBy: signers.map(({ listed }) => listed) };
    const { event, hidden, openings } = composeWith(draft, source);
    const keys = new Map(signers.map(({ signer }) => [signer.keyId, signer]));
    const envelope = signEvent(hidden, [...keys.values()]);
    const line = encodeWire({ envelope, openings, recordedAt: localTime(this.now) });
    return { id: textOf(event['id']), type, stream, data: plain, line };
  }

  /** Signs and posts acts in their order; all must be recorded. */
  async play(acts: readonly Act[]): Promise<SignedAct[]> {
    const signed = acts.map((each) => this.sign(each));
    let place = 0;
    for await (const outcome of this.api.postMany(signed.map(({ line }) => line))) {
      const { receipt, problem, outcome: became } = outcome;
      if (became !== 'recorded' || !receipt)
        throw notAsTold(`${signed[place]?.type ?? ''} ${became}: ${wordsOf(problem)}`);
      this.position = textOf(receipt['position']);
      place += 1;
    }
    if (place < signed.length) throw notAsTold(`${signed.length - place} events without an answer`);
    this.recorded += place;
    return signed;
  }

  /** Posts what must be refused with this code. */
  async refused(line: string, code: string): Promise<Problem> {
    const { outcome, problem } = await this.api.post(line);
    if (outcome !== 'refused' || problem?.code !== code) throw notAsTold(`${outcome} ${wordsOf(problem)}, not ${code}`);
    return problem;
  }

  /** Posts what was recorded before; its receipt must be the first one. */
  async repeated(line: string): Promise<Outcome> {
    const first = await this.api.post(line);
    const second = await this.api.post(line);
    if (first.outcome !== 'duplicate' || JSON.stringify(first.receipt) !== JSON.stringify(second.receipt)) {
      throw notAsTold(`${first.outcome}, not a duplicate`);
    }
    return first;
  }
}

export function notAsTold(what: string): Failure {
  return new Failure(EXIT.failed, 'demo.notAsTold', { what });
}

function wordsOf(problem: Problem | undefined): string {
  return problem === undefined ? '' : `${problem.code} ${problem.pointer ?? ''} ${problem.detail ?? problem.title}`;
}

function streamOf(type: EventType, data: JsonObject): string {
  return type === 'LedgerFounded' ? `organisation-${textOf(data['registrar'])}` : streamOfData(type, data);
}

/** RFC 3339 in the story's zone. */
function localTime(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().replace(/(\.000)?Z$/, '+07:00');
}

/** Bytes that follow from a seed: SHA-256 over a counter. For a story only; never for real keys. */
function seededRandom(seed: string): (bytes: number) => Uint8Array {
  let count = 0;
  return (bytes) => {
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, () => {
      count += 1;
      return [...sha256(new TextEncoder().encode(`${seed} ${count}`))];
    });
    return Uint8Array.from(blocks.flat().slice(0, bytes));
  };
}
