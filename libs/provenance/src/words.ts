/**
 * The words under which a name is found, lower case: each as it is written and without its marks. An id counts as a whole and from each of
 * its segments on, so that a lot is found by the number on its label.
 */
export function wordsOf(text: string): string[] {
  const words = tokensOf(text).flatMap((token) => [
    token,
    ...(token.includes('/') ? tailsOf(token) : token.split(/[^\p{L}\p{N}]+/u)),
  ]);
  return [...new Set(words)].filter((word) => word !== '');
}

/** What stands between spaces, in one form for reading and asking. */
export function tokensOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((token) => token !== '');
}

function tailsOf(id: string): string[] {
  return id.split('/').map((_, i, segments) => segments.slice(i).join('/'));
}
