import {
  type Appended,
  MAX_APPEND_BYTES,
  type NewEvent,
  NO_STREAM,
  StoreUnavailable,
  WrongRevision,
} from './event-store.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Throws unless every adapter could take this append as it stands. Names are text that UTF-8 can carry unchanged, of 1
 * to 500 characters; a leading `$` is EventStoreDB's mark for its own streams.
 */
export function checkAppend(stream: string, expectedRevision: number, events: readonly NewEvent[]): void {
  if (!isName(stream)) refuse(`'${stream}' cannot be the name of a stream`);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM) {
    refuse(`${expectedRevision} cannot be a revision`);
  }
  if (events.length === 0) refuse('an append needs at least one event');
  if (events.length > 1 && new Set(events.map((event) => event.id)).size < events.length) {
    refuse('two events of the append have the same id');
  }
  let dataBytes = 0;
  let metadataBytes = 0;
  for (const event of events) {
    if (!UUID.test(event.id)) refuse(`'${event.id}' is not a lower-case UUID`);
    if (!isName(event.type)) refuse(`'${event.type}' cannot be the type of an event`);
    dataBytes += event.data.length;
    metadataBytes += event.metadata.length;
  }
  if (Math.max(dataBytes, metadataBytes) > MAX_APPEND_BYTES) {
    const sizes = `${dataBytes} bytes of data and ${metadataBytes} of metadata`;
    throw new StoreUnavailable(
      'too-large',
      `Stream ${stream}: ${sizes} are more than one append may carry (${MAX_APPEND_BYTES} each): split the batch.`,
    );
  }
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= 500 && !name.startsWith('$') && !/[\0\p{Surrogate}]/u.test(name);
}

function refuse(reason: string): never {
  throw new StoreUnavailable('invalid-append', `The append was refused: ${reason}.`);
}

/**
 * The answer to an append whose place is not the end of its stream. `held` are the events right after
 * `expectedRevision`, at most as many as were sent; `actual` is the stream's last revision. All ids equal: it is a
 * retry, and the first answer is given again.
 */
export function answerRetry(
  append: { stream: string; expectedRevision: number; events: readonly NewEvent[] },
  held: readonly { id: string; position: string }[],
  actual: number,
): Appended | WrongRevision {
  const { stream, expectedRevision, events } = append;
  if (held.length === events.length && held.every(({ id }, index) => id === events[index]?.id)) {
    return appended(
      expectedRevision,
      held.map(({ position }) => position),
    );
  }
  return new WrongRevision(stream, expectedRevision, actual);
}

/** What is answered for events that now stand at these positions, right after `expectedRevision`. */
export function appended(expectedRevision: number, positions: readonly string[]): Appended {
  return { revision: expectedRevision + positions.length, position: positions.at(-1) ?? '', positions };
}

export function duplicateId(stream: string): StoreUnavailable {
  return new StoreUnavailable(
    'duplicate-id',
    `Stream ${stream}: an event with this id is already elsewhere in the store. An id belongs to one record: make a new event.`,
  );
}

export function closedStore(): StoreUnavailable {
  return new StoreUnavailable('store-unavailable', 'The store is closed: open it again.');
}
