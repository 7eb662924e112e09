import { realpathSync, statSync } from 'node:fs';
import type { Difference, EventStore, StorePlace } from '@hadic/store';
import type { MessageKey } from '@hadic/words';
import type { Options } from './args.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';

export const MIGRATE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  namespace: { type: 'string' },
} satisfies Options;

/** What a shell expects of a command that SIGINT ended. */
const INTERRUPTED = 130;
/** Nobody but the owner may read what this command makes. */
export const OWNER_ONLY = 0o077;
/** A person hears again after so many records. */
const EVERY = 1_000;

// The store and the verifier load native code; only this command needs them, so they are loaded when it runs.
const loadStore = () => import('@hadic/store');
const loadChecks = () => import('./log-check.js');
const loadVerifier = () => import('@hadic/verifier');

type StoreLib = Awaited<ReturnType<typeof loadStore>>;

/** A store under the name that people know it by, without credentials. */
interface Side {
  name: string;
  store: EventStore;
}

/** What the source was found to hold, every record checked, and how much of it the target holds already. */
interface Source {
  ledger: string;
  size: number;
  root: string;
  records: number;
  /** Records that the target holds already. */
  held: number;
  /** Position in the source of the last of these. */
  after: string | undefined;
}

/**
 * `hadic migrate --from PLACE --to PLACE`: copies a ledger into another store, goes on where an earlier run was interrupted, and proves the
 * copy by reading both logs whole. A target that holds anything but a beginning of the source is refused before anything is written.
 */
export async function migrate(context: Context): Promise<number> {
  context.args.atMost(0);
  const [from, to] = [placeOf(context, 'from'), placeOf(context, 'to')];
  if ('file' in from && !isFilled(from.file)) throw new Failure(EXIT.usage, 'cli.fileMissing', { file: from.file });
  // The copy holds the openings of private fields.
  process.umask(OWNER_ONLY);
  const lib = await loadStore();
  try {
    const names = { from: lib.describePlace(from), to: lib.describePlace(to) };
    if (identityOf(from, names.from) === identityOf(to, names.to)) {
      throw new Failure(EXIT.usage, 'cli.migrateSamePlace', { place: names.to });
    }
    return await withStore(lib, from, async (source) => {
      // Before the target is opened, which may make a file.
      if ((await source.store.head()) === undefined) throw empty(source);
      return withStore(lib, to, (target) => new Migration(context, lib, source, target).run());
    });
  } catch (error) {
    throw inWords(error, lib, [from, to].some((place) => 'url' in place) ? EXIT.unreachable : EXIT.failed);
  }
}

async function withStore<T>(lib: StoreLib, place: StorePlace, use: (side: Side) => Promise<T>): Promise<T> {
  const store = await lib.openStore(place);
  try {
    return await use({ name: lib.describePlace(place), store });
  } finally {
    await store.close();
  }
}

/** One copy from an open store into another. */
class Migration {
  readonly #stop = new AbortController();

  constructor(
    private readonly context: Context,
    private readonly lib: StoreLib,
    private readonly source: Side,
    private readonly target: Side,
  ) {}

  async run(): Promise<number> {
    const stop = () => this.#stop.abort(INTERRUPTED);
    // Once: who presses again means it, and any interruption is safe.
    process.once('SIGINT', stop);
    try {
      const head = await this.source.store.head();
      const found = await this.#check();
      const copied = await this.#copy(found);
      await this.#prove(found, head);
      this.#report(found, copied);
      return 0;
    } catch (error) {
      if (error !== INTERRUPTED) throw error;
      this.context.tell('cli.migrateInterrupted');
      return INTERRUPTED;
    } finally {
      process.off('SIGINT', stop);
    }
  }

