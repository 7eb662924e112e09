import { calm } from '../src/calm.js';

test('the same is said once, and after a minute with how often it came; anything else at once', () => {
  const lines: unknown[] = [];
  let now = 0;
  const journal = calm(
    (...line) => lines.push(line),
    () => now,
  );
  const away = (id: string) => journal('error', 'fault', { fault: 'The store is away.', id });
  for (const id of ['a', 'b', 'c']) away(id);
  journal('info', 'store', { what: 'client-renewed', reason: 'lost' });
  journal('info', 'store', { what: 'caught-up', reason: 'lost' });
  now += 60_000;
  for (const id of ['d', 'e']) away(id);
  expect(lines).toEqual([
    ['error', 'fault', { fault: 'The store is away.', id: 'a' }],
    ['info', 'store', { what: 'client-renewed', reason: 'lost' }],
    ['info', 'store', { what: 'caught-up', reason: 'lost' }],
    ['error', 'fault', { fault: 'The store is away.', id: 'd', repeated: 2 }],
  ]);
});

test('faults that are all different are all said, and cost no memory for good', () => {
  const lines: unknown[] = [];
  const journal = calm((...line) => lines.push(line));
  for (let i = 0; i < 2_000; i++) journal('error', 'fault', { fault: `number ${i}` });
  expect(lines).toHaveLength(2_000);
});
