import path from 'node:path';

import { Provenance, ProvenanceModule } from '@hadic/provenance';
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
import { ProvenanceHealth } from './provenance-health.js';

@Module({})
class ProvenanceServiceModule {}

/**
 * The read side alone, with a read model of its own: any number may follow one store. On an empty one it waits for the founding.
 * @throws ConfigError, StoreUnavailable
 */
export function createService(config: ServiceConfig, parts: ServiceParts = {}): Promise<Service> {
  return startService(config, parts, (host) => compose(config, host));
}

function compose(config: ServiceConfig, { store, verifier, report, operating }: Host): Composition {
  const provenance = ProvenanceModule.register({
    ...{ store, verifier, report, file: path.join(config.data, 'provenance.db') },
    now: () => new Date().toISOString(),
    ...(config.ledger === undefined ? {} : { ledger: config.ledger }),
  });
  return {
    module: {
      module: ProvenanceServiceModule,
      imports: [provenance],
      ...operating(ProvenanceHealth),
    },
    begin: async (app) => checkLedger(config, app.get(Provenance).head()?.ledger),
  };
}
