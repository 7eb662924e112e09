import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { handlerThrew } from './errors.js';

/** A position to read from; the start is 0. */
export function positionOf(at: streams.ReadReq.Options.AllOptions | undefined): number {
  const position = at?.getPosition();
  if (position === undefined) return 0;
  const commit = Number(position.getCommitPosition());
  if (commit < Number(position.getPreparePosition())) throw handlerThrew();
  return commit;
}
