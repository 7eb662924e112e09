import { Provenance } from '@hadic/provenance';
import { encodeRecord, Verifier } from '@hadic/verifier';
import { chainOf } from '../src/chain.js';
import { newFile } from './following.js';
import { Village } from './village.js';

const verifier = new Verifier({ threads: 1 });
afterAll(() => verifier.close());

async function provenanceOf(village: Village): Promise<Provenance> {
  const provenance = new Provenance({
    store: village.store,
    verifier,
    file: newFile(),
    now: () => '2026-04-01T00:00:00Z',
  });
  await provenance.start();
  const head = await village.store.head();
  if (head !== undefined) await provenance.caughtUp(head, 10_000);
  return provenance;
}

test('a chain too large for one answer shows the nearest lots and says how many there are', async () => {
  const village = new Village();
  await village.settle();
  await village.receive('L-0', '10000');
  for (const half of ['A', 'B']) {
    const parts = Array.from({ length: 600 }, (_, i): [string, string] => [`${half}-${i}`, '1']);
    await village.split('L-0', ...parts);
  }
  const provenance = await provenanceOf(village);
  const { lots, edges, truncated } = chainOf(await provenance.at({}), 'kopi/pabrik/L-0', { direction: 'both' });
  expect(truncated).toEqual({ lots: { shown: 1000, of: 1201 } });
  expect([lots.length, edges.length]).toEqual([1000, 999]);
  await provenance.close();
});

test('behind a record that does not hold, only what is named by its place is answered', async () => {
  const village = new Village();
  await village.settle();
  await village.receive('L-1', '5');
  const index = village.written - 1;
  const forged = {
    payloadType: 'application/vnd.hadic.Packed.v1+json',
    payload: Buffer.from('{}'),
    signatures: [{ keyid: '?', sig: '?' }],
  };
  await village.append('site-kopi/pabrik', encodeRecord({ envelope: forged, recordedAt: village.now() }));
  const provenance = await provenanceOf(village);
  expect(provenance.failure()).toMatchObject({ code: 'record-not-verified', at: { index: index + 1 } });
  expect(chainOf(await provenance.at({ index }), 'kopi/pabrik/L-1', { direction: 'both' }).lots).toHaveLength(1);
  const now = await provenance.at({}).catch((error: unknown) => error);
  expect(now).toMatchObject({
    problem: { code: 'read-side-stopped', slots: { code: 'record-not-verified', index: index + 1 } },
  });
  await provenance.close();
});

test('before the founding nothing is answered', async () => {
  const provenance = await provenanceOf(new Village());
  await expect(provenance.at({})).rejects.toMatchObject({ code: 'read-side-behind' });
  await provenance.close();
});
