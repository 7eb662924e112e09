import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { claimsOf } from './claims.js';
import { emit } from './emit.js';
import { forms } from './forms.js';
import { calibrator, type Row, table } from './harness.js';
import { ingest } from './ingest.js';
import { header, inspectMachine } from './machine.js';
import { replay } from './replay.js';
import { storing } from './storing.js';
import { storingEsdb } from './storing-esdb.js';
import { tracing } from './tracing.js';
import { generate } from './world.js';

/**
 * `npm run bench` measures each part in turns with the bare limit of the same work and prints the ratios; `-- --quick` does less of it, `-- --only
 * replay,store` leaves parts out, `-- --prof <folder>` has the service and both sides of `esdb` write CPU profiles. `esdb` measures on the EventStoreDB
 * of ESDB_URL, or else on the test server. `-- --emit 10000 --out <folder>` measures nothing and writes a simulated ledger instead.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    prof: { type: 'string' },
    emit: { type: 'string' },
    out: { type: 'string', default: '.hadic' },
    seed: { type: 'string', default: '1' },
  },
});

const FULL = { rounds: 7, events: 10_000, lots: 100_000, part: 1 };
const QUICK = { rounds: 3, events: 2_000, lots: 20_000, part: 0.25 };

async function measure(): Promise<void> {
  const { rounds, events, lots, part } = values.quick ? QUICK : FULL;
  const folder = mkdtempSync(path.join(tmpdir(), 'hadic-bench-'));
  const lines = [...generate({ events, seed: Number(values.seed) })];
  const claims = claimsOf(lines.slice(0, 3_000));
  const calibrate = calibrator(claims);
  const execArgs = values.prof === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(values.prof)}`];
  const common = { folder, rounds, calibrate };
  const subjects: Record<string, () => Promise<Row[]>> = {
    forms: () => forms({ ...common, lines }),
    store: () => storing({ ...common, lines }),
    esdb: () => storingEsdb({ ...common, part, execArgs, url: process.env['ESDB_URL'] || undefined }),
    trace: () => tracing({ ...common, lots }),
    replay: () => replay({ ...common, lines }),
    ingest: () => ingest({ ...common, part, execArgs }),
  };
  try {
    const machine = await inspectMachine(claims);
    process.stdout.write(`${header(machine)}\n`);
    const rows: Row[] = [];
    for (const [name, subject] of Object.entries(subjects)) {
      if (values.only !== undefined && !values.only.split(',').includes(name)) continue;
      const measured = await subject();
      process.stdout.write(table(measured));
      rows.push(...measured);
    }
    writeFileSync('bench.json', `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.emit === undefined) await measure();
else {
  const emitted = emit(values.out, { events: Number(values.emit), seed: Number(values.seed) });
  process.stdout.write(`${JSON.stringify(emitted)}\n`);
}
