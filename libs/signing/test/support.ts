import fc from 'fast-check';
import { GateError, hasLoneSurrogate, type Json } from '../src/index.js';

/** The GateError that the function throws; anything else it does fails the test. */
export function gateErrorOf(act: () => unknown): GateError {
  try {
    act();
  } catch (error) {
    if (error instanceof GateError) return error;
    throw error;
  }
  throw new Error('No GateError was thrown.');
}

/** JSON values that pass the gate: well-formed strings, no unsafe integers, awkward names among them. */
export function json(): fc.Arbitrary<Json> {
  const text = fc.string({ unit: 'binary' }).filter((s) => !hasLoneSurrogate(s));
  const number = fc
    .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger())
    .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n) || Math.abs(n) >= 1e21);
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(text, number, fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(fc.oneof(text, fc.constantFrom('a', 'b', '10', '9', '')), tie('value'), { maxKeys: 6 }),
    ),
  })).value;
}
