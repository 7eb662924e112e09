// Subscriptions: pages of what is there, then what comes. In numbers of EventStoreDB 23.10: pages of 32 events, a
// checkpoint each 32 x checkpointInterval events looked at and none while idle, 32 events in the buffer of a live one.
import { randomUUID } from 'node:crypto';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { nameOf } from './append.js';
import type { Place } from './cluster.js';
import { failureOf, handlerThrew, tooSlow } from './errors.js';
import { eventResponse } from './event.js';
import { ANY, isShown, TOMBSTONE, type Recorded } from './record.js';
import { positionOf } from './position.js';
import type { Call } from './wire.js';

const { ReadResp } = streams;
const PAGE = 32;
const LIVE_BUFFER = 32;

type Matches = (event: Recorded) => boolean;

interface Subject {
  /** The index in the log of the first event to look at. */
  from: number;
  matches: Matches;
  /** Events looked at in one page. */
  window: number;
  /** Events looked at from one checkpoint to the next; never one if infinite. */
  checkpointEvery: number;
  /** A subscription to a stream that is not there yet catches up when it is. */
  exists: () => boolean;
}

export async function subscribeToAll(call: Call, place: Place, options: streams.ReadReq.Options): Promise<void> {
  const filter = options.getFilter();
  const window = filter?.hasMax() === true ? filter.getMax() : PAGE;
  const matches = filter === undefined ? isShown : matcherOf(filter);
  await new Subscription(call, place, {
    from: startInAll(place, options.getAll()),
    matches: (event) => isShown(event) && matches(event),
    window,
    checkpointEvery: filter === undefined ? Infinity : window * filter.getCheckpointintervalmultiplier(),
    exists: () => true,
  }).run();
}

export async function subscribeToStream(call: Call, place: Place, options: streams.ReadReq.Options): Promise<void> {
  const { log } = place.cluster;
  const at = options.getStream() ?? new streams.ReadReq.Options.StreamOptions();
  const name = nameOf(at);
  if (log.isDead(name)) throw failureOf({ why: 'stream-deleted' }, { stream: name, expected: ANY });
  const after = at.hasRevision() ? Number(at.getRevision()) : -1;
  const first = log.stream(name)?.[0]?.revision ?? 0;
  await new Subscription(call, place, {
    from: at.hasEnd() ? place.cluster.end(place.node) : 0,
    matches: ({ stream, revision }) => stream === name && revision > after && revision >= first,
    window: PAGE,
    checkpointEvery: Infinity,
    exists: () => at.hasEnd() || log.stream(name) !== undefined,
  }).run();
}

/** Behind the event at the position; a position behind the log is taken, and whatever is written next is delivered. */
function startInAll({ cluster, node }: Place, all: streams.ReadReq.Options.AllOptions | undefined): number {
  const { log } = cluster;
  if (all?.hasEnd() === true) return cluster.end(node);
  const position = positionOf(all);
  if (position === 0) return 0;
  const index = log.indexOf(position);
  if (index === undefined) throw handlerThrew();
  return Math.min(index + 1, log.events.length);
}

function matcherOf(filter: streams.ReadReq.Options.FilterOptions): Matches {
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  if (expression === undefined) throw handlerThrew();
  const textOf: (event: Recorded) => string = filter.hasStreamIdentifier()
    ? ({ stream }) => stream
    : ({ type }) => type;
  if (expression.getRegex() !== '') {
    const regex = new RegExp(expression.getRegex());
    return (event) => regex.test(textOf(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => textOf(event).startsWith(prefix));
}

class Subscription {
  #next: number;
  /** Events looked at since the last checkpoint. */
  #considered = 0;
  #isStalled = false;
  /** What a live subscriber has not taken yet. */
  readonly #waiting: streams.ReadResp[] = [];

  constructor(
    private readonly call: Call,
    private readonly place: Place,
    private readonly subject: Subject,
  ) {
    this.#next = subject.from;
  }

  async run(): Promise<void> {
    const { call, place } = this;
    const { subscribers } = place.node;
    subscribers.add(this);
    call.onClose(() => subscribers.delete(this));
    call.send(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID())));
    while (call.open && !this.#page()) {
      if (call.congested) await call.drained();
    }
    this.#goLive();
  }

  dropAsTooSlow(): void {
    this.place.node.subscribers.delete(this);
    this.call.end(tooSlow());
  }

  stall(): void {
    this.#isStalled = true;
  }

  get #events(): readonly Recorded[] {
    return this.place.cluster.log.events;
  }

  /** Sends what matches in the next page. Says whether the log ends in it. */
  #page(): boolean {
    const end = this.place.cluster.end(this.place.node);
    let checkpoint = this.#events[this.#next - 1]?.next ?? 0;
    let matched = 0;
    let considered = 0;
    for (; considered < this.subject.window && matched < PAGE; considered++) {
      const event = this.#next < end ? this.#events[this.#next] : undefined;
      if (event === undefined) {
        this.#considered += considered;
        return true;
      }
      this.#next++;
      if (!this.subject.matches(event)) continue;
      this.#send(eventResponse(event));
      checkpoint = event.position;
      matched++;
    }
    this.#considered += considered;
    if (this.#considered >= this.subject.checkpointEvery) {
      this.#considered %= this.subject.checkpointEvery;
      this.#send(checkpointResponse(checkpoint));
    }
    return false;
  }

  #goLive(): void {
    const { call, place, subject } = this;
    let isCaughtUp = false;
    const advance = (): void => {
      if (!call.open) return;
      const end = place.cluster.end(place.node);
      while (this.#next < end) this.#considerLive();
      if (!isCaughtUp && subject.exists()) {
        isCaughtUp = true;
        this.#send(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
      }
      if (end < this.#events.length) setTimeout(advance, place.cluster.staleMs);
    };
    const stop = place.cluster.log.onWrite(advance);
    call.onClose(stop);
    call.onDrain(() => this.#flush());
    advance();
  }

  #considerLive(): void {
    const event = this.#events[this.#next++];
    if (event === undefined) return;
    if (this.subject.matches(event)) {
      this.#sendLive(eventResponse(event));
      if (event.revision === TOMBSTONE) {
        const attempt = { stream: event.stream, expected: ANY };
        if (this.subject.checkpointEvery === Infinity) this.call.end(failureOf({ why: 'stream-deleted' }, attempt));
      }
    }
    this.#considered++;
    if (this.#considered < this.subject.checkpointEvery) return;
    this.#considered = 0;
    this.#sendLive(checkpointResponse(event.position));
  }

  #send(response: streams.ReadResp): void {
    if (!this.#isStalled) this.call.send(response);
  }

  #sendLive(response: streams.ReadResp): void {
    if (this.#waiting.length === 0 && !this.call.congested) return this.#send(response);
    if (this.#waiting.push(response) > LIVE_BUFFER) this.dropAsTooSlow();
  }

  #flush(): void {
    for (const response of this.#waiting.splice(0)) this.#send(response);
  }
}

function checkpointResponse(position: number): streams.ReadResp {
  const text = String(position);
  return new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(text).setPreparePosition(text));
}
