import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { People } from './people.js';
import { temporaryFolder } from './service.js';

/** What `hadic init` leaves behind, for the ledger of these people. */
export function homeOf(people: People): { folder: string; remove: () => void } {
  const made = temporaryFolder();
  const { simulated } = people.founding.event.data;
  const config = { ledger: people.ledger, registrar: 'bpjph', foundingKey: people.registrar.signer.keyId, simulated };
  writeFileSync(path.join(made.folder, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(made.folder, 'founding.json'), JSON.stringify(people.founding.wire));
  return made;
}

/** A service that runs as a process of its own. */
export interface Running {
  url: string;
  process: ChildProcess;
  /** Everything that it has written so far. */
  said: () => string;
  /** Asks it to end and gives its exit code. */
  end: () => Promise<unknown>;
}

/** Starts `npm start` on a home folder, from the build. */
export async function startProcess(folder: string, env: Record<string, string> = {}): Promise<Running> {
  const service = spawn(process.execPath, ['bin/start.js'], {
    env: { PATH: process.env['PATH'] ?? '', HADIC_HOME: folder, HADIC_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  service.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  service.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(service, 'exit').then(([code]) => code as unknown);
  const end = () => {
    service.kill('SIGTERM');
    return exit;
  };
  for await (const line of createInterface({ input: service.stdout })) {
    return { url: (JSON.parse(line) as { url: string }).url, process: service, said: () => said, end };
  }
  throw new Error(`The service ended before it said where it is: ${said}`);
}
