import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { Provenance, ProvenanceModule } from '@hadic/provenance';
import { Verifier } from '@hadic/verifier';
import { Village } from './village.js';

/** Without the service's filter Nest answers 500; what was thrown is what counts here. */
@Catch()
class Thrown implements ExceptionFilter {
  last: unknown;

  catch(error: unknown, host: ArgumentsHost): void {
    this.last = error;
    host.switchToHttp().getResponse<FastifyReply>().status(500).send('');
  }
}

/** Where an event of the story stands, and when it was recorded. */
export interface Mark {
  id: string;
  position: string;
  at: string;
}

export const BEANS_CERTIFICATE = 'bpjph/ID00110000000000001';

/** Two coffees and a loaf: beans L-1 and L-2 are roasted into P-1, split into P-1a, sold to the baker as B-1; P-2 was a mistake. */
export async function story(village: Village): Promise<(name: string) => Mark> {
  const marks = new Map<string, Mark>();
  const mark = async (name: string, written: Promise<{ id: string; position: string }>) => {
    const { id, position } = await written;
    marks.set(name, { id, position, at: village.now() });
    return id;
  };
  const certificate = BEANS_CERTIFICATE;
  await village.settle();
  await mark('certificate', village.certify(certificate));
  const beans = await mark('L-1', village.receive('L-1', '100', { certificate }));
  await mark('L-2', village.receive('L-2', '20'));
  await mark(
    'R-1',
    village.roast(
      'R-1',
      [
        ['L-1', '50'],
        ['L-2', '5'],
      ],
      ['P-1', '40'],
    ),
  );
  await mark('split', village.split('P-1', ['P-1a', '10']));
  await mark('sold', village.receive('B-1', '10', { sourceLot: 'kopi/pabrik/P-1a' }, village.baker));
  const replacement = village.receipt('L-1', '90', { certificate });
  await mark('corrected', village.correct(beans, 'IngredientReceived', replacement));
  const mistake = await mark('R-2', village.roast('R-2', [['L-2', '5']], ['P-2', '4']));
  await mark('annulled', village.annul(mistake, 'BatchProcessed'));
  return (name) => {
    const found = marks.get(name);
    if (!found) throw new Error(`the story has no ${name}`);
    return found;
  };
}

/** The read side over HTTP on a free port, caught up with the village. */
export async function serve(village: Village) {
  const verifier = new Verifier({ threads: 1 });
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'hadic-')), 'provenance.db');
  const options = { store: village.store, verifier, file, now: () => '2026-04-01T00:00:00Z' };
  const module = await Test.createTestingModule({ imports: [ProvenanceModule.register(options)] }).compile();
  const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 500 } });
  const app = module.createNestApplication(adapter, { logger: false });
  const thrown = new Thrown();
  app.useGlobalFilters(thrown);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const provenance = app.get(Provenance);
  await provenance.caughtUp((await village.store.head()) ?? '', 10_000);

  async function fetched(path: string): Promise<Response> {
    thrown.last = undefined;
    return fetch(`${url}/v1/${path}`);
  }
  return {
    provenance,
    /** The answer, which must be one. */
    async ask<T>(path: string): Promise<T> {
      const answer = await fetched(path);
      expect([answer.status, thrown.last]).toEqual([200, undefined]);
      return (await answer.json()) as T;
    },
    /** What was thrown for lack of an answer. */
    async thrownBy(path: string): Promise<unknown> {
      await fetched(path);
      return thrown.last;
    },
    async close(): Promise<void> {
      await app.close();
      await verifier.close();
    },
  };
}

export const lotUrl = (lot: string) => `lots/${encodeURIComponent(lot)}`;
