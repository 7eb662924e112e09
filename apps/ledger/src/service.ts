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
} from '@hadic/ledger';
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
import { LedgerHealth } from './ledger-health.js';
import { RemoteClaims } from './remote-claims.js';

/** What tests and benchmarks bring themselves. */
export interface LedgerParts extends ServiceParts {
  clock?: Clock;
  limits?: Partial<Limits>;
}

@Module({})
class LedgerServiceModule {}

/**
 * The write side alone. Any number may serve one store; on an empty one they record the founding event, once.
 * @throws ConfigError, StoreUnavailable
 */
export function createService(config: ServiceConfig, parts: LedgerParts = {}): Promise<Service> {
  return startService(config, parts, (host) => compose(config, parts, host));
}

function compose(
  config: ServiceConfig,
  parts: LedgerParts,
  { store, verifier, report, watching, operating }: Host,
): Composition {
  const { foundingKey, provenanceUrl: url = '', token } = config;
  const claims = new RemoteClaims({ url, report, ...(token === undefined ? {} : { token }) });
  const ledger = LedgerModule.register({
    ...{ store, verifier, report, ...watching },
    ...(parts.clock === undefined ? {} : { clock: parts.clock }),
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    ...(foundingKey === undefined ? {} : { foundingKey }),
    claims: { providers: [{ provide: ClaimPort, useValue: claims }] },
  });
  return {
    module: {
      module: LedgerServiceModule,
      imports: [ledger],
      ...operating(LedgerHealth),
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
