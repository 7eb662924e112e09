import { parseArgs } from 'node:util';
import { EXIT, Failure } from './failure.js';

export interface Option {
  type: 'string' | 'boolean';
  multiple?: true;
}
export type Options = Readonly<Record<string, Option>>;

/** Flags that every command takes. */
export const GLOBAL_OPTIONS = {
  help: { type: 'boolean' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  home: { type: 'string' },
  url: { type: 'string' },
} satisfies Options;

/** The flags and words of one call. */
export class Args {
  private constructor(
    private readonly values: ReadonlyMap<string, readonly (string | true)[]>,
    readonly words: readonly string[],
  ) {}

  /** Throws a usage `Failure` that names the flag which is unknown or lacks its value. */
  static parse(args: string[], options: Options): Args {
    const { tokens } = parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    const values = new Map<string, (string | true)[]>();
    const words: string[] = [];
    for (const token of tokens) {
      if (token.kind === 'positional') words.push(token.value);
      if (token.kind !== 'option') continue;
      const value = checkedValue(token, options[token.name]);
      const given = values.get(token.name) ?? [];
      values.set(token.name, options[token.name]?.multiple ? [...given, value] : [value]);
    }
    return new Args(values, words);
  }

  flag(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.list(name).at(-1);
  }

  /** Throws a usage `Failure` without the flag. */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new Failure(EXIT.usage, 'cli.flagMissing', { flag: `--${name}` });
    return value;
  }

  list(name: string): string[] {
    return (this.values.get(name) ?? []).filter((value) => value !== true);
  }

  /** The word at a place, called `name` where it is missing. */
  word(place: number, name: string): string {
    const word = this.words[place];
    if (word === undefined) throw new Failure(EXIT.usage, 'cli.wordMissing', { name });
    return word;
  }

  /** Refuses words beyond the first `count`. */
  atMost(count: number): void {
    const surplus = this.words[count];
    if (surplus !== undefined) throw new Failure(EXIT.usage, 'cli.wordSurplus', { word: surplus });
  }
}

interface OptionToken {
  rawName: string;
  value: string | undefined;
}

function checkedValue({ rawName, value }: OptionToken, option: Option | undefined): string | true {
  if (!option) throw new Failure(EXIT.usage, 'cli.flagUnknown', { flag: rawName });
  if (option.type === 'boolean') {
    if (value !== undefined) throw new Failure(EXIT.usage, 'cli.flagTakesNoValue', { flag: rawName });
    return true;
  }
  if (value === undefined) throw new Failure(EXIT.usage, 'cli.flagNeedsValue', { flag: rawName });
  return value;
}
