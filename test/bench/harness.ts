import { sodiumVerify } from '@hadic/verifier';
import type { Claimed } from './native.js';

/** One way to do the same work. It is run many times, in turns with the others. */
export interface Contender {
  name: string;
  /** Does its work once and tells how much there was of it, and what else is worth telling. */
  run(): Promise<Sample> | Sample;
}

export interface Sample {
  /** Units of work per second. */
  rate: number;
  /** Milliseconds, where single pieces of work were timed. */
  p50?: number;
  p99?: number;
  /** CPU of the process that is measured, in microseconds per unit of work. */
  cpu?: number;
  note?: string;
}

export interface Row {
  subject: string;
  name: string;
  unit: string;
  rate: number;
  /** Median of the rounds' ratios to the limit of the same round, with the least and the most. */
  ratio?: { median: number; min: number; max: number };
  p50?: number;
  p99?: number;
  cpu?: number;
  note?: string;
  /** The machine's own speed moved by more than a quarter meanwhile. */
  unsteady: boolean;
}

export interface Plan {
  subject: string;
  unit: string;
  rounds: number;
  /** The first one is the limit that the others are compared with. */
  contenders: readonly Contender[];
}

const UNSTEADY = 1.25;

/** The calibrator: signature checks per second on this thread, over a moment. */
export function calibrator(claims: readonly Claimed[]): () => number {
  let next = 0;
  return () => {
    const start = performance.now();
    let done = 0;
    for (; performance.now() - start < 100; done++) {
      const { signature, message, publicKey } = claims[next++ % claims.length] as Claimed;
      if (!sodiumVerify(signature, message, publicKey)) throw new Error('The calibrator met a bad signature.');
    }
    return (done * 1_000) / (performance.now() - start);
  };
}

/** Runs all contenders in turns, one round to warm up and then as many as planned. */
export async function compete(plan: Plan, calibrate: () => number): Promise<Row[]> {
  const { contenders, rounds } = plan;
  const samples = contenders.map((): Sample[] => []);
  const speeds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) speeds.push(calibrate());
    for (const [i, contender] of contenders.entries()) {
      const sample = await contender.run();
      if (round > 0) samples[i]?.push(sample);
    }
  }
  const unsteady = Math.max(...speeds) > UNSTEADY * Math.min(...speeds);
  return contenders.map(({ name }, i) => rowOf({ ...plan, name, unsteady }, samples[i] ?? [], samples[0] ?? []));
}

function rowOf(
  head: { subject: string; unit: string; name: string; unsteady: boolean },
  own: readonly Sample[],
  limit: readonly Sample[],
): Row {
  const { subject, name, unit, unsteady } = head;
  const ratios = own.map(({ rate }, i) => rate / (limit[i]?.rate ?? Number.NaN));
  const typical = (of: (sample: Sample) => number | undefined) => {
    const values = own.flatMap((sample) => of(sample) ?? []);
    return values.length === 0 ? undefined : median(values);
  };
  const [p50, p99, cpu] = [
    typical((sample) => sample.p50),
    typical((sample) => sample.p99),
    typical((sample) => sample.cpu),
  ];
  const note = own.at(-1)?.note;
  return {
    ...{ subject, name, unit, rate: median(own.map(({ rate }) => rate)) },
    ...(own === limit ? {} : { ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) } }),
    ...(p50 === undefined ? {} : { p50 }),
    ...(p99 === undefined ? {} : { p99 }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(note === undefined ? {} : { note }),
    unsteady,
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Times some work of so many units. */
export async function timed(units: number, work: () => Promise<unknown> | void): Promise<Sample> {
  const start = performance.now();
  await work();
  return { rate: (units * 1_000) / (performance.now() - start) };
}

/** The rows as lines of text, one block a subject. */
export function table(rows: readonly Row[]): string {
  let text = '';
  let subject = '';
  for (const row of rows) {
    if (row.subject !== subject) text += `\n${(subject = row.subject)}\n`;
    const cells = [
      `  ${row.name.padEnd(44)} ${figure(row.rate).padStart(9)} ${row.unit.padEnd(8)}`,
      row.ratio ? `${times(row.ratio.median)} of limit [${times(row.ratio.min)}…${times(row.ratio.max)}]` : 'the limit',
      row.p50 === undefined ? '' : `p50 ${milliseconds(row.p50)} p99 ${milliseconds(row.p99 ?? Number.NaN)}`,
      row.cpu === undefined ? '' : `${Math.round(row.cpu)} µs CPU`,
      row.note ?? '',
      row.unsteady ? 'UNSTEADY' : '',
    ];
    text += `${cells.filter((cell) => cell !== '').join('  ')}\n`;
  }
  return text;
}

function times(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2);
}

function figure(rate: number): string {
  return rate >= 100 ? Math.round(rate).toLocaleString('en') : rate.toPrecision(3);
}

function milliseconds(ms: number): string {
  return ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1_000).toFixed(ms >= 0.1 ? 0 : 1)} µs`;
}
