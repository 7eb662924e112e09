// Faults that wait for the calls they will spoil.

/** What spoils one call each time; how to arm them: `Fault` in faults.ts, which says what each does. */
export type CallFault =
  | 'features-internal'
  | 'full'
  | 'half-batch'
  | 'lose-ack'
  | 'lose-request'
  | 'not-leader'
  | 'not-ready'
  | 'read-only'
  | 'reset-13-before'
  | 'unknown-13';

export class Armed {
  readonly #left = new Map<CallFault, number>();

  arm(fault: CallFault, times: number): void {
    this.#left.set(fault, times);
  }

  /** Whether this call is one to spoil; counts it. */
  take(fault: CallFault): boolean {
    const left = this.#left.get(fault);
    if (left === undefined) return false;
    if (left === 1) this.#left.delete(fault);
    else this.#left.set(fault, left - 1);
    return true;
  }

  clear(): void {
    this.#left.clear();
  }
}
