import { Refused } from '@hadic/words';
import { lotUrl, serve, story } from './story.js';
import { Village } from './village.js';

const village = new Village();
let service: Awaited<ReturnType<typeof serve>>;
let mark: Awaited<ReturnType<typeof story>>;

beforeAll(async () => {
  mark = await story(village);
  service = await serve(village);
});
afterAll(() => service.close());

test.each([
  ['depth=-1', 'depth'],
  ['depth=x', 'depth'],
  ['direction=sideways', 'direction'],
  ['index=99999', 'index'],
  ['index=1&known=2026-04-10T08:00:00Z', 'known'],
  ['known=yesterday', 'known'],
  ['valid=2026-04-31T08:00:00Z', 'valid'],
  ['position=', 'position'],
  ['depth=1&depth=2', 'depth'],
])('%s is refused and named', async (query, name) => {
  const problem = await service.thrownBy(`${lotUrl('kopi/pabrik/P-1')}/chain?${query}`);
  expect(problem).toMatchObject({ problem: { code: 'parameter-malformed', pointer: `/${name}` } });
});

test.each([
  `${lotUrl('kopi/pabrik/NO')}/chain`,
  `${lotUrl('x')}/status`,
  `${lotUrl('x')}/timeline`,
  'products/x',
  'certificates/x%2Fy',
])('%s is not there', async (path) => {
  expect(await service.thrownBy(path)).toMatchObject({ code: 'not-found' });
});

test('a position that is not there in time is told so', async () => {
  const started = Date.now();
  const problem = await service.thrownBy(`${lotUrl('kopi/pabrik/P-1')}/status?atLeast=9999999999999999`);
  expect(problem).toMatchObject({ code: 'read-side-behind' });
  expect(Date.now() - started).toBeGreaterThan(1500);
});

test('a release is judged as if granted, with the position that it needs', async () => {
  const { at } = mark('R-1');
  const status = await service.provenance.judgeRelease('kopi/pabrik/P-1', at, mark('annulled').position);
  expect(status.axes.disposition).toBe('RELEASED');
  await expect(service.provenance.judgeRelease('kopi/pabrik/P-1', at, '9999999999999999')).rejects.toBeInstanceOf(
    Refused,
  );
});

test('the lag is told', async () => {
  expect(await service.provenance.lag()).toMatchObject({
    caughtUp: true,
    records: village.written,
  });
});
