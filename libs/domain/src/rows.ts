import type { Row } from './row.js';
import { authorityRows } from './rows-authority.js';
import { evidenceRows } from './rows-evidence.js';
import { labRows } from './rows-lab.js';
import { stockRows } from './rows-stock.js';

/** All rows in force, in the order of their codes. */
export const ROWS: readonly Row[] = [...authorityRows, ...evidenceRows, ...stockRows, ...labRows].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);
