// Which method is answered by what, and who may call at all.
import { append, batchAppend } from './append.js';
import type { Cluster, Place } from './cluster.js';
import { Failure, handlerThrew, unauthenticated, unimplemented } from './errors.js';
import { clusterInfo, supportedMethods, tellsMethods } from './gossip.js';
import { read } from './read.js';
import { softDelete, tombstone } from './remove.js';
import type { Call } from './wire.js';

const METHODS: Record<string, (call: Call, place: Place) => Promise<void>> = {
  '/event_store.client.streams.Streams/Append': append,
  '/event_store.client.streams.Streams/BatchAppend': batchAppend,
  '/event_store.client.streams.Streams/Read': read,
  '/event_store.client.streams.Streams/Delete': softDelete,
  '/event_store.client.streams.Streams/Tombstone': tombstone,
  '/event_store.client.server_features.ServerFeatures/GetSupportedMethods': supportedMethods,
  '/event_store.client.gossip.Gossip/Read': clusterInfo,
};

/** Answers one call, whatever becomes of it. */
export async function serve(call: Call, place: Place): Promise<void> {
  const path = call.headers[':path'] ?? '';
  const { cluster } = place;
  const name = path.slice(path.lastIndexOf('.') + 1);
  cluster.calls[name] = (cluster.calls[name] ?? 0) + 1;
  try {
    const method = METHODS[path];
    if (method === undefined || (method === batchAppend && !tellsMethods(cluster))) throw unimplemented();
    call.isAnonymous = identify(call, cluster) === 'anonymous';
    await method(call, place);
  } catch (error) {
    if (call.open) call.end(error instanceof Failure ? error : handlerThrew());
  }
}

function identify(call: Call, { settings }: Cluster): 'user' | 'anonymous' {
  if (settings.user === undefined) return 'user';
  const { authorization } = call.headers;
  if (authorization === undefined) return 'anonymous';
  if (authorization !== `Basic ${Buffer.from(settings.user).toString('base64')}`) throw unauthenticated();
  return 'user';
}
