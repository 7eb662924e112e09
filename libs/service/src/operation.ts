import { statfs } from 'node:fs/promises';

import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Health, type Measures, storeHealth } from './health.controller.js';
import type { Metrics } from './metrics.js';

/** What GET /v1/service tells an operator, and `hadic doctor`. */
export interface Facts extends Measures {
  status: 'ok' | 'down';
  /** By part of the service: how it is. */
  parts: Record<string, string | number | null>;
  /** This machine's clock. */
  now: string;
  node: string;
  store: StoreFacts;
  /** Where HADIC_DATA lies. */
  disk: { freeBytes: number; sizeBytes: number };
}

export interface StoreFacts {
  /** File, or addresses without credentials. */
  place: string;
  version?: string;
}

interface Parts {
  health: Health;
  metrics: Metrics;
  store: StoreFacts;
  data: string;
}

/** What a service tells of itself, in figures. */
export class Operation {
  constructor(private readonly parts: Parts) {}

  async facts(): Promise<Facts> {
    const { health, store, data } = this.parts;
    const { isReady, parts } = await health.ready();
    const measuring = health.measures();
    const measures: Measures = (await storeHealth(measuring)) === 'ok' ? await measuring : { simulated: false };
    const { bavail, blocks, bsize } = await statfs(data);
    return {
      status: isReady ? 'ok' : 'down',
      ...{ parts, store, now: new Date().toISOString(), node: process.versions.node },
      ...measures,
      disk: { freeBytes: bavail * bsize, sizeBytes: blocks * bsize },
    };
  }

  /** Prometheus' text format. */
  async metrics(): Promise<string> {
    const { metrics } = this.parts;
    const { parts, disk, now, newest, simulated, ...facts } = await this.facts();
    const lag = typeof parts['lag'] === 'number' ? parts['lag'] : undefined;
    const behind =
      newest === undefined || simulated ? undefined : Math.max(0, Date.parse(newest) - Date.parse(now)) / 1_000;
    metrics.set('hadic_ready', '1 if the service can do its work, 0 if not.', Number(facts.status === 'ok'));
    metrics.set('hadic_store_reachable', '1 if the store answers, 0 if not.', Number(parts['store'] === 'ok'));
    metrics.set('hadic_log_records', 'Records of the log that the service knows.', facts.records);
    metrics.set('hadic_projection_lag_records', 'Records of the log that the read side has not folded yet.', lag);
    metrics.set('hadic_projection_lag_seconds', 'Age of the oldest record that is not folded yet.', facts.lagSeconds);
    metrics.set('hadic_clock_behind_seconds', 'How far the clock is behind the newest recordedAt.', behind);
    metrics.set('hadic_data_free_bytes', 'Free space where HADIC_DATA lies.', disk.freeBytes);
    metrics.set('hadic_data_size_bytes', 'Size of the disk where HADIC_DATA lies.', disk.sizeBytes);
    return metrics.text();
  }
}

/** Behind the token, like everything that tells of the books. */
@Controller()
export class OperationController {
  constructor(private readonly operation: Operation) {}

  @Get('v1/service')
  @ApiOperation({ summary: 'What the service runs on: store, clock, disk, and how far its parts are' })
  facts(): Promise<Facts> {
    return this.operation.facts();
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  metrics(): Promise<string> {
    return this.operation.metrics();
  }
}
