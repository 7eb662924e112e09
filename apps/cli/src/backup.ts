import path from 'node:path';
import type { MessageKey } from '@hadic/words';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { makeFolder } from './files.js';
import { OWNER_ONLY } from './migrate.js';

// The store and the verifier load native code; only these commands need it, so it is loaded when they run.
const loadStore = () => import('@hadic/store');
const loadChecks = () => import('./log-check.js');
const loadVerifier = () => import('@hadic/verifier');

/** `hadic backup FILE`: copies the embedded store as it stands at one moment, while the service goes on. */
export async function backup(context: Context): Promise<number> {
  const target = context.args.word(0, 'FILE');
  context.args.atMost(1);
  refuseEventStoreDb(context, 'cli.backupOfEsdb');
  // The copy holds the openings of private fields.
  process.umask(OWNER_ONLY);
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
  refuseEventStoreDb(context, 'cli.restoreToEsdb');
  const { ledger } = context.config();
  const [store, { LogCheck, Unsound }, { Verifier }] = await Promise.all([loadStore(), loadChecks(), loadVerifier()]);
  process.umask(OWNER_ONLY);
  makeFolder(path.dirname(context.storeFile));
  const verifier = new Verifier();
  const check = new LogCheck(verifier, ledger);
  try {
    await store.restore(source, context.storeFile, async (events) => {
      for (const event of events) await check.take(event);
      await check.end();
    });
  } catch (error) {
    throw error instanceof Unsound ? new Failure(EXIT.tampered, 'cli.recordTampered', error.slots) : error;
  } finally {
    await verifier.close();
  }
  const { size, root } = check;
  context.print(context.json ? JSON.stringify({ size, root }) : `${size}\t${root}`);
  context.tell('cli.restored', { events: size });
  return 0;
}

/** Where the log lies in EventStoreDB, a SQLite file that is left in this home is not the ledger. */
function refuseEventStoreDb({ io }: Context, key: MessageKey): void {
  if (io.env['ESDB_URL']) throw new Failure(EXIT.usage, key);
}
