#!/usr/bin/env node
// Starts the service from the build.
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/standalone/src/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('The service has not been built: run `npm run build`.');
  process.exitCode = 2;
}
