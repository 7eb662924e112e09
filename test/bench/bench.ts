import { parseArgs } from 'node:util';
import { emit } from './emit.js';

const { values } = parseArgs({
  options: {
    emit: { type: 'string' },
    out: { type: 'string', default: '.hadic' },
    seed: { type: 'string', default: '1' },
  },
});

if (values.emit !== undefined) {
  process.stdout.write(
    `${JSON.stringify(emit(values.out, { events: Number(values.emit), seed: Number(values.seed) }))}\n`,
  );
}
