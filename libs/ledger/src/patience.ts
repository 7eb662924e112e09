import { type StoreFailure, StoreUnavailable } from '@hadic/store';

/** What the promise gives, or after `ms` milliseconds the news that the store has not answered. */
export async function within<T>(ms: number, promise: Promise<T>, code: StoreFailure): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(code, `The store has not answered for ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same sequence; a store that keeps one item back for longer than `ms` is given up. */
export async function* patiently<T>(ms: number, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await within(ms, iterator.next(), 'store-unavailable');
      isOver = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a generator that hangs never answers this either.
    if (!isOver) void iterator.return?.();
  }
}
