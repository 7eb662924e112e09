import { StoreUnavailable } from './event-store.js';

/** A call has not been answered in time. */
export class Silence extends Error {
  constructor(readonly ms: number) {
    super(`no answer for ${ms} ms`);
  }
}

/** What an error of the client means for the call that met it. */
export type Verdict =
  /** The stream's last revision is another; NO_STREAM for none. */
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'no-stream' }
  /** Trying again would be answered alike. */
  | { readonly kind: 'final'; readonly error: StoreUnavailable }
  /** Nobody knows whether it was done, and the next try may work; `worn`: not on this client. */
  | { readonly kind: 'passing'; readonly worn: boolean };

/** gRPC's numbers for a caller whom the server does not know, or does not let. */
const DENIED = [7, 16];

/** Those after which the client finds its way by itself. */
const RECOVERS = ['unavailable', 'cancelled', 'not-leader', 'deadline-exceeded', 'timeout'];

/**
 * Judges by `type` and, where the client throws what it was given, by gRPC's `code`: the first call on a dead server rejects with a raw gRPC
 * error, later ones with the client's own.
 */
export function judge(error: unknown): Verdict {
  const { type, code, actualVersion } = factsOf(error);
  if (error instanceof StoreUnavailable) return { kind: 'final', error };
  if (type === 'wrong-expected-version') {
    return { kind: 'wrong-revision', actual: typeof actualVersion === 'bigint' ? Number(actualVersion) : -1 };
  }
  if (type === 'stream-not-found') return { kind: 'no-stream' };
  if (type === 'stream-deleted') {
    return final('store-corrupt', 'A stream of the ledger has been deleted on the server. Restore a backup.', error);
  }
  if (type === 'maximum-append-size-exceeded') {
    return final('too-large', 'The server takes less in one append than it should (MaxAppendSize): 1 MiB.', error);
  }
  if (type === 'access-denied' || (code !== undefined && DENIED.includes(code))) {
    return final('access-denied', 'EventStoreDB refuses the user or the password of ESDB_URL.', error);
  }
  return { kind: 'passing', worn: type === undefined || !RECOVERS.includes(type) };
}

/** What happened, for an operator. Messages of the client hold no credentials; the address is never in them. */
export function reasonOf(error: unknown): string {
  const { type, code, message } = factsOf(error);
  const kind = type ?? (code === undefined ? undefined : `gRPC ${code}`);
  return [kind, message].filter((part) => part !== undefined && part !== '').join(': ') || 'unknown';
}

interface Facts {
  type?: string;
  code?: number;
  message?: string;
  actualVersion?: unknown;
}

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return {};
  const { type, code, actualVersion } = error as Error & Record<string, unknown>;
  return {
    // One line, as whoever prints it expects; TLS quotes OpenSSL over several.
    message: error.message.replace(/\s+/g, ' ').trim(),
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof code === 'number' ? { code } : {}),
    ...(actualVersion === undefined ? {} : { actualVersion }),
  };
}

function final(code: 'store-corrupt' | 'too-large' | 'access-denied', message: string, cause: unknown): Verdict {
  return { kind: 'final', error: new StoreUnavailable(code, message, { cause }) };
}
