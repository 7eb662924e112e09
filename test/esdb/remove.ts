// Deleting a stream: softly, or for ever by a tombstone.
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { expectedOf, nameOf, perform } from './append.js';
import type { Place } from './cluster.js';
import { failureOf } from './errors.js';
import type { Call } from './wire.js';

type Options = streams.DeleteReq.Options | streams.TombstoneReq.Options;

/** Streams/Delete. */
export async function softDelete(call: Call, place: Place): Promise<void> {
  const position = await remove(call, place, streams.DeleteReq.deserializeBinary(await call.message()).getOptions());
  if (position === undefined) return;
  const at = new streams.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
  call.send(new streams.DeleteResp().setPosition(at));
  call.end();
}

/** Streams/Tombstone. */
export async function tombstone(call: Call, place: Place): Promise<void> {
  const request = streams.TombstoneReq.deserializeBinary(await call.message());
  const position = await remove(call, place, request.getOptions(), true);
  if (position === undefined) return;
  const at = new streams.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
  call.send(new streams.TombstoneResp().setPosition(at));
  call.end();
}

/** The position of what was written; nothing if a fault took the answer. */
async function remove(
  call: Call,
  place: Place,
  options: Options = new streams.DeleteReq.Options(),
  forEver = false,
): Promise<string | undefined> {
  const attempt = { stream: nameOf(options), expected: expectedOf(options) };
  if (call.isAnonymous) throw failureOf({ why: 'access-denied' }, attempt);
  const { log } = place.cluster;
  const result = await perform(call, place, () => log.delete(attempt.stream, attempt.expected, forEver));
  if (result === 'lost') return undefined;
  if ('why' in result) throw failureOf(result, attempt);
  return String(result.position);
}
