import type { Problem } from '@hadic/words';
import type { Log } from './log.js';
import type { Recorder } from './recorder.js';

/**
 * Records the founding event, as it is on the wire, if the log has none. Answers why it was not recorded; that another ledger has recorded
 * one meanwhile is no problem here.
 * @throws StoreUnavailable
 */
export async function found(
  log: Log,
  recorder: Recorder,
  founding: Uint8Array | undefined,
): Promise<Problem | undefined> {
  await log.catchUp();
  if (founding === undefined || log.registry.ledger !== undefined) return undefined;
  const result = await recorder.record(founding);
  await log.catchUp();
  return 'problem' in result && log.registry.ledger === undefined ? result.problem : undefined;
}
