// A process of its own that has the store open: node writer.js <compiled store> <file> [<acknowledgements>].
// It says 'open' once it has, or the code and message of the refusal. With the third argument it then appends batches of
// one to three events to eight streams, two in flight on each, and notes every batch that was acknowledged.
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [compiled, file, acknowledgements] = process.argv.slice(2);
const { SqliteStore } = await import(pathToFileURL(path.join(compiled, 'index.js')).href);

const store = await SqliteStore.open(file).catch((error) => {
  writeSync(1, `${error.code} ${error.message}\n`);
  process.exit(3);
});
writeSync(1, 'open\n');
if (acknowledgements) {
  const notes = openSync(acknowledgements, 'a');
  await Promise.all(Array.from({ length: 8 }, (_, index) => write(`note-${index}`, notes)));
}
setInterval(() => {}, 1000);

async function write(stream, notes) {
  let revision = -1;
  for await (const found of store.read(stream)) revision = found.revision;
  for (;;) {
    const batches = [newBatch(), newBatch()];
    await Promise.all(
      batches.map((events) => {
        const expected = revision;
        revision += events.length;
        return store.append(stream, expected, events).then(() => writeSync(notes, `${events[0].id}\n`));
      }),
    );
  }
}

/** Every event names its batch by the id of the first, its place in it, and the size. */
function newBatch() {
  const ids = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => randomUUID());
  return ids.map((id, place) => ({
    id,
    type: 'Noted',
    data: Buffer.from(JSON.stringify({ batch: ids[0], place, size: ids.length, filler: 'x'.repeat(2000) })),
    metadata: new Uint8Array(0),
  }));
}
