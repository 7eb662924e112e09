import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyStrict } from '@hadic/signing';
import { type Claimed, sodium } from './native.js';
import { checkAll, load } from './threads.js';

/** What the figures were measured on, so that they can be read at all. */
export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  load: number;
  fileSystem: string;
  /** Nanoseconds for a read that waits for the one before, by size of what is read in. */
  memoryNs: Record<string, number>;
  fdatasync: number;
  /** Signature checks per second. */
  verify: Record<string, number>;
}

const PROBED_MB = [1, 8, 64];

export async function inspectMachine(claims: readonly Claimed[]): Promise<Machine> {
  const { cpus, loadavg, tmpdir } = os;
  return {
    ...{ cpu: cpus()[0]?.model.trim() ?? '?', cores: os.availableParallelism(), node: process.version },
    ...{ load: loadavg()[0] ?? 0, fileSystem: fileSystemOf(tmpdir()), fdatasync: fdatasyncRate() },
    memoryNs: Object.fromEntries(PROBED_MB.map((mb) => [`${mb} MB`, dependentReadNs(mb)])),
    verify: await verifyRates(claims),
  };
}

export function header(machine: Machine): string {
  const list = (figures: Record<string, number>) =>
    Object.entries(figures)
      .map(([name, value]) => `${name} ${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)}`)
      .join(', ');
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(1)}, ${machine.fileSystem}`,
    `dependent read, ns: ${list(machine.memoryNs)}; fdatasync/s: ${Math.round(machine.fdatasync).toLocaleString('en')}`,
    `verify/s: ${list(machine.verify)}`,
  ].join('\n');
}

/** The kind of file system that holds a folder, as the kernel lists it. */
function fileSystemOf(folder: string): string {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '));
    const holding = mounts.filter(([, place = '-']) => `${folder}/`.startsWith(place === '/' ? '/' : `${place}/`));
    return holding.sort((a, b) => (b[1]?.length ?? 0) - (a[1]?.length ?? 0))[0]?.[2] ?? '?';
  } catch {
    return '?';
  }
}

/** Follows one random cycle through so many megabytes. */
function dependentReadNs(megabytes: number): number {
  const next = new Uint32Array((megabytes << 20) / 4);
  for (let i = 0; i < next.length; i++) next[i] = i;
  let state = 1;
  // Sattolo's shuffle leaves a single cycle.
  for (let i = next.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % i;
    [next[i], next[other]] = [next[other] ?? 0, next[i] ?? 0];
  }
  const steps = 100_000;
  const start = performance.now();
  let at = 0;
  for (let i = 0; i < steps; i++) at = next[at] ?? 0;
  const ns = ((performance.now() - start) * 1e6) / steps;
  return at < 0 ? Number.NaN : ns;
}

function fdatasyncRate(): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hadic-bench-'));
  const file = openSync(path.join(folder, 'probe'), 'w');
  const bytes = Buffer.alloc(1_024);
  const [start, times] = [performance.now(), 200];
  for (let i = 0; i < times; i++) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const rate = (times * 1_000) / (performance.now() - start);
  closeSync(file);
  rmSync(folder, { recursive: true });
  return rate;
}

async function verifyRates(claims: readonly Claimed[]): Promise<Record<string, number>> {
  const rates: Record<string, number> = {};
  for (const library of sodium ? (['sodium', 'node'] as const) : (['node'] as const)) {
    for (const count of [1, 2]) {
      const some = claims.slice(0, 1_000 * count);
      const threads = await load(some, count, library);
      await checkAll(threads);
      const start = performance.now();
      await checkAll(threads);
      rates[`${library}×${count}`] = (some.length * 1_000) / (performance.now() - start);
      await Promise.all(threads.map((thread) => thread.close()));
    }
  }
  const start = performance.now();
  const few = claims.slice(0, 10);
  for (const { signature, message, publicKey } of few) verifyStrict(signature, message, publicKey);
  rates['tweetnacl×1'] = (few.length * 1_000) / (performance.now() - start);
  return rates;
}
