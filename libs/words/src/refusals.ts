import type { Refusal } from '@hadic/domain';
import { assuranceRefusals } from './refusals-assurance.js';
import { authorityRefusals } from './refusals-authority.js';
import { goodsRefusals } from './refusals-goods.js';
import { stockRefusals } from './refusals-stock.js';
import type { Advice } from './language.js';

/** Every rule that refuses an event, in words. */
export const refusals = {
  ...authorityRefusals,
  ...goodsRefusals,
  ...stockRefusals,
  ...assuranceRefusals,
} satisfies Record<Refusal, Advice>;
