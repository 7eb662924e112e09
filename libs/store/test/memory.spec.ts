import { MemoryStore, NO_STREAM } from '../src/index.js';
import { conformance } from './conformance.js';
import { collect, event, failure, newStream } from './events.js';

conformance('memory', async () => new MemoryStore(), { keeps: false });

test('nobody can edit the log through an array that went in or came out', async () => {
  const store = new MemoryStore();
  const stream = newStream();
  const sent = event('halal');
  await store.append(stream, NO_STREAM, [sent]);
  sent.data[0] = 0;
  for (const found of await collect(store.readAll())) found.data[0] = 0;
  expect((await collect(store.read(stream))).map(({ data }) => Buffer.from(data).toString())).toEqual(['halal']);
});

test('an id that stands elsewhere is refused', async () => {
  const store = new MemoryStore();
  const sent = event();
  const stream = newStream();
  await store.append(stream, NO_STREAM, [sent]);
  expect((await failure(store.append(newStream(), NO_STREAM, [sent]))).code).toBe('duplicate-id');
  expect((await failure(store.append(stream, 0, [sent]))).code).toBe('duplicate-id');
});
