import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Follower, ReadModel } from '@hadic/provenance';
import { type Connect, connect } from '@hadic/store';
import { Verifier } from '@hadic/verifier';
import { Village } from './village.js';

/** Counts the checks: each costs most of a replay. */
class CountingVerifier extends Verifier {
  checks = 0;

  override verify(...args: Parameters<Verifier['verify']>): ReturnType<Verifier['verify']> {
    this.checks += 1;
    return super.verify(...args);
  }
}

export const verifier = new CountingVerifier({ threads: 1 });
export const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'hadic-')), 'provenance.db');
const opened: { close(): Promise<void> }[] = [];

/** Call it once in a file of tests: ends what each test and the file have opened. */
export function tidyUp(): void {
  beforeEach(() => {
    verifier.checks = 0;
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  afterAll(() => verifier.close());
}

/** A follower over a file, folded up to the store's head unless it stops before. */
export async function following(village: Village, file: string, connectTo: Connect = connect) {
  const model = ReadModel.open(file, connectTo);
  const follower = new Follower({ store: village.store, verifier, model });
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await follower.close();
    model.close();
  };
  opened.push({ close });
  await follower.start();
  const head = await village.store.head();
  if (head !== undefined) await follower.caughtUp(head, 10_000);
  return { follower, model, close, flags: () => flagsOf(model) };
}

function flagsOf(model: ReadModel): Record<string, unknown>[] {
  return model
    .all('SELECT idx, id, type, root, until, voided_by, unauthorised FROM records ORDER BY idx')
    .map((row) => ({ ...row }));
}

export async function settled(): Promise<Village> {
  const village = new Village();
  await village.settle();
  return village;
}

/** A bit of everything: receipts, runs, a correction, an annulment. */
export async function traded(): Promise<Village> {
  const village = await settled();
  const first = await village.receive('L-1', '100');
  await village.receive('L-2', '20');
  const run = await village.roast(
    'R-1',
    [
      ['L-1', '50'],
      ['L-2', '5'],
    ],
    ['P-1', '40'],
  );
  await village.correct(first.id, 'IngredientReceived', village.receipt('L-1', '90'));
  await village.annul(run.id, 'BatchProcessed');
  await village.roast('R-2', [['L-1', '50']], ['P-2', '40']);
  return village;
}
