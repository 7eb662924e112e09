import path from 'node:path';
import { SqliteStore } from '@hadic/store';
import { readConfig } from '@hadic/service';
import { createService } from '../../apps/standalone/src/service.js';

/** The standalone service as it is, in a process of its own; on a message it tells how often its store has flushed. */
const config = readConfig(process.env, process.cwd());
const store = await SqliteStore.open(path.join(config.data, 'ledger.db'));
const { url, close } = await createService(config, { store });
process.on('message', () => process.send?.(store.flushes));
process.on(
  'SIGTERM',
  () =>
    void close()
      .then(() => store.close())
      .then(() => process.exit(0)),
);
process.stdout.write(`${JSON.stringify({ url })}\n`);
