import { hash } from 'node:crypto';
import { isInstant, streamOf, type LedgerEvent } from '@hadic/domain';
import { encodeHex, openEnvelope, type JsonObject } from '@hadic/signing';
import type { StoredEvent } from '@hadic/store';
import { appendLeaf, emptyHead, leafHash, rootOf, type Head } from '@hadic/tlog';
import { decodeRecord, isLedgerStream, leafOf, VerifierError, type LedgerRecord, type Verifier } from '@hadic/verifier';
import { textOf } from './files.js';
import { openedEvent, signedKeysAgree } from './wire.js';

/** Records whose signatures are being checked while later ones are read. */
const UNDER_WAY = 256;

/** The tree (RFC 6962) over the ledger's records of a log, read in log order. Events of others are passed over. */
export class LogTree {
  #head: Head = emptyHead();

  get size(): number {
    return this.#head.size;
  }

  /** Hex. */
  get root(): string {
    return encodeHex(rootOf(sha256, this.#head));
  }

  /** @throws RecordError */
  add(stored: StoredEvent, record: LedgerRecord | undefined = recordOf(stored)): void {
    if (record === undefined) return;
    const { envelope, recordedAt } = record;
    const { stream, revision } = stored;
    const place = { id: textOf(openEnvelope(envelope)['id']), stream, revision };
    this.#head = appendLeaf(sha256, this.#head, leafHash(sha256, leafOf(place, envelope, recordedAt)));
  }
}

/** A record of the log is not what was signed. */
export class Unsound extends Error {
  override readonly name = 'Unsound';

  /** For the words about it: the index counts the ledger's own records, the reason is the code of the check that failed. */
  readonly slots: { index: number; stream: string; revision: number; reason: string };

  constructor(index: number, { stream, revision }: StoredEvent, reason: string) {
    super(`Record ${index} (${stream}@${revision}): ${reason}`);
    this.slots = { index, stream, revision, reason };
  }
}

interface Sound {
  record: LedgerRecord;
  event: JsonObject;
  digest: string;
}

/**
 * Checks the records of a log, given in log order: the id is that of the bytes, every signature holds, those signed whom the event names, the
 * private fields fit their digests, the event stands in the stream that it belongs to, and all belong to the ledger that the first one founds.
 * Its signatures are checked in parallel, so a log is sound only once `end` has returned.
 */
export class LogCheck {
  readonly #tree = new LogTree();
  readonly #underWay: { stored: StoredEvent; checked: Promise<Sound | string> }[] = [];
  #ledger: string | undefined;

  /** `ledger`: digest of the founding event that the log must begin with; of any unless told. */
  constructor(
    private readonly verifier: Verifier,
    ledger?: string,
  ) {
    this.#ledger = ledger;
  }

  /** Digest of the founding event; unless it was told, undefined while no record has been checked. */
  get ledger(): string | undefined {
    return this.#ledger;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** Root of the tree over the records checked so far, hex. */
  get root(): string {
    return this.#tree.root;
  }

  /** Takes the next event of the log. @throws Unsound of this one or of an earlier one, VerifierError */
  async take(stored: StoredEvent): Promise<void> {
    if (!isLedgerStream(stored.stream)) return;
    const checked = soundness(stored, this.verifier);
    // It is awaited in its turn; until then a failure must not count as unhandled.
    checked.catch(() => undefined);
    this.#underWay.push({ stored, checked });
    if (this.#underWay.length >= UNDER_WAY) await this.#settleFirst();
  }

  /** Waits for what is still being checked. @throws as `take` */
  async end(): Promise<void> {
    while (this.#underWay.length > 0) await this.#settleFirst();
  }

  async #settleFirst(): Promise<void> {
    const first = this.#underWay.shift();
    if (first === undefined) return;
    const { stored, checked } = first;
    const sound = await checked;
    if (typeof sound === 'string') throw new Unsound(this.size, stored, sound);
    const { record, event, digest } = sound;
    // The founding event comes first, and only there; it cannot name the ledger, which is its own digest.
    const founds = event['type'] === 'LedgerFounded';
    const named = founds ? digest : event['ledger'];
    this.#ledger ??= digest;
    if (named !== this.#ledger || founds !== (this.size === 0)) throw new Unsound(this.size, stored, 'wrong-ledger');
    this.#tree.add(stored, record);
  }
}

/** What was found sound, or the code of what is not. */
async function soundness(stored: StoredEvent, verifier: Verifier): Promise<Sound | string> {
  try {
    const { storeId, ...record } = decodeRecord(stored);
    if (storeId !== stored.id) return 'id-differs';
    const verdict = await verifier.verify(record.envelope);
    if (!verdict.ok) return 'bad-signature';
    const event = openEnvelope(record.envelope);
    if (!signedKeysAgree(record, event)) return 'signers-differ';
    const opened = openedEvent(event, record.openings ?? {});
    if (event['type'] !== stored.type) return 'type-mismatch';
    if (event['stream'] !== stored.stream || streamOf(opened as JsonObject & LedgerEvent) !== stored.stream) {
      return 'wrong-stream';
    }
    if (!isInstant(record.recordedAt)) return 'malformed-record';
    return { record, event, digest: verdict.digest };
  } catch (error) {
    // A verifier that was closed or whose worker died says nothing about the record.
    if (error instanceof VerifierError) throw error;
    const { code } = error as { code?: unknown };
    return typeof code === 'string' ? code : 'malformed';
  }
}

function recordOf(stored: StoredEvent): LedgerRecord | undefined {
  return isLedgerStream(stored.stream) ? decodeRecord(stored) : undefined;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
