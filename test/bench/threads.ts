import { Worker } from 'node:worker_threads';
import type { Claimed } from './native.js';
import type { Order } from './verify-worker.js';

const WORKER = new URL('./verify-worker.js', import.meta.url);

/** One thread of the bare limits; answers come in the order of what was asked. */
export class Thread {
  readonly #worker = new Worker(WORKER);
  readonly #waiting: ((answer: unknown) => void)[] = [];

  constructor() {
    this.#worker.on('message', (answer) => this.#waiting.shift()?.(answer));
  }

  /** Questions without an answer. */
  get load(): number {
    return this.#waiting.length;
  }

  ask<T>(order: Order): Promise<T> {
    this.#worker.postMessage(order);
    return new Promise((resolve) => this.#waiting.push((answer) => resolve(answer as T)));
  }

  close(): Promise<unknown> {
    return this.#worker.terminate();
  }
}

/** Threads that hold these signatures in equal parts. */
export async function load(claims: readonly Claimed[], count: number, library: 'sodium' | 'node'): Promise<Thread[]> {
  const threads = Array.from({ length: count }, () => new Thread());
  await Promise.all(
    threads.map((thread, i) =>
      thread.ask({ kind: 'load', library, claims: claims.filter((_, n) => n % count === i).map(plain) }),
    ),
  );
  return threads;
}

/** Small views into shared buffers would be sent with all of the buffer. */
function plain({ signature, message, publicKey }: Claimed): Claimed {
  return { signature: signature.slice(), message: message.slice(), publicKey: publicKey.slice() };
}

/** Every thread checks all that it holds. */
export async function checkAll(threads: readonly Thread[]): Promise<void> {
  const answers = await Promise.all(threads.map((thread) => thread.ask<boolean>({ kind: 'run' })));
  if (!answers.every(Boolean)) throw new Error('A signature does not hold.');
}
