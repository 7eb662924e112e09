import path from 'node:path';

import {
  acceptBodies,
  ClaimPort,
  type Clock,
  describeEvents,
  found,
  LedgerModule,
  type Limits,
  Log,
  Recorder,
  SystemClock,
} from '@hadic/ledger';
import { ProvenanceModule } from '@hadic/provenance';
import {
  checkLedger,
  type Composition,
  type Host,
  type Service,
  type ServiceConfig,
  type ServiceParts,
  startService,
} from '@hadic/service';
import { Module } from '@nestjs/common';
import { StatusClaims } from './status-claims.js';
import { StandaloneHealth } from './standalone-health.js';

/** What tests and benchmarks bring themselves. */
export interface StandaloneParts extends ServiceParts {
  clock?: Clock;
  limits?: Partial<Limits>;
}

@Module({})
class StandaloneModule {}

/**
 * Ledger and provenance in one process; on an empty store it records the founding event first.
 * @throws ConfigError, StoreUnavailable
 */
export function createService(config: ServiceConfig, parts: StandaloneParts = {}): Promise<Service> {
  return startService(config, parts, (host) => compose(config, parts, host));
}

function compose(
  config: ServiceConfig,
  parts: StandaloneParts,
  { store, verifier, report, watching, operating }: Host,
): Composition {
  const clock = parts.clock ?? new SystemClock();
  const file = path.join(config.data, 'provenance.db');
  const provenance = ProvenanceModule.register({ store, verifier, report, file, now: () => clock.now() });
  const ledger = LedgerModule.register({
    ...{ store, verifier, clock, report, ...watching },
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    ...(config.foundingKey === undefined ? {} : { foundingKey: config.foundingKey }),
    claims: { imports: [provenance], providers: [{ provide: ClaimPort, useClass: StatusClaims }] },
  });
  return {
    module: {
      module: StandaloneModule,
      imports: [ledger, provenance],
      ...operating(StandaloneHealth),
    },
    accept: acceptBodies,
    describe: describeEvents,
    begin: async (app) => {
      const log = app.get(Log);
      const problem = await found(log, app.get(Recorder), config.founding);
      checkLedger(config, log.registry.ledger, problem);
    },
  };
}
