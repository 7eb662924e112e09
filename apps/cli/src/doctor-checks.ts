import { statfs } from 'node:fs/promises';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { MessageKey } from '@hadic/words';

type Named<G extends string, K extends string> = K extends `${G}.${infer Name}` ? Name : never;
export type Check = Named<'check', MessageKey>;

/** One thing that was looked at. Without a code all is well. */
export interface Finding {
  check: Check;
  state: 'sound' | 'warning' | 'trouble';
  code?: Named<'finding', MessageKey>;
  slots: Record<string, string | number>;
}

/** What GET /v1/service tells. */
export interface Facts {
  status: 'ok' | 'down';
  /** By part of the service: how it is. */
  parts: Record<string, string | number | null>;
  now: string;
  /** A simulated ledger's times are told to it. */
  simulated: boolean;
  /** The newest recordedAt in the log. */
  newest?: string;
  store: { place: string; version?: string };
  /** Age of the oldest record that the read side has not folded. */
  lagSeconds?: number;
  disk?: Disk;
}

export interface Disk {
  freeBytes: number;
  sizeBytes: number;
}

const NODE_NEEDED = [20, 19] as const;
const GIB = 2 ** 30;
const DISK = { warning: { part: 0.1, bytes: GIB }, trouble: { part: 0.02, bytes: GIB / 4 } };
const SKEW_S = { warning: 2, trouble: 60 };
const LAG_S = { warning: 10, trouble: 300 };

const sound = (check: Check, slots: Finding['slots'] = {}): Finding => ({ check, state: 'sound', slots });

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needed, least] = NODE_NEEDED;
  if (major > needed || (major === needed && minor >= least)) return sound('node', { version });
  return { check: 'node', state: 'trouble', code: 'node-old', slots: { version, needed: NODE_NEEDED.join('.') } };
}

/** Secrets that others may read: a file, or what lies in a folder that is open to them. Windows keeps no such modes. */
export function checkFiles(places: readonly string[]): Finding[] {
  if (process.platform === 'win32') return [];
  const open = places.filter((place) => existsSync(place)).flatMap(openFiles);
  if (open.length === 0) return [sound('files')];
  return open.map((file) => {
    const slots = { file, mode: modeOf(file).toString(8) };
    return { check: 'files', state: 'trouble', code: 'file-open', slots };
  });
}

function openFiles(place: string): string[] {
  if ((modeOf(place) & 0o077) === 0) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place).flatMap((name) => openFiles(path.join(place, name)));
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

export function checkService(url: string, { status, parts }: Facts): Finding {
  if (status === 'ok') return sound('service', { url });
  const said = Object.entries(parts).map(([name, value]) => `${name} ${value}`);
  return { check: 'service', state: 'trouble', code: 'service-not-ready', slots: { url, parts: said.join(', ') } };
}

export function checkStore({ parts, store: { place, version } }: Facts): Finding {
  const slots = { store: version === undefined ? place : `${place}, ${version}`, reason: place };
  if (parts['store'] === 'corrupt' || parts['log'] === 'stopped') {
    return { check: 'store', state: 'trouble', code: 'store-corrupt', slots };
  }
  if (parts['store'] === 'ok') return sound('store', slots);
  return { check: 'store', state: 'trouble', code: 'store-unreachable', slots };
}

/** `asked` and `answered` are this machine's milliseconds around the answer; what the way took is in the service's favour. */
export function checkClock(
  url: string,
  facts: Facts,
  { asked, answered }: { asked: number; answered: number },
): Finding[] {
  if (facts.simulated) return [];
  const now = Date.parse(facts.now);
  const apart = Math.max(0, now - answered, asked - now) / 1_000;
  const back = Math.max(0, Date.parse(facts.newest ?? facts.now) - now) / 1_000;
  const findings: Finding[] = [];
  const state = (seconds: number) => (seconds > SKEW_S.trouble ? 'trouble' : 'warning');
  if (apart > SKEW_S.warning) {
    findings.push({
      check: 'clock',
      state: state(apart),
      code: 'clock-differs',
      slots: { url, seconds: Math.round(apart) },
    });
  }
  if (back > SKEW_S.warning) {
    findings.push({ check: 'clock', state: state(back), code: 'clock-back', slots: { seconds: Math.round(back) } });
  }
  return findings.length > 0 ? findings : [sound('clock', { seconds: apart.toFixed(1) })];
}

export function checkDisk({ freeBytes, sizeBytes }: Disk): Finding {
  const slots = { free: (freeBytes / GIB).toFixed(1), percent: Math.floor((100 * freeBytes) / sizeBytes) };
  const isBelow = ({ part, bytes }: { part: number; bytes: number }) =>
    freeBytes < part * sizeBytes || freeBytes < bytes;
  if (isBelow(DISK.trouble)) return { check: 'disk', state: 'trouble', code: 'disk-full', slots };
  if (isBelow(DISK.warning)) return { check: 'disk', state: 'warning', code: 'disk-full', slots };
  return sound('disk', slots);
}

/** Nothing is said of a service that has no read side. */
export function checkProjection({ parts, lagSeconds = 0 }: Facts): Finding[] {
  if (parts['projection'] === undefined) return [];
  if (parts['projection'] === 'stopped') {
    return [{ check: 'projection', state: 'trouble', code: 'projection-stopped', slots: {} }];
  }
  if (lagSeconds <= LAG_S.warning) return [sound('projection')];
  const slots = { records: parts['lag'] ?? '?', seconds: Math.round(lagSeconds) };
  const state = lagSeconds > LAG_S.trouble ? 'trouble' : 'warning';
  return [{ check: 'projection', state, code: 'projection-behind', slots }];
}

/** Of the disk that this folder lies on, or will. */
export async function diskOf(folder: string): Promise<Disk> {
  let there = path.resolve(folder);
  while (!existsSync(there)) there = path.dirname(there);
  const { bavail, blocks, bsize } = await statfs(there);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
