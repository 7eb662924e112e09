import type { EventType } from '@hadic/domain';
import type { Language } from './language.js';
import { say } from './say.js';

/** One sentence for a timeline: what an event of this type with these (opened) data says. */
export function tell(language: Language, type: EventType, data: object): string {
  const slots: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) slots[name] = phrase(value);
  return say(language, `sentence.${type}`, slots);
}

/** A value of an event as a person reads it: `12.5 KGM`, `kopi/pabrik/L-1 (12.5 KGM)`, or a list of such. */
function phrase(value: unknown): string {
  if (Array.isArray(value)) return value.map(phrase).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { value: amount, unit, lotId, qty, id } = value as Record<string, unknown>;
  if (typeof amount === 'string' && typeof unit === 'string') return `${amount} ${unit}`;
  if (typeof lotId === 'string') return typeof qty === 'object' ? `${lotId} (${phrase(qty)})` : lotId;
  return typeof id === 'string' ? id : JSON.stringify(value);
}
