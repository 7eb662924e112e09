import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';

const EVERY = 1_000;

/** `hadic rebuild`: folds the whole log anew into the read model of this home, while the service that answers from it is stopped. */
export async function rebuild(context: Context): Promise<number> {
  context.args.atMost(0);
  context.config();
  const { storeFile, io } = context;
  const url = io.env['ESDB_URL'];
  if (!url && !existsSync(storeFile)) throw new Failure(EXIT.usage, 'cli.fileMissing', { file: storeFile });
  // They load native code and the whole read side; no other command should wait for that.
  const [{ DEFAULT_NAMESPACE, openStore }, { Verifier }, provenance] = await Promise.all([
    import('@hadic/store'),
    import('@hadic/verifier'),
    import('@hadic/provenance'),
  ]);
  const namespace = io.env['HADIC_NAMESPACE'] || DEFAULT_NAMESPACE;
  const store = await openStore(url ? { url, namespace } : { file: storeFile });
  const verifier = new Verifier();
  try {
    const { records, dump } = await provenance.rebuild({
      store,
      verifier,
      file: path.join(path.dirname(storeFile), 'provenance.db'),
      onProgress: (done) => done % EVERY === 0 && io.err(`${done}\n`),
    });
    context.print(context.json ? JSON.stringify({ records, dump }) : `${records}\t${dump}`);
    context.tell('cli.rebuilt', { records });
    return 0;
  } finally {
    await verifier.close();
    await store.close();
  }
}
