import { randomBytes, scrypt } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io, Terminal } from './io.js';

/** The real world. */
export function processIo(): Io {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: readStdin,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { terminal } : {}),
    colour: process.stdout.isTTY && !process.env['NO_COLOR'],
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
    scrypt: (passphrase, salt, { N, r, p, dkLen }) =>
      new Promise((resolve, reject) => {
        // Node refuses by default what needs more than 32 MiB; these parameters need 128 * N * r bytes and a little.
        scrypt(passphrase, salt, dkLen, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
    sleep: async (ms) => void (await sleep(ms)),
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const terminal: Terminal = {
  ask: (question) => prompt(question, process.stderr),
  async askSecret(question) {
    process.stderr.write(question);
    // readline echoes what is typed to its output; this one swallows it.
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const answer = await prompt('', nowhere);
    process.stderr.write('\n');
    return answer;
  },
};

async function prompt(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  reader.on('SIGINT', () => process.exit(130));
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}
