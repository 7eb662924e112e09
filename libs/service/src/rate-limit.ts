import { isIPv6 } from 'node:net';

/** Events a minute; 0: no limit. */
export interface Rates {
  perAddress: number;
  perKey: number;
}

/** Senders that are remembered. Beyond, the one that was quiet for longest starts anew: many addresses cost no memory. */
const REMEMBERED = 20_000;
const MINUTE_S = 60;

interface Bucket {
  tokens: number;
  /** Seconds at which the tokens were counted. */
  at: number;
}

/**
 * Token buckets, one a sender: each holds at most what may be sent in a minute, and fills evenly. Written here rather than taken from a
 * library because one event may count for several senders and then counts for all or none, at once, and because of the bound on memory.
 */
class Buckets {
  /** The one that was used longest ago comes first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly perMinute: number,
    private readonly seconds: () => number,
  ) {}

  /** Takes one event off every sender, or off none; answers the whole seconds to wait, or 0. */
  take(senders: readonly string[]): number {
    if (this.perMinute === 0) return 0;
    const buckets = [...new Set(senders)].map((sender) => this.#filled(sender));
    const fewest = Math.min(...buckets.map(({ tokens }) => tokens));
    if (fewest < 1) return Math.ceil(((1 - fewest) * MINUTE_S) / this.perMinute);
    for (const bucket of buckets) bucket.tokens -= 1;
    return 0;
  }

  #filled(sender: string): Bucket {
    const at = this.seconds();
    const { tokens, at: before } = this.#buckets.get(sender) ?? { tokens: this.perMinute, at };
    const bucket = { tokens: Math.min(this.perMinute, tokens + ((at - before) * this.perMinute) / MINUTE_S), at };
    this.#buckets.delete(sender);
    this.#buckets.set(sender, bucket);
    if (this.#buckets.size > REMEMBERED) this.#buckets.delete(this.#buckets.keys().next().value ?? '');
    return bucket;
  }
}

/** How much may be posted, by address and by key. Nothing is taken off unless it is allowed. */
export class RateLimit {
  readonly #addresses: Buckets;
  readonly #keys: Buckets;

  /** `seconds`: a clock that is never set. */
  constructor({ perAddress, perKey }: Rates, seconds = () => performance.now() / 1_000) {
    this.#addresses = new Buckets(perAddress, seconds);
    this.#keys = new Buckets(perKey, seconds);
  }

  /** One event from this address, of which nothing is known yet; answers the whole seconds that it has to wait, or 0. */
  ofAddress(address: string): number {
    return this.#addresses.take([isIPv6(address) ? networkOf(address) : address]);
  }

  /** One event that all these keys have signed. */
  ofKeys(keys: readonly string[]): number {
    return this.#keys.take(keys);
  }
}

/** The /64 of an IPv6 address: its owner has all the addresses in it. One that carries an IPv4 address is that address. */
function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
