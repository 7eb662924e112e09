import { FIELDS } from './import-mapping.js';
import type { Reading, RowReader } from './import-row.js';

const CONDITIONS = ['GOOD', 'DAMAGED', 'WET', 'LEAKING', 'OTHER'] as const;

/** Stock: one row counts one lot. */
export function readCount(reader: RowReader, site: string): Reading {
  const [material, product] = [reader.text('material'), reader.text('product')];
  if ((material === undefined) === (product === undefined)) reader.refuse('material', 'goods-unclear', {});
  const producedOn = reader.optionalDay('producedOn');
  const count = {
    lotId: reader.sited('lot'),
    ...(material === undefined ? {} : { materialId: reader.owned('material') }),
    ...(product === undefined ? {} : { productId: reader.owned('product') }),
    qty: reader.quantity({ zero: true }),
    cause: reader.words('cause'),
    ...(producedOn === undefined ? {} : { producedOn }),
  };
  return {
    type: 'StockCounted',
    data: { site, counts: [count] },
    occurredAt: reader.instant('date', 'time'),
    ...reader.optional(['place']),
    origins: reader.origins({
      '/occurredAt': 'date',
      '/data/counts/0/lotId': 'lot',
      '/data/counts/0/materialId': 'material',
      '/data/counts/0/productId': 'product',
      '/data/counts/0/qty': 'amount',
      '/data/counts/0/cause': 'cause',
    }),
  };
}

/** Receipts: one row for each lot that came in. */
export function readReceipt(reader: RowReader, site: string): Reading {
  const expiresOn = reader.optionalDay('expiresOn');
  const poLine = reader.text('poLine');
  const temperature = reader.decimal('temperature');
  return {
    type: 'IngredientReceived',
    data: {
      site,
      lotId: reader.sited('lot'),
      materialId: reader.owned('material'),
      supplier: reader.words('supplier'),
      supplierLot: reader.need('supplierLot'),
      qty: reader.quantity(),
      condition: reader.code('condition', CONDITIONS),
      zone: reader.words('zone'),
      deliveryNote: reader.need('deliveryNote'),
      ...reader.optional(['poNo', 'noOrderReason', 'certificate', 'sourceLot', 'shipment']),
      ...(poLine === undefined ? {} : { poLine: readPoLine(reader, poLine) }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(expiresOn === undefined ? {} : { expiresOn }),
    },
    occurredAt: reader.instant('date', 'time'),
    ...reader.optional(['place']),
    origins: reader.origins(RECEIPT_POINTERS),
  };
}

const RECEIPT_POINTERS = {
  '/occurredAt': 'date',
  '/data/lotId': 'lot',
  '/data/materialId': 'material',
  '/data/qty': 'amount',
  ...Object.fromEntries(
    [...FIELDS.receipts.required, ...FIELDS.receipts.optional].map((field) => [`/data/${field}`, field] as const),
  ),
};

function readPoLine(reader: RowReader, text: string): number {
  if (!/^\d{1,6}$/.test(text)) reader.refuse('poLine', 'not-a-number', { text, decimal: ',' });
  return Number(text);
}
