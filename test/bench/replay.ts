import path from 'node:path';
import { emptyRegistry, foldRegistry, hiddenFields, type LedgerEvent } from '@hadic/domain';
import { Log } from '@hadic/ledger';
import { deleteReadModel, Follower, ReadModel, rebuild } from '@hadic/provenance';
import { type JsonObject, openEnvelope, openFields } from '@hadic/signing';
import { NO_STREAM, SqliteStore, type StoredEvent } from '@hadic/store';
import { decodeRecord, encodeRecord, Verifier } from '@hadic/verifier';
import { claimsOf } from './claims.js';
import { compete, type Contender, type Row, timed } from './harness.js';
import { checkAll, load } from './threads.js';
import type { WireLine } from './world.js';

export interface ReplayPlan {
  folder: string;
  rounds: number;
  calibrate: () => number;
  lines: readonly WireLine[];
}

const THREADS = 2;
/** Records whose signatures are being checked while earlier ones are folded. */
const WINDOW = 512;

/** A whole log read again: with its signatures against checking those signatures and doing nothing else. */
export async function replay({ folder, rounds, calibrate, lines }: ReplayPlan): Promise<Row[]> {
  const store = await fill(path.join(folder, 'replay.db'), lines);
  const verifier = new Verifier({ threads: THREADS });
  const threads = await load(claimsOf(lines), THREADS, 'sodium');
  const file = path.join(folder, 'provenance.db');
  const events = lines.length;
  const contenders: Contender[] = [
    { name: 'bare signature checks, 2 threads', run: () => timed(events, () => checkAll(threads)) },
    { name: 'read, check, open, fold the registry', run: () => timed(events, () => readAndFold(store, verifier)) },
    { name: 'provenance: fold into the read model', run: () => timed(events, () => follow(store, verifier, file)) },
    { name: 'provenance: rebuild with its dump', run: () => timed(events, () => rebuild({ store, verifier, file })) },
    { name: 'ledger start, no signatures', run: () => timed(events, () => new Log(store, 10_000).catchUp()) },
  ];
  try {
    const subject = `replay of ${events.toLocaleString('en')} events`;
    return await compete({ subject, unit: 'ev/s', rounds, contenders }, calibrate);
  } finally {
    await Promise.all([verifier.close(), store.close(), ...threads.map((thread) => thread.close())]);
  }
}

/** Puts the lines into a store as a ledger does. */
async function fill(file: string, lines: readonly WireLine[]): Promise<SqliteStore> {
  const store = await SqliteStore.open(file);
  const revisions = new Map<string, number>();
  const pending: Promise<unknown>[] = [];
  for (const { event, envelope, recordedAt, openings } of lines) {
    const { stream } = event;
    const revision = revisions.get(stream) ?? NO_STREAM;
    revisions.set(stream, revision + 1);
    pending.push(
      store.append(stream, revision, [encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) })]),
    );
    if (pending.length === WINDOW) await Promise.all(pending.splice(0));
  }
  await Promise.all(pending);
  return store;
}

/** The least that a reader must do who trusts nobody: everything but a read model. */
async function readAndFold(store: SqliteStore, verifier: Verifier): Promise<void> {
  const registry = emptyRegistry();
  const underWay: Promise<{ stored: StoredEvent; event: LedgerEvent; recordedAt: string; digest: string }>[] = [];
  let index = 0;
  const foldNext = async () => {
    const next = await underWay.shift();
    if (!next) return;
    const { stored, event, recordedAt, digest } = next;
    const refusal = foldRegistry(registry, { event, index: index++, revision: stored.revision, recordedAt, digest });
    if (refusal) throw refusal;
  };
  for await (const stored of store.readAll()) {
    underWay.push(open(stored, verifier));
    if (underWay.length >= WINDOW) await foldNext();
  }
  while (underWay.length > 0) await foldNext();
}

async function open(stored: StoredEvent, verifier: Verifier) {
  const { envelope, recordedAt, openings = {} } = decodeRecord(stored);
  const verdict = await verifier.verify(envelope);
  if (!verdict.ok) throw new Error(`A signature does not hold in ${stored.stream}.`);
  const signed = openEnvelope(envelope);
  const event = openFields(signed, patternsOf(signed), openings) as JsonObject & LedgerEvent;
  return { stored, event, recordedAt, digest: verdict.digest };
}

function patternsOf(signed: JsonObject): string[] {
  const { type, data } = signed as JsonObject & LedgerEvent;
  return hiddenFields(type, 'target' in data ? data.target.type : undefined);
}

async function follow(store: SqliteStore, verifier: Verifier, file: string): Promise<void> {
  deleteReadModel(file);
  const model = ReadModel.open(file);
  const follower = new Follower({ store, verifier, model });
  await follower.start();
  await follower.caughtUp((await store.head()) ?? '', Number.POSITIVE_INFINITY);
  await follower.close();
  model.close();
  if (follower.failure) throw follower.failure;
}
