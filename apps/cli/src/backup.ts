import { createHash } from 'node:crypto';
import { streamOf, type LedgerEvent } from '@hadic/domain';
import { encodeHex, openEnvelope, type JsonObject } from '@hadic/signing';
import type { StoredEvent } from '@hadic/store';
import { appendLeaf, emptyHead, leafHash, rootOf, type Head } from '@hadic/tlog';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { makeFolder, textOf } from './files.js';
import { openedEvent, signedKeysAgree } from './wire.js';
import path from 'node:path';

// The store and the verifier load native code; only these commands need it, so it is loaded when they run.
const loadStore = () => import('@hadic/store');
const loadVerifier = () => import('@hadic/verifier');

/** `hadic backup FILE`: copies the embedded store as it stands at one moment, while the service goes on. */
export async function backup(context: Context): Promise<number> {
  const target = context.args.word(0, 'FILE');
  context.args.atMost(1);
  const { backup: copy } = await loadStore();
  const contents = await copy(context.storeFile, target);
  context.print(context.json ? JSON.stringify({ file: target, ...contents }) : target);
  context.tell('cli.backedUp', { events: contents.events, file: target });
  return 0;
}

/** `hadic restore FILE`: puts a backup in the place of an absent store, once every record in it has been checked. */
export async function restore(context: Context): Promise<number> {
  const source = context.args.word(0, 'FILE');
  context.args.atMost(1);
  const [{ restore: put }, verifierLib] = await Promise.all([loadStore(), loadVerifier()]);
  const verifier = new verifierLib.Verifier();
  const checker = new LogChecker(verifierLib, verifier, context.config().ledger);
  makeFolder(path.dirname(context.storeFile));
  try {
    await put(source, context.storeFile, (stored) => checker.check(stored));
  } finally {
    await verifier.close();
  }
  const { size, root } = checker;
  context.print(context.json ? JSON.stringify({ size, root }) : `${size}\t${root}`);
  context.tell('cli.restored', { events: size });
  return 0;
}

type VerifierLib = Awaited<ReturnType<typeof loadVerifier>>;

/** Checks the records of a log one by one, in log order, and computes the head that they add up to. */
class LogChecker {
  private head: Head = emptyHead();

  constructor(
    private readonly lib: VerifierLib,
    private readonly verifier: InstanceType<VerifierLib['Verifier']>,
    private readonly ledger: string,
  ) {}

  get size(): number {
    return this.head.size;
  }

  /** RFC 6962 root over the records checked so far, hex. */
  get root(): string {
    return encodeHex(rootOf(sha256, this.head));
  }

  /** Throws a `Failure` that names the record and what does not fit. */
  async check(stored: StoredEvent): Promise<void> {
    if (!this.lib.isLedgerStream(stored.stream)) return;
    const wrong = await this.verdict(stored).catch((error: unknown) => this.reasonOf(error));
    if (wrong !== undefined) {
      throw new Failure(EXIT.tampered, 'cli.recordTampered', {
        index: this.size,
        stream: stored.stream,
        revision: stored.revision,
        reason: wrong,
      });
    }
  }

  private reasonOf(error: unknown): string {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string' || code === 'closed' || code === 'worker-died') throw error;
    return code;
  }

  private async verdict(stored: StoredEvent): Promise<string | undefined> {
    const { envelope, recordedAt, openings = {}, storeId } = this.lib.decodeRecord(stored);
    if (storeId !== stored.id) return 'id-differs';
    const verdict = await this.verifier.verify(envelope);
    if (!verdict.ok) return 'bad-signature';
    const event = openEnvelope(envelope);
    if (!signedKeysAgree({ envelope }, event)) return 'signers-differ';
    const opened = openedEvent(event, openings);
    if (event['stream'] !== stored.stream || streamOf(opened as JsonObject & LedgerEvent) !== stored.stream)
      return 'wrong-stream';
    const ledger = this.size === 0 ? verdict.digest : event['ledger'];
    if (ledger !== this.ledger) return 'wrong-ledger';
    const place = { id: textOf(event['id']), stream: stored.stream, revision: stored.revision };
    const leaf = this.lib.leafOf(place, envelope, recordedAt);
    this.head = appendLeaf(sha256, this.head, leafHash(sha256, leaf));
    return undefined;
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
