import { signedBy, type AnyEventIn, type Rules } from './header.js';
import { organisationOf } from './ids.js';
import { Rejected } from './rejected.js';
import { instantMs } from './time.js';

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
    names: ({ recall }) => [recall],
  },
};

export interface RecallBooks {
  kind: 'recall';
  initiated: boolean;
}

export function emptyRecall(): RecallBooks {
  return { kind: 'recall', initiated: false };
}

/** Refuses an event of this group; throws `Rejected`. */
export function decideRecall(books: RecallBooks, event: AnyEventIn<RecallEvents>): void {
  const { recall, scope } = event.data;
  if (books.initiated) throw new Rejected('recall-exists', '/data/recall', { recall });
  const { lots, product, line } = scope;
  if (lots.length === 0 && !product && !line) throw new Rejected('recall-scope-empty', '/data/scope', { recall });
  if (product && product.producedTo < product.producedFrom) {
    throw new Rejected('dates-reversed', '/data/scope/product/producedTo', {
      from: product.producedFrom,
      to: product.producedTo,
    });
  }
  if (line && instantMs(line.to) < instantMs(line.from)) {
    throw new Rejected('dates-reversed', '/data/scope/line/to', { from: line.from, to: line.to });
  }
}

/** Folds an accepted event of this group. */
export function evolveRecall(books: RecallBooks, event: AnyEventIn<RecallEvents>): void {
  books.initiated = event.type === 'RecallInitiated';
}
