import { setTimeout as pause } from 'node:timers/promises';

import { MemoryStore } from '@hadic/store';
import { FaultyStore } from '../../../test/faulty-store.js';
import { smallFirm } from '../../../test/people.js';
import { ledgerOver, record } from './support.js';

// Two ledgers on one store; one of them has not read yet what the other one has recorded.

const { people, admin, site, events } = smallFirm();

async function twoLedgers() {
  const store = new MemoryStore();
  const [here, there] = [ledgerOver(store), ledgerOver(store)];
  await record(here.post, events);
  return { here, there };
}

test('an event is not refused for what another ledger has recorded in its stream', async () => {
  const { here, there } = await twoLedgers();
  await record(there.post, [people.stock(admin, site, `${site}/A`, '10')]);
  await record(here.post, [people.stock(admin, site, `${site}/B`, '10')]);
  await record(there.post, [people.pack(admin, `${site}/K-1`, `${site}/B`, '4')]);
  await record(here.post, [people.pack(admin, `${site}/K-2`, `${site}/B`, '6')]);
  const tooMuch = people.pack(admin, `${site}/K-3`, `${site}/B`, '1');
  for (const { post } of [there, here]) {
    expect(await post(tooMuch)).toMatchObject({ outcome: 'refused', problem: { code: 'not-enough-on-hand' } });
  }
});

test('an event is not refused for what is on its way and then is not stored', async () => {
  const store = new FaultyStore(new MemoryStore());
  const { post } = ledgerOver(store);
  const lotId = `${site}/C`;
  await record(post, [...events, people.stock(admin, site, lotId, '10')]);
  const units = ['K-4', 'K-5'].map((unit) => people.pack(admin, `${site}/${unit}`, lotId, '10'));
  store.before = () => pause(50);
  store.faults.push('refuses');
  const outcomes = await Promise.all(units.map(post));
  expect(outcomes).toMatchObject([{ outcome: 'retry' }, { outcome: 'recorded' }]);
});

test('a claim that another ledger has recorded is known again, and not refused as made before', async () => {
  const { here, there } = await twoLedgers();
  const lotId = `${site}/D`;
  const release = people.sign('HalalReleaseGranted', { site, lotId }, { by: [[admin, 'PENYELIA_HALAL']] });
  await record(here.post, [people.stock(admin, site, lotId, '10'), release]);
  expect(await there.post(release)).toMatchObject({ outcome: 'duplicate' });
  const again = people.sign('HalalReleaseGranted', { site, lotId }, { by: [[admin, 'PENYELIA_HALAL']] });
  expect(await there.post(again)).toMatchObject({ outcome: 'refused', problem: { code: 'already-released' } });
});
