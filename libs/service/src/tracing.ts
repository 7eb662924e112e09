import type { OtlpTracing } from './tracing-otlp.js';

/** Spans to the collector at this address (OTEL_EXPORTER_OTLP_ENDPOINT). The packages are loaded only where one is named. */
export async function startTracing(endpoint: string): Promise<OtlpTracing> {
  const { OtlpTracing: Loaded } = await import('./tracing-otlp.js');
  return new Loaded(endpoint);
}
