import { Rejected } from '@hadic/domain';
import { GateError, OpeningError, SignatureError } from '@hadic/signing';
import { type Problem, Refused } from '@hadic/words';

/** The problem that an error of the domain or of the signed form stands for; undefined for an error that is none of these. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refused) return error.problem;
  if (error instanceof Rejected) return { code: error.code, pointer: error.pointer, slots: error.slots };
  if (error instanceof SignatureError) {
    const { code, pointer, keyid } = error;
    return { code, pointer, ...(keyid === undefined ? {} : { slots: { key: keyid } }) };
  }
  if (error instanceof GateError || error instanceof OpeningError) return { code: error.code, pointer: error.pointer };
  return undefined;
}
