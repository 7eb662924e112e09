import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EXIT, Failure } from '../failure.js';

const MAIN = fileURLToPath(new URL('../../../standalone/src/main.js', import.meta.url));
const START_MS = 30_000;
const END_MS = 10_000;
const LAST_WORDS = 600;

/** A process of its own that says where it answers. */
export interface Program {
  url: string;
  pid: number;
  end(): Promise<void>;
  /** Lets it live on when this process ends. */
  leave(): void;
}

/** Starts the real service on a free port, with its data in the home folder; `env` says where the log lies. */
export async function startService(home: string, env: Record<string, string>, keep: boolean): Promise<Program> {
  const own = Object.entries(process.env).filter(([name]) => !/^(HADIC|ESDB)_/.test(name));
  return startProgram([MAIN], {
    env: { ...Object.fromEntries(own), ...env, HADIC_HOME: home, HADIC_PORT: '0' },
    log: path.join(home, 'service.log'),
    keep,
  });
}

/**
 * Starts a program whose first line is `{"url", "pid"}`. Its standard input ends with this process, unless it is to be kept.
 * @throws Failure, if it does not say where it is
 */
export async function startProgram(
  argv: string[],
  { env, log, keep }: { env: NodeJS.ProcessEnv; log: string; keep: boolean },
): Promise<Program> {
  const child = spawn(process.execPath, argv, {
    env,
    stdio: [keep ? 'ignore' : 'pipe', 'pipe', openSync(log, 'a', 0o600)],
    detached: keep,
  });
  const line = await firstLine(child).catch(() => undefined);
  if (line === undefined) {
    child.kill();
    throw new Failure(EXIT.failed, 'demo.noStart', {
      program: path.basename(log, '.log'),
      log: readFileSync(log, 'utf8').slice(-LAST_WORDS),
    });
  }
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  return {
    url,
    pid,
    end: () => end(child, pid),
    leave: () => {
      child.stdout?.destroy();
      child.unref();
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The output of the program is a pipe.');
  const lines = createInterface({ input: child.stdout });
  const patience = new AbortController();
  try {
    const [line] = (await Promise.race([
      once(lines, 'line', { signal: patience.signal }),
      once(child, 'exit', { signal: patience.signal }).then(() => Promise.reject(new Error('ended'))),
      pause(START_MS, undefined, { signal: patience.signal, ref: false }).then(() => Promise.reject(new Error('late'))),
    ])) as [string];
    return line;
  } finally {
    patience.abort();
    lines.close();
  }
}

/** Asks the process to end, by its id, and insists after a while. */
async function end(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(pid);
  await Promise.race([ended, pause(END_MS, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGKILL');
}
