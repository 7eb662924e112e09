import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { evaluateAsIfReleased, type Status } from '@hadic/domain';
import { connect, type EventStore, lockFile } from '@hadic/store';
import { decodeRecord, isLedgerStream, type Verifier } from '@hadic/verifier';
import { Refused } from '@hadic/words';
import { Follower, type FollowerStopped } from './follower.js';
import { momentOf, type Asked } from './moment.js';
import { deleteReadModel, ReadModel, type Checkpoint } from './read-model.js';
import { headingOf, snapshotAt, type Heading, type Snapshot } from './snapshot.js';

/** So long a question waits for the read side to fold the position that it needs. */
const PATIENCE_MS = 2000;

export interface ProvenanceOptions {
  store: EventStore;
  verifier: Verifier;
  /** The read model's own file. */
  file: string;
  /** Digest of the founding event: the log of another ledger is not followed. */
  ledger?: string;
  /** RFC 3339. A simulated ledger's now is the newest recordedAt instead. */
  now: () => string;
  /** Told why the read side stopped for good, and each time that it could not go on and tries again. */
  report?: (error: unknown) => void;
}

/** How far the read side is behind the log. */
export interface Lag {
  /** Records folded. */
  records: number;
  position: string | undefined;
  /** Position of the log's last event. */
  head: string | undefined;
  caughtUp: boolean;
}

/** The read side in one object: follows the log from `start` on, and answers from what it has folded. */
export class Provenance {
  readonly #lock: { release(): void };
  readonly #model: ReadModel;
  readonly #follower: Follower;

  constructor(private readonly options: ProvenanceOptions) {
    const { store, verifier, file, report, ledger } = options;
    this.#lock = lockModel(file);
    this.#model = ReadModel.open(file);
    const optional = { ...(report ? { report } : {}), ...(ledger ? { ledger } : {}) };
    this.#follower = new Follower({ store, verifier, model: this.#model, ...optional });
  }

  /** Begins to follow. If the log is not the one that was folded, or a record in it does not hold, `failure` says so from then on. */
  start(): Promise<void> {
    return this.#follower.start();
  }

  async close(): Promise<void> {
    await this.#follower.close();
    this.#model.close();
    this.#lock.release();
  }

  /** Why it stopped reading for good. `log-differs` asks for a rebuild. */
  failure(): FollowerStopped | undefined {
    return this.#follower.failure;
  }

  /** The ledger's times are told to it. */
  get simulated(): boolean {
    return this.#follower.state.registry.simulated;
  }

  /** How far the log has been folded; undefined where nothing has been. */
  head(): Checkpoint | undefined {
    return this.#follower.head;
  }

  caughtUp(position: string, timeoutMs: number): Promise<boolean> {
    return this.#follower.caughtUp(position, timeoutMs);
  }

  async lag(): Promise<Lag> {
    const head = await this.options.store.head();
    const folded = this.#follower.head;
    const caughtUp = head === undefined || (folded !== undefined && folded.position >= head);
    return { records: (folded?.index ?? -1) + 1, position: folded?.position, head, caughtUp };
  }

  /** Seconds since the oldest record was recorded that is not folded yet; 0 without one, unknown where the clock is told. */
  async secondsBehind(): Promise<number | undefined> {
    const next = await this.#follower.firstAfter(this.#follower.head?.position);
    if (next === undefined) return 0;
    if (this.simulated) return undefined;
    return Math.max(0, Date.parse(this.options.now()) - Date.parse(decodeRecord(next).recordedAt)) / 1_000;
  }

  /** Records of the log that are not folded yet; more than `most` are not counted. @throws StoreUnavailable */
  async recordsBehind(most: number): Promise<number> {
    let count = 0;
    for await (const { stream } of this.options.store.readAll(this.#follower.head?.position)) {
      if (isLedgerStream(stream)) count += 1;
      if (count === most) break;
    }
    return count;
  }

  /**
   * Everything that a question is answered from, at the moment that it is about. Waits a little for `atLeast` or `position`.
   * @throws Refused read-side-behind, read-side-stopped, parameter-malformed
   */
  async at(asked: Asked): Promise<Snapshot> {
    const needed = asked.atLeast ?? asked.position;
    if (needed !== undefined) await this.#await(needed);
    this.#refuseIfStopped(asked);
    const head = this.#follower.head;
    if (!head) throw behind();
    const { graph, registry } = this.#follower.state;
    const nowMs = registry.simulated ? head.knownMs : Date.parse(this.options.now());
    return snapshotAt(momentOf(asked, head, this.#model, nowMs), { model: this.#model, graph, registry });
  }

  /**
   * What a release of the lot would claim: its status as if it were released, at the time of the release and with all that is known at the
   * head, which includes at least the given position.
   * @throws Refused read-side-behind, read-side-stopped
   */
  async judgeRelease(lotId: string, occurredAt: string, atLeast: string | undefined): Promise<Heading & Status> {
    const snapshot = await this.at({ valid: occurredAt, ...(atLeast === undefined ? {} : { atLeast }) });
    return { ...headingOf(snapshot), ...evaluateAsIfReleased(snapshot.view, lotId, snapshot.validMs) };
  }

  async #await(position: string): Promise<void> {
    const reached = await this.#follower.caughtUp(position, PATIENCE_MS);
    if (!reached && !this.#follower.failure) throw behind();
  }

  /** What is older than the failure can still be asked for by its place; what is true now cannot be known. */
  #refuseIfStopped({ index, position, known, atLeast }: Asked): void {
    const failure = this.#follower.failure;
    if (!failure) return;
    const head = this.#follower.head;
    const named = index !== undefined || position !== undefined || known !== undefined;
    const within = [position, atLeast].every((place) => place === undefined || (head && place <= head.position));
    if (failure.code === 'record-not-verified' && named && within) return;
    const { index: at, position: place, reason } = failure.at;
    const slots = { code: failure.code, index: at, position: place, reason };
    throw new Refused({ code: 'read-side-stopped', slots });
  }
}

/** Two that write one read model would fold every record twice. */
function lockModel(file: string): { release(): void } {
  mkdirSync(path.dirname(file), { recursive: true });
  return lockFile(file, connect);
}

function behind(): Refused {
  return new Refused({ code: 'read-side-behind' });
}

/**
 * Deletes the read model and folds the whole log, up to its head of now, into a new one. Nobody else may have the file open.
 * @throws FollowerStopped at a record that does not hold
 */
export async function rebuild(
  options: Omit<ProvenanceOptions, 'now'> & { onProgress?: (records: number) => void },
): Promise<{ records: number; dump: string }> {
  const { store, verifier, file, onProgress } = options;
  const lock = lockModel(file);
  deleteReadModel(file);
  const model = ReadModel.open(file);
  const follower = new Follower({ store, verifier, model, ...(onProgress ? { onProgress } : {}) });
  try {
    const head = await store.head();
    await follower.start();
    if (head !== undefined) await follower.caughtUp(head, Number.POSITIVE_INFINITY);
    await follower.close();
    if (follower.failure) throw follower.failure;
    return { records: (follower.head?.index ?? -1) + 1, dump: model.dump() };
  } finally {
    await follower.close();
    model.close();
    lock.release();
  }
}
