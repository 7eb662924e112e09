import { OWNED_ID } from '@hadic/domain';
import type { Json, JsonObject } from '@hadic/signing';
import { EXIT, Failure } from './failure.js';
import { isObject, parseJson, textOf } from './files.js';
import { nameOf } from './import-csv.js';

export const KINDS = ['stock', 'receipts', 'runs', 'shipments'] as const;
export type Kind = (typeof KINDS)[number];

interface Fields {
  required: readonly string[];
  optional: readonly string[];
}

/** What a column can mean, by kind of table. Runs and shipments have several rows for one event. */
export const FIELDS: Record<Kind, Fields> = {
  stock: {
    required: ['date', 'time', 'lot', 'amount', 'unit', 'cause'],
    optional: ['material', 'product', 'producedOn', 'place'],
  },
  receipts: {
    required: [
      ...['date', 'time', 'lot', 'material', 'supplier', 'supplierLot', 'amount', 'unit'],
      ...['condition', 'zone', 'deliveryNote'],
    ],
    optional: [
      ...['poNo', 'poLine', 'noOrderReason', 'certificate', 'temperature', 'sourceLot', 'shipment'],
      ...['expiresOn', 'place'],
    ],
  },
  runs: {
    required: ['run', 'date', 'start', 'end', 'line', 'recipe', 'part', 'lot', 'amount', 'unit'],
    optional: ['endDate', 'product', 'producedOn', 'expiresOn', 'cause', 'place'],
  },
  shipments: {
    required: ['shipment', 'date', 'time', 'pack', 'consignee', 'destination'],
    optional: [
      ...['lot', 'amount', 'unit', 'certificate', 'invoice', 'bol', 'place'],
      ...['doc.PEB', 'doc.PACKING_LIST', 'doc.HALAL', 'doc.COO', 'doc.HEALTH', 'doc.OTHER'],
    ],
  },
};

/** What stands in one kind of table. */
export interface KindMapping {
  /** Fields by column name, as `nameOf` gives it. */
  columns: ReadonlyMap<string, string>;
  /** Values of fields that no column has, or whose cell is empty. */
  constants: Readonly<Record<string, string>>;
  /** `ROLE@organisation`; without them the keys of this home that the event asks for. */
  signers: readonly string[];
}

/** How one cooperative keeps its tables. */
export interface Mapping {
  site: string;
  /** Offset of all times from UTC, such as `+07:00`. */
  offset: string;
  decimal: ',' | '.';
  /** Forms of dates, such as `DD/MM/YYYY`. */
  dates: readonly string[];
  /** UN/ECE codes by the words that the tables use. */
  units: ReadonlyMap<string, string>;
  /** Ids and code words by field, then by the words that the tables use. */
  names: ReadonlyMap<string, ReadonlyMap<string, string>>;
  kinds: ReadonlyMap<Kind, KindMapping>;
}

const MEMBERS = ['site', 'offset', 'decimal', 'dates', 'units', 'names', 'kinds'];
const OFFSET = /^[+-](0\d|1[0-4]):[0-5]\d$/;

/** Reads a mapping file. Throws a usage `Failure` that names the place which is wrong and what it must be. */
export function readMapping(text: string, file: string): Mapping {
  const must = (holds: boolean, place: string, rule: string): void => {
    if (!holds) throw new Failure(EXIT.usage, 'import.mappingMalformed', { file, place, rule });
  };
  const json = parseJson(text, file);
  if (!isObject(json)) throw new Failure(EXIT.usage, 'import.mappingMalformed', { file, place: '/', rule: '{…}' });
  for (const name of Object.keys(json)) must(MEMBERS.includes(name), `/${name}`, MEMBERS.join(' | '));
  const { site, offset, decimal = ',', dates = ['DD/MM/YYYY', 'YYYY-MM-DD'] } = json;
  must(typeof site === 'string' && OWNED_ID.test(site), '/site', 'organisation/site');
  must(typeof offset === 'string' && OFFSET.test(offset), '/offset', '+07:00');
  must(decimal === ',' || decimal === '.', '/decimal', '"," | "."');
  const forms = Array.isArray(dates) ? dates.map(textOf) : [];
  must(forms.length > 0 && forms.every(isDateForm), '/dates', '["DD/MM/YYYY"]');
  const texts = (value: Json | undefined, place: string) => {
    const entries = Object.entries(isObject(value) ? value : {});
    must(value === undefined || isObject(value), place, '{"…": "…"}');
    for (const [name, each] of entries) must(typeof each === 'string', `${place}/${name}`, '"…"');
    return new Map(entries.map(([name, each]) => [nameOf(name), textOf(each)]));
  };
  const names = json['names'] ?? {};
  must(isObject(names), '/names', '{"material": {…}}');
  const kinds = json['kinds'];
  must(isObject(kinds), '/kinds', `{"${KINDS.join('" | "')}": {…}}`);
  return {
    site: textOf(site),
    offset: textOf(offset),
    decimal: decimal === '.' ? '.' : ',',
    dates: forms,
    units: texts(json['units'], '/units'),
    names: new Map(Object.entries(names as JsonObject).map(([field, each]) => [field, texts(each, `/names/${field}`)])),
    kinds: new Map(
      Object.entries(kinds as JsonObject).map(([name, value]) => {
        const kind = KINDS.find((each) => each === name);
        if (!kind || !isObject(value)) {
          throw new Failure(EXIT.usage, 'import.mappingMalformed', {
            file,
            place: `/kinds/${name}`,
            rule: KINDS.join(' | '),
          });
        }
        return [kind, readKind(kind, value, { texts, must })];
      }),
    ),
  };
}

interface Checks {
  texts: (value: Json | undefined, place: string) => Map<string, string>;
  must: (holds: boolean, place: string, rule: string) => void;
}

function readKind(kind: Kind, value: JsonObject, { texts, must }: Checks): KindMapping {
  const at = `/kinds/${kind}`;
  const { columns, constants = {}, signers = [], ...others } = value;
  for (const name of Object.keys(others)) must(false, `${at}/${name}`, 'columns | constants | signers');
  const known = [...FIELDS[kind].required, ...FIELDS[kind].optional];
  const fields = texts(columns, `${at}/columns`);
  must(fields.size > 0, `${at}/columns`, '{"…": "date"}');
  for (const [column, field] of fields) must(known.includes(field), `${at}/columns/${column}`, known.join(' | '));
  const twice = [...fields.values()].find((field, i, all) => all.indexOf(field) !== i);
  must(twice === undefined, `${at}/columns`, `${twice ?? ''} x 1`);
  const fixed = isObject(constants) ? constants : {};
  must(isObject(constants), `${at}/constants`, '{"…": "…"}');
  for (const [field, each] of Object.entries(fixed)) {
    must(known.includes(field) && typeof each === 'string', `${at}/constants/${field}`, known.join(' | '));
  }
  must(Array.isArray(signers) && signers.every((each) => typeof each === 'string'), `${at}/signers`, '["ROLE@org"]');
  return {
    columns: fields,
    constants: fixed as Record<string, string>,
    signers: Array.isArray(signers) ? signers.map(textOf) : [],
  };
}

function isDateForm(form: string): boolean {
  return /^(?=.*YYYY)(?=.*M)(?=.*D)[YMD/. -]+$/.test(form);
}
