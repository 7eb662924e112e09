import type { EventStore, StoreNotice } from './event-store.js';
import type { EsdbLimits } from './eventstoredb-connection.js';
import { DEFAULT_NAMESPACE } from './eventstoredb-names.js';
import { describeEsdb, parseEsdbUrl } from './eventstoredb-url.js';
import { SqliteStore } from './sqlite.js';

/** Where a log lies: a SQLite file, or streams with this namespace on an EventStoreDB. */
export type StorePlace =
  | { readonly file: string }
  | { readonly url: string; readonly namespace?: string; readonly limits?: Partial<EsdbLimits> };

/** Opens the log. @throws StoreUnavailable */
export async function openStore(place: StorePlace, notice?: (notice: StoreNotice) => void): Promise<EventStore> {
  if ('file' in place) return SqliteStore.open(place.file);
  // The client is large, and most who open a store have a file.
  const { EventStoreDbStore } = await import('./eventstoredb.js');
  const { url, namespace, limits } = place;
  return EventStoreDbStore.open(url, {
    ...(namespace === undefined ? {} : { namespace }),
    ...(limits === undefined ? {} : { limits }),
    ...(notice === undefined ? {} : { notice }),
  });
}

/** The place for people; never a password. @throws StoreUnavailable invalid-url */
export function describePlace(place: StorePlace): string {
  if ('file' in place) return place.file;
  return `${describeEsdb(parseEsdbUrl(place.url))} (namespace ${place.namespace ?? DEFAULT_NAMESPACE})`;
}
