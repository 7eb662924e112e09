import { GateError } from '../src/index.js';

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
