/** How a line looks on a terminal that shows colour. */
export type Style = 'plain' | 'strong' | 'faint' | 'struck' | 'good' | 'open' | 'bad';

export interface Line {
  text: string;
  style: Style;
}

/** A branch of the tree: its own lines, then what hangs below. */
export interface Branch {
  lines: Line[];
  below: Branch[];
}

const CODES: Record<Style, readonly [number, number] | undefined> = {
  plain: undefined,
  strong: [1, 22],
  faint: [2, 22],
  struck: [9, 29],
  good: [32, 39],
  open: [33, 39],
  bad: [31, 39],
};
/** However deep a branch stands, its text keeps this much room. */
const NARROWEST = 40;

export interface Paper {
  colour: boolean;
  /** Columns. */
  width: number;
}

/** Draws branches below one another with box-drawing characters; long lines go on below their own beginning. */
export function draw(branches: readonly Branch[], paper: Paper, stem = ''): string[] {
  return branches.flatMap((branch, i) => {
    const last = i === branches.length - 1;
    const rest = `${stem}${last ? '   ' : '│  '}`;
    const own = write(branch.lines, paper, [
      `${stem}${last ? '└─ ' : '├─ '}`,
      rest + (branch.below.length > 0 ? '│  ' : '   '),
    ]);
    return [...own, ...draw(branch.below, paper, rest)];
  });
}

/** Writes lines behind a stem: `first` before the very first, `rest` before all others. */
export function write(
  lines: readonly Line[],
  { colour, width }: Paper,
  [first, rest]: readonly [string, string],
): string[] {
  const pieces = lines.flatMap(({ text, style }) =>
    wrap(text, Math.max(NARROWEST, width - rest.length)).map((piece) => ({ piece, style })),
  );
  return pieces.map(({ piece, style }, i) => `${i === 0 ? first : rest}${styled(piece, style, colour)}`);
}

function styled(text: string, style: Style, colour: boolean): string {
  const codes = CODES[style];
  return colour && codes ? `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m` : text;
}

/** What others have written may hold characters that act on a terminal: they are shown as blanks. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .replace(/\p{Cc}+/gu, ' ')
    .split(' ')
    .filter((each) => each !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
