import { calm } from './calm.js';
import type { ServiceConfig } from './config.js';
import { faultOf, type Journal } from './journal.js';
import { Metrics } from './metrics.js';
import { RateLimit } from './rate-limit.js';
import { startTracing } from './tracing.js';
import type { Labels, OtlpTracing } from './tracing-otlp.js';

/** What an operator watches a service by, and limits it. */
export interface Instruments {
  metrics: Metrics;
  tracing?: OtlpTracing;
  /** Hears of every event. */
  watch: Watch;
  allowance?: RateLimit;
  /** Tells of a fault: once, however often it comes. */
  report: (error: unknown, fields?: object) => void;
  /** What the store has noticed of itself. */
  notice: (notice: { what: string; reason: string }) => void;
}

interface Watch {
  answered(outcome: { outcome: string; problem?: { code: string } }): void;
  appended(seconds: number): void;
  clockBehind(ms: number): void;
  step?<T>(name: string, work: () => Promise<T>, labels: Labels, found?: (result: T) => Labels): Promise<T>;
}

export async function createInstruments(config: ServiceConfig, journal: Journal): Promise<Instruments> {
  const metrics = new Metrics();
  const say = calm(journal);
  const tracing = config.tracesTo === undefined ? undefined : await startTracing(config.tracesTo);
  return {
    metrics,
    watch: {
      answered: (outcome) => metrics.answered(outcome),
      appended: (seconds) => metrics.appended(seconds),
      clockBehind: (ms) => say('error', 'clock-behind', { seconds: Math.round(ms / 1_000) }),
      ...(tracing ? { step: (...step) => tracing.step(...step) } : {}),
    },
    report: (error, fields = {}) => {
      if (codeOf(error) === 'record-not-verified') metrics.unverified();
      say('error', 'fault', { ...fields, ...faultOf(error) });
    },
    notice: ({ what, reason }) => {
      metrics.noticed({ what });
      say('info', what, { reason });
    },
    ...(tracing ? { tracing } : {}),
    ...(config.rates ? { allowance: new RateLimit(config.rates) } : {}),
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
