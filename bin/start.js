#!/usr/bin/env node
// Starts a service from the build: `npm start` both in one, `npm start -- ledger` or `npm start -- provenance` one apart.
import { existsSync } from 'node:fs';

const ROLES = ['standalone', 'ledger', 'provenance'];
const [role = 'standalone', ...more] = process.argv.slice(2);
const main = new URL(`../dist/apps/${role}/src/main.js`, import.meta.url);

if (!ROLES.includes(role) || more.length > 0) fail(`Name one service to start: ${ROLES.join(', ')}.`);
else if (existsSync(main)) await import(main.href);
else fail('The service has not been built: run `npm run build`.');

function fail(reason) {
  console.error(reason);
  process.exitCode = 2;
}
