import type { Json, JsonObject } from '@hadic/signing';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { isObject, textOf } from './files.js';

/** The ledger's own words on why it did not do what was asked (RFC 9457), in the person's language. */
export interface Problem {
  code: string;
  title: string;
  detail?: string;
  pointer?: string;
  wayOut?: string;
  /** Seconds after which the same may be sent again. */
  retryAfter?: number;
  errors?: { pointer: string; detail: string }[];
}

/** The service answered with a problem. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.code);
    this.name = 'Refused';
  }
}

/** What became of one posted event. `retry`: nothing happened; `unknown`: nobody knows. Both are sent again unchanged. */
export interface Outcome {
  outcome: 'recorded' | 'duplicate' | 'refused' | 'retry' | 'unknown';
  id?: string;
  receipt?: JsonObject;
  problem?: Problem;
}

/** The HTTP API of a ledger and its provenance, which may be services apart. */
export class Api {
  constructor(private readonly context: Context) {}

  /** Throws Refused, or a `Failure` if nothing answers. */
  async get(path: string, query: Record<string, string | undefined> = {}): Promise<Json> {
    const response = await this.request(`${path}${queryOf(query)}`);
    return jsonOf(response, await response.text());
  }

  /** Posts one signed event. */
  async post(line: string): Promise<Outcome> {
    const response = await this.request('/v1/events', { body: line, type: 'application/json' });
    const body = await response.text();
    try {
      const receipt = objectOf(jsonOf(response, body), response.url);
      const duplicate = response.status === 200;
      return { outcome: duplicate ? 'duplicate' : 'recorded', id: textOf(receipt['id']), receipt };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status < 500 && error.status !== OVER_LIMIT) {
        if (!REFUSING.includes(error.status)) throw error;
        return { outcome: 'refused', problem: error.problem };
      }
      return { outcome: error.problem.code === 'outcome-unknown' ? 'unknown' : 'retry', problem: error.problem };
    }
  }

  /** Posts signed events in their order and tells of each as the ledger answers. It may answer fewer than were sent. */
  async *postMany(lines: readonly string[]): AsyncGenerator<Outcome> {
    const body = lines.map((line) => `${line}\n`).join('');
    const response = await this.request('/v1/events', { body, type: 'application/x-ndjson' });
    if (!response.ok) jsonOf(response, await response.text());
    for await (const line of linesOf(response)) {
      const answer = JSON.parse(line) as JsonObject;
      if (isObject(answer) && 'outcome' in answer) yield answer as JsonObject & Outcome;
    }
  }

  private async request(path: string, post?: { body: string; type: string }): Promise<Response> {
    const { context } = this;
    const url = LEDGER.test(path) ? context.url : context.provenanceUrl;
    const token = context.io.env['HADIC_TOKEN'];
    try {
      return await fetch(url + path, {
        headers: {
          'accept-language': context.language,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(post ? { 'content-type': post.type } : {}),
        },
        ...(post ? { method: 'POST', body: post.body } : {}),
      });
    } catch {
      throw new Failure(EXIT.unreachable, 'cli.unreachable', { url });
    }
  }
}

/** What the ledger answers to; all else is asked of the provenance. */
const LEDGER = /^\/v1\/(events|log)\b/;

/** The sender posts more than is allowed in a minute; nothing happened. */
const OVER_LIMIT = 429;
/** What the ledger answers when it has judged the event itself; nothing is recorded then, and never will be. */
const REFUSING = [400, 403, 409, 413, 422];

/** Path segments are percent-encoded, since ids hold slashes. */
export function pathOf(...segments: string[]): string {
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

function queryOf(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function jsonOf(response: Response, text: string): Json {
  const body = parsed(text);
  if (response.ok && body !== undefined) return body;
  if (isObject(body) && typeof body['code'] === 'string') {
    throw new Refused(response.status, { title: body['code'], ...body } as JsonObject & Problem);
  }
  throw new Failure(EXIT.unreachable, 'cli.notHadic', { url: response.url, status: response.status });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Throws a `Failure` unless the answer is an object. */
export function objectOf(value: Json, url: string): JsonObject {
  if (!isObject(value)) throw new Failure(EXIT.unreachable, 'cli.notHadic', { url, status: 200 });
  return value;
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter((line) => line.trim() !== '');
    }
  } catch (error) {
    // The connection broke in the middle: what has no answer is sent again.
    if (!(error instanceof TypeError)) throw error;
    return;
  }
  if (rest.trim() !== '') yield rest;
}
