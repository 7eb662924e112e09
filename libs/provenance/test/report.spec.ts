import { Follower, Provenance, ReadModel } from '@hadic/provenance';
import { MemoryStore, type StoredEvent, StoreUnavailable } from '@hadic/store';
import { newFile, settled, tidyUp, verifier } from './following.js';
import { Village } from './village.js';

tidyUp();

/** A store that cannot be followed for so many times. */
class LapsingStore extends MemoryStore {
  lapses = 0;

  override follow(after?: string, signal?: AbortSignal): AsyncIterable<StoredEvent> {
    if (this.lapses > 0) {
      this.lapses -= 1;
      throw new StoreUnavailable('store-unavailable', 'Away for a moment.');
    }
    return super.follow(after, signal);
  }
}

async function reporting(village: Village) {
  const told: unknown[] = [];
  const model = ReadModel.open(newFile());
  const follower = new Follower({ store: village.store, verifier, model, report: (error) => told.push(error) });
  await follower.start();
  const close = async () => {
    await follower.close();
    model.close();
  };
  return { follower, told, close };
}

test('a follower tells once why it stopped for good', async () => {
  const village = await settled();
  const { position } = await village.append('site-kopi/pabrik', {
    ...{ id: '00000000-0000-8000-8000-000000000001', type: 'Nothing' },
    ...{ data: new Uint8Array([1]), metadata: new Uint8Array([1]) },
  });
  const { follower, told, close } = await reporting(village);
  expect(await follower.caughtUp(position, 5_000)).toBe(false);
  await close();
  expect(told).toEqual([follower.failure]);
  expect(follower.failure).toMatchObject({ code: 'record-not-verified', at: { position } });
});

test('a follower tells of a store that is away, goes on when it is back, and has not stopped', async () => {
  const store = new LapsingStore();
  const village = new Village(store);
  await village.settle();
  store.lapses = 1;
  const { follower, told, close } = await reporting(village);
  expect(await follower.caughtUp((await store.head()) ?? '', 10_000)).toBe(true);
  await close();
  expect(told).toMatchObject([{ code: 'store-unavailable' }]);
  expect(follower.failure).toBeUndefined();
});

test('how long it is behind is the age of the oldest record that is not folded', async () => {
  const village = await settled();
  const hours = Date.parse('2026-03-01T01:01:00.000Z') + 7_200_000;
  const provenance = new Provenance({
    ...{ store: village.store, verifier, file: newFile() },
    now: () => new Date(hours).toISOString(),
  });
  const before = await provenance.secondsBehind();
  expect(before).toBe(7_200);
  await provenance.start();
  expect(await provenance.caughtUp((await village.store.head()) ?? '', 5_000)).toBe(true);
  expect(await provenance.secondsBehind()).toBe(0);
  await provenance.close();
});
