import { Injectable } from '@nestjs/common';
import { type Claim, ClaimPort, type ClaimVerdict } from '@hadic/ledger';
import { Provenance, QueryProblem } from '@hadic/provenance';

/** Claims are judged by the status that the read side computes. */
@Injectable()
export class StatusClaims extends ClaimPort {
  constructor(private readonly provenance: Provenance) {
    super();
  }

  override async judge({ event, lotId, position }: Claim): Promise<ClaimVerdict> {
    try {
      const { headline, reasons, missing } = await this.provenance.judgeRelease(lotId, event.occurredAt, position);
      if (headline === 'HALAL') return { supported: true };
      const against = reasons.filter(({ axes }) => Object.keys(axes).length > 0);
      const absent = missing.map(({ what, lot }) => ({ code: what, events: [], slots: { lot } }));
      return {
        supported: false,
        reasons: [...against.map(({ code, events, slots }) => ({ code, events, slots })), ...absent],
      };
    } catch (error) {
      if (error instanceof QueryProblem) return 'behind';
      throw error;
    }
  }
}
