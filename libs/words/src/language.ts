/** The languages that every text exists in. One more here, and the compiler names every text that lacks it. */
export const LANGUAGES = ['id', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** One message in every language. `{slot}` marks what is filled in. */
export type Text = Record<Language, string>;

/** What is wrong (or true), and what a person can do about it. */
export interface Advice {
  text: Text;
  wayOut: Text;
}

const DEFAULT: Language = 'en';

/** The best of our languages for an Accept-Language header (RFC 9110 §12.5.4), English where none is asked for. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map(parseWish);
  wishes.sort((a, b) => b.weight - a.weight);
  for (const { tag, weight } of wishes) {
    const language = LANGUAGES.find((each) => each === tag);
    if (language && weight > 0) return language;
  }
  return DEFAULT;
}

function parseWish(part: string): { tag: string; weight: number } {
  const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  const primary = range.split(/[-_]/)[0] ?? '';
  // Java and old Android name Indonesian by its withdrawn code.
  return { tag: primary === 'in' ? 'id' : primary, weight: Number.isNaN(weight) ? 0 : weight };
}
