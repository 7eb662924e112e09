import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { LedgerEvent } from '@hadic/domain';
import { ReadModel } from '@hadic/provenance';
import { Member } from './member.js';
import { type Sent, sendAll } from './sender.js';

/** Something that is done to the province once the first ledger has answered this part of all lines. */
interface Disturbance {
  at: number;
  act: () => Promise<void>;
}

interface Head {
  size: number;
  root: string;
}

interface Page {
  events: { id: string }[];
  cursor: string | null;
}

interface Places {
  /** As `npm run bench -- --emit` leaves it. */
  home: string;
  /** Folder for what the services keep. */
  data: string;
}

/** Two ledgers and two provenances, four processes on one EventStoreDB. */
export class Province {
  readonly ledgers: Member[] = [];
  readonly provenances: Member[] = [];

  private constructor(private readonly data: string) {}

  static async start({ home, data, url, namespace }: Places & { url: string; namespace: string }): Promise<Province> {
    const province = new Province(data);
    const common = { HADIC_HOME: home, ESDB_URL: url, HADIC_NAMESPACE: namespace };
    try {
      for (const name of ['a', 'b']) {
        const reader = await Member.start('provenance', {
          ...common,
          HADIC_DATA: path.join(data, `provenance-${name}`),
        });
        province.provenances.push(reader);
        const own = { HADIC_DATA: path.join(data, `ledger-${name}`), HADIC_PROVENANCE_URL: reader.url };
        province.ledgers.push(await Member.start('ledger', { ...common, ...own }));
      }
      return province;
    } catch (error) {
      await province.end();
      throw error;
    }
  }

  get members(): Member[] {
    return [...this.ledgers, ...this.provenances];
  }

  /** Sends all lines to each ledger at the same time, while the disturbances happen. */
  async send(lines: readonly string[], disturbances: readonly Disturbance[] = []): Promise<Sent[]> {
    const happening: Promise<void>[] = [];
    let fail: (reason: unknown) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = reject));
    const waiting = [...disturbances].sort((a, b) => a.at - b.at);
    const sending = this.ledgers.map(({ url }, place) =>
      sendAll(url, lines, (done) => {
        const [next] = waiting;
        if (place > 0 || next === undefined || done < next.at * lines.length) return;
        waiting.shift();
        happening.push(next.act().catch(fail));
      }),
    );
    const sent = await Promise.race([Promise.all(sending), failed]);
    await Promise.all(happening);
    return sent;
  }

  /** The worst day that it has: the leader of the store moves, one of each is killed and comes back, the leader moves again. */
  worstDay(moveLeader: () => Promise<void>): Disturbance[] {
    const victims = [...this.ledgers.slice(0, 1), ...this.provenances.slice(0, 1)];
    const kill = async () => {
      await Promise.all(victims.map((victim) => victim.kill()));
      await Promise.all(victims.map((victim) => victim.restart()));
    };
    return [
      { at: 0.25, act: moveLeader },
      { at: 0.5, act: kill },
      { at: 0.75, act: moveLeader },
    ];
  }

  /** What all of them say at the end, each question being asked of every provenance; then they are ended. */
  async accounts(questions: readonly string[]) {
    const heads = await Promise.all(this.ledgers.map(headOf));
    const ids = await Promise.all(this.ledgers.map(idsOf));
    const answers: unknown[][] = [];
    for (const reader of this.provenances) {
      await caughtUp(reader);
      answers.push(await askAll(reader, questions));
    }
    const exits = await this.end();
    const dumps = ['a', 'b'].map((name) => dumpOf(path.join(this.data, `provenance-${name}`)));
    return { heads, ids, answers, exits, dumps };
  }

  /** Ends all, and gives their exit codes. */
  end(): Promise<unknown[]> {
    return Promise.all(this.members.map((member) => member.end()));
  }

  /** For a run that has failed: nobody is left behind. */
  async kill(): Promise<void> {
    for (const member of this.members) await member.kill();
  }
}

/** The same lines on one undisturbed service with a SQLite file, for comparison. */
export async function undisturbed({ home, data }: Places, lines: readonly string[], questions: readonly string[]) {
  const folder = path.join(data, 'undisturbed');
  mkdirSync(folder, { recursive: true });
  for (const file of ['config.json', 'founding.json']) copyFileSync(path.join(home, file), path.join(folder, file));
  const service = await Member.start('standalone', { HADIC_HOME: folder });
  try {
    const sent = await sendAll(service.url, lines);
    await caughtUp(service);
    const answers = await askAll(service, questions);
    const head = await headOf(service);
    await service.end();
    return { sent, head, answers, dump: dumpOf(path.join(folder, 'data')) };
  } finally {
    await service.kill();
  }
}

async function headOf(ledger: Member): Promise<Head> {
  const { size, root } = await ledger.get<Head>('/v1/log/head');
  return { size, root };
}

/** Event ids in log order, those of void records too. */
async function idsOf(ledger: Member): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await ledger.get<Page>(`/v1/events?limit=200${query}`);
    ids.push(...page.events.map(({ id }) => id));
    cursor = page.cursor;
  }
  return ids;
}

/** Lines of NDJSON as `--emit` writes them, the ids of their events, and the lots that they bring into being. */
export function readLines(home: string): { lines: string[]; ids: string[]; lots: string[] } {
  const lines = readFileSync(path.join(home, 'events.ndjson'), 'utf8').trim().split('\n');
  const events = lines.map((line) => {
    const { payload } = JSON.parse(line) as { payload: string };
    return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as LedgerEvent;
  });
  const lots = events.flatMap(({ type, data }) => {
    if (type === 'IngredientReceived') return [data.lotId];
    return type === 'BatchProcessed' ? data.outputs.map(({ lotId }) => lotId) : [];
  });
  return { lines, ids: events.map(({ id }) => id), lots };
}

async function askAll(reader: Member, questions: readonly string[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const question of questions) answers.push(await reader.get(question));
  return answers;
}

async function caughtUp(reader: Member): Promise<void> {
  for (let lag: unknown; lag !== 0;) {
    const answer = await fetch(`${reader.url}/health/ready`);
    ({ lag } = (await answer.json()) as { lag: unknown });
    if (lag !== 0) await pause(50);
  }
}

function dumpOf(folder: string): string {
  const model = ReadModel.open(path.join(folder, 'provenance.db'));
  try {
    return model.dump();
  } finally {
    model.close();
  }
}
