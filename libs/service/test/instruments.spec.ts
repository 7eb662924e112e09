import { createInstruments } from '../src/instruments.js';

const CONFIG = { host: '127.0.0.1', port: 0, store: { file: 'ledger.db' }, data: '.' };

test('what comes in floods is counted each time and said once; a record that does not hold has its own count', async () => {
  const lines: unknown[][] = [];
  const { metrics, notice, report, watch } = await createInstruments(CONFIG, (...line) => lines.push(line));
  for (let i = 0; i < 5; i++) {
    notice({ what: 'append-retried', reason: 'The server did not answer.' });
    report(Object.assign(new Error('The reader stopped at record 7.'), { code: 'record-not-verified' }), {
      id: `r-${i}`,
    });
    watch.clockBehind(5_000 + i);
  }
  expect(lines.map(([level, message]) => [level, message])).toEqual([
    ['info', 'append-retried'],
    ['error', 'fault'],
    ['error', 'clock-behind'],
  ]);
  const text = await metrics.text();
  expect(text).toContain('hadic_store_notices_total{what="append-retried"} 5');
  expect(text).toContain('hadic_verification_failures_total{found="log"} 5');
});
