import { Refused } from '@hadic/words';

/** The log does not know this id. */
export function notFound(id: string): Refused {
  return new Refused({ code: 'not-found', slots: { id } });
}
