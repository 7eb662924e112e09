import type { Json, JsonObject } from '@hadic/signing';
import { EXIT, Failure } from './failure.js';
import { isObject, parseJson } from './files.js';

/** Fields that hold a quantity, which may be typed as `12.5 KGM`. */
const QUANTITIES = ['qty', 'mass', 'netContent', 'addedWater', 'samples', 'lod', 'loq', 'value'];
const QUANTITY = /^(-?\d+(?:\.\d+)?) ([A-Z0-9]{2,3})$/;
const SETTING = /^([A-Za-z][\w]*(?:\.\w+)*)(:?=)([\s\S]*)$/;

/**
 * The data with what `--set` says. `lotId=kopi/pabrik/L-1` sets a text, `inputs.0.qty=12.5 KGM` a quantity,
 * `inScope:=true` JSON; `density=` with nothing behind it removes the field. The data given is not changed.
 */
export function applySettings(data: JsonObject, settings: string[]): JsonObject {
  return settings.reduce((changed, setting) => {
    const [, path, operator, text = ''] = SETTING.exec(setting) ?? [];
    if (path === undefined) throw new Failure(EXIT.usage, 'cli.settingMalformed', { text: setting });
    const steps = path.split('.');
    const value = operator === ':=' ? parseJson(text, `--set ${path}`) : valueOf(steps.at(-1) ?? '', text);
    const next = setAt(changed, steps, value);
    return isObject(next) ? next : changed;
  }, data);
}

function valueOf(name: string, text: string): Json | undefined {
  const [, value, unit] = (QUANTITIES.includes(name) && QUANTITY.exec(text)) || [];
  if (value !== undefined && unit !== undefined) return { value, unit };
  return text === '' ? undefined : text;
}

/** A number names a place in a list, anything else a field; what is missing on the way is made. */
function setAt(current: Json | undefined, [step, ...rest]: string[], value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (/^\d+$/.test(step)) {
    const list = Array.isArray(current) ? [...current] : [];
    const index = Number(step);
    if (index > list.length) throw new Failure(EXIT.usage, 'cli.listHasGap', { index, length: list.length });
    const next = setAt(list[index], rest, value);
    list.splice(index, 1, ...(next === undefined ? [] : [next]));
    return list;
  }
  const object = isObject(current) ? current : {};
  const next = setAt(Object.hasOwn(object, step) ? object[step] : undefined, rest, value);
  if (next !== undefined) return { ...object, [step]: next };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== step));
}
