import path from 'node:path';

import { type DynamicModule, Module, ValidationPipe, type ValidationError } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import {
  ClaimPort,
  type Clock,
  LedgerModule,
  type Limits,
  malformedParameter,
  Refused,
  SystemClock,
} from '@hadic/ledger';
import { ProvenanceModule } from '@hadic/provenance';
import type { EventStore } from '@hadic/store';
import type { Verifier } from '@hadic/verifier';
import type { ServiceConfig } from './config.js';
import { HealthController } from './health.controller.js';
import type { Journal } from './journal.js';
import { StatusClaims } from './status-claims.js';

/** What tests and benchmarks bring themselves. A store that is brought stays its owner's to close. */
export interface ServiceParts {
  store?: EventStore;
  clock?: Clock;
  limits?: Partial<Limits>;
  journal?: Journal;
  /** False leaves out /docs; what renders it cannot be loaded by Jest. */
  docsPage?: boolean;
}

interface Assembly {
  parts: ServiceParts;
  store: EventStore;
  verifier: Verifier;
  config: Pick<ServiceConfig, 'data' | 'foundingKey'>;
  report: (error: unknown) => void;
}

@Module({})
class AppModule {}

/** Ledger and provenance in one process. */
export function appModule({ parts, store, verifier, config, report }: Assembly): DynamicModule {
  const clock = parts.clock ?? new SystemClock();
  const file = path.join(config.data, 'provenance.db');
  const provenance = ProvenanceModule.register({ store, verifier, file, now: () => clock.now() });
  const ledger = LedgerModule.register({
    ...{ store, verifier, clock, report },
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    ...(config.foundingKey === undefined ? {} : { foundingKey: config.foundingKey }),
    claims: { imports: [provenance], providers: [{ provide: ClaimPort, useClass: StatusClaims }] },
  });
  return {
    module: AppModule,
    imports: [ledger, provenance],
    controllers: [HealthController],
    providers: [{ provide: APP_PIPE, useFactory: queryPipe }],
  };
}

/** Query parameters become the class that the controller names, and nothing that the class does not name gets through. */
function queryPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: ([first]: ValidationError[]) => {
      const name = first?.property ?? '';
      return new Refused(malformedParameter(name));
    },
  });
}
