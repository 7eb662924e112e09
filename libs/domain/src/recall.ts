import { signedBy, type Rules } from './header.js';
import { organisationOf } from './ids.js';

/** Which lots a recall reaches. Every named part adds lots; `descendants` adds all that was made from them. */
export interface RecallScope {
  lots: string[];
  product?: { productId: string; producedFrom: string; producedTo: string };
  line?: { site: string; lineId: string; from: string; to: string };
  descendants: boolean;
}

/** Market action, in `recall-<organisation>/<no>`. */
export interface RecallEvents {
  RecallInitiated: {
    recall: string;
    scope: RecallScope;
    cause: string;
    class: 'I' | 'II' | 'III';
    publicText: string;
  };
}

export const recallRules: Rules<RecallEvents> = {
  RecallInitiated: {
    stream: (data) => `recall-${data.recall}`,
    owner: (data) => organisationOf(data.recall),
    signers: () => [signedBy.owner('ORG_ADMIN', 'COMPETENT_AUTHORITY')],
  },
};
