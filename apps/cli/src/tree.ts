import type { Json, JsonObject } from '@hadic/signing';
import type { Language } from '@hadic/words';
import { isObject, textOf } from './files.js';

const BOLD = ['\u001b[1m', '\u001b[22m'] as const;

/** The chain of a lot for a person: the lot, then one line for each lot and each edge of its chain. */
export function renderTree(chain: JsonObject, _language: Language, colour: boolean): string {
  const [on, off] = colour ? BOLD : ['', ''];
  const lots = listOf(chain['lots'] ?? chain['nodes']).map((lot) => textOf(lot['id'] ?? lot['lot']));
  const edges = listOf(chain['edges']).map((edge) => `  ${textOf(edge['from'])} → ${textOf(edge['to'])}`);
  return `${[`${on}${textOf(chain['lot'] ?? lots[0] ?? '')}${off}`, ...lots.map((lot) => `  ${lot}`), ...edges].join('\n')}\n`;
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
