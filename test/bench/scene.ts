import type { Quantity } from '@hadic/domain';
import type { Cast, Lot, Site } from './cast.js';
import type { Dice } from './random.js';
import type { Draft, WireLine } from './signed.js';

/** One thing that goes on at a place, event by event; each is told what became of the one before. */
export type Story = Generator<Draft, void, WireLine>;

/** What a story knows of the world. */
export interface Scene {
  cast: Cast;
  dice: Dice;
  /** Whether lots are released. A release is judged by the service, which takes its time. */
  releases: boolean;
  nowMs(): number;
  head(): { size: number; root: string };
}

export const KILOGRAM = 1_000;

export function kilograms(grams: number): Quantity {
  const whole = Math.floor(grams / KILOGRAM);
  const rest = String(grams % KILOGRAM)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return { value: rest === '' ? String(whole) : `${whole}.${rest}`, unit: 'KGM' };
}

export function lotQuantity({ id, grams }: Lot): { lotId: string; qty: Quantity } {
  return { lotId: id, qty: kilograms(grams) };
}

export function newId(site: Site, kind: string): string {
  return `${site.id}/${kind}${String((site.count += 1)).padStart(6, '0')}`;
}
