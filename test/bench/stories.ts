import type { Input, Site } from './cast.js';
import { make } from './making.js';
import { buy, count } from './receiving.js';
import type { Scene, Story } from './scene.js';
import { sell } from './selling.js';

/** What to do next at a site; undefined if there is nothing to do it with. */
export function nextStory(scene: Scene, site: Site): Story | undefined {
  const { dice } = scene;
  const { inputs } = site.maker;
  const held = site.stock.flat();
  if (held.length > 0 && dice.chance(0.03)) return count(scene, site, dice.pick(held));
  if (site.products.length > 0 && dice.chance(0.6)) return sell(scene, site);
  const isBought = ({ from }: Input) => typeof from === 'string';
  const wanting = inputs.findIndex((input, i) => isBought(input) && (site.stock[i]?.length ?? 0) < 3);
  if (wanting !== -1) return buy(scene, site, wanting);
  if (inputs.some((input, i) => input.from !== 'abroad' && (site.stock[i]?.length ?? 0) > 0)) return make(scene, site);
  return site.products.length > 0 ? sell(scene, site) : undefined;
}
