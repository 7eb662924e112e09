import { Client, type Reply } from './client.js';
import type { WireLine } from './world.js';

export const JSON_TYPE = 'application/json';
export const NDJSON_TYPE = 'application/x-ndjson';

/**
 * Events that are still to be sent, so that none is sent before one that it depends on has been answered: what belongs to one book goes out one
 * after the other. A shipment's custody belongs to the book of the site that it left.
 */
export class Load {
  readonly #books = new Map<string, string[]>();
  /** Books with events of which none is under way, the one that waits longest first. */
  #ready: string[];

  constructor(lines: readonly WireLine[]) {
    for (const { event, text } of lines) {
      const book = bookOf(event.stream);
      const held = this.#books.get(book);
      if (held) held.push(text);
      else this.#books.set(book, [text]);
    }
    for (const texts of this.#books.values()) texts.reverse();
    this.#ready = [...this.#books.keys()];
  }

  /** The next events of one book, up to so many; undefined if every book waits or is empty. */
  take(most: number): { book: string; texts: string[] } | undefined {
    const book = this.#ready.shift();
    if (book === undefined) return undefined;
    const held = this.#books.get(book) ?? [];
    return { book, texts: held.splice(-most).reverse() };
  }

  /** What was taken of this book has been answered. */
  answered(book: string): void {
    if ((this.#books.get(book)?.length ?? 0) > 0) this.#ready.push(book);
  }
}

function bookOf(stream: string): string {
  return stream.startsWith('shipment-') ? `site-${stream.slice('shipment-'.length, stream.lastIndexOf('/'))}` : stream;
}

export interface Posted {
  recorded: number;
  ms: number;
  /** Milliseconds from sending to answer, one for each request. */
  latencies: number[];
}

/** Keeps so many connections busy until this many events have been sent and answered. */
export async function post(
  url: string,
  load: Load,
  how: { connections: number; batch: number; events: number },
): Promise<Posted> {
  const { connections, batch, events } = how;
  const clients = await Promise.all(Array.from({ length: connections }, () => Client.open(url)));
  const latencies: number[] = [];
  let [sent, recorded] = [0, 0];
  const start = performance.now();
  const work = async (client: Client) => {
    while (sent < events) {
      const taken = gather(load, batch);
      if (taken.texts.length === 0) return;
      sent += taken.texts.length;
      const before = performance.now();
      const reply = await (batch === 1
        ? client.post(JSON_TYPE, taken.texts[0] ?? '')
        : client.post(NDJSON_TYPE, `${taken.texts.join('\n')}\n`));
      latencies.push(performance.now() - before);
      const count = recordedIn(reply);
      if (count !== taken.texts.length)
        throw new Error(`Not all of ${taken.texts.length} events were recorded: ${reply.status} ${reply.body}`);
      recorded += count;
      taken.books.forEach((book) => load.answered(book));
    }
  };
  await Promise.all(clients.map(work));
  const ms = performance.now() - start;
  clients.forEach((client) => client.close());
  return { recorded, ms, latencies };
}

/** Fills a batch from as many books as it takes. */
function gather(load: Load, batch: number): { books: string[]; texts: string[] } {
  const books: string[] = [];
  const texts: string[] = [];
  while (texts.length < batch) {
    const taken = load.take(batch - texts.length);
    if (!taken) break;
    books.push(taken.book);
    texts.push(...taken.texts);
  }
  return { books, texts };
}

/** How many events of a reply have been recorded. */
export function recordedIn({ status, body }: Reply): number {
  if (status === 201) return 1;
  return status === 200 ? body.split('"outcome":"recorded"').length - 1 : 0;
}
