import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  decide,
  emptyRegistry,
  emptyStream,
  evolve,
  evaluateAsIfReleased,
  foldRegistry,
  hiddenFields,
  instantMs,
  type LedgerEvent,
  type StreamState,
} from '@hadic/domain';
import { validate } from '@hadic/ledger';
import { checkSignatures, decodeEnvelope, digestOf, type Json, openEnvelope, openFields } from '@hadic/signing';
import { Provenance } from '@hadic/provenance';
import { MemoryStore, NO_STREAM } from '@hadic/store';
import { encodeRecord, sodiumVerify, Verifier } from '@hadic/verifier';
import { emit } from './bench/emit.js';
import type { Answer, Order } from './bench/esdb-work.js';
import { generate, type WireLine, World, type WorldOptions } from './bench/world.js';
import { startEsdb } from './esdb/server.js';

const textOf = (options: WorldOptions) => [...generate(options)].map(({ text }) => text).join('\n');

const folder = mkdtempSync(path.join(tmpdir(), 'hadic-world-'));
afterAll(() => rmSync(folder, { recursive: true }));

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

  test('releases only what the evidence supports at that place in the log', async () => {
    const store = new MemoryStore();
    const verifier = new Verifier({ threads: 1 });
    const parts = { store, verifier, file: path.join(folder, 'provenance.db'), now: () => '2025-01-06T00:00:00Z' };
    const provenance = new Provenance(parts);
    const revisions = new Map<string, number>();
    for (const { event, envelope, recordedAt, openings } of lines) {
      const record = encodeRecord({ envelope, recordedAt, ...(openings ? { openings } : {}) });
      const { revision } = await store.append(event.stream, revisions.get(event.stream) ?? NO_STREAM, [record]);
      revisions.set(event.stream, revision);
    }
    await provenance.start();
    expect(await provenance.caughtUp((await store.head()) ?? '', 20_000)).toBe(true);
    const released = lines.flatMap(({ event }, index) =>
      event.type === 'HalalReleaseGranted' ? [{ event, index }] : [],
    );
    expect(released.length).toBeGreaterThan(10);
    for (const { event, index } of released) {
      const { view } = await provenance.at({ index: index - 1 });
      const { headline, reasons } = evaluateAsIfReleased(view, event.data.lotId, instantMs(event.occurredAt));
      expect({ headline, reasons: reasons.filter(({ axes }) => Object.keys(axes).length > 0) }).toEqual({
        headline: 'HALAL',
        reasons: [],
      });
    }
    await provenance.close();
    await verifier.close();
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

describe('--emit', () => {
  test('writes a folder to start a ledger in, and the lines for it', () => {
    const out = path.join(folder, 'home');
    const { ledger, events, keys, lots, sample } = emit(out, { events: 300, seed: 5 });
    const text = (name: string) => readFileSync(path.join(out, name), 'utf8');
    const posted = (text('founding.json') + text('events.ndjson')).trimEnd().split('\n');
    const read = posted.map((line) => JSON.parse(line) as { recordedAt: string } & Record<string, Json>);
    const folded = read.map(({ openings = {}, recordedAt, ...rest }) => {
      const envelope = decodeEnvelope(rest);
      const signed = openEnvelope(envelope) as object as LedgerEvent;
      const target = 'target' in signed.data ? signed.data.target.type : undefined;
      const event = openFields(signed as object as Json, hiddenFields(signed.type, target), openings) as object;
      return { event: event as LedgerEvent, recordedAt, digest: digestOf(envelope) };
    });
    expect(refusals(folded)).toEqual([]);
    expect(folded).toHaveLength(events + 1);
    expect(JSON.parse(text('config.json'))).toEqual({
      ...{ ledger, registrar: 'registrar', simulated: true, url: 'http://127.0.0.1:7117', language: 'en' },
      foundingKey: folded[0]?.event.signers[0]?.key,
    });
    expect(ledger).toBe(folded[0]?.digest);
    expect(keys).toBeGreaterThan(10);
    expect(lots).toBeGreaterThan(10);
    expect(JSON.stringify(folded.map(({ event }) => event.data))).toContain(sample);
  });
});

const SIDE = 'dist/test/bench/esdb-side.js';
const isBuilt = existsSync(SIDE) && existsSync('dist/test/esdb/main.js');
if (!isBuilt) console.warn('Skipped: the bench is not built; `npm run build` makes it.');

describe('the sides of the comparison on EventStoreDB', () => {
  (isBuilt ? test : test.skip).each(['bare', 'adapter'])(
    '%s: does each order, and ends when nobody asks any more',
    async (kind) => {
      const server = await startEsdb();
      const { events: before } = await server.state();
      const side = fork(SIDE, [kind, server.url, 'bench-test']);
      const gone = once(side, 'exit');
      const answer = async () => ((await once(side, 'message')) as [Answer])[0];
      const ask = (order: Order) => {
        side.send(order);
        return answer();
      };
      try {
        expect(await answer()).toEqual({ sample: { rate: 0 } });
        expect(await ask({ what: 'read' })).toEqual({ error: 'Error: There is nothing to read yet.' });
        const orders: Order[] = [
          { what: 'append', inFlight: 3, events: 10 },
          { what: 'fill', events: 70 },
          { what: 'read' },
          { what: 'follow' },
          { what: 'live', inFlight: 2, events: 40 },
        ];
        for (const order of orders) {
          const measured = { rate: expect.any(Number), cpu: expect.any(Number) };
          expect(await ask(order)).toEqual({ sample: expect.objectContaining(measured) });
        }
        // Before `fill` and `live` an event each marks the place.
        expect((await server.state()).events - before).toBe(10 + 71 + 41);
      } finally {
        side.disconnect();
        expect((await gone)[0]).toBe(0);
        await server.stop();
      }
    },
  );
});

/** Folds the lines as a ledger does, and tells which it would refuse. */
function refusals(lines: readonly Pick<WireLine, 'event' | 'recordedAt' | 'digest'>[]): string[] {
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
