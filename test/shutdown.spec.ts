import { Agent, request } from 'node:http';

import { ndjson, type Signed, smallFirm } from './people.js';
import { homeOf, startProcess } from './processes.js';

const CONNECTIONS = 64;
const EVENTS = 480;

const { people, admin, site, events } = smallFirm({ simulated: true });

/** Posts one event; what the answer was, or that there was none. */
function post(agent: Agent, url: string, { wire }: Signed): Promise<number | 'no answer'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${url}/v1/events`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', () => resolve('no answer'));
    });
    sent.once('error', () => resolve('no answer')).end(JSON.stringify(wire));
  });
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
  let ended: Promise<unknown> | undefined;
  const answered: string[] = [];
  const others = new Set<unknown>();
  const connection = async () => {
    for (let order = orders.pop(); order; order = orders.pop()) {
      const answer = await post(agent, first.url, order);
      if (answer === 201) answered.push(order.id);
      else others.add(answer);
      if (answered.length > EVENTS / 5) ended ??= first.end();
      if (answer === 'no answer') return;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  expect(await ended).toBe(0);
  agent.destroy();
  // It was in the middle of the work.
  expect(orders.length).toBeGreaterThan(0);
  expect(answered.length).toBeGreaterThan(EVENTS / 5);
  expect([...others].filter((answer) => answer !== 'no answer' && answer !== 503)).toEqual([]);

  const second = await startProcess(folder);
  expect((await recorded(second.url)).sort()).toEqual(answered.sort());
  expect(await second.end()).toBe(0);
  remove();
}, 120_000);
