/** The ledger's clock, passed in so that tests and simulators bring their own. */
export abstract class Clock {
  /** RFC 3339 with its offset. */
  abstract now(): string;
}

export class SystemClock extends Clock {
  override now(): string {
    return new Date().toISOString();
  }
}
