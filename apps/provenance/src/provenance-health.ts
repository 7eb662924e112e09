import { Injectable } from '@nestjs/common';
import { Provenance } from '@hadic/provenance';
import { Health, type Measures, type Readiness, storeHealth } from '@hadic/service';

/** More than these are not counted. */
const MOST = 1_000;

/**
 * Whether questions can be answered. One that is merely behind is ready, since its answers say up to where they hold; without the store it
 * is not, since nobody knows then what they miss.
 */
@Injectable()
export class ProvenanceHealth extends Health {
  constructor(private readonly provenance: Provenance) {
    super();
  }

  override async ready(): Promise<Readiness> {
    const counting = this.provenance.recordsBehind(MOST);
    const store = await storeHealth(counting);
    const lag = store === 'ok' ? await counting : null;
    const projection = this.provenance.failure() ? 'stopped' : (lag ?? 0) > 0 ? 'behind' : 'ok';
    return { isReady: store === 'ok' && projection !== 'stopped', parts: { store, projection, lag } };
  }

  override async measures(): Promise<Measures> {
    const { provenance } = this;
    const head = provenance.head();
    const lagSeconds = await provenance.secondsBehind();
    return {
      simulated: provenance.simulated,
      ...(head === undefined ? {} : { records: head.index + 1, newest: new Date(head.knownMs).toISOString() }),
      ...(lagSeconds === undefined ? {} : { lagSeconds }),
    };
  }
}
