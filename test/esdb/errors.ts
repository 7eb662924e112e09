// What the server answers when it refuses, in the two shapes in which it does: as the status of a call with trailers, and
// inside the long batch stream as a google.rpc.Status with packed details. Codes, texts and trailers are those of
// EventStoreDB 23.10, seen on a running one.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import { ANY, NO_STREAM, STREAM_EXISTS, type Expected } from './record.js';

export const LARGEST_APPEND = 2 ** 20;

const UNKNOWN = 2;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;
const ABORTED = 10;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** A gRPC status that ends a call. */
export class Failure extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Why a write was not done. */
export type Refusal =
  | { why: 'wrong-expected-version'; current: number }
  | { why: 'stream-deleted' }
  | { why: 'access-denied' }
  | { why: 'timeout' }
  | { why: 'append-too-large' }
  | { why: 'not-ready' }
  | { why: 'not-leader'; host: string; port: number };

/** The write that was refused. */
export interface Attempt {
  stream: string;
  expected: Expected;
}

const ascii = (text: string): string => text.replace(/[^ -~]/g, '?');

export const unknown = (message: string): Failure => new Failure(UNKNOWN, message);
export const handlerThrew = (): Failure => unknown('Exception was thrown by handler.');
export const unimplemented = (): Failure => new Failure(UNIMPLEMENTED, 'Service is unimplemented.');
export const internal = (): Failure => new Failure(INTERNAL, 'Exception was thrown by handler.');
export const unauthenticated = (): Failure => new Failure(UNAUTHENTICATED, 'Unauthenticated');
export const tooSlow = (): Failure =>
  new Failure(
    ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  );
export const tooLarge = (): Failure =>
  new Failure(RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size.');

/** The status that ends a call of its own with a refusal. */
export function failureOf(refusal: Refusal, { stream, expected }: Attempt): Failure {
  const name = { 'stream-name': ascii(stream) };
  switch (refusal.why) {
    case 'wrong-expected-version':
      return new Failure(
        FAILED_PRECONDITION,
        `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, ` +
          `Actual version: ${refusal.current}`,
        {
          exception: 'wrong-expected-version',
          ...name,
          'expected-version': String(expected),
          'actual-version': String(refusal.current),
        },
      );
    case 'stream-deleted':
      return new Failure(FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
        exception: 'stream-deleted',
        ...name,
      });
    case 'access-denied':
      return new Failure(PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
    case 'timeout':
      return new Failure(ABORTED, 'Operation timed out: Commit phase timeout.');
    case 'append-too-large':
      return new Failure(INVALID_ARGUMENT, `Maximum Append Size of ${LARGEST_APPEND} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(LARGEST_APPEND),
      });
    case 'not-ready':
      return new Failure(UNAVAILABLE, 'Server Is Not Ready');
    case 'not-leader':
      return new Failure(NOT_FOUND, 'Leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': refusal.host,
        'leader-endpoint-port': String(refusal.port),
      });
  }
}

/** The same inside the batch stream. A missing leader has no such shape: it ends the whole stream with its Failure. */
export function statusOf(refusal: Exclude<Refusal, { why: 'not-leader' }>, attempt: Attempt): statuses.Status {
  switch (refusal.why) {
    case 'wrong-expected-version':
      return status(ALREADY_EXISTS, 'WrongExpectedVersion', wrongExpectedVersion(attempt.expected, refusal.current));
    case 'stream-deleted':
      return status(NOT_FOUND, 'StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(named(attempt.stream)));
    case 'access-denied':
      return status(PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied());
    case 'timeout':
      return status(DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout());
    case 'append-too-large': {
      const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(LARGEST_APPEND);
      return status(INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
    }
    case 'not-ready':
      return status(0, 'Server Is Not Ready', undefined);
  }
}

/** A stream's name as the protocol carries it. */
export function named(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}

function status(code: number, name: string, details: { serializeBinary(): Uint8Array } | undefined): statuses.Status {
  const packed = new anyPb.Any();
  if (details === undefined) packed.pack(new Uint8Array(), 'google.protobuf.Empty');
  else packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new statuses.Status().setCode(code).setMessage(name).setDetails(packed);
}

function wrongExpectedVersion(expected: Expected, current: number): shared.WrongExpectedVersion {
  const details = new shared.WrongExpectedVersion();
  const empty = new empties.Empty();
  if (current === NO_STREAM) details.setCurrentNoStream(empty);
  else details.setCurrentStreamRevision(String(current));
  if (expected === ANY) return details.setExpectedAny(empty);
  if (expected === NO_STREAM) return details.setExpectedNoStream(empty);
  if (expected === STREAM_EXISTS) return details.setExpectedStreamExists(empty);
  return details.setExpectedStreamPosition(String(expected));
}
