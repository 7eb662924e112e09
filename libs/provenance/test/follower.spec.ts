import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Verifier } from '@hadic/verifier';
import { Follower, ReadModel } from '@hadic/provenance';
import { Village } from './village.js';

const verifier = new Verifier({ threads: 1, backend: 'tweetnacl' });
const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'hadic-')), 'provenance.db');

test('folds', async () => {
  const village = new Village();
  await village.settle();
  await village.receive('L-1', '100');
  const { position } = await village.roast('R-1', [['L-1', '50']], ['P-1', '40']);
  const model = ReadModel.open(newFile());
  const follower = new Follower({ store: village.store, verifier, model });
  await follower.start();
  await follower.caughtUp(position, 5000);
  expect(follower.failure).toBeUndefined();
  await follower.close();
});
