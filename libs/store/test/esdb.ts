import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { startEsdb } from '../../../test/esdb/server.js';
import { NO_STREAM, type StoreNotice } from '../src/index.js';
import { EventStoreDbStore, type EventStoreDbOptions } from '../src/eventstoredb.js';
import { EsdbConnection } from '../src/eventstoredb-connection.js';
import { event, newStream } from './events.js';

/** A namespace that nobody else uses, on whatever server. */
export function newNamespace(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

/** The server that ESDB_URL names, or one of our own that speaks its protocol. */
export async function anyServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env['ESDB_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => undefined };
  const { stop, ...own } = await startEsdb();
  return { url: own.url, stop: () => stop() };
}

/** Impatient, so that what takes seconds in a province takes a moment here. */
export const SOON = { attemptMs: 1_000, patienceMs: 4_000, stallMs: 300 };

/** A store in a namespace of its own, and what it has told. */
export async function openNew(url: string, options: EventStoreDbOptions = {}) {
  const notices: StoreNotice[] = [];
  const namespace = options.namespace ?? newNamespace();
  const notice = (told: StoreNotice) => void notices.push(told);
  const store = await EventStoreDbStore.open(url, { limits: SOON, namespace, notice, ...options });
  const told = (what: StoreNotice['what']) => notices.filter((each) => each.what === what).length;
  return { store, namespace, notices, told };
}

/** The same with one event in a stream, and ways to follow what comes after it. */
export async function openStream(url: string, limits: EventStoreDbOptions['limits'] = {}) {
  const open = await openNew(url, { limits: { attemptMs: 500, patienceMs: 6_000, stallMs: 300, ...limits } });
  const stream = newStream();
  const first = event();
  const { position } = await open.store.append(stream, NO_STREAM, [first]);
  /** Ids of the first so many events of this store, as a follower meets them. */
  const live = async (count: number) => {
    const seen = [first.id];
    for await (const { id } of open.store.follow(position)) if (seen.push(id) === count) break;
    return seen;
  };
  /** Waits until the subscription stands. */
  const standing = async () => {
    while (open.told('caught-up') === 0) await pause(10);
  };
  return { ...open, stream, live, standing };
}

/** The client itself, to do what an administrator or somebody else's software does to a server. */
export async function withClient<T>(
  url: string,
  act: (client: Awaited<ReturnType<EsdbConnection['client']>>) => Promise<T>,
): Promise<T> {
  const connection = EsdbConnection.share(url);
  try {
    return await act(await connection.client());
  } finally {
    await connection.release();
  }
}
