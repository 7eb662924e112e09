import { type Appended, openStore } from '@hadic/store';
import { openBare } from './bare-esdb.js';
import { type Answer, type Order, type Side, Work } from './esdb-work.js';

/**
 * One side of the comparison on EventStoreDB: `esdb-side.js bare|adapter <url> <namespace>`, in a process of its own, since clients of one process
 * share what they have under way. It does what it is told by messages, and answers each with a sample.
 */
const [kind, url = '', namespace = ''] = process.argv.slice(2);
if (kind === 'bare') serve(openBare(url, namespace));
else serve(await openAdapter());

async function openAdapter(): Promise<Side<Appended>> {
  const store = await openStore({ url, namespace });
  return {
    append: (stream, expectedRevision, event) => store.append(stream, expectedRevision, [event]),
    async read({ position }, count) {
      const reading = store.readAll(position)[Symbol.asyncIterator]();
      let found = 0;
      while (found < count && !(await reading.next()).done) found += 1;
      await reading.return?.();
      return found;
    },
    async follow({ position }, signal, each) {
      for await (const event of store.follow(position, signal)) each(event);
    },
  };
}

function serve<Mark>(side: Side<Mark>): void {
  const work = new Work(side);
  const answer = (message: Answer) => process.send?.(message);
  process.on('message', (order: Order) => {
    work.perform(order).then(
      (sample) => answer({ sample }),
      (error: unknown) => answer({ error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  answer({ sample: { rate: 0 } });
}
