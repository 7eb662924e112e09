// What the log is made of.

/** A revision that the writer expects, or one of the three below, numbered as the server does. */
export type Expected = number;
export const NO_STREAM = -1;
export const ANY = -2;
export const STREAM_EXISTS = -4;

/** The revision of a tombstone, 2^63-1 in the protocol. */
export const TOMBSTONE = Number.POSITIVE_INFINITY;

/** The server writes to it at every start. It counts where events of $all are counted, and no reader of $all sees it. */
export const EPOCHS = '$epoch-information';

export interface Proposed {
  id: string;
  type: string;
  json: boolean;
  data: Uint8Array;
  metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  stream: string;
  revision: number;
  /** Milliseconds since 1970. */
  created: number;
  position: number;
  /** Where the next record of the log begins. */
  next: number;
}

export const isShown = ({ stream }: Recorded): boolean => stream !== EPOCHS;
