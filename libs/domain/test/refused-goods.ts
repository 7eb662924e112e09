import { SITE, counted, event, inspected, kg, material, part, pieces, product, received, recipe } from './world.js';
import type { Case } from './given.js';

const L = received('L', '100');
const ordered = (poLine = 1) =>
  event('IngredientSourced', {
    site: SITE,
    poNo: 'PO-1',
    poLine,
    supplier: 'Kebun Ijen',
    materialId: 'kopi/biji',
    supplierLot: 'S-1',
    qty: kg('5'),
    purchaseDate: '2026-01-30',
    originCountry: 'ID',
  });

export const assortmentCases: Case[] = [
  [
    'a material under another’s name',
    [],
    material('x', { materialId: 'roti/x' }),
    'id-not-of-owner',
    '/data/materialId',
  ],
  [
    'another producer of the same material',
    [material('biji')],
    material('biji', { producer: 'Kebun Raung' }),
    'material-identity-fixed',
    '/data/producer',
  ],
  [
    'a certificate class on documents',
    [],
    material('x', { requirementClass: 'CERT_REQUIRED' }),
    'basis-does-not-fit',
    '/data/basis',
  ],
  [
    'something that vouches for the prohibited',
    [],
    material('x', { requirementClass: 'PROHIBITED' }),
    'basis-does-not-fit',
    '/data/basis',
  ],
  [
    'the withdrawal of an unknown material',
    [],
    event('MaterialApprovalWithdrawn', {
      organisation: 'kopi',
      materialId: 'kopi/x',
      effectiveFrom: '2026-01-01',
      reason: 'r',
    }),
    'material-unknown',
    '/data/materialId',
  ],
  [
    'a recipe with an unknown material',
    [product('bubuk')],
    recipe('1'),
    'material-unknown',
    '/data/materials/0/materialId',
  ],
  ['a product twice', [product('bubuk')], product('bubuk'), 'product-exists', '/data/productId'],
  ['a product under another’s name', [], product('x', { productId: 'roti/x' }), 'id-not-of-owner', '/data/productId'],
  [
    'a product that holds nothing',
    [],
    product('x', { netContent: kg('0') }),
    'quantity-not-positive',
    '/data/netContent',
  ],
  ['a recipe of an unknown product', [], recipe('1'), 'product-unknown', '/data/productId'],
  [
    'a recipe version twice',
    [product('bubuk'), material('biji'), recipe('1')],
    recipe('1'),
    'recipe-exists',
    '/data/version',
  ],
  ...(
    [
      [{ materials: [{ materialId: 'kopi/biji', minPct: '9', maxPct: '8' }] }, '/data/materials/0/minPct'],
      [{ materials: [{ materialId: 'kopi/biji', minPct: '9', maxPct: '99' }] }, '/data/materials'],
      [{ yield: { min: '1', max: '0.9' } }, '/data/yield/min'],
    ] as const
  ).map(([over, pointer]): Case => {
    const change = 'materials' in over ? { materials: [...over.materials] } : over;
    const before = [product('bubuk'), material('biji')];
    return ['a recipe that cannot be made', before, recipe('1', change), 'recipe-infeasible', pointer];
  }),
];

export const receivingCases: Case[] = [
  ['an order line twice', [ordered()], ordered(), 'order-line-exists', '/data/poLine'],
  [
    'a receipt of a line that was not ordered',
    [ordered()],
    received('L', '1', { poNo: 'PO-1', poLine: 2, noOrderReason: undefined } as object),
    'order-line-unknown',
    '/data/poNo',
  ],
  ['a lot twice', [L], received('L', '1'), 'lot-exists', '/data/lotId'],
  [
    'a lot under another site’s name',
    [],
    received('roti/dapur/L', '1', { site: SITE }),
    'id-not-of-owner',
    '/data/lotId',
  ],
  ['a receipt of nothing', [], received('L', '0'), 'quantity-not-positive', '/data/qty'],
  ['a quantity of seven places', [], received('L', '0.0000001'), 'quantity-malformed', '/data/qty'],
  ['a quantity in words', [], received('L', 'dua'), 'quantity-malformed', '/data/qty'],
  ['an inspection of an unknown lot', [], inspected('L'), 'lot-unknown', '/data/lotId'],
  ['a new lot whose goods are not named', [], counted('L', '1'), 'goods-not-named', '/data/counts/0'],
  ['a count below zero', [L], counted('L', '-1'), 'quantity-not-positive', '/data/counts/0/qty'],
  ['a count in pieces of what is weighed', [L], counted('L', pieces('1')), 'unit-mismatch', '/data/counts/0/qty'],
  [
    'a count of another site’s lot',
    [],
    counted('roti/dapur/L', '1', { materialId: 'kopi/biji' }),
    'id-not-of-owner',
    '/data/counts/0/lotId',
  ],
  [
    'a lot counted twice in one count',
    [L],
    event('StockCounted', { site: SITE, counts: ['1', '2'].map((qty) => ({ ...part(['L', qty]), cause: 'opname' })) }),
    'lot-named-twice',
    '/data/counts/1/lotId',
  ],
];
