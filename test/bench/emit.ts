import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type LedgerEvent, organisationOf } from '@hadic/domain';
import { World, type WorldOptions } from './world.js';

/** What `--emit` prints. */
export interface Emitted {
  /** Lines of events.ndjson; the founding event stands in its own file. */
  events: number;
  keys: number;
  ledger: string;
  founding: string;
  out: string;
  /** Lots that came into being. */
  lots: number;
  /** A lot with a long way behind it, to be traced. */
  sample: string;
}

const URL = 'http://127.0.0.1:7117';
const CHUNK = 1 << 20;

/** Writes a folder that a service can be started in (`HADIC_HOME`), and the events that it is to be given. */
export function emit(out: string, { events, ...rest }: WorldOptions): Emitted {
  mkdirSync(out, { recursive: true });
  const world = new World({ ...rest, events: events + 1 });
  const { registrar, makers } = world.cast;
  const tiers = new Map(makers.map(({ id, tier }) => [id, tier]));
  const tierOf = (lot: string) => tiers.get(organisationOf(lot)) ?? -1;
  const simulated = rest.simulated ?? true;
  const at = (name: string) => path.resolve(out, name);
  const file = openSync(at('events.ndjson'), 'w');
  let [lots, sample, held] = [0, '', ''];
  for (const { text, event } of world.lines()) {
    if (event.type === 'LedgerFounded') {
      writeFileSync(at('founding.json'), `${text}\n`);
      continue;
    }
    const born = bornBy(event);
    lots += born.length;
    const made = event.type === 'BatchProcessed' ? (born[0] ?? '') : '';
    if (tierOf(made) >= tierOf(sample)) sample = made || sample;
    held += `${text}\n`;
    if (held.length > CHUNK) {
      writeSync(file, held);
      held = '';
    }
  }
  writeSync(file, held);
  fsyncSync(file);
  closeSync(file);
  const foundingKey = registrar.admin.signer.keyId;
  const config = { ledger: world.ledger, registrar: registrar.id, foundingKey, simulated, url: URL, language: 'en' };
  writeFileSync(at('config.json'), `${JSON.stringify(config, null, 2)}\n`);
  const { ledger, keys } = world;
  return { events, keys, ledger, founding: at('founding.json'), out: path.resolve(out), lots, sample };
}

/** The lots that an event brings into being. */
function bornBy({ type, data }: LedgerEvent): string[] {
  if (type === 'IngredientReceived') return [data.lotId];
  if (type === 'LotMerged') return [data.output.lotId];
  return type === 'BatchProcessed' || type === 'LotSplit' ? data.outputs.map(({ lotId }) => lotId) : [];
}
