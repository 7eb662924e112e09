import { type DynamicModule, Module, ValidationPipe, type ValidationError } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { ClaimPort, type ClaimVerdict, type Clock, LedgerModule, type Limits, Refused } from '@hadic/ledger';
import type { EventStore } from '@hadic/store';
import type { Verifier } from '@hadic/verifier';
import { HealthController } from './health.controller.js';
import type { Journal } from './journal.js';

/** What tests and benchmarks bring themselves. A store that is brought stays its owner's to close. */
export interface ServiceParts {
  store?: EventStore;
  clock?: Clock;
  limits?: Partial<Limits>;
  claims?: ClaimPort;
  journal?: Journal;
  /** False leaves out /docs; what renders it cannot be loaded by Jest. */
  docsPage?: boolean;
}

interface Assembly {
  parts: ServiceParts;
  store: EventStore;
  verifier: Verifier;
  config: { foundingKey?: string };
  report: (error: unknown) => void;
}

/** The read side has not been asked. */
class NobodyToAsk extends ClaimPort {
  override async judge(): Promise<ClaimVerdict> {
    return 'behind';
  }
}

@Module({})
class AppModule {}

/** Ledger and provenance in one process. */
export function appModule({ parts, store, verifier, config, report }: Assembly): DynamicModule {
  const ledger = LedgerModule.register({
    ...{ store, verifier, report },
    ...(parts.clock === undefined ? {} : { clock: parts.clock }),
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    ...(config.foundingKey === undefined ? {} : { foundingKey: config.foundingKey }),
    claims: { providers: [{ provide: ClaimPort, useValue: parts.claims ?? new NobodyToAsk() }] },
  });
  return {
    module: AppModule,
    imports: [ledger],
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
      return new Refused({ code: 'parameter-malformed', pointer: `/${name}`, slots: { name } });
    },
  });
}
