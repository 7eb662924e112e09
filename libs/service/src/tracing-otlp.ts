import { AsyncLocalStorage } from 'node:async_hooks';

import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Longest wait for a collector that does not answer, in milliseconds: so long a service that ends may be held up by it. */
const EXPORT_MS = 2_000;

/** What a span says of an event: never its content. */
export interface Labels {
  id?: string;
  type?: string;
  stream?: string;
  revision?: number;
}

/**
 * Spans that follow a request through the ledger, over OTLP/HTTP. A provider of its own for each service: nothing is registered for the whole
 * process.
 */
export class OtlpTracing {
  readonly #provider: BasicTracerProvider;
  readonly #spans = new WeakMap<FastifyRequest, Span>();
  /** The span that whatever is done belongs to. */
  readonly #current = new AsyncLocalStorage<Context>();

  constructor(endpoint: string) {
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_MS,
    });
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] || 'hadic' }),
      spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: EXPORT_MS })],
    });
  }

  /** Begins a span with every request and ends it with its answer. */
  watchRequests(fastify: FastifyInstance): void {
    const tracer = this.#provider.getTracer('hadic');
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { method, routeOptions, headers, id } = request;
      const route = routeOptions.url ?? 'none';
      // The pattern, not the address: ids and search words stay out.
      const attributes = { 'http.request.method': method, 'http.route': route, 'hadic.request.id': id };
      const options = { kind: SpanKind.SERVER, attributes };
      this.#spans.set(request, tracer.startSpan(`${method} ${route}`, options, parentOf(headers['traceparent'])));
      done();
    });
    // Not before: while a body is read, what runs belongs to the socket.
    fastify.addHook('preHandler', (request, _reply, done) => {
      const span = this.#spans.get(request);
      if (span) this.#current.run(trace.setSpan(ROOT_CONTEXT, span), done);
      else done();
    });
    fastify.addHook('onResponse', async (request, { statusCode }) => {
      const span = this.#spans.get(request);
      span?.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    });
  }

  /** Goes round a step of an event's way. */
  async step<T>(name: string, work: () => Promise<T>, labels: Labels, found?: (result: T) => Labels): Promise<T> {
    const parent = this.#current.getStore() ?? ROOT_CONTEXT;
    const span = this.#provider.getTracer('hadic').startSpan(name, { attributes: attributesOf(labels) }, parent);
    try {
      const result = await this.#current.run(trace.setSpan(parent, span), work);
      if (found) span.setAttributes(attributesOf(found(result)));
      return result;
    } catch (error) {
      // Its code alone: a message may quote what was posted.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', codeOf(error));
      throw error;
    } finally {
      span.end();
    }
  }

  /** Sends what is left, for as long as the collector takes it. */
  async close(): Promise<void> {
    // A collector that is gone keeps no service from ending.
    await this.#provider.shutdown().catch(() => undefined);
  }
}

function attributesOf({ id, type, stream, revision }: Labels): Attributes {
  return {
    ...(id === undefined ? {} : { 'hadic.event.id': id }),
    ...(type === undefined ? {} : { 'hadic.event.type': type }),
    ...(stream === undefined ? {} : { 'hadic.event.stream': stream }),
    ...(revision === undefined ? {} : { 'hadic.event.revision': revision }),
  };
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's span (W3C Trace Context), if it named one. */
function parentOf(traceparent: string | string[] | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(traceparent ?? '')) ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags ?? '0', 16),
    isRemote: true,
  });
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return [code, name].find((each) => typeof each === 'string') ?? 'error';
}
