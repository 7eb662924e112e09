import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';

/** A server in a process of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts a module of this folder and waits until it says where it is. */
  static async start(
    module: string,
    options: { args?: string[]; execArgs?: string[]; env?: NodeJS.ProcessEnv; log: string },
  ): Promise<Server> {
    const { args = [], execArgs = [], env = {}, log } = options;
    const file = new URL(module, import.meta.url).pathname;
    const child = spawn(process.execPath, [...execArgs, file, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', openSync(log, 'a'), 'ipc'],
    });
    const exited = once(child, 'exit').then(() => {
      throw new Error(`${module} ended: ${readFileSync(log, 'utf8').slice(-2_000)}`);
    });
    exited.catch(() => undefined);
    const [first] = (await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), exited])) as [Buffer];
    const { url } = JSON.parse(first.toString()) as { url: string };
    return new Server(child, url);
  }

  /** Times that it has waited for the disk. */
  async flushes(): Promise<number> {
    const answer = once(this.child, 'message');
    this.child.send('flushes');
    return ((await answer) as [number])[0];
  }

  /** CPU that it has used, in milliseconds, as far as the kernel tells; it counts in hundredths of a second. */
  cpuMs(): number {
    try {
      const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return Number.NaN;
    }
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }
}
