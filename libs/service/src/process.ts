import { ConfigError, readConfig, type Role, type ServiceConfig } from './config.js';
import type { Service } from './service.js';

type Create = (config: ServiceConfig) => Promise<Service>;

/** Runs a service as this process: exit code 2 if it is not set up, 1 if it cannot start, and a signal ends it in order. */
export function run(role: Role, create: Create): void {
  start(role, create).catch((error: unknown) => fail(error, error instanceof ConfigError ? 2 : 1));
}

async function start(role: Role, create: Create): Promise<void> {
  // The databases hold the openings of private fields: they are their owner's alone.
  process.umask(0o077);
  const service = await create(readConfig(process.env, process.cwd(), role));
  process.stdout.write(JSON.stringify({ url: service.url, pid: process.pid }) + '\n');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(service));
}

function stop(service: Service): void {
  service.close().then(
    () => process.exit(0),
    (error: unknown) => fail(error, 1),
  );
}

/** One line, also where the message quotes somebody else's. */
function fail(error: unknown, exitCode: number): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message.replace(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = exitCode;
}
