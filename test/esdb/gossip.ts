// What a server tells of itself: its version and methods, and the nodes of its cluster.
import { randomUUID } from 'node:crypto';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Cluster, Place } from './cluster.js';
import { internal, unimplemented } from './errors.js';
import type { Node } from './node.js';
import type { Call } from './wire.js';

const STREAMS = 'event_store.client.streams.streams';
const METHODS: readonly [service: string, method: string, ...features: string[]][] = [
  [STREAMS, 'read', 'position', 'events'],
  [STREAMS, 'append'],
  [STREAMS, 'delete'],
  [STREAMS, 'tombstone'],
  [STREAMS, 'batchappend', 'deadline_duration'],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods'],
  ['event_store.client.gossip.gossip', 'read'],
];

/** Since 21.10 servers tell their methods; before, they also had no batch append. */
export function tellsMethods({ settings }: Cluster): boolean {
  const [major = 0, minor = 0] = settings.version.split('.').map(Number);
  return major > 21 || (major === 21 && minor >= 10);
}

/** ServerFeatures/GetSupportedMethods. */
export async function supportedMethods(call: Call, { cluster }: Place): Promise<void> {
  await call.message();
  if (!tellsMethods(cluster)) throw unimplemented();
  if (cluster.armed.take('features-internal')) throw internal();
  const methods = METHODS.map(([service, method, ...has]) =>
    new features.SupportedMethod().setServiceName(service).setMethodName(method).setFeaturesList(has),
  );
  call.send(
    new features.SupportedMethods().setEventStoreServerVersion(cluster.settings.version).setMethodsList(methods),
  );
  call.end();
}

const { VNodeState } = gossip.MemberInfo;
const instances = new WeakMap<Node, string>();

/** Gossip/Read. */
export async function clusterInfo(call: Call, { cluster }: Place): Promise<void> {
  await call.message();
  const members = cluster.nodes.map((node) => {
    const id = instances.get(node) ?? randomUUID();
    instances.set(node, id);
    return new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString(id))
      .setTimeStamp(`${Date.now()}0000`)
      .setState(stateOf(cluster, node))
      .setIsAlive(node.isUp)
      .setHttpEndPoint(new gossip.EndPoint().setAddress(cluster.settings.host).setPort(node.gate.port));
  });
  call.send(new gossip.ClusterInfo().setMembersList(members));
  call.end();
}

function stateOf({ leader }: Cluster, node: Node): gossip.MemberInfo.VNodeState {
  if (leader === undefined) return VNodeState.UNKNOWN;
  return node === leader ? VNodeState.LEADER : VNodeState.FOLLOWER;
}
