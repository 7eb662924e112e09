import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Role = 'ledger' | 'provenance' | 'standalone';

/** So long a start may take. */
const HANGS_MS = 60_000;

/** One service as a process of its own, from the build. It can be killed, and started again where it was. */
export class Member {
  url = '';
  /** Everything that it has written on stderr, in all its lives. */
  said = '';
  #process: ChildProcess | undefined;
  #exit: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly role: Role,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts it with nothing but this in its environment, on a free port unless that is named, and waits until it says where it is. */
  static async start(role: Role, env: Record<string, string>): Promise<Member> {
    const member = new Member(role, { HADIC_PORT: '0', ...env });
    await member.#spawn(member.env);
    return member;
  }

  /** As a machine that goes down: nothing is said, nothing is finished. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#exit;
  }

  /** Starts it once more, on the port that it had. */
  async restart(): Promise<void> {
    await this.#spawn({ ...this.env, HADIC_PORT: new URL(this.url).port });
  }

  /** Asks it to end. Gives its exit code. */
  async end(): Promise<unknown> {
    this.#process?.kill('SIGTERM');
    return this.#exit;
  }

  /** What it answers at this address, if that is a 200. */
  async get<T = Record<string, unknown>>(address: string): Promise<T> {
    const answer = await fetch(this.url + address);
    if (answer.status !== 200) throw new Error(`${this.role} ${address}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async #spawn(env: Record<string, string>): Promise<void> {
    const child = spawn(process.execPath, ['bin/start.js', this.role], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#exit = once(child, 'exit').then(([code]) => code as unknown);
    child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    const late = setTimeout(() => child.kill('SIGKILL'), HANGS_MS);
    for await (const line of createInterface({ input: child.stdout })) {
      clearTimeout(late);
      this.url = (JSON.parse(line) as { url: string }).url;
      return;
    }
    clearTimeout(late);
    throw new Error(`The ${this.role} ended or hung before it said where it is: ${this.said.slice(-2_000)}`);
  }
}
