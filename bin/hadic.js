#!/usr/bin/env node
// The command line. It runs what `npm run build` has made, without a compiler and without Nest.
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/cli/src/main.js', import.meta.url);

if (existsSync(main)) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('hadic is not built yet: run "npm run build".\n');
  process.exitCode = 2;
}
