import { GateError, KeyError, OpeningError, SignatureError } from '@hadic/signing';
import { isMessageKey, LANGUAGES, pickLanguage, say, type Language } from '@hadic/words';
import { Args, GLOBAL_OPTIONS } from './args.js';
import { Refused } from './api.js';
import { commands, optionsOf } from './commands.js';
import { Context, homeOf, readConfig } from './context.js';
import { EXIT, Failure } from './failure.js';
import { helpFor, type CommandName } from './help.js';
import type { Io } from './io.js';
import { processIo } from './process-io.js';
import { describeProblem } from './show.js';

/** Runs one command line and returns the exit code. Whatever goes wrong ends as one message, never as a stack trace. */
export async function main(argv: string[], io: Io = processIo()): Promise<number> {
  let language = pickLanguage(io.env['HADIC_LANG'] ?? io.env['LANG']);
  try {
    const [name, ...rest] = argv;
    if (name === undefined || name === 'help' || name.startsWith('-')) return await general(argv, io, language);
    if (!isCommand(name)) throw new Failure(EXIT.usage, 'cli.commandUnknown', { command: name });
    const args = Args.parse(rest, optionsOf(commands[name]));
    language = chooseLanguage(args, io);
    if (args.flag('help')) {
      io.out(helpFor(language, name));
      return 0;
    }
    return await commands[name].run(new Context(io, args, language));
  } catch (error) {
    return tellFailure(error, io, language);
  }
}

/** `hadic`, `hadic --help`, `hadic help record`. */
async function general(argv: string[], io: Io, language: Language): Promise<number> {
  const args = Args.parse(argv, GLOBAL_OPTIONS);
  const asked = args.words[1];
  const chosen = args.flag('lang') ? chooseLanguage(args, io) : language;
  const help = helpFor(chosen, asked !== undefined && isCommand(asked) ? asked : 'hadic');
  if (argv.length > 0) {
    io.out(help);
    return 0;
  }
  io.err(help);
  return EXIT.usage;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** Told by flag, else by environment, else as `hadic init` was spoken to. */
function chooseLanguage(args: Args, io: Io): Language {
  const told = args.text('lang');
  if (told !== undefined) {
    const language = LANGUAGES.find((each) => each === told);
    if (!language)
      throw new Failure(EXIT.usage, 'cli.languageUnknown', { language: told, known: LANGUAGES.join(', ') });
    return language;
  }
  return pickLanguage(io.env['HADIC_LANG'] ?? readConfig(homeOf(args, io))?.language ?? io.env['LANG']);
}

function tellFailure(error: unknown, io: Io, language: Language): number {
  if (io.env['HADIC_DEBUG'] === '1' && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
  const { exit, text } = explain(error, language);
  io.err(`${text}\n`);
  return exit;
}

function explain(error: unknown, language: Language): { exit: number; text: string } {
  if (error instanceof Failure) return { exit: error.exit, text: explainFailure(error, language) };
  if (error instanceof Refused) {
    return { exit: error.status >= 500 ? EXIT.unreachable : EXIT.failed, text: describeProblem(error.problem) };
  }
  if (error instanceof SignatureError || error instanceof OpeningError) {
    return { exit: EXIT.tampered, text: explainCode(error, language) };
  }
  if (error instanceof GateError || error instanceof KeyError) {
    return { exit: EXIT.failed, text: explainCode(error, language) };
  }
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  // The store's failures carry their own way out; anything else is unforeseen.
  if (name === 'StoreUnavailable') return { exit: EXIT.failed, text: String(message) };
  const reason = `${typeof code === 'string' ? `${code}: ` : ''}${String(message).split('\n')[0] ?? ''}`;
  return { exit: EXIT.failed, text: say(language, 'cli.unforeseen', { reason }) };
}

/** Problems of the catalogue bring their way out along; the command line's own messages hold it. */
function explainFailure({ key, slots }: Failure, language: Language): string {
  const wayOut = key.replace(/^problem\./, 'wayOut.');
  const text = say(language, key, slots);
  return wayOut !== key && isMessageKey(wayOut) ? `${text}\n→ ${say(language, wayOut, slots)}` : text;
}

function explainCode({ code, pointer = '' }: { code: string; pointer?: string }, language: Language): string {
  const [key, wayOut] = [`problem.${code}`, `wayOut.${code}`];
  const text = isMessageKey(key) ? say(language, key) : code;
  const place = pointer === '' ? '' : ` [${pointer}]`;
  return `${text}${place} (${code})${isMessageKey(wayOut) ? `\n→ ${say(language, wayOut)}` : ''}`;
}
