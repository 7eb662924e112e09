import { Metrics } from '../src/metrics.js';

/** The samples of a text in Prometheus' format, by name with labels. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

test('counts events by outcome, refusals by code, and signatures that do not hold', async () => {
  const metrics = new Metrics();
  metrics.answered({ outcome: 'recorded' });
  metrics.answered({ outcome: 'refused', problem: { code: 'bad-signature' } });
  metrics.answered({ outcome: 'retry', problem: { code: 'overloaded' } });
  metrics.unverified();
  const samples = samplesOf(await metrics.text());
  expect(samples.get('hadic_events_total{outcome="recorded"}')).toBe(1);
  expect(samples.get('hadic_events_total{outcome="refused"}')).toBe(1);
  expect(samples.get('hadic_events_total{outcome="unknown"}')).toBe(0);
  expect(samples.get('hadic_refusals_total{code="bad-signature"}')).toBe(1);
  expect(samples.get('hadic_refusals_total{code="overloaded"}')).toBe(1);
  expect(samples.get('hadic_verification_failures_total{found="posted"}')).toBe(1);
  expect(samples.get('hadic_verification_failures_total{found="log"}')).toBe(1);
});

test('sorts times into buckets of seconds, and requests by route and class of status', async () => {
  const metrics = new Metrics();
  metrics.appended(0.004);
  metrics.requested('POST', '/v1/events', { status: 201, seconds: 0.02 });
  metrics.requested('GET', undefined, { status: 404, seconds: 0.001 });
  const samples = samplesOf(await metrics.text());
  expect(samples.get('hadic_append_duration_seconds_bucket{le="0.0025"}')).toBe(0);
  expect(samples.get('hadic_append_duration_seconds_bucket{le="0.005"}')).toBe(1);
  expect(samples.get('hadic_append_duration_seconds_bucket{le="10"}')).toBe(1);
  const request = 'method="POST",route="/v1/events",status="2xx"';
  expect(samples.get(`hadic_http_request_duration_seconds_count{${request}}`)).toBe(1);
  expect(samples.get('hadic_http_request_duration_seconds_count{method="GET",route="none",status="4xx"}')).toBe(1);
});

test('tells a gauge as it was set last, and leaves out what is not known', async () => {
  const metrics = new Metrics();
  const look = async (records: number | undefined) => {
    metrics.set('hadic_log_records', 'Records in the log.', records);
    return samplesOf(await metrics.text()).get('hadic_log_records');
  };
  expect([await look(7), await look(undefined), await look(8)]).toEqual([7, undefined, 8]);
});

test('two services in one process do not share a number, and both tell of the process', async () => {
  const [one, other] = [new Metrics(), new Metrics()];
  one.appended(1);
  const texts = [await one.text(), await other.text()];
  expect(texts.map((text) => samplesOf(text).get('hadic_append_duration_seconds_count'))).toEqual([1, 0]);
  for (const text of texts) expect(samplesOf(text).get('process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('names what Prometheus expects: a unit at the end, help for each', async () => {
  const metrics = new Metrics();
  metrics.noticed({ what: 'append-retried' });
  const own = (await metrics.text()).split('\n').filter((line) => line.startsWith('# HELP hadic_'));
  expect(own.length).toBeGreaterThan(4);
  for (const line of own) expect(line).toMatch(/^# HELP hadic_[a-z_]+_(total|seconds|bytes|records) \S/);
  expect(metrics.contentType).toContain('text/plain');
});
