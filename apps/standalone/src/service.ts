import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { acceptBodies, Log, ProblemFilter, Recorder, sendProblem } from '@hadic/ledger';
import { type EventStore, SqliteStore } from '@hadic/store';
import { Verifier } from '@hadic/verifier';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { appModule, type ServiceParts } from './app.module.js';
import { ConfigError, type ServiceConfig } from './config.js';
import { serveDocs } from './docs.js';
import { guardDoors, refuseMethods, watchDoors } from './doors.js';
import { faultOf, type Journal, stderrJournal } from './journal.js';

export interface Service {
  /** Where it listens, such as http://127.0.0.1:7117. */
  url: string;
  /** Takes nothing more, answers what it has taken, and frees everything. Repeatable. */
  close(): Promise<void>;
}

/** How long those who are still sending or reading when the service closes may go on. */
const FAREWELL_MS = 10_000;
/** Envelopes that the ledger has checked and that the read side meets again a moment later. */
const REMEMBERED = 8_192;

/**
 * Starts the service; on an empty store it records the founding event first.
 * @throws ConfigError, StoreUnavailable
 */
export async function createService(config: ServiceConfig, parts: ServiceParts = {}): Promise<Service> {
  const journal = parts.journal ?? stderrJournal();
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (let next = undo.pop(); next; next = undo.pop()) await next();
  };
  try {
    const store = parts.store ?? (await SqliteStore.open(path.join(config.data, 'ledger.db')));
    if (!parts.store) undo.push(() => store.close());
    const verifier = new Verifier({ remembered: REMEMBERED });
    undo.push(() => verifier.close());
    const app = await createApp({ config, parts, journal, store, verifier });
    undo.push(() => closeApp(app));
    await found(app, config);
    await app.listen(config.port, config.host);
    const url = (await app.getUrl()).replace('[::1]', config.host === 'localhost' ? 'localhost' : '[::1]');
    if (config.home !== undefined) undo.push(announce(path.join(config.home, 'service.json'), url));
    journal('info', 'listening', { url });
    let closing: Promise<void> | undefined;
    return { url, close: () => (closing ??= close()) };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Assembly {
  config: ServiceConfig;
  parts: ServiceParts;
  journal: Journal;
  store: EventStore;
  verifier: Verifier;
}

async function createApp(assembly: Assembly): Promise<NestFastifyApplication> {
  const { config, journal } = assembly;
  const report = (error: unknown, fields: object = {}) => journal('error', 'fault', { ...fields, ...faultOf(error) });
  const adapter = new FastifyAdapter({
    routerOptions: { maxParamLength: 500 },
    genReqId: () => randomUUID(),
    // An address that cannot be read at all; no hook and no filter has seen it.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const [name = ''] = request.url.split('?');
      sendProblem(reply, request, { code: 'parameter-malformed', slots: { name, rule: 'taken' } });
    },
  });
  const fastify = adapter.getInstance();
  watchDoors(fastify, journal);
  guardDoors(fastify, config.token);
  refuseMethods(fastify);
  acceptBodies(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(appModule({ ...assembly, report }), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter((error, { id }) => report(error, { id })));
  serveDocs(app, assembly.parts.docsPage ?? true);
  await app.init();
  return app;
}

/** Records the founding event on an empty store, and refuses data of another ledger. */
async function found(app: NestFastifyApplication, { founding, ledger, data }: ServiceConfig): Promise<void> {
  const log = app.get(Log);
  await log.catchUp();
  if (log.registry.ledger === undefined && founding !== undefined) {
    const result = await app.get(Recorder).record(founding);
    if ('problem' in result) {
      const { code, pointer = '' } = result.problem;
      throw new ConfigError(
        `founding.json was not recorded: ${code} at "${pointer}". Make it again with 'hadic init'.`,
      );
    }
  }
  if (ledger !== undefined && log.registry.ledger !== undefined && log.registry.ledger !== ledger) {
    throw new ConfigError(
      `${data} holds ledger ${log.registry.ledger}, config.json names ${ledger}: check HADIC_DATA.`,
    );
  }
}

/** Takes no more requests and answers those that it has, while everything still runs; whoever never ends is cut off after a while. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const recorder = app.get(Recorder);
  recorder.beginClosing();
  const farewell = setTimeout(() => app.getHttpServer().closeAllConnections(), FAREWELL_MS);
  await app.getHttpAdapter().close();
  clearTimeout(farewell);
  await recorder.settled();
  await app.close();
}

/** Tells the CLI where the service is, for as long as it is there. */
function announce(file: string, url: string): () => void {
  writeFileSync(file, JSON.stringify({ url, pid: process.pid }) + '\n');
  return () => rmSync(file, { force: true });
}
