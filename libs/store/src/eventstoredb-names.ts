import type { AllStreamRecordedEvent } from '@eventstore/db-client';

import { StoreUnavailable } from './event-store.js';

export const DEFAULT_NAMESPACE = 'hadic';

const NAMESPACE = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** What takes events out of a stream. */
const LIMITS = ['$tb', '$maxCount', '$maxAge'];

/** The names of streams on the server and here. */
export class EsdbNames {
  readonly #prefix: string;
  /** Beginnings of the names of our streams, and of the streams in which the server keeps what it was told of ours. */
  readonly prefixes: [string, string];

  /** @throws StoreUnavailable invalid-url */
  constructor(namespace: string) {
    if (!NAMESPACE.test(namespace)) {
      const message = `'${namespace}' is no namespace: write up to 40 of a-z, 0-9 and hyphens.`;
      throw new StoreUnavailable('invalid-url', message);
    }
    this.#prefix = `${namespace}/`;
    this.prefixes = [this.#prefix, `$$${this.#prefix}`];
  }

  outside(stream: string): string {
    return this.#prefix + stream;
  }

  inside(name: string): string {
    return name.slice(this.#prefix.length);
  }

  isOurs(name: string): boolean {
    return name.startsWith(this.#prefix);
  }

  /** Our stream, if this event told the server to take events out of it. */
  limitedBy({ streamId, data }: AllStreamRecordedEvent): string | undefined {
    if (!streamId.startsWith(this.prefixes[1]) || typeof data !== 'object') return undefined;
    return LIMITS.some((limit) => limit in data) ? this.inside(streamId.slice(2)) : undefined;
  }
}
