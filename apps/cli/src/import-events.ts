import type { Draft } from './compose.js';
import { readTable, type Table, type Trouble } from './import-csv.js';
import { readRun, readShipment } from './import-groups.js';
import type { Kind, KindMapping, Mapping } from './import-mapping.js';
import { RowReader, type Origin, type Reading } from './import-row.js';
import { readCount, readReceipt } from './import-singles.js';
import { parseSigner } from './signers.js';

/** An event that good rows of a file say, before it is signed. */
export interface ImportedEvent {
  draft: Draft & { occurredAt: string };
  file: string;
  /** First of its lines. */
  line: number;
  origins: Origin[];
}

export interface FileTrouble extends Trouble {
  file: string;
}

export interface Imported {
  /** In the order in which they happened. */
  events: ImportedEvent[];
  troubles: FileTrouble[];
  rows: number;
}

const GROUPED = { runs: 'run', shipments: 'shipment' } as const;

/** Turns tables into events. Good rows become events, bad ones troubles; nothing is read in halves. Never throws. */
export function readFiles(
  files: readonly { name: string; bytes: Uint8Array }[],
  mapping: Mapping,
  wanted?: Kind,
): Imported {
  const imported: Imported = { events: [], troubles: [], rows: 0 };
  for (const { name, bytes } of files) {
    const table = readTable(bytes);
    const troubles = [...table.troubles];
    const kind = table.columns.length === 0 ? undefined : (wanted ?? kindOf(table, mapping));
    const rules = kind && mapping.kinds.get(kind);
    if (kind && rules) {
      const header = headerTroubles(table, rules);
      troubles.push(...header);
      const sheet = { table: header.length > 0 ? { ...table, rows: [] } : table, kind, rules, mapping, troubles };
      const signers = rules.signers.map(parseSigner);
      for (const { type, data, occurredAt, place, origins } of readSheet(sheet)) {
        const draft = { type, data, occurredAt, signers, extras: place === undefined ? {} : { place } };
        const line = Math.min(...origins.map((origin) => origin.line));
        imported.events.push({ draft, file: name, line, origins });
      }
    } else if (troubles.length === 0) troubles.push({ line: 1, rule: 'kind-unclear', slots: {} });
    imported.rows += table.rows.length + table.troubles.length;
    imported.troubles.push(...troubles.sort((a, b) => a.line - b.line).map((trouble) => ({ ...trouble, file: name })));
  }
  imported.events.sort((a, b) => Date.parse(a.draft.occurredAt) - Date.parse(b.draft.occurredAt));
  return imported;
}

/** The kind that has most of the header's columns mapped, if one has more than any other. */
function kindOf({ columns }: Table, { kinds }: Mapping): Kind | undefined {
  const scored = [...kinds].map(([kind, rules]) => {
    const found = [...rules.columns.keys()].filter((column) => columns.includes(column)).length;
    return { kind, score: found / rules.columns.size };
  });
  const [best, second] = scored.sort((a, b) => b.score - a.score);
  return best && best.score > Math.max(0.5, second?.score ?? 0) ? best.kind : undefined;
}

function headerTroubles({ columns }: Table, rules: KindMapping): Trouble[] {
  return [...rules.columns.keys()].flatMap((name): Trouble[] => {
    const times = columns.filter((column) => column === name).length;
    if (times === 1) return [];
    return [{ line: 1, column: name, rule: times === 0 ? 'column-missing' : 'column-twice', slots: { name } }];
  });
}

interface Sheet {
  table: Table;
  kind: Kind;
  rules: KindMapping;
  mapping: Mapping;
  troubles: Trouble[];
}

function readSheet(sheet: Sheet): Reading[] {
  const { table, kind, rules, mapping, troubles } = sheet;
  const readers = table.rows.map((row) => new RowReader(row, rules, mapping));
  if (kind === 'runs' || kind === 'shipments') return readGroups(readers, sheet, GROUPED[kind]);
  return readers.flatMap((reader) => {
    const reading = kind === 'stock' ? readCount(reader, mapping.site) : readReceipt(reader, mapping.site);
    troubles.push(...reader.troubles);
    return reader.troubles.length === 0 ? [reading] : [];
  });
}

/** Rows of one run or shipment belong together wherever they stand; one bad row refuses them all. */
function readGroups(readers: readonly RowReader[], { kind, mapping, troubles }: Sheet, by: string): Reading[] {
  const groups = new Map<string, RowReader[]>();
  for (const reader of readers) {
    const id = reader.sited(by);
    groups.set(id, [...(groups.get(id) ?? []), reader]);
  }
  return [...groups].flatMap(([id, group]) => {
    const readings =
      id === '' ? [] : kind === 'runs' ? readRun(id, group, mapping.site) : readShipment(id, group, mapping.site);
    const refused = group.flatMap((reader) => reader.troubles);
    troubles.push(...refused);
    const [first] = refused;
    if (first === undefined) return readings;
    for (const { row } of group) {
      if (id === '' || refused.some(({ line }) => line === row.line)) continue;
      troubles.push({ line: row.line, rule: 'group-refused', slots: { group: id, line: first.line } });
    }
    return [];
  });
}
