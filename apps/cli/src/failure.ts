import type { MessageKey } from '@hadic/words';

/** Exit codes: a check failed or the ledger refused; wrong usage; nothing answers; the bytes were tampered with. */
export const EXIT = { failed: 1, usage: 2, unreachable: 3, tampered: 4 } as const;

/** Ends a command with one message for the person and an exit code. Its words are chosen where it is caught. */
export class Failure extends Error {
  constructor(
    readonly exit: (typeof EXIT)[keyof typeof EXIT],
    readonly key: MessageKey,
    readonly slots: Record<string, string | number> = {},
  ) {
    super(key);
    this.name = 'Failure';
  }
}
