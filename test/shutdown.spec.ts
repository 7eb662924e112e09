import { Agent, request } from 'node:http';

import { ndjson, type Signed, smallFirm } from './people.js';
import { homeOf, startProcess } from './processes.js';
import { linesOf } from './service.js';

const CONNECTIONS = 64;
const EVENTS = 480;

const { people, admin, site, events } = smallFirm({ simulated: true });

/** Posts one event; what the answer was, or why there was none. */
function post(agent: Agent, url: string, { wire }: Signed): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${url}/v1/events`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', ({ message }) => resolve(message));
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(JSON.stringify(wire));
  });
}

/** Posts one line of a body that never ends by itself. */
function hold(url: string, order: Signed): { id: string; begun: Promise<void>; answer: Promise<string> } {
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent = request(`${url}/v1/events`, { method: 'POST', headers });
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    sent.once('error', reject).once('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        begin();
      });
      response.once('error', reject).once('end', () => {
        sent.end();
        resolve(text);
      });
    });
  });
  sent.write(ndjson([order]));
  // Awaited at the end; until then nobody minds how it ends.
  answer.catch(() => undefined);
  return { id: order.id, begun, answer };
}

/** Ids of the purchases in the log. */
async function recorded(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ type: 'IngredientSourced', limit: '200', ...(cursor ? { cursor } : {}) });
    const page = (await (await fetch(`${url}/v1/events?${query.toString()}`)).json()) as {
      events: { id: string }[];
      cursor: string | null;
    };
    ids.push(...page.events.map(({ id }) => id));
    ({ cursor } = page);
  }
  return ids;
}

test('a service that is told to end under load has answered exactly what it has recorded', async () => {
  const { folder, remove } = homeOf(people);
  const first = await startProcess(folder);
  const founded = await fetch(`${first.url}/v1/events`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: ndjson(events.slice(1)) },
  });
  expect(await founded.text()).toContain(`"recorded":${events.length - 1}`);

  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const orders = Array.from({ length: EVENTS }, (_, line) => people.purchase(admin, site, line + 1));
  const held = hold(first.url, orders.pop() as Signed);
  await held.begun;
  let ended: Promise<unknown> | undefined;
  const answered = [held.id];
  const others: (number | string)[] = [];
  const connection = async () => {
    for (let order = orders.pop(); order; order = orders.pop()) {
      const answer = await post(agent, first.url, order);
      if (answer === 201) answered.push(order.id);
      else others.push(answer);
      if (answered.length > EVENTS / 5) ended ??= first.end();
      if (typeof answer === 'string') return;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  expect(await ended).toBe(0);
  agent.destroy();
  // It was in the middle of the work.
  expect(orders.length).toBeGreaterThan(0);
  expect(answered.length).toBeGreaterThan(EVENTS / 5);
  // Who comes too late is turned away, or loses a connection that was idle.
  expect(others.filter((answer) => typeof answer === 'number' && answer !== 503)).toEqual([]);
  // Who is in the middle of many lines gets an answer that is whole.
  expect(linesOf(await held.answer).at(-1)).toEqual({ summary: expect.objectContaining({ lines: 1, recorded: 1 }) });

  const second = await startProcess(folder);
  expect((await recorded(second.url)).sort()).toEqual(answered.sort());
  expect(await second.end()).toBe(0);
  remove();
}, 120_000);
