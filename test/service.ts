import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Clock } from '@hadic/ledger';
import { type EventStore, MemoryStore, SqliteStore } from '@hadic/store';
import type { Service, ServiceConfig } from '@hadic/service';
import { createService as createLedger } from '../apps/ledger/src/service.js';
import { createService as createProvenance } from '../apps/provenance/src/service.js';
import { createService, type StandaloneParts } from '../apps/standalone/src/service.js';
import { People, type Wire } from './people.js';

/** A month after the first day of the stories that people sign, a second later at every look. */
export class StoryClock extends Clock {
  #looks = 0;

  override now(): string {
    return new Date(Date.parse('2026-04-01T00:00:00Z') + 1000 * this.#looks++).toISOString();
  }
}

export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hadic-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The stores that a whole service is tested on. */
export const STORES: Record<string, (folder: string) => Promise<EventStore>> = {
  memory: async () => new MemoryStore(),
  sqlite: (folder) => SqliteStore.open(path.join(folder, 'ledger.db')),
};

interface Options {
  store?: EventStore;
  config?: Partial<ServiceConfig>;
  parts?: StandaloneParts;
}

/** Ledger and provenance in one, on a free port, and what a client does to it. */
export const startService = (options?: Options) => start(createService, options);
/** The ledger alone. */
export const startLedger = (options?: Options) => start(createLedger, options);
/** The provenance alone. */
export const startProvenance = (options?: Options) => start(createProvenance, options);

type Create = (config: ServiceConfig, parts: StandaloneParts) => Promise<Service>;

async function start(create: Create, options: Options = {}) {
  const { folder, remove } = temporaryFolder();
  const store = options.store ?? new MemoryStore();
  const faults: unknown[] = [];
  const service = await create(
    {
      host: '127.0.0.1',
      port: 0,
      store: { file: 'memory' },
      data: folder,
      foundingKey: new People().registrar.signer.keyId,
      ...options.config,
    },
    {
      ...{ store, clock: new StoryClock(), docsPage: false },
      journal: (level, message, fields) => level === 'error' && faults.push({ message, ...fields }),
      ...options.parts,
    },
  );
  const { url } = service;
  const send = (body: string | Uint8Array, type = 'application/json', headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/events`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
  return {
    url,
    store,
    faults,
    post: ({ wire }: { wire: object }, headers: Record<string, string> = {}) =>
      send(JSON.stringify(wire), undefined, headers),
    send,
    /** Posts lines and gives the answers, the summary last. */
    postLines: async (body: string): Promise<LineAnswer[]> =>
      linesOf(await (await send(body, 'application/x-ndjson')).text()),
    get: async <T = Record<string, unknown>>(address: string) => (await fetch(url + address)).json() as Promise<T>,
    /** Ends the service and leaves the store to others. */
    end: async () => {
      await service.close();
      remove();
    },
    close: async () => {
      await service.close();
      await store.close();
      remove();
    },
  };
}

export interface LineAnswer {
  line?: number;
  id?: string;
  outcome?: string;
  receipt?: { revision: number };
  problem?: { code: string; pointer?: string; wayOut: string };
  summary?: Record<string, number>;
}

export function linesOf(text: string): LineAnswer[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LineAnswer);
}

export type { Wire };
