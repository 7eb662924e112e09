import type { MemoryStore, StoredEvent } from '@hadic/store';
import { FaultyStore } from './faulty-store.js';
import type { startLedger } from './service.js';

export type Started = Awaited<ReturnType<typeof startLedger>>;

/** A store whose followers get nothing while it is held. */
export class HeldStore extends FaultyStore {
  #gate: Promise<void> = Promise.resolve();
  free: () => void = () => undefined;

  hold(): void {
    this.#gate = new Promise((resolve) => (this.free = resolve));
  }

  override async *follow(after?: string, signal?: AbortSignal): AsyncGenerator<StoredEvent> {
    for await (const event of super.follow(after, signal)) {
      await this.#gate;
      yield event;
    }
  }
}

const started: { end(): Promise<void> }[] = [];

/** A service that ends with its test; see `endAll`. */
export async function up(starting: Promise<Started>): Promise<Started> {
  const service = await starting;
  started.push(service);
  return service;
}

export async function endAll(): Promise<void> {
  for (const each of started.splice(0).reverse()) await each.end();
}

export async function idsIn(store: MemoryStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { data } of store.readAll())
    ids.push((JSON.parse(Buffer.from(data).toString()) as { id: string }).id);
  return ids;
}

export async function ask(url: string) {
  const answer = await fetch(url);
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
}

export const ready = ({ url }: Started) => ask(`${url}/health/ready`);
