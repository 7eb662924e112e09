import type { Journal } from './journal.js';

/** So long the same is not said again. */
const QUIET_MS = 60_000;
/** Different things that are remembered as said. */
const REMEMBERED = 500;

/**
 * A journal for what may come in floods, such as a store that is away: the same is said once, and after a minute again with how often it was
 * to be said meanwhile.
 */
export function calm(journal: Journal, ms: () => number = () => performance.now()): Journal {
  const said = new Map<string, { at: number; withheld: number }>();
  return (level, message, fields = {}) => {
    const { fault, what, reason } = fields;
    const key = JSON.stringify([level, message, fault, what, reason]);
    const before = said.get(key);
    if (before !== undefined && ms() - before.at < QUIET_MS) {
      before.withheld += 1;
      return;
    }
    if (said.size >= REMEMBERED) said.clear();
    said.set(key, { at: ms(), withheld: 0 });
    journal(level, message, { ...fields, ...(before?.withheld ? { repeated: before.withheld } : {}) });
  };
}
