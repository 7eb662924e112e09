import { createHash, timingSafeEqual } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from './config.js';
import type { Journal } from './journal.js';
import type { Metrics } from './metrics.js';
import { sendProblem } from './problem.filter.js';

/** Addresses that are open to everybody: they tell nothing of anybody's books. */
const OPEN = /^\/(health\/|docs|openapi\.json)/;

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** The documentation page brings its own script and styles, some of them inline. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/**
 * Who comes in. With a token every request brings it, but for health and documentation. Without one the service listens on loopback only, and
 * takes only requests that were meant for it: a page in a browser can point a name of its own at this machine, but not change the Host.
 */
export function guardDoors(fastify: FastifyInstance, token: string | undefined): void {
  const expected = token === undefined ? undefined : digestOf(`Bearer ${token}`);
  fastify.addHook('onRequest', (request, reply, done) => {
    // Judged by the route that was found, since a path can be written in many ways.
    if (OPEN.test(request.routeOptions.url ?? '')) return done();
    const isWelcome =
      expected === undefined
        ? isLoopback(request.hostname.replace(/^\[|\]$/g, ''))
        : timingSafeEqual(expected, digestOf(request.headers.authorization ?? ''));
    if (isWelcome) return done();
    sendProblem(reply, request, { code: 'token-required' });
  });
}

/** Digests have one length, so that comparing them tells nothing of the token. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A caller's own id of a request, if it can stand in a log and a header as it is. */
export function requestIdOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.:-]{1,64}$/.test(header) ? header : undefined;
}

/** Headers that keep browsers from guessing and framing; a line in the journal and a count for every answer. */
export function watchDoors(fastify: FastifyInstance, journal: Journal, metrics: Metrics): void {
  fastify.addHook('onSend', async (request, reply) => {
    const isDocs = request.routeOptions.url?.startsWith('/docs') === true;
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': isDocs ? DOCS_POLICY : API_POLICY,
      'x-request-id': request.id,
    });
    if (!reply.hasHeader('cache-control') && !isDocs) void reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onResponse', async ({ id, method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url;
    metrics.requested(method, route, { status: statusCode, seconds: elapsedTime / 1_000 });
    journal('info', 'answered', { id, method, route, status: statusCode, ms: Math.round(elapsedTime) });
  });
}

/** While the service ends, each connection ends with the answer that is under way on it: kept alive, idle, it would hold up the end. */
export function letGo(fastify: FastifyInstance): void {
  const { server } = fastify;
  fastify.addHook('onSend', async (_request, reply) => {
    if (!server.listening) void reply.header('connection', 'close');
  });
  fastify.addHook('onResponse', async () => {
    if (!server.listening) setImmediate(() => server.closeIdleConnections());
  });
}

/** Answers 405, with what would be allowed, where an address is known and only the method is not. */
export function refuseMethods(fastify: FastifyInstance): void {
  const routes: { pattern: RegExp; method: string }[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const pattern = new RegExp(`^${escaped.replace(/:[^/]+/g, '[^/]+')}$`);
    for (const each of [method].flat()) routes.push({ pattern, method: each });
  });
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (!request.is404) return done();
    const [path = ''] = request.url.split('?');
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0) return done();
    void reply.header('allow', [...new Set(allowed)].join(', '));
    sendProblem(reply, request, { code: 'method-not-allowed' });
  });
}
