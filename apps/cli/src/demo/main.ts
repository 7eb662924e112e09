import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { digestOf, type JsonObject } from '@hadic/signing';
import { LANGUAGES, pickLanguage, say } from '@hadic/words';
import { Args, GLOBAL_OPTIONS } from '../args.js';
import { Context } from '../context.js';
import { Failure } from '../failure.js';
import { textOf } from '../files.js';
import { describeProblem } from '../show.js';
import { processIo } from '../process-io.js';
import { renderTree } from '../tree.js';
import { decodeWire } from '../wire.js';
import { keyOf, REGISTRAR } from './cast.js';
import { LOT } from './journey.js';
import { logPlaceOf, prepareLog } from './log-place.js';
import type { Trial } from './refusals.js';
import { startService, type Program } from './service.js';
import { act, notAsTold, Stage } from './stage.js';
import { chainOf, playStory, THEN } from './story.js';

const OPTIONS = { ...GLOBAL_OPTIONS, keep: { type: 'boolean' }, store: { type: 'string' } } as const;
const FOUNDED_AT = '2026-01-05T08:00:00+07:00';

/** `npm run demo`: the story from an empty folder to a buyer in Malaysia. Returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  const io = processIo();
  let language = pickLanguage(process.env['HADIC_LANG'] ?? process.env['LANG']);
  try {
    const args = Args.parse(argv, OPTIONS);
    language = LANGUAGES.find((each) => each === args.text('lang')) ?? language;
    if (args.flag('help')) {
      io.out(`${say(language, 'demo.help')}\n`);
      return 0;
    }
    await run(new Context(io, args, language));
    return 0;
  } catch (error) {
    const text = error instanceof Failure ? say(language, error.key, error.slots) : String(error);
    io.err(`${text}\n`);
    return error instanceof Failure ? error.exit : 1;
  }
}

async function run(context: Context): Promise<void> {
  const keep = context.args.flag('keep');
  const place = logPlaceOf(context);
  const home = mkdtempSync(path.join(tmpdir(), 'hadic-demo-'));
  /** Each before those that it needs. */
  const running: Program[] = [];
  const clear = async () => {
    for (const program of running) await program.end();
    rmSync(home, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void clear().finally(() => process.exit(130)));
  }
  try {
    const ledger = found(context, home);
    const { env, told, server } = await prepareLog(context, place, home);
    if (server) running.unshift(server);
    const service = await startService(home, env, keep);
    running.unshift(service);
    await perform(context, { service, ledger, home, told });
    if (keep) service.leave();
    else await clear();
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Writes the signed founding event and the configuration. No key is ever written. Returns the id of the ledger. */
function found(context: Context, home: string): string {
  const { id: registrar, legalName, ref } = REGISTRAR;
  const data = { registrar, legalName, personRef: ref, simulated: true };
  const { line } = new Stage(context, undefined).sign(
    act('LedgerFounded', data, FOUNDED_AT, [`REGISTRAR@${registrar}`]),
  );
  const ledger = digestOf(decodeWire(JSON.parse(line) as JsonObject, 'founding.json').envelope);
  const foundingKey = keyOf(registrar, ref).keyId;
  const config = { ledger, registrar, foundingKey, simulated: true, url: '', language: context.language };
  writeFileSync(path.join(home, 'founding.json'), `${line}\n`);
  writeFileSync(path.join(home, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  return ledger;
}

async function perform(
  context: Context,
  { service, ledger, home, told: place }: { service: Program; ledger: string; home: string; told: string },
): Promise<void> {
  const { json, language } = context;
  const told = (text: string) => (json ? context.io.err(text) : context.io.out(text));
  const asking = ['--url', service.url, '--lang', language];
  const stage = new Stage(new Context(context.io, Args.parse(asking, OPTIONS), language), ledger);
  told(`${context.say('demo.title')}\n${context.say('demo.service', { url: service.url })}\n${place}\n`);
  let before = 0;
  const trials = await playStory(stage, (key, slots) => {
    told(`${context.say(key, slots)} ${context.say('demo.recorded', { count: stage.recorded - before })}\n`);
    before = stage.recorded;
  });
  told(`\n${describeTrials(context, trials)}\n\n`);
  const chains = await checkedChains(stage);
  if (json) return context.print(JSON.stringify(chains.now));
  told(`${heading(context, context.say('demo.chainNow'))}${renderTree(chains.now, language, context.io.colour)}\n`);
  const then = context.say('demo.chainThen', { day: THEN.slice(0, 10) });
  told(`${heading(context, then)}${renderTree(chains.then, language, context.io.colour)}\n`);
  told(furtherWays(context, { service, home }));
}

/** The chain at the end and as it was known before; both must stand as the story has it. */
async function checkedChains(stage: Stage): Promise<{ now: JsonObject; then: JsonObject }> {
  const [now, then] = [await chainOf(stage), await chainOf(stage, THEN)];
  if (headlineOf(now) !== 'HALAL') throw notAsTold(`${LOT} ${headlineOf(now)}, not HALAL`);
  if (headlineOf(then) !== 'PENDING') throw notAsTold(`${LOT} ${headlineOf(then)} at ${THEN}, not PENDING`);
  return { now, then };
}

function headlineOf(chain: JsonObject): string {
  const { headline } = chain['status'] as { headline?: string };
  return headline ?? '';
}

function describeTrials(context: Context, trials: readonly Trial[]): string {
  const lines = trials.map(({ tried, problem, receipt }) => {
    const answer = problem
      ? describeProblem(problem)
      : `= ${context.say('demo.sameReceipt', { revision: Number(receipt?.['revision']), stream: textOf(receipt?.['stream']) })}`;
    return `✗ ${context.say(`demo.${tried}`)}\n${answer.replace(/^/gm, '    ')}`.replace(/^✗(?=.*\n {4}=)/, '↺');
  });
  return `${heading(context, context.say('demo.refused'))}${lines.join('\n')}`;
}

function heading({ io }: Context, text: string): string {
  return io.colour ? `\u001b[1;4m${text}\u001b[22;24m\n\n` : `${text}\n${'─'.repeat(text.length)}\n\n`;
}

function furtherWays(context: Context, { service, home }: { service: Program; home: string }): string {
  const { url, pid } = service;
  const lot = encodeURIComponent(LOT);
  const ways = [
    `npm run hadic -- trace ${LOT} --home ${home}`,
    `npm run hadic -- status ${LOT} --known ${THEN} --home ${home}`,
    `npm run hadic -- events list --stream site-lereng-kawi/pabrik --home ${home}`,
    `${url}/v1/lots/${lot}/chain`,
    `${url}/v1/lots/${lot}/timeline`,
    `${url}/v1/search?q=kopi`,
    `${url}/docs`,
  ];
  const title = heading(context, context.say('demo.further'));
  if (!context.args.flag('keep')) return `${title}${context.say('demo.keepHint')}\n`;
  return `${title}${ways.join('\n')}\n\n${context.say('demo.kept', { url, home, pid })}\n`;
}
