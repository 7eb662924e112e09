import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { StoreUnavailable } from '@hadic/store';
import { inWords, pickLanguage, type Problem, type ProblemCode, Refused } from '@hadic/words';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Seconds after which somebody who was sent away may come again, where nothing else is known. */
const RETRY_AFTER = 1;

/** What the platform refuses by itself, by HTTP status. */
const BY_STATUS: Record<number, ProblemCode> = {
  400: 'parameter-malformed',
  401: 'token-required',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  414: 'too-large',
  415: 'unsupported-media-type',
  503: 'overloaded',
};

/**
 * Every failure as RFC 9457 problem details in the reader's language. What nobody foresaw is reported to the operator, and its sender learns
 * nothing of our insides.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly report: (error: unknown, request: FastifyRequest) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    sendProblem(host.switchToHttp().getResponse<FastifyReply>(), request, this.#problemOf(error, request));
  }

  #problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Refused) return error.problem;
    const fromPlatform = problemOfPlatform(error, request);
    if (fromPlatform) return fromPlatform;
    this.report(error, request);
    return { code: error instanceof StoreUnavailable ? 'store-unavailable' : 'internal' };
  }
}

/** Answers a request with a problem. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, problem: Problem): void {
  const language = pickLanguage(request.headers['accept-language']);
  const body = inWords(problem, language);
  const { retryAfter = body.status === 503 ? RETRY_AFTER : undefined } = problem;
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(body.status)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
}

/** What Nest or fastify refused: unknown addresses, wrong content types, bodies that are too large. */
function problemOfPlatform(error: unknown, request: FastifyRequest): Problem | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  const code = status === undefined ? undefined : BY_STATUS[status];
  const [path = ''] = request.url.split('?');
  return code && { code, slots: { id: path, name: path, rule: 'taken' } };
}

function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
