// The faults that can be asked for over the control port.
import { randomUUID } from 'node:crypto';
import type { CallFault } from './armed.js';
import type { Cluster } from './cluster.js';
import { ANY } from './record.js';
import type { Node } from './node.js';

/** How long others take to notice that a leader is gone, unless the fault says otherwise. The real ones take seconds. */
const NOTICED_AFTER_MS = 300;

/** Which node is meant: 0 to 2; the leader if none is named. */
interface OfNode {
  node?: number;
}

/** What to do to the server. `clear` ends all that lasts; what has happened to the log stays. */
export type Fault =
  /**
   * Spoils the next calls, one if `times` does not say how many, or all until `clear`:
   * - `features-internal`: GetSupportedMethods answers INTERNAL;
   * - `half-batch`: an append in several messages loses all connections after its first; nothing is written;
   * - `lose-request`, `reset-13-before`: a write is not done and its stream reset (CANCELLED; INTERNAL, code 13);
   * - `lose-ack`, `unknown-13`: a write is done and its stream reset all the same (CANCELLED; INTERNAL, code 13);
   * - `not-leader`, `read-only`: a write is referred to the leader, on the batch path by ending the stream;
   * - `full`: a write times out; `not-ready`: a write or read is told that the server is not ready.
   */
  | { fault: CallFault; times?: number | 'until-cleared' }
  /** Resets all connections, of one node or all. */
  | ({ fault: 'drop' } & OfNode)
  /** The connections that stand get no answer more, for so long or until `clear`; what they ask is done. */
  | ({ fault: 'silence'; ms?: number } & OfNode)
  /** As SIGSTOP, for so long or until `clear`. If it was the leader of three, another is elected meanwhile. */
  | ({ fault: 'freeze'; ms?: number; noticedAfterMs?: number } & OfNode)
  /** Delays every piece of an answer, until `clear`. */
  | { fault: 'slow'; ms: number }
  /** Drops every subscriber with ABORTED, as one too slow for the live buffer. */
  | { fault: 'too-slow' }
  /** Every subscription that stands gets nothing more, without a word. */
  | { fault: 'stall-subscription' }
  /** Another node becomes the leader: the one named, or the next. */
  | ({ fault: 'move-leader' } & OfNode)
  /** As kill -9 of one node: its connections are reset and its port refuses, until `revive`. */
  | ({ fault: 'kill'; noticedAfterMs?: number } & OfNode)
  | ({ fault: 'revive' } & OfNode)
  /** No node reaches another until `heal`: writes time out, then nobody is ready. `keep` does those writes at `heal`. */
  | { fault: 'partition'; noticedAfterMs?: number; keep?: boolean }
  | { fault: 'heal' }
  /** Followers show what was written this long ago. */
  | { fault: 'stale-followers'; ms: number }
  /** Forgets the newest events and resets all connections: an old copy was restored. */
  | { fault: 'truncate'; events: number }
  /** As an administrator deletes a stream, softly or with a tombstone. */
  | { fault: 'delete-stream'; stream: string; forEver?: boolean }
  /** Writes events of the server's own into `$` streams. */
  | { fault: 'system-events'; events: number }
  | { fault: 'clear' };

/** Does what is asked. Throws with a sentence for what it does not know. */
export async function apply(cluster: Cluster, fault: Fault): Promise<void> {
  switch (fault.fault) {
    case 'drop':
      return some(cluster, fault).forEach(({ gate }) => gate.drop());
    case 'silence':
      some(cluster, fault).forEach(({ gate }) => gate.silence());
      return until(fault.ms, () => thaw(cluster));
    case 'freeze':
      one(cluster, fault).gate.freeze();
      cluster.settle(fault.noticedAfterMs ?? NOTICED_AFTER_MS);
      return until(fault.ms, () => thaw(cluster));
    case 'slow':
      return cluster.nodes.forEach(({ gate }) => gate.slow(fault.ms));
    case 'too-slow':
      return subscribers(cluster).forEach((subscriber) => subscriber.dropAsTooSlow());
    case 'stall-subscription':
      return subscribers(cluster).forEach((subscriber) => subscriber.stall());
    case 'move-leader':
      return cluster.moveLeader(fault.node === undefined ? next(cluster) : one(cluster, fault));
    case 'kill':
      await one(cluster, fault).gate.shut();
      return cluster.settle(fault.noticedAfterMs ?? NOTICED_AFTER_MS);
    case 'revive':
      await Promise.all(some(cluster, fault).map(({ gate }) => gate.open()));
      return cluster.settle(0);
    case 'partition':
      return cluster.partition(fault.noticedAfterMs ?? NOTICED_AFTER_MS, fault.keep ?? false);
    case 'heal':
      return cluster.heal();
    case 'stale-followers':
      cluster.staleMs = fault.ms;
      return;
    case 'clear':
      return clear(cluster);
    case 'truncate':
    case 'delete-stream':
    case 'system-events':
      return change(cluster, fault);
    case 'features-internal':
    case 'full':
    case 'half-batch':
    case 'lose-ack':
    case 'lose-request':
    case 'not-leader':
    case 'not-ready':
    case 'read-only':
    case 'reset-13-before':
    case 'unknown-13':
      return cluster.armed.arm(fault.fault, fault.times === 'until-cleared' ? Infinity : (fault.times ?? 1));
  }
  throw new Error(`No such fault: ${JSON.stringify(fault)}`);
}

function change(
  { log, nodes }: Cluster,
  fault: Extract<Fault, { fault: 'truncate' | 'delete-stream' | 'system-events' }>,
): void {
  switch (fault.fault) {
    case 'truncate':
      log.truncate(fault.events);
      return nodes.forEach(({ gate }) => gate.drop());
    case 'delete-stream':
      log.delete(fault.stream, ANY, fault.forEver ?? false);
      return;
    case 'system-events':
      for (let i = 0; i < fault.events; i++) {
        const event = { id: randomUUID(), type: '$statsCollected', json: true, metadata: new Uint8Array() };
        log.append('$stats-127.0.0.1:2113', ANY, [{ ...event, data: Buffer.from('{"proc-cpu":0}') }]);
      }
  }
}

function until(ms: number | undefined, end: () => void): void {
  if (ms !== undefined) setTimeout(end, ms);
}

function thaw(cluster: Cluster): void {
  cluster.nodes.forEach(({ gate }) => gate.thaw());
  cluster.settle(0);
}

function clear(cluster: Cluster): void {
  cluster.armed.clear();
  cluster.staleMs = 0;
  cluster.nodes.forEach(({ gate }) => gate.slow(0));
  thaw(cluster);
}

function subscribers({ nodes }: Cluster): Node['subscribers'] {
  return new Set(nodes.flatMap((node) => [...node.subscribers]));
}

function some({ nodes }: Cluster, { node }: OfNode): Node[] {
  return node === undefined ? nodes : nodes.slice(node, node + 1);
}

function one({ nodes, leader }: Cluster, { node }: OfNode): Node {
  const found = node === undefined ? (leader ?? nodes[0]) : nodes[node];
  if (found === undefined) throw new Error(`There is no node ${node}.`);
  return found;
}

function next({ nodes, leader }: Cluster): Node {
  const up = nodes.filter((node) => node.isUp && node !== leader);
  return up[0] ?? one({ nodes, leader } as Cluster, {});
}
