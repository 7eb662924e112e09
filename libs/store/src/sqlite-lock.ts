import { StoreUnavailable } from './event-store.js';
import { type Connect, faultOf } from './sqlite-driver.js';

/**
 * Makes this the only writer of the file, against other processes and other parts of this one, until `release`. The
 * lock is an exclusive transaction, never committed, on the side file `<file>.lock`: the operating system ends it with
 * the process, however that dies, so no stale lock has to be cleared by hand. The side file stays, empty. Readers
 * (a backup, an auditor's tool) are not kept out. Local disks only, as for SQLite itself.
 */
export function lockFile(file: string, connect: Connect): { release(): void } {
  const lock = connect(`${file}.lock`);
  try {
    // Nothing is ever written, so a journal would only be left behind by a kill.
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (faultOf(cause) !== 'busy') throw cause;
    const wayOut = 'Stop the other one, wait until it has ended, or name another file.';
    throw new StoreUnavailable('store-locked', `${file} is open for writing already. ${wayOut}`, { cause });
  }
  return {
    release: () => {
      lock.exec('ROLLBACK');
      lock.close();
    },
  };
}
