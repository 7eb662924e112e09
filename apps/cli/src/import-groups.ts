import type { Json, JsonObject } from '@hadic/signing';
import type { Origin, Reading, RowReader } from './import-row.js';

const DOCUMENTS = ['PEB', 'PACKING_LIST', 'HALAL', 'COO', 'HEALTH', 'OTHER'];
const SHIPMENT_FIELDS = [
  ...['date', 'time', 'consignee', 'destination', 'invoice', 'bol', 'place'],
  ...DOCUMENTS.map((kind) => `doc.${kind}`),
];
const PARTS = ['INPUT', 'OUTPUT', 'BYPRODUCT', 'WATER', 'LOSS', 'SAMPLE'] as const;

/** The fields that all rows of a run or shipment share; where one is empty, another row tells it. */
class Group {
  constructor(
    private readonly id: string,
    private readonly rows: readonly RowReader[],
    shared: readonly string[],
  ) {
    for (const field of shared) this.compare(field);
  }

  /** Refuses every row that tells a shared field otherwise than the first that tells it. */
  private compare(field: string): void {
    const first = this.teller(field);
    const other = first?.text(field);
    if (!first || other === undefined) return;
    for (const row of this.rows) {
      const told: string = row.text(field) ?? other;
      const slots = { group: this.id, field, text: told, other, line: first.row.line };
      if (told !== other) row.refuse(field, 'group-differs', slots);
    }
  }

  /** The row that tells the field. */
  teller(field: string): RowReader | undefined {
    return this.rows.find((row) => row.text(field) !== undefined) ?? this.rows[0];
  }

  words(field: string): string {
    return this.teller(field)?.words(field) ?? '';
  }

  day(field: string): string {
    return this.teller(field)?.day(field) ?? '';
  }

  optional(field: string): Record<string, string> {
    return this.teller(field)?.optional([field]) ?? {};
  }

  /** Date and time must stand in one row, whichever. */
  instant(dateField: string, timeField: string): string {
    const whole = this.rows.find((row) => row.text(timeField) !== undefined && row.text(dateField) !== undefined);
    return (whole ?? this.teller(timeField))?.instant(dateField, timeField) ?? '';
  }
}

/** A run: one row for each input, output, by-product, and for added water, loss and samples. */
export function readRun(runId: string, rows: readonly RowReader[], site: string): Reading[] {
  const group = new Group(runId, rows, ['date', 'start', 'endDate', 'end', 'line', 'recipe', 'place']);
  const parts = rows.map((row) => ({ row, part: row.code('part', PARTS) }));
  const of = (wanted: (typeof PARTS)[number]) => parts.filter(({ part }) => part === wanted).map(({ row }) => row);
  const [inputs, outputs, byProducts] = [of('INPUT'), of('OUTPUT'), of('BYPRODUCT')];
  const endDate = rows.some((row) => row.text('endDate') !== undefined) ? 'endDate' : 'date';
  const end = group.instant(endDate, 'end');
  const one = (part: 'WATER' | 'LOSS' | 'SAMPLE') => single(runId, part, of(part));
  const [water, loss, samples] = [one('WATER'), one('LOSS'), one('SAMPLE')];
  const data: JsonObject = {
    site,
    runId,
    recipeVersion: group.words('recipe'),
    lineId: group.words('line'),
    start: group.instant('date', 'start'),
    end,
    inputs: inputs.map((row) => ({ lotId: row.sited('lot'), qty: row.quantity() })),
    outputs: outputs.map((row) => readOutput(row, group)),
    byProducts: byProducts.map((row) => ({ name: row.words('lot'), qty: row.quantity() })),
    ...(water ? { addedWater: water.quantity() } : {}),
    ...(loss ? { loss: { qty: loss.quantity(), cause: loss.words('cause') } } : {}),
    ...(samples ? { samples: samples.quantity() } : {}),
  };
  if (inputs.length === 0 && parts.every(({ part }) => part !== '')) {
    rows[0]?.refuse('part', 'no-inputs', { group: runId });
  }
  const origins = [
    ...rows.slice(0, 1).map((row) => ({ pointer: '', line: row.row.line })),
    ...heads(group, {
      '/data/runId': 'run',
      '/data/lineId': 'line',
      '/data/recipeVersion': 'recipe',
      '/data/end': 'end',
    }),
    ...partOrigins('/data/inputs', inputs),
    ...partOrigins('/data/outputs', outputs),
  ];
  return [{ type: 'BatchProcessed', data, occurredAt: end, ...group.optional('place'), origins }];
}

