import type { FastifyInstance } from 'fastify';
import { MAX_POSTED_BYTES } from './event.js';

/** Media type of many events, one a line. */
export const NDJSON = 'application/x-ndjson';

/**
 * Bodies reach us as the bytes that were sent: one event whole, up to 256 KiB, so that it is parsed once and strictly; lines as a stream of
 * any length. Every other content type is refused.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MAX_POSTED_BYTES },
    (_request, body, done) => done(null, body),
  );
  fastify.addContentTypeParser(NDJSON, (_request, body, done) => done(null, body));
}
