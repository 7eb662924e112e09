/** The words under which a name is found: lower case, letters and digits; an id also as a whole and from each of its segments on. */
export function wordsOf(text: string): string[] {
  const whole = text.normalize('NFKC').toLowerCase();
  const tails = whole.includes('/') ? whole.split('/').map((_, i, parts) => parts.slice(i).join('/')) : [];
  const words = whole.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return [...new Set([...tails, ...words])];
}
