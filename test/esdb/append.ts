// The two ways to append: a call for each append, and one long stream of appends that are told apart by their ids.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Place } from './cluster.js';
import { failureOf, LARGEST_APPEND, named, statusOf, type Attempt, type Refusal } from './errors.js';
import type { Written } from './log.js';
import { ANY, NO_STREAM, STREAM_EXISTS, type Expected, type Proposed } from './record.js';
import { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, type Call } from './wire.js';

type Message = streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage;

interface Pending extends Attempt {
  proposed: Proposed[];
  size: number;
}

/** Streams/Append. */
export async function append(call: Call, place: Place): Promise<void> {
  const pending = await collect(call, place);
  if (pending === undefined) return;
  const { stream, expected, proposed } = pending;
  const result = await perform(call, place, () => place.cluster.log.append(stream, expected, proposed));
  if (result === 'lost') return;
  if ('why' in result && result.why !== 'wrong-expected-version') throw failureOf(result, pending);
  const response = new streams.AppendResp();
  if ('why' in result) response.setWrongExpectedVersion(wrongExpectedVersion(expected, result.current));
  else response.setSuccess(success(result));
  call.send(response);
  call.end();
}

/** The append that the messages of a call make up; nothing if a fault cut it off. */
async function collect(call: Call, { cluster, node }: Place): Promise<Pending | undefined> {
  let pending: Pending | undefined;
  for await (const bytes of call.messages()) {
    const request = streams.AppendReq.deserializeBinary(bytes);
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options !== undefined) pending = begin(options);
    if (pending === undefined || message === undefined) continue;
    if (call.isAnonymous) throw failureOf({ why: 'access-denied' }, pending);
    if (cluster.armed.take('half-batch')) return void node.gate.drop();
    add(pending, [message]);
    if (pending.size > LARGEST_APPEND) throw failureOf({ why: 'append-too-large' }, pending);
  }
  return pending;
}

/** Streams/BatchAppend: answers in the order of the appends, unless one has to wait for a leader. */
export async function batchAppend(call: Call, place: Place): Promise<void> {
  const incomplete = new Map<string, Pending>();
  const answering = new Set<Promise<void>>();
  for await (const bytes of call.messages()) {
    if (!call.open) return;
    const request = streams.BatchAppendReq.deserializeBinary(bytes);
    const complete = receive(call, request, incomplete);
    if (complete === undefined && !request.getIsFinal() && place.cluster.armed.take('half-batch')) {
      return place.node.gate.drop();
    }
    if (complete === undefined) continue;
    const answer = answerBatch(call, place, request, complete).finally(() => answering.delete(answer));
    answering.add(answer);
  }
  await Promise.all(answering);
  call.end();
}

/** Does a write unless a fault on demand spoils it, before or after. */
export async function perform(
  call: Call,
  { cluster, node }: Place,
  apply: () => Written | Refusal,
): Promise<Written | Refusal | 'lost'> {
  const lose = (code: number): 'lost' => {
    call.reset(code);
    return 'lost';
  };
  if (cluster.armed.take('lose-request')) return lose(NGHTTP2_CANCEL);
  if (cluster.armed.take('reset-13-before')) return lose(NGHTTP2_NO_ERROR);
  const result = await cluster.write({ node, call }, apply);
  if (cluster.armed.take('lose-ack')) return lose(NGHTTP2_CANCEL);
  if (cluster.armed.take('unknown-13')) return lose(NGHTTP2_NO_ERROR);
  return result;
}

