// One log, one leader, and one or three nodes that speak for them.
import { setTimeout as delay } from 'node:timers/promises';
import { Armed } from './armed.js';
import type { Refusal } from './errors.js';
import type { Log, Written } from './log.js';
import type { Node } from './node.js';
import type { Call } from './wire.js';

export interface Settings {
  version: string;
  /** How nodes name themselves in gossip. */
  host: string;
  /** `name:password`; without it everybody may do everything, as on an insecure server. */
  user?: string | undefined;
}

/** Where a call arrived. */
export interface Place {
  cluster: Cluster;
  node: Node;
}

export class Cluster {
  readonly nodes: Node[] = [];
  readonly armed = new Armed();
  /** Calls so far, by method. */
  readonly calls: Record<string, number> = {};
  /** How long followers lag behind the leader. */
  staleMs = 0;
  #leader: Node | undefined;
  #isPartitioned = false;
  /** While the leader is gone and nobody has noticed. */
  #outage: Promise<void> | undefined;
  #kept: (() => void)[] | undefined;

  constructor(
    readonly log: Log,
    readonly settings: Settings,
  ) {}

  get leader(): Node | undefined {
    return this.#leader;
  }

  moveLeader(to: Node): void {
    this.#leader = to;
  }

  /** How many events of the log this node shows. */
  end(node: Node): number {
    const { events } = this.log;
    if (this.staleMs === 0 || node === this.#leader) return events.length;
    const latest = Date.now() - this.staleMs;
    let end = events.length;
    while ((events[end - 1]?.created ?? 0) > latest) end--;
    return end;
  }

  /** Why this node does not do what only the leader may, if it is not the leader. */
  notLeader(node: Node): Refusal | undefined {
    if (this.#leader === undefined) return { why: 'not-ready' };
    return node === this.#leader ? undefined : this.#pointToLeader();
  }

  /** Does a write, wherever it arrived: followers forward. */
  async write({ node, call }: { node: Node; call: Call }, apply: () => Written | Refusal): Promise<Written | Refusal> {
    if (this.armed.take('not-ready')) return { why: 'not-ready' };
    // On a full disk the writer's exception ends the real server's process ("Unexpected error in StorageWriterService"):
    // until it is gone, writes run into the commit timeout. `kill` is the rest of it.
    if (this.armed.take('full')) return { why: 'timeout' };
    // A read-only replica answers IsReadOnly, which reaches the client as not-leader (RpcExceptions.TryHandleNotHandled).
    if (this.armed.take('not-leader') || this.armed.take('read-only')) return this.#pointToLeader();
    const refusal = call.requiresLeader || this.#leader === undefined ? this.notLeader(node) : undefined;
    if (refusal !== undefined) return refusal;
    if (this.#outage === undefined) return apply();
    this.#kept?.push(apply);
    await this.#outage;
    return { why: 'timeout' };
  }

  /**
   * After nodes came or went. In so many milliseconds the majority has a leader, or everybody knows that there is none;
   * a write that arrives before that is answered by a timeout then.
   */
  settle(noticedAfterMs: number): void {
    if (this.nodes.length === 1 || this.#elected() === this.#leader) return;
    const outage = delay(noticedAfterMs).then(() => {
      if (this.#outage !== outage) return;
      this.#outage = undefined;
      this.#leader = this.#elected();
    });
    this.#outage = outage;
  }

  /** No node reaches another. With `keep`, writes that time out are done after all when it is over. */
  partition(noticedAfterMs: number, keep: boolean): void {
    this.#isPartitioned = true;
    this.#kept = keep ? [] : undefined;
    this.settle(noticedAfterMs);
  }

  heal(): void {
    this.#isPartitioned = false;
    this.#outage = undefined;
    this.#leader = this.#elected();
    this.#kept?.forEach((apply) => apply());
    this.#kept = undefined;
  }

  #elected(): Node | undefined {
    const up = this.nodes.filter((node) => node.isUp);
    if (this.#isPartitioned || up.length * 2 <= this.nodes.length) return undefined;
    return this.#leader?.isUp === true ? this.#leader : up[0];
  }

  #pointToLeader(): Refusal {
    const port = (this.#leader ?? this.nodes[0])?.gate.port ?? 0;
    return { why: 'not-leader', host: this.settings.host, port };
  }
}
