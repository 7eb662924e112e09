import {
  type AllStreamResolvedEvent,
  type AppendResult,
  binaryEvent,
  EventStoreDBClient,
  NO_STREAM as NEW_STREAM,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { type NewEvent, NO_STREAM } from '@hadic/store';
import type { Side } from './esdb-work.js';

/** The client as it comes, given the same events: it checks nothing, waits for ever, repeats nothing and gives no metadata back as they were. */
export function openBare(url: string, namespace: string): Side<AppendResult> {
  const client = EventStoreDBClient.connectionString(url);
  const filter = streamNameFilter({ prefixes: [`${namespace}/`], checkpointInterval: 32 });
  return {
    append: (stream, expectedRevision, event) =>
      client.appendToStream(`${namespace}/${stream}`, outgoing(event), {
        expectedRevision: expectedRevision === NO_STREAM ? NEW_STREAM : BigInt(expectedRevision),
        requiresLeader: true,
      }),

    read(mark, count) {
      const reading = client.readAll({ fromPosition: placeOf(mark), maxCount: count + 1, requiresLeader: true });
      let found = -1;
      return new Promise((resolve, reject) => {
        reading.on('data', () => (found += 1));
        reading.on('error', reject);
        reading.on('end', () => resolve(found));
      });
    },

    async follow(mark, signal, each) {
      // A server drops whoever does not take live events in time; to go on at once is the least that one must do.
      for (let place = placeOf(mark); !signal.aborted;) {
        const subscription = client.subscribeToAll({ fromPosition: place, filter });
        await new Promise<void>((resolve) => {
          subscription.on('data', ({ event }: AllStreamResolvedEvent) => {
            if (!event) return;
            place = event.position;
            each(event);
          });
          subscription.on('error', () => resolve());
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        await subscription.unsubscribe();
      }
    },
  };
}

function placeOf({ position }: AppendResult): Position | typeof START {
  return position ?? START;
}

function outgoing({ id, type, data, metadata }: NewEvent): ReturnType<typeof binaryEvent> {
  return binaryEvent({ id, type, data, metadata: new Uint8Array(metadata) });
}