interface RevisionOptions {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** The revision that a write expects; batches call the field a position. */
export function expectedOf(
  options: RevisionOptions & ({ getRevision(): string } | { getStreamPosition(): string }),
): Expected {
  if (options.hasAny()) return ANY;
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasStreamExists()) return STREAM_EXISTS;
  return Number('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

export function nameOf(options: { getStreamIdentifier(): shared.StreamIdentifier | undefined }): string {
  return Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
}

function begin(options: Parameters<typeof expectedOf>[0] & Parameters<typeof nameOf>[0]): Pending {
  return { stream: nameOf(options), expected: expectedOf(options), proposed: [], size: 0 };
}

/** Takes in one piece of an append; gives it back when it is the last. Answers at once what cannot become one. */
function receive(call: Call, request: streams.BatchAppendReq, incomplete: Map<string, Pending>): Pending | undefined {
  const id = request.getCorrelationId()?.getString() ?? '';
  const options = request.getOptions();
  if (options !== undefined) incomplete.set(id, begin(options));
  const pending = incomplete.get(id);
  if (pending === undefined) return undefined;
  add(pending, request.getProposedMessagesList());
  const why = refusalOf(call, options, pending);
  if (why !== undefined || request.getIsFinal()) incomplete.delete(id);
  if (why !== undefined) call.send(batchResponse(request, pending).setError(statusOf({ why }, pending)));
  return why === undefined && request.getIsFinal() ? pending : undefined;
}

function refusalOf(
  call: Call,
  options: streams.BatchAppendReq.Options | undefined,
  { size }: Pending,
): 'access-denied' | 'timeout' | 'append-too-large' | undefined {
  if (call.isAnonymous) return 'access-denied';
  const deadline = options?.getDeadline()?.toDate().getTime() ?? Infinity;
  if (deadline <= Date.now()) return 'timeout';
  return size > LARGEST_APPEND ? 'append-too-large' : undefined;
}

async function answerBatch(call: Call, place: Place, request: streams.BatchAppendReq, pending: Pending): Promise<void> {
  const { stream, expected, proposed } = pending;
  const result = await perform(call, place, () => place.cluster.log.append(stream, expected, proposed));
  if (result === 'lost') return;
  if (!('why' in result)) call.send(batchResponse(request, pending).setSuccess(batchSuccess(result)));
  else if (result.why === 'not-leader') call.end(failureOf(result, pending));
  else call.send(batchResponse(request, pending).setError(statusOf(result, pending)));
}

function batchResponse(request: streams.BatchAppendReq, { stream }: Attempt): streams.BatchAppendResp {
  return new streams.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(named(stream));
}

/** The size limit counts the data alone, by an operator's precedence in `Event.SizeOnDisk`. */
function add(pending: Pending, messages: readonly Message[]): void {
  for (const message of messages) {
    const metadata = message.getMetadataMap();
    const data = message.getData_asU8();
    pending.size += data.length;
    pending.proposed.push({
      id: uuidOf(message.getId()),
      type: metadata.get('type') ?? '',
      json: metadata.get('content-type') === 'application/json',
      data,
      metadata: message.getCustomMetadata_asU8(),
    });
  }
}

/** A UUID as text; clients may also send its two halves as numbers. */
function uuidOf(uuid: shared.UUID | undefined): string {
  const halves = uuid?.getStructured();
  if (halves === undefined) return (uuid?.getString() ?? '').toLowerCase();
  const hex = (half: string): string => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0');
  const digits = hex(halves.getMostSignificantBits()) + hex(halves.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function success({ revision, position }: Written): streams.AppendResp.Success {
  const text = String(position);
  const at = new streams.AppendResp.Position().setCommitPosition(text).setPreparePosition(text);
  const written = new streams.AppendResp.Success().setPosition(at);
  return revision === NO_STREAM
    ? written.setNoStream(new shared.Empty())
    : written.setCurrentRevision(String(revision));
}

function batchSuccess({ revision, position }: Written): streams.BatchAppendResp.Success {
  const text = String(position);
  const at = new shared.AllStreamPosition().setCommitPosition(text).setPreparePosition(text);
  const written = new streams.BatchAppendResp.Success().setPosition(at);
  const isNothing = revision === NO_STREAM;
  return isNothing ? written.setNoStream(new empties.Empty()) : written.setCurrentRevision(String(revision));
}

function wrongExpectedVersion(expected: Expected, current: number): streams.AppendResp.WrongExpectedVersion {
  const conflict = new streams.AppendResp.WrongExpectedVersion();
  if (current === NO_STREAM) conflict.setCurrentNoStream(new shared.Empty());
  else conflict.setCurrentRevision(String(current));
  if (expected === ANY) return conflict.setExpectedAny(new shared.Empty());
  if (expected === NO_STREAM) return conflict.setExpectedNoStream(new shared.Empty());
  if (expected === STREAM_EXISTS) return conflict.setExpectedStreamExists(new shared.Empty());
  return conflict.setExpectedRevision(String(expected));
}