  /** Reads the whole source and what the target holds, side by side. Nothing has been written when this ends. */
  async #check(): Promise<Source> {
    const { context, source, target } = this;
    context.tell('cli.migrateChecking', { from: source.name, to: target.name });
    const [{ LogCheck, Unsound }, { Verifier }] = await Promise.all([loadChecks(), loadVerifier()]);
    const verifier = new Verifier();
    const check = new LogCheck(verifier);
    const tell = this.#teller('cli.migrateChecked');
    try {
      const { records, same, position, difference } = await this.#compare(async (event, _, index) => {
        await check.take(event);
        tell(index + 1);
      });
      if (difference) throw this.#refusal(difference);
      await check.end();
      const { ledger, size, root } = check;
      if (ledger === undefined) throw empty(source);
      return { ledger, size, root, records, held: same, after: position };
    } catch (error) {
      if (!(error instanceof Unsound)) throw error;
      throw new Failure(EXIT.tampered, 'cli.migrateUnsound', { ...error.slots, from: source.name });
    } finally {
      await verifier.close();
    }
  }

  async #copy({ records, held, after }: Source): Promise<{ count: number; rate: number }> {
    const { context, source, target } = this;
    context.tell('cli.migrateCopying', { count: records - held, held, to: target.name });
    const start = performance.now();
    const [{ signal }, onProgress] = [this.#stop, this.#teller('cli.migrateCopied')];
    try {
      const count = await this.lib.copyLog(source.store, target.store, { after, signal, onProgress });
      return { count, rate: Math.round((count * 1000) / (performance.now() - start)) };
    } catch (error) {
      throw error instanceof this.lib.WrongRevision ? this.#writtenTo() : error;
    }
  }

  /** Reads both logs whole: every byte must be equal, and both must give the head that the checked records gave. */
  async #prove({ size, root }: Source, head: string | undefined): Promise<void> {
    const { context, source } = this;
    context.tell('cli.migrateComparing');
    const { LogTree } = await loadChecks();
    const [ours, theirs] = [new LogTree(), new LogTree()];
    const tell = this.#teller('cli.migrateCompared');
    const { same, difference } = await this.#compare((event, counterpart, index) => {
      // Without one the source has grown since it was checked.
      if (!counterpart) return;
      ours.add(event);
      theirs.add(counterpart);
      tell(index + 1);
    });
    if (difference?.what === 'surplus') throw this.#writtenTo();
    if (difference) throw this.#unequal(difference);
    if ((await source.store.head()) !== head) {
      throw new Failure(EXIT.failed, 'cli.migrateMoved', { from: source.name });
    }
    const heads = [ours, theirs].map((tree) => `${tree.size} ${tree.root}`);
    if (heads.some((each) => each !== `${size} ${root}`)) throw this.#unequal({ index: same, what: 'root' });
  }

  #report({ ledger, size, root, held }: Source, { count, rate }: { count: number; rate: number }): void {
    const { context, source, target } = this;
    const [from, to] = [source.name, target.name];
    const data = { from, to, ledger, size, root, held, copied: count, eventsPerSecond: rate };
    context.print(context.json ? JSON.stringify(data) : `${size}\t${root}\t${ledger}`);
    context.tell('cli.migrated', { from, to, count, rate, held });
    context.tell('cli.migrateRebuild', { to });
  }

  async #compare(visit: (...pair: [...Parameters<Visit>, index: number]) => ReturnType<Visit>) {
    let index = 0;
    return this.lib.compareLogs(this.source.store, this.target.store, (event, counterpart) => {
      this.#stop.signal.throwIfAborted();
      return visit(event, counterpart, index++);
    });
  }

  #refusal({ index, what }: Difference): Failure {
    const key =
      what === 'surplus' ? 'cli.migrateSurplus' : index === 0 ? 'cli.migrateOtherLedger' : 'cli.migrateDiffers';
    return new Failure(EXIT.failed, key, { from: this.source.name, to: this.target.name, index, what });
  }

  #writtenTo(): Failure {
    return new Failure(EXIT.failed, 'cli.migrateWrittenTo', { to: this.target.name });
  }

  #unequal(slots: { index: number; what: string }): Failure {
    return new Failure(EXIT.failed, 'cli.migrateUnequal', { ...slots, from: this.source.name, to: this.target.name });
  }

  /** Tells how far it is, every so many records. */
  #teller(key: MessageKey): (count: number) => void {
    let told = 0;
    return (count) => {
      if (count - told < EVERY) return;
      told = count;
      this.context.tell(key, { count });
    };
  }
}

type Visit = NonNullable<Parameters<StoreLib['compareLogs']>[2]>;

/** A file, or an EventStoreDB: `esdb` for the one of ESDB_URL, so that no password stands on the command line. */
function placeOf({ args, io }: Context, flag: 'from' | 'to'): StorePlace {
  const told = args.need(flag);
  const url = told === 'esdb' ? io.env['ESDB_URL'] : told;
  if (!url) throw new Failure(EXIT.usage, 'cli.esdbUrlMissing', { flag: `--${flag}` });
  if (told !== 'esdb' && !/^esdb(\+discover)?:/.test(told)) return { file: told };
  const namespace = args.text('namespace') ?? (io.env['HADIC_NAMESPACE'] || undefined);
  return { url, ...(namespace === undefined ? {} : { namespace }) };
}

function isFilled(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Equal for two ways to write one file. */
function identityOf(place: StorePlace, name: string): string {
  return 'file' in place && isFilled(place.file) ? realpathSync(place.file) : name;
}

function empty({ name }: Side): Failure {
  return new Failure(EXIT.failed, 'cli.migrateEmpty', { from: name });
}

/** Failures of the stores that have to do with copying, with the way to go on. */
function inWords(error: unknown, lib: StoreLib, cut: Failure['exit']): unknown {
  if (!(error instanceof lib.StoreUnavailable)) return error;
  const { code, message } = error;
  if (code === 'invalid-url') return new Failure(EXIT.usage, 'cli.migrateAddress', { reason: message });
  if (code === 'client-in-use') return new Failure(EXIT.usage, 'cli.migrateTwoServers');
  if (code === 'store-locked') return new Failure(EXIT.failed, 'cli.migrateLocked', { reason: message });
  if (code === 'store-unavailable' || code === 'outcome-unknown') {
    return new Failure(cut, 'cli.migrateCut', { reason: message });
  }
  return error;
}
