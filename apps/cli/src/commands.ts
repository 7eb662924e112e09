import { GLOBAL_OPTIONS, type Options } from './args.js';
import { backup, restore } from './backup.js';
import type { Context } from './context.js';
import { annul, ANNUL_OPTIONS, correct, CORRECT_OPTIONS } from './correct.js';
import { cosign, COSIGN_OPTIONS } from './cosign.js';
import { doctor } from './doctor.js';
import { events, EVENTS_OPTIONS } from './events.js';
import { importTables, IMPORT_OPTIONS } from './import.js';
import { init, INIT_OPTIONS } from './init.js';
import { keys, KEYS_OPTIONS } from './keys-command.js';
import { status, STATUS_OPTIONS, trace, TRACE_OPTIONS } from './lot.js';
import { migrate, MIGRATE_OPTIONS } from './migrate.js';
import { rebuild } from './rebuild.js';
import { DRAFT_OPTIONS, record, RECORD_OPTIONS, sign } from './record.js';
import type { CommandName } from './help.js';

export interface Command {
  /** Flags beyond those that every command takes. */
  options: Options;
  /** Returns the exit code. */
  run(context: Context): Promise<number>;
}

/** Every command; its help stands under the same name in the message catalogue. */
export const commands: Record<CommandName, Command> = {
  init: { options: INIT_OPTIONS, run: init },
  keys: { options: KEYS_OPTIONS, run: keys },
  record: { options: RECORD_OPTIONS, run: record },
  sign: { options: DRAFT_OPTIONS, run: sign },
  cosign: { options: COSIGN_OPTIONS, run: cosign },
  correct: { options: CORRECT_OPTIONS, run: correct },
  annul: { options: ANNUL_OPTIONS, run: annul },
  import: { options: IMPORT_OPTIONS, run: importTables },
  events: { options: EVENTS_OPTIONS, run: events },
  status: { options: STATUS_OPTIONS, run: status },
  trace: { options: TRACE_OPTIONS, run: trace },
  backup: { options: {}, run: backup },
  restore: { options: {}, run: restore },
  migrate: { options: MIGRATE_OPTIONS, run: migrate },
  rebuild: { options: {}, run: rebuild },
  doctor: { options: {}, run: doctor },
};

export function optionsOf({ options }: Command): Options {
  return { ...GLOBAL_OPTIONS, ...options };
}
