import { Injectable } from '@nestjs/common';
import { type Claim, ClaimPort, type ClaimVerdict, verdictOf } from '@hadic/ledger';
import { Provenance } from '@hadic/provenance';
import { Refused } from '@hadic/words';

/** Claims are judged by the status that the read side of this process computes. */
@Injectable()
export class StatusClaims extends ClaimPort {
  constructor(private readonly provenance: Provenance) {
    super();
  }

  override async judge({ event, lotId, position }: Claim): Promise<ClaimVerdict> {
    try {
      return verdictOf(await this.provenance.judgeRelease(lotId, event.occurredAt, position));
    } catch (error) {
      if (error instanceof Refused) return 'behind';
      throw error;
    }
  }
}
