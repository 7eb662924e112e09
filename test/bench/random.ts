/** Seeded randomness (sfc32): the same seed gives the same world on every machine. */
export class Dice {
  #state: [number, number, number, number];

  constructor(seed: number) {
    this.#state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0];
    for (let i = 0; i < 16; i++) this.next();
  }

  /** 32 random bits. */
  next(): number {
    const [a, b, c, count] = this.#state;
    const sum = (a + b + count) | 0;
    this.#state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (count + 1) | 0];
    return sum >>> 0;
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + Math.floor((this.next() / 2 ** 32) * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new RangeError('Nothing to pick from.');
    return item;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.next() & 0xff);
  }
}

/** UUIDv7 (RFC 9562) of a moment in milliseconds. */
export function uuidV7(ms: number, dice: Dice): string {
  const time = ms.toString(16).padStart(12, '0');
  const random = dice.next().toString(16).padStart(8, '0') + dice.next().toString(16).padStart(8, '0');
  const variant = '89ab'.charAt(dice.next() & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 16)}${(dice.next() & 0xff).toString(16).padStart(2, '0')}`;
}
