import { RateLimit } from '../src/rate-limit.js';

/** A limit with a clock that stands until it is moved. */
function limitOf(rates: { perAddress?: number; perKey?: number }) {
  const clock = { seconds: 0 };
  return { clock, limit: new RateLimit({ perAddress: 0, perKey: 0, ...rates }, () => clock.seconds) };
}

const takeMany = (count: number, take: () => number) => Array.from({ length: count }, take);

test('a minute’s worth at once, then evenly, and never more than a minute’s worth', () => {
  const { clock, limit } = limitOf({ perAddress: 60 });
  const take = () => limit.ofAddress('10.0.0.1');
  expect(takeMany(60, take).every((wait) => wait === 0)).toBe(true);
  expect(take()).toBe(1);
  clock.seconds += 2;
  expect(takeMany(3, take)).toEqual([0, 0, 1]);
  clock.seconds += 3_600;
  expect(takeMany(61, take).filter((wait) => wait === 0)).toHaveLength(60);
});

test('tells how long to wait, in whole seconds, and that is enough', () => {
  const { clock, limit } = limitOf({ perAddress: 4 });
  const take = () => limit.ofAddress('10.0.0.1');
  takeMany(4, take);
  const wait = take();
  expect(wait).toBe(15);
  clock.seconds += wait - 1;
  expect(take()).toBe(1);
  clock.seconds += 1;
  expect(take()).toBe(0);
});

test('an event of two keys counts for both or for none', () => {
  const { limit } = limitOf({ perKey: 2 });
  expect(takeMany(2, () => limit.ofKeys(['a']))).toEqual([0, 0]);
  expect(limit.ofKeys(['a', 'b'])).toBeGreaterThan(0);
  expect(takeMany(2, () => limit.ofKeys(['b']))).toEqual([0, 0]);
  expect(limit.ofKeys(['b'])).toBeGreaterThan(0);
});

test('who owns a network has all its addresses; others have their own', () => {
  const { limit } = limitOf({ perAddress: 1 });
  expect(limit.ofAddress('2001:db8:1:2::1')).toBe(0);
  expect(limit.ofAddress('2001:0db8:0001:0002:ffff::9')).toBeGreaterThan(0);
  expect(limit.ofAddress('2001:db8:1:3::1')).toBe(0);
  expect(limit.ofAddress('::1')).toBe(0);
  expect(limit.ofAddress('::ffff:10.0.0.1')).toBe(0);
  expect(limit.ofAddress('10.0.0.1')).toBeGreaterThan(0);
  expect(limit.ofAddress('::ffff:10.0.0.2')).toBe(0);
});

test('0 is no limit', () => {
  const { limit } = limitOf({});
  expect(takeMany(1_000, () => limit.ofAddress('a') + limit.ofKeys(['k'])).every((wait) => wait === 0)).toBe(true);
});

test('remembers only so many senders, and forgets the quietest first', () => {
  const { limit } = limitOf({ perAddress: 2 });
  const busy = '10.0.0.1';
  takeMany(2, () => limit.ofAddress(busy));
  const quiet = '10.0.0.2';
  takeMany(2, () => limit.ofAddress(quiet));
  for (let i = 0; i < 25_000; i++) {
    limit.ofAddress(`192.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`);
    if (i % 100 === 0) expect(limit.ofAddress(busy)).toBeGreaterThan(0);
  }
  // It was forgotten, which shows that not everything is kept.
  expect(limit.ofAddress(quiet)).toBe(0);
});
