// Reading a stream or the whole log, in either direction. Links are not resolved.
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { nameOf } from './append.js';
import type { Place } from './cluster.js';
import { failureOf, handlerThrew, named, unknown, type Refusal } from './errors.js';
import { eventResponse } from './event.js';
import { ANY, isShown, type Recorded } from './record.js';
import { positionOf } from './position.js';
import { subscribeToAll, subscribeToStream } from './subscribe.js';
import type { Call } from './wire.js';

type Options = streams.ReadReq.Options;

const ALL = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(named('$all'));

/** Streams/Read, which is also every subscription. */
export async function read(call: Call, place: Place): Promise<void> {
  const options = streams.ReadReq.deserializeBinary(await call.message()).getOptions();
  if (options === undefined) throw handlerThrew();
  const refusal = refusalOf(call, place, options);
  if (refusal !== undefined) throw failureOf(refusal, { stream: nameOf(options.getStream() ?? ALL), expected: ANY });
  if (options.hasSubscription())
    return options.hasAll() ? subscribeToAll(call, place, options) : subscribeToStream(call, place, options);
  return options.hasAll() ? readAll(call, place, options) : readStream(call, place, options);
}

function refusalOf(call: Call, { cluster, node }: Place, options: Options): Refusal | undefined {
  if (call.isAnonymous) return { why: 'access-denied' };
  if (cluster.armed.take('not-ready')) return { why: 'not-ready' };
  // A subscription from the end reads nothing, and so does not ask who the leader is.
  const readsNothing = options.hasSubscription() && (options.getStream() ?? options.getAll())?.hasEnd() === true;
  return call.requiresLeader && !readsNothing ? cluster.notLeader(node) : undefined;
}

async function readStream(call: Call, place: Place, options: Options): Promise<void> {
  const at = options.getStream() ?? ALL;
  const stream = nameOf(at);
  if (place.cluster.log.isDead(stream)) throw failureOf({ why: 'stream-deleted' }, { stream, expected: ANY });
  if (at.hasEnd() && !isBackwards(options)) throw unknown('Unexpected ReadStreamResult: Error');
  const events = shownOf(place, stream);
  if (events === undefined) {
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(named(stream));
    call.send(new streams.ReadResp().setStreamNotFound(missing));
    return call.end();
  }
  const from = at.hasEnd() ? Infinity : Number(at.getRevision());
  const chosen = isBackwards(options)
    ? events.filter(({ revision }) => revision <= from).reverse()
    : events.filter(({ revision }) => revision >= from);
  await sendAll(call, chosen.slice(0, Number(options.getCount())));
}

/** The events of a stream that this node has; nothing if it has not heard of the stream. */
function shownOf({ cluster, node }: Place, stream: string): Recorded[] | undefined {
  const events = cluster.log.stream(stream);
  const unseen = cluster.log.events[cluster.end(node)];
  if (unseen === undefined) return events;
  const seen = events?.filter(({ position }) => position < unseen.position);
  return seen?.length === 0 ? undefined : seen;
}

/** Forwards from a position that is included, backwards from one that is not: what the server does, and no document says. */
async function readAll(call: Call, { cluster, node }: Place, options: Options): Promise<void> {
  const { log } = cluster;
  const end = cluster.end(node);
  const at = options.getAll();
  const index = at?.hasEnd() === true ? end : log.indexOf(positionOf(at));
  if (index === undefined) throw unknown('Unexpected ReadAllResult: Error');
  const step = isBackwards(options) ? -1 : 1;
  const count = Number(options.getCount());
  const chosen: Recorded[] = [];
  for (let i = step < 0 ? Math.min(index, end) - 1 : index; i >= 0 && i < end && chosen.length < count; i += step) {
    const event = log.events[i];
    if (event !== undefined && isShown(event)) chosen.push(event);
  }
  await sendAll(call, chosen);
}

function isBackwards(options: Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

async function sendAll(call: Call, events: readonly Recorded[]): Promise<void> {
  for (const event of events) {
    call.send(eventResponse(event));
    if (call.congested) await call.drained();
    if (!call.open) return;
  }
  call.end();
}
