#!/usr/bin/env node
// The demo, from the build.
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/cli/src/demo/main.js', import.meta.url);

if (existsSync(main)) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('The demo is not built yet: run "npm run build".\n');
  process.exitCode = 2;
}
