import { say, type Language, type MessageKey } from '@hadic/words';

type Helped<K extends string> = K extends `help.${infer Name}` ? Name : never;

/** The commands are those that the message catalogue has help for. */
export type CommandName = Exclude<Helped<MessageKey>, 'hadic'>;

/** What `--help` prints, of one command or of them all. */
export function helpFor(language: Language, command: CommandName | 'hadic'): string {
  return `${say(language, `help.${command}`)}\n\n${say(language, 'cli.globalFlags')}\n`;
}
