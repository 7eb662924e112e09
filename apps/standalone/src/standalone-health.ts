import { Injectable } from '@nestjs/common';
import { Log } from '@hadic/ledger';
import { Provenance } from '@hadic/provenance';
import { Health, type Measures, type Readiness, storeHealth } from '@hadic/service';

/** Whether events can be recorded and questions answered. A read side that is merely behind is ready: its answers say up to where they hold. */
@Injectable()
export class StandaloneHealth extends Health {
  constructor(
    private readonly log: Log,
    private readonly provenance: Provenance,
  ) {
    super();
  }

  override async ready(): Promise<Readiness> {
    const store = await storeHealth(this.log.catchUp());
    const log = this.log.stopped ? 'stopped' : 'ok';
    const lag = Math.max(0, this.log.size - ((this.provenance.head()?.index ?? -1) + 1));
    const projection = this.provenance.failure() ? 'stopped' : lag > 0 ? 'behind' : 'ok';
    const isReady = store === 'ok' && log === 'ok' && projection !== 'stopped';
    return { isReady, parts: { store, log, projection, lag } };
  }

  override async measures(): Promise<Measures> {
    const { size: records, latest: newest, registry } = this.log;
    const lagSeconds = await this.provenance.secondsBehind();
    return {
      ...{ simulated: registry.simulated, records },
      ...(newest === undefined ? {} : { newest }),
      ...(lagSeconds === undefined ? {} : { lagSeconds }),
    };
  }
}
