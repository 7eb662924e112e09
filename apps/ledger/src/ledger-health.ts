import { Injectable } from '@nestjs/common';
import { Log } from '@hadic/ledger';
import { Health, type Measures, type Readiness, storeHealth } from '@hadic/service';

/** Whether events can be recorded. Of the read side it says nothing: without it all but claims are. */
@Injectable()
export class LedgerHealth extends Health {
  constructor(private readonly log: Log) {
    super();
  }

  override async ready(): Promise<Readiness> {
    const store = await storeHealth(this.log.catchUp());
    const log = this.log.stopped ? 'stopped' : 'ok';
    return { isReady: store === 'ok' && log === 'ok', parts: { store, log } };
  }

  override async measures(): Promise<Measures> {
    const { size: records, latest: newest, registry } = this.log;
    return { simulated: registry.simulated, records, ...(newest === undefined ? {} : { newest }) };
  }
}
