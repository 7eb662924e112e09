import { decide, emptyRegistry, emptyStream, evolve, foldRegistry, type StreamState } from '@hadic/domain';
import { validate } from '@hadic/ledger';
import { checkSignatures, decodeEnvelope, type Json, openEnvelope, openFields } from '@hadic/signing';
import { hiddenFields } from '@hadic/domain';
import { sodiumVerify } from '@hadic/verifier';
import { generate, type WireLine, World, type WorldOptions } from './bench/world.js';

const textOf = (options: WorldOptions) => [...generate(options)].map(({ text }) => text).join('\n');

describe('the simulated world', () => {
  const lines = [...generate({ events: 2_500, seed: 1 })];

  test('gives the same bytes for the same seed, and others for another', () => {
    const text = textOf({ events: 400, seed: 7 });
    expect(textOf({ events: 400, seed: 7 })).toBe(text);
    expect(textOf({ events: 400, seed: 8 })).not.toBe(text);
  });

  test('has as many events as asked for, with ids and times that rise', () => {
    expect(lines).toHaveLength(2_500);
    const rises = (of: (line: WireLine) => string) =>
      lines.every((line, i) => i === 0 || of(lines[i - 1] as WireLine) <= of(line));
    expect(rises(({ recordedAt }) => recordedAt)).toBe(true);
    expect(rises(({ event }) => event.id)).toBe(true);
    expect(new Set(lines.map(({ event }) => event.id)).size).toBe(2_500);
  });

  test('is signed by many when it is large', () => {
    expect(new World({ events: 5_000, seed: 1 }).keys).toBeGreaterThanOrEqual(64);
  });

  test('holds events that the pure domain accepts, one after the other', () => {
    expect(refusals(lines)).toEqual([]);
  });

  test('holds events that the catalogue takes', () => {
    expect(lines.flatMap(({ event }) => validate(event as object as Json))).toEqual([]);
  });

  test('carries signatures that hold and openings that fit, as posted', () => {
    for (const { text, event } of lines.filter((_, i) => i % 10 === 0)) {
      const { openings = {}, recordedAt: _, ...posted } = JSON.parse(text) as { openings?: Json; recordedAt: string };
      const envelope = decodeEnvelope(posted);
      checkSignatures(envelope, sodiumVerify);
      const target = 'target' in event.data ? event.data.target.type : undefined;
      expect(openFields(openEnvelope(envelope), hiddenFields(event.type, target), openings)).toEqual(event);
    }
  });

  test('has all that a supply chain has', () => {
    const types = new Set(lines.map(({ event }) => event.type));
    for (const type of ['LotSplit', 'LotMerged', 'LotDisposed', 'StockCounted', 'LabResultReported'] as const) {
      expect(types).toContain(type);
    }
    for (const type of ['HalalReleaseGranted', 'ReceivedByBuyer', 'EventCorrected', 'EventAnnulled'] as const) {
      expect(types).toContain(type);
    }
    const releases = lines.filter(({ event }) => event.type === 'HalalReleaseGranted').length;
    expect(releases / lines.length).toBeLessThan(0.04);
  });
});

/** Folds the lines as a ledger does, and tells which it would refuse. */
function refusals(lines: readonly WireLine[]): string[] {
  const registry = emptyRegistry();
  const streams = new Map<string, StreamState>();
  const foundingKey = lines[0]?.event.signers[0]?.key ?? '';
  return lines.flatMap(({ event, recordedAt, digest }, index) => {
    const state = streams.get(event.stream) ?? emptyStream(event.stream);
    streams.set(event.stream, state);
    try {
      decide(state, event, { registry, recordedAt, foundingKey });
    } catch (error) {
      return [`${index} ${event.type}: ${String(error)}`];
    }
    evolve(state, event);
    foldRegistry(registry, { event, index, revision: state.revision, recordedAt, digest });
    return [];
  });
}
