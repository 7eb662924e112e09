import type { Scrypt } from '@hadic/signing';

/** What a command sees of the world. Tests pass in their own. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  /** Standard output: data only. */
  out(text: string): void;
  /** Standard error: words for people. */
  err(text: string): void;
  /** All of standard input. */
  stdin(): Promise<string>;
  /** Absent where nobody can answer. */
  terminal?: Terminal;
  /** Standard output is a terminal, so colour may be used unless NO_COLOR forbids it. */
  colour: boolean;
  /** Milliseconds since 1970. */
  now: () => number;
  random: (bytes: number) => Uint8Array;
  scrypt: Scrypt;
  /** Waits before something is tried again. */
  sleep(ms: number): Promise<void>;
}

export interface Terminal {
  ask(question: string): Promise<string>;
  /** Shows nothing of what is typed. */
  askSecret(question: string): Promise<string>;
}
