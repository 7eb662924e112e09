import { hash } from 'node:crypto';
import { audit } from './auditing.js';
import { type Cast, castOf, partiesOf, type Site } from './cast.js';
import { assertAgreement } from './native.js';
import { Dice } from './random.js';
import type { Scene, Story } from './scene.js';
import { settle } from './setting.js';
import { Scribe, type WireLine } from './signed.js';
import { nextStory } from './stories.js';

export type { WireLine } from './signed.js';

export interface WorldOptions {
  /** Signed events, the founding one included. The size of the world follows from it. */
  events: number;
  seed: number;
  /** A simulated ledger takes the time of recording beside each event. True unless told. */
  simulated?: boolean;
  /** Whether halal releases are among the events. True unless told. */
  releases?: boolean;
}

/** The simulated clock starts on this morning, and moves by these seconds from event to event. */
const START_MS = Date.parse('2025-01-06T07:00:00+07:00');
const [SHORTEST_STEP, LONGEST_STEP] = [20, 70];
/** How readily the inspectors begin another audit when they are at leisure. */
const AUDITS = 0.1;

/** Where one story at a time goes on. */
interface Place {
  begin(): Story | undefined;
  story?: Story | undefined;
  last?: WireLine;
}

/**
 * A simulated supply chain as signed events: growers, processors, manufacturers and packers hand lots on to each other, and every event is one
 * that the ledger accepts. The same options give the same bytes.
 */
export class World {
  readonly cast: Cast;
  readonly #dice: Dice;
  readonly #scribe: Scribe;
  readonly #options: Required<WorldOptions>;
  #nowMs = START_MS;
  #settled = 0;

  constructor(options: WorldOptions) {
    this.#options = { simulated: true, releases: true, ...options };
    const { seed, events, simulated } = this.#options;
    assertAgreement(hash('sha256', `agreement ${seed}`, 'buffer'));
    this.#dice = new Dice(seed);
    this.#scribe = new Scribe(this.#dice, simulated);
    this.cast = castOf(events, seed);
  }

  /** Digest of the founding event, once that has been written. */
  get ledger(): string {
    return this.#scribe.ledger;
  }

  /** Number of events before the first lot: organisations, sites, materials and so on. */
  get settled(): number {
    return this.#settled;
  }

  get keys(): number {
    const { registrar } = this.cast;
    return new Set(
      [registrar, ...partiesOf(this.cast)].flatMap(({ admin, roles }) => [admin, ...roles.map(([who]) => who)]),
    ).size;
  }

  /** All events, the founding one first. Can be asked for once. */
  *lines(): Generator<WireLine> {
    const { events, simulated } = this.#options;
    for (const draft of settle(this.cast, simulated, START_MS)) {
      if (this.#settled === events) return;
      this.#settled += 1;
      yield this.#scribe.write(draft, this.#tick());
    }
    let written = this.#settled;
    for (const line of this.#live()) {
      if (written++ === events) return;
      yield line;
    }
  }

  *#live(): Generator<WireLine> {
    const places = this.#places();
    for (;;) {
      const place = this.#dice.pick(places);
      const story = (place.story ??= place.begin());
      if (!story) continue;
      this.#tick();
      // What is passed to the first step of a generator is not looked at.
      const step = story.next(place.last as WireLine);
      if (step.done) place.story = undefined;
      else yield (place.last = this.#scribe.write(step.value, this.#nowMs));
    }
  }

  #places(): Place[] {
    const { cast } = this;
    const scene: Scene = {
      ...{ cast, dice: this.#dice, releases: this.#options.releases },
      nowMs: () => this.#nowMs,
      head: () => this.#scribe.head,
    };
    let audits = 0;
    const auditor: Place = { begin: () => (this.#dice.chance(AUDITS) ? audit(scene, ++audits) : undefined) };
    const sites: Site[] = cast.makers.flatMap((maker) => maker.sites);
    return [...sites.map((site) => ({ begin: () => nextStory(scene, site) })), auditor];
  }

  #tick(): number {
    this.#nowMs += this.#dice.between(SHORTEST_STEP, LONGEST_STEP) * 1_000;
    return this.#nowMs;
  }
}

/** The events of a world, the founding one first. */
export function generate(options: WorldOptions): Generator<WireLine> {
  return new World(options).lines();
}
