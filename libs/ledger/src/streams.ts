import { Lane, type LaneParts } from './lane.js';

/** The streams in use, with their folded states. The one that was used longest ago goes first, and comes back by being read. */
export class Streams {
  readonly #lanes = new Map<string, Lane>();

  constructor(
    private readonly parts: LaneParts,
    private readonly kept: number,
  ) {}

  lane(stream: string): Lane {
    const lane = this.#lanes.get(stream) ?? new Lane(stream, this.parts);
    this.#lanes.delete(stream);
    this.#lanes.set(stream, lane);
    if (this.#lanes.size > this.kept) this.#evict();
    return lane;
  }

  #evict(): void {
    for (const [stream, lane] of this.#lanes) {
      if (!lane.isIdle) continue;
      this.#lanes.delete(stream);
      return;
    }
  }
}