function readOutput(row: RowReader, group: Group): JsonObject {
  const expiresOn = row.optionalDay('expiresOn');
  return {
    lotId: row.sited('lot'),
    productId: row.owned('product'),
    qty: row.quantity(),
    producedOn: row.optionalDay('producedOn') ?? group.day('date'),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

function single(group: string, part: string, rows: readonly RowReader[]): RowReader | undefined {
  for (const row of rows.slice(1)) row.refuse('part', 'part-twice', { group, part: row.text('part') ?? part });
  return rows[0];
}

/** A shipment: one row for each pack, or for each lot in it. Rows that name a lot also say how the packs were packed. */
export function readShipment(shipment: string, rows: readonly RowReader[], site: string): Reading[] {
  const group = new Group(shipment, rows, SHIPMENT_FIELDS);
  const occurredAt = group.instant('date', 'time');
  const packs = new Map<string, RowReader[]>();
  for (const row of rows) {
    const pack = row.sited('pack');
    packs.set(pack, [...(packs.get(pack) ?? []), row]);
  }
  const place = group.optional('place');
  const shipped: Reading = {
    type: 'Shipped',
    data: {
      site,
      shipment,
      units: [...packs.keys()],
      consignee: group.words('consignee'),
      destination: group.words('destination').toUpperCase(),
      docs: documentsOf(group),
      ...group.optional('invoice'),
      ...group.optional('bol'),
    },
    occurredAt,
    ...place,
    origins: [
      ...rows.slice(0, 1).map((row) => ({ pointer: '', line: row.row.line })),
      ...heads(group, {
        '/data/shipment': 'shipment',
        '/data/consignee': 'consignee',
        '/data/destination': 'destination',
      }),
      ...[...packs.values()].flatMap((each, i) =>
        each.map(({ row }) => ({ pointer: `/data/units/${i}`, line: row.line })),
      ),
    ],
  };
  const packed = [...packs].flatMap(([unitId, each]) => readPack(unitId, each, { site, occurredAt }));
  return [...packed.map((reading) => ({ ...reading, ...place })), shipped];
}

function readPack(unitId: string, rows: readonly RowReader[], at: { site: string; occurredAt: string }): Reading[] {
  const filled = rows.filter((row) => row.text('lot') !== undefined);
  const [first] = filled;
  if (!first) return [];
  const label = first.text('certificate');
  const data: JsonObject = {
    site: at.site,
    unitId,
    children: filled.map((row) => ({ lotId: row.sited('lot'), qty: row.quantity() })),
    ...(label === undefined ? {} : { labelCertificate: first.named('certificate', label) }),
  };
  const origins = [{ pointer: '', line: first.row.line }, ...partOrigins('/data/children', filled)];
  return [{ type: 'Packed', data, occurredAt: at.occurredAt, origins }];
}

/** A column `doc.PEB` holds the numbers of documents of the kind PEB. */
function documentsOf(group: Group): Json[] {
  return DOCUMENTS.flatMap((kind) => {
    const no = group.optional(`doc.${kind}`)[`doc.${kind}`];
    return no === undefined ? [] : [{ kind, no }];
  });
}

function heads(group: Group, fields: Readonly<Record<string, string>>): Origin[] {
  return Object.entries(fields).flatMap(([pointer, field]) => {
    const teller = group.teller(field);
    const column = teller?.columnOf(field);
    return teller && column !== undefined ? [{ pointer, line: teller.row.line, column }] : [];
  });
}

function partOrigins(pointer: string, rows: readonly RowReader[]): Origin[] {
  return rows.flatMap((row, i) => {
    const at = { pointer: `${pointer}/${i}`, line: row.row.line };
    const fields = { lotId: 'lot', qty: 'amount', productId: 'product' };
    const named = Object.entries(fields).map(([name, field]) => ({ name, column: row.columnOf(field) }));
    return [
      at,
      ...named.flatMap(({ name, column }) =>
        column === undefined ? [] : [{ ...at, pointer: `${at.pointer}/${name}`, column }],
      ),
    ];
  });
}
