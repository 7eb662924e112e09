import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';

import { describePlace, type EventStore, openStore } from '@hadic/store';
import { Verifier } from '@hadic/verifier';
import type { DynamicModule, ModuleMetadata, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from './config.js';
import { type Describe, serveDocs } from './docs.js';
import { guardDoors, letGo, refuseMethods, requestIdOf, watchDoors } from './doors.js';
import { Health, HealthController } from './health.controller.js';
import { createInstruments, type Instruments } from './instruments.js';
import { faultOf, type Journal, stderrJournal } from './journal.js';
import { Operation, OperationController } from './operation.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';

/** A service that is up. */
export interface Service {
  /** Where it listens, such as http://127.0.0.1:7117. */
  url: string;
  /** Takes nothing more, answers what it has taken, and frees everything. Repeatable. */
  close(): Promise<void>;
}

/** What tests and benchmarks bring themselves. A store that is brought stays its owner's to close. */
export interface ServiceParts {
  store?: EventStore;
  journal?: Journal;
  /** False leaves out /docs; what renders it cannot be loaded by Jest. */
  docsPage?: boolean;
}

/** What an app composes its service from. */
export interface Host {
  store: EventStore;
  verifier: Verifier;
  journal: Journal;
  /** Tells the operator of a fault. */
  report: (error: unknown) => void;
  /** For the ledger: what hears of every event, and what limits its senders. */
  watching: Pick<Instruments, 'watch' | 'allowance'>;
  /** What every service answers whoever operates it, given what its own health is. */
  operating: (health: Type<Health>) => Required<Pick<ModuleMetadata, 'controllers' | 'providers'>>;
}

/** What makes a service this one. */
export interface Composition {
  /** With its Health. What takes part in the end of the service does so in Nest's hooks: `beforeApplicationShutdown` while it still answers. */
  module: DynamicModule;
  /** What bodies it takes. */
  accept?: (fastify: FastifyInstance) => void;
  /** What no decorator says of its API. */
  describe?: Describe;
  /** Runs before it listens. */
  begin?: (app: NestFastifyApplication) => Promise<void>;
}

/** How long those who are still sending or reading when the service closes may go on. */
const FAREWELL_MS = 10_000;
/** Envelopes that the ledger has checked and that the read side of the same process meets again a moment later. */
const REMEMBERED = 8_192;

/**
 * Starts a service: store, verifier, the app's modules behind the doors, a port. What was begun is undone if the rest fails.
 * @throws ConfigError, StoreUnavailable
 */
export async function startService(
  config: ServiceConfig,
  parts: ServiceParts,
  compose: (host: Host) => Composition,
): Promise<Service> {
  const journal = parts.journal ?? stderrJournal();
  const instruments = await createInstruments(config, journal);
  const { report, notice, tracing, watch, allowance } = instruments;
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (let next = undo.pop(); next; next = undo.pop()) await next();
  };
  try {
    if (tracing) undo.push(() => tracing.close());
    const store = parts.store ?? (await openStore(config.store, notice));
    if (!parts.store) undo.push(() => store.close());
    const verifier = new Verifier({ remembered: REMEMBERED });
    undo.push(() => verifier.close());
    const watching = { watch, ...(allowance ? { allowance } : {}) };
    const operating = operatingOf(config, store, instruments);
    const composition = compose({ store, verifier, journal, report, watching, operating });
    const adapter = createAdapter({ config, journal, instruments }, composition);
    const app = await NestFactory.create<NestFastifyApplication>(composition.module, adapter, {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    });
    undo.push(() => closeApp(app));
    app.useGlobalFilters(new ProblemFilter((error, { id }) => report(error, { id })));
    serveDocs(app, composition.describe ?? (() => undefined), parts.docsPage ?? true);
    await app.init();
    await composition.begin?.(app);
    await app.listen(config.port, config.host);
    const url = (await app.getUrl()).replace('[::1]', config.host === 'localhost' ? 'localhost' : '[::1]');
    if (config.announcement !== undefined) undo.push(announce(config.announcement, url, journal));
    journal('info', 'listening', { url });
    let closing: Promise<void> | undefined;
    return { url, close: () => (closing ??= close()) };
  } catch (error) {
    await close();
    throw error;
  }
}

function operatingOf(
  { store: at, data }: ServiceConfig,
  store: EventStore,
  { metrics }: Instruments,
): Host['operating'] {
  const version = 'version' in store ? { version: String(store.version) } : {};
  const facts = { metrics, data, store: { place: describePlace(at), ...version } };
  return (health) => ({
    controllers: [HealthController, OperationController],
    providers: [
      { provide: Health, useClass: health },
      { provide: Operation, inject: [Health], useFactory: (own: Health) => new Operation({ health: own, ...facts }) },
    ],
  });
}

interface Rim {
  config: ServiceConfig;
  journal: Journal;
  instruments: Instruments;
}

function createAdapter({ config, journal, instruments }: Rim, { accept }: Composition): FastifyAdapter {
  const adapter = new FastifyAdapter({
    routerOptions: { maxParamLength: 500 },
    genReqId: ({ headers }: { headers: IncomingHttpHeaders }) => requestIdOf(headers['x-request-id']) ?? randomUUID(),
    ...(config.trustedProxy === undefined ? {} : { trustProxy: config.trustedProxy }),
    // An address that cannot be read at all; no hook and no filter has seen it.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const [name = ''] = request.url.split('?');
      sendProblem(reply, request, { code: 'parameter-malformed', slots: { name, rule: 'taken' } });
    },
  });
  const fastify = adapter.getInstance();
  instruments.tracing?.watchRequests(fastify);
  watchDoors(fastify, journal, instruments.metrics);
  letGo(fastify);
  guardDoors(fastify, config.token);
  refuseMethods(fastify);
  accept?.(fastify);
  return adapter;
}

/** Takes no more requests and answers those that it has, while everything still runs; whoever never ends is cut off after a while. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const farewell = setTimeout(() => app.getHttpServer().closeAllConnections(), FAREWELL_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(farewell);
  }
}

/**
 * Tells the CLI where the service is, for as long as it is there. Of several that share a home the last one started is told of; a home that
 * cannot be written, as in a container, keeps nobody from serving.
 */
function announce(file: string, url: string, journal: Journal): () => void {
  const text = `${JSON.stringify({ url, pid: process.pid })}\n`;
  try {
    writeFileSync(file, text);
  } catch (error) {
    journal('info', 'not announced', faultOf(error));
  }
  return () => {
    if (readTextOf(file) === text) rmSync(file, { force: true });
  };
}

function readTextOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
