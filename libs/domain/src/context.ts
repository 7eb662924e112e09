import type { Registry } from './registry.js';

/** What a decision may look at besides its own stream. */
export interface Context {
  registry: Registry;
  /** The ledger's clock, RFC 3339. */
  recordedAt: string;
  /** The one key that may found a ledger here (configuration). */
  foundingKey?: string;
  /** The event replaces an earlier version: recorded even where it turns stock negative (HC-405 tells). */
  correcting?: boolean;
}
