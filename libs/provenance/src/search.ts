import { compare } from './chain.js';
import type { Name } from './reading.js';
import { headingOf, type Heading, type Snapshot } from './snapshot.js';
import { tokensOf } from './words.js';

export const KINDS = [
  'lot',
  'product',
  'material',
  'certificate',
  'organisation',
  'site',
  'unit',
  'shipment',
  'sample',
  'audit',
] as const;
export type SubjectKind = (typeof KINDS)[number];

export interface Wish {
  q: string;
  kind?: SubjectKind;
  limit: number;
}

export interface Found {
  kind: SubjectKind;
  id: string;
}

export interface SearchAnswer extends Heading {
  q: string;
  found: Found[];
  /** There is more than the limit let through. */
  more: boolean;
}

/** Ids by the words of their names: each word that was asked for begins one of theirs. By kind, then id. */
export function search(snapshot: Snapshot, { q, kind, limit }: Wish): SearchAnswer {
  const found = tokensOf(q).map((word) => subjectsOf(snapshot, word, kind));
  const [first = new Set<Name['subject']>(), ...others] = found;
  const subjects = [...first].filter((subject) => others.every((other) => other.has(subject)));
  const all = subjects
    .map(foundOf)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.id, b.id));
  return { ...headingOf(snapshot), q, found: all.slice(0, limit), more: all.length > limit };
}

function subjectsOf({ model, moment }: Snapshot, word: string, kind: string | undefined): Set<string> {
  const rows = model.all(
    `SELECT DISTINCT w.subject FROM words w JOIN records r ON r.idx = w.idx
     WHERE w.word >= ?1 AND w.word < ?1 || char(0x10ffff) AND w.subject LIKE ?2 AND w.idx <= ?3 AND r.until > ?3`,
    [word, `${kind ?? ''}${kind === undefined ? '%' : ':%'}`, moment.index],
  );
  return new Set(rows.map((row) => String(row['subject'])));
}

function foundOf(subject: string): Found {
  const colon = subject.indexOf(':');
  return { kind: subject.slice(0, colon) as SubjectKind, id: subject.slice(colon + 1) };
}
