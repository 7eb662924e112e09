import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** From what the machine can do to what the ledger waits at most. */
const APPEND_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The answer to an event, as far as it is counted. */
interface Answered {
  outcome: string;
  problem?: { code: string };
}

/** Prometheus metrics of one service, in a registry of its own. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #gauges = new Map<string, Gauge>();
  #hasDefaults = false;
  readonly #append = new Histogram({
    name: 'hadic_append_duration_seconds',
    help: 'Time the store took to make an append durable.',
    buckets: APPEND_SECONDS,
    registers: [this.#registry],
  });
  readonly #events = this.#counter('hadic_events_total', 'Events answered, by outcome.', 'outcome');
  readonly #refusals = this.#counter('hadic_refusals_total', 'Events not recorded, by the code of the reason.', 'code');
  readonly #unverified = this.#counter(
    'hadic_verification_failures_total',
    'Events whose signatures do not hold: as posted, or as read back from the log.',
    'found',
  );
  readonly #notices = this.#counter(
    'hadic_store_notices_total',
    'What the store did to keep going: append-retried, client-renewed, subscription-restarted, caught-up.',
    'what',
  );
  readonly #requests = new Histogram({
    name: 'hadic_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route pattern and status class.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.#registry],
  });

  /** Media type of what `text` gives. */
  readonly contentType = this.#registry.contentType;

  constructor() {
    for (const outcome of ['recorded', 'duplicate', 'refused', 'retry', 'unknown']) this.#events.inc({ outcome }, 0);
    for (const found of ['posted', 'log']) this.#unverified.inc({ found }, 0);
  }

  /** An event has its answer. */
  answered({ outcome, problem }: Answered): void {
    this.#events.inc({ outcome });
    if (problem === undefined) return;
    this.#refusals.inc({ code: problem.code });
    if (problem.code === 'bad-signature') this.#unverified.inc({ found: 'posted' });
  }

  /** The store has taken an append. */
  appended(seconds: number): void {
    this.#append.observe(seconds);
  }

  /** A record of the log does not hold. */
  unverified(): void {
    this.#unverified.inc({ found: 'log' });
  }

  /** Something that the store has noticed of itself. */
  noticed({ what }: { what: string }): void {
    this.#notices.inc({ what });
  }

  /** A request has been answered. Addresses without a route are one, so that nobody can make labels. */
  requested(method: string, route: string | undefined, answer: { status: number; seconds: number }): void {
    const labels = { method, route: route ?? 'none', status: `${Math.floor(answer.status / 100)}xx` };
    this.#requests.observe(labels, answer.seconds);
  }

  /** A value that is looked up for each scrape; one that is not known is left out. */
  set(name: string, help: string, value: number | undefined): void {
    const gauge = this.#gauges.get(name) ?? new Gauge({ name, help, registers: [this.#registry] });
    this.#gauges.set(name, gauge);
    if (value === undefined) gauge.remove();
    else gauge.set(value);
  }

  /** Everything in the text format of Prometheus. */
  text(): Promise<string> {
    // They observe the whole process, for good: only where somebody asks.
    if (!this.#hasDefaults) collectDefaultMetrics({ register: this.#registry });
    this.#hasDefaults = true;
    return this.#registry.metrics();
  }

  #counter<L extends string>(name: string, help: string, label: L): Counter<L> {
    return new Counter({ name, help, labelNames: [label], registers: [this.#registry] });
  }
}
