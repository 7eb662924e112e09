import fc from 'fast-check';
import { ahead, type Line, readLines } from '../src/lines.js';

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const textOf = ({ number, bytes }: Line) => [number, bytes === undefined ? null : Buffer.from(bytes).toString()];

describe('lines of a body', () => {
  test('are the same wherever the body is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', ' ', '{}'), { maxLength: 40 }),
        fc.nat(),
        async (parts, seed) => {
          const body = Buffer.from(parts.join(''));
          const whole = (await all(readLines(chunks(body.toString())))).map(textOf);
          async function* pieces() {
            for (let at = 0, step = 1; at < body.length; at += step) {
              step = 1 + ((seed + at) % 3);
              yield body.subarray(at, at + step);
            }
          }
          expect((await all(readLines(pieces()))).map(textOf)).toEqual(whole);
          const expected = body
            .toString()
            .split('\n')
            .map((text, i) => [i + 1, text])
            .filter(([, text]) => String(text).trim() !== '');
          expect(whole).toEqual(expected);
        },
      ),
    );
  });

  test('that are too long are named and passed over, without being held', async () => {
    const lines = await all(readLines(chunks('abc\n', 'x'.repeat(9), 'x'.repeat(9) + '\nde', 'f'), 10));
    expect(lines.map(textOf)).toEqual([
      [1, 'abc'],
      [2, null],
      [3, 'def'],
    ]);
  });

  test('of exactly the limit are taken', async () => {
    expect((await all(readLines(chunks('x'.repeat(10) + '\n' + 'y'.repeat(11)), 10))).map(textOf)).toEqual([
      [1, 'x'.repeat(10)],
      [2, null],
    ]);
  });
});

describe('fetching ahead', () => {
  test('keeps the order, and fetches no further than it may', async () => {
    let fetched = 0;
    async function* source() {
      for (; fetched < 100;) yield fetched++;
    }
    const seen: number[] = [];
    for await (const item of ahead(source(), 5)) {
      seen.push(item);
      await new Promise((resolve) => setImmediate(resolve));
      expect(fetched - seen.length).toBeLessThanOrEqual(7);
    }
    expect(seen).toEqual([...Array(100).keys()]);
  });

  test('stops when nobody takes any more, and closes its source', async () => {
    let isClosed = false;
    let fetched = 0;
    async function* source() {
      try {
        for (;;) yield fetched++;
      } finally {
        isClosed = true;
      }
    }
    for await (const item of ahead(source(), 3)) if (item === 10) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(true);
    expect(fetched).toBeLessThan(20);
  });

  test('hands on what went wrong after everything before it', async () => {
    async function* source() {
      yield 1;
      yield 2;
      throw new Error('broken');
    }
    const seen: number[] = [];
    const read = async () => {
      for await (const item of ahead(source(), 8)) seen.push(item);
    };
    await expect(read()).rejects.toThrow('broken');
    expect(seen).toEqual([1, 2]);
  });
});
