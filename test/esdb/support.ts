// What the tests of the test server share: the real client, and events without a meaning.
import { randomUUID } from 'node:crypto';
import esdb, {
  type AllStreamSubscription,
  type EventData,
  type EventStoreDBClient,
  type StreamSubscription,
} from '@eventstore/db-client';

export type Client = EventStoreDBClient;

export function connect(url: string, more = ''): Client {
  return esdb.EventStoreDBClient.connectionString(`${url}${more}`);
}

export function event(bytes = 10, id: string = randomUUID()): EventData {
  return esdb.binaryEvent({ id, type: 'tested', data: Buffer.alloc(bytes, 7), metadata: Buffer.from('{}') });
}

export const events = (count: number): EventData[] => Array.from({ length: count }, () => event());

/** What a caller learns of a failure; the client's classes of errors are told apart by `type`. */
export interface Learned {
  type?: string;
  code?: number;
  message: string;
}

/** The failure of a call that has to fail. */
export async function failure(call: Promise<unknown>): Promise<Learned> {
  return call.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value, (_, v: unknown) => String(v))}`);
    },
    ({ type, code, message, ...more }: Learned & { _raw?: unknown }) => {
      delete more._raw;
      return { ...(type === undefined ? {} : { type }), ...(code === undefined ? {} : { code }), ...more, message };
    },
  );
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It was not so within ${ms} ms: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Follows a subscription: each event by its stream, and what the server says between them. */
export function follow(subscription: AllStreamSubscription | StreamSubscription, seen: string[] = []): string[] {
  const heard = subscription as AllStreamSubscription;
  heard.on('confirmation', () => seen.push('confirmed'));
  heard.on('caughtUp', () => seen.push('caught up'));
  heard.on('error', ({ type = '', code, message }: Learned) => seen.push(`${type} ${code} ${message}`));
  heard.on('data', (it) => seen.push(it.event?.streamId ?? ''));
  return seen;
}
