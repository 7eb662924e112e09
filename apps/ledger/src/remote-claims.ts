import type { Status } from '@hadic/domain';
import { type Claim, ClaimPort, type ClaimVerdict, verdictOf } from '@hadic/ledger';

export interface RemoteClaimsOptions {
  /** Of the provenance service, without a slash at its end. */
  url: string;
  /** The provenance service lets in who brings it. */
  token?: string;
  /** Tells the operator why a claim could not be judged. */
  report: (error: unknown) => void;
}

/** The provenance service itself waits 2 s at most for what the claim rests on. */
const PATIENCE_MS = 5_000;

/** Claims are judged by the provenance service, over HTTP. */
export class RemoteClaims extends ClaimPort {
  constructor(private readonly options: RemoteClaimsOptions) {
    super();
  }

  override async judge(claim: Claim): Promise<ClaimVerdict> {
    try {
      return await this.#ask(claim);
    } catch (error) {
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      const text = `A claim could not be judged at ${this.options.url}: ${reason}. Check HADIC_PROVENANCE_URL.`;
      this.options.report(new Error(text, { cause: error }));
      return 'unreachable';
    }
  }

  async #ask({ event, lotId, position }: Claim): Promise<ClaimVerdict> {
    const { url, token } = this.options;
    const query = new URLSearchParams({ occurredAt: event.occurredAt, atLeast: position });
    const response = await fetch(`${url}/v1/lots/${encodeURIComponent(lotId)}/release-check?${query.toString()}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // Behind, or stopped for good: its operator hears of it there.
    if (response.status === 503) return 'behind';
    if (!response.ok) throw new Error(`the answer was ${response.status}`);
    const status = (await response.json()) as Status & { ledger: string };
    if (status.ledger !== event.ledger) throw new Error(`the service there follows ledger ${status.ledger}`);
    return verdictOf(status);
  }
}
