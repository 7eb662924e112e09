import {
  counted,
  disposed,
  kg,
  merged,
  packed,
  pieces,
  ran,
  received,
  released,
  shipped,
  split,
  unpacked,
} from './world.js';
import type { Case } from './given.js';

const L = received('L', '100');
const bag = { value: '3', unit: 'BG' };
const hours = (from: string, to: string) => ({ start: `2026-02-05T${from}:00Z`, end: `2026-02-05T${to}:00Z` });
const onLine = (run: string, from: string, to: string) => ran(run, [['L', '1']], [[`P-${run}`, '1']], hours(from, to));

export const processingCases: Case[] = [
  [
    'a run of more than there is',
    [L],
    ran('R', [['L', '100.000001']], [['P', '1']]),
    'not-enough-on-hand',
    '/data/inputs/0/qty',
  ],
  [
    'a run of what is packed',
    [L, packed('U', [['L', '60']])],
    ran('R', [['L', '41']], [['P', '1']]),
    'not-enough-on-hand',
    '/data/inputs/0/qty',
  ],
  ['a run of an unknown lot', [], ran('R', [['L', '1']], [['P', '1']]), 'lot-unknown', '/data/inputs/0/lotId'],
  [
    'a run that takes a lot twice',
    [L],
    ran(
      'R',
      [
        ['L', '60'],
        ['L', '60'],
      ],
      [['P', '1']],
    ),
    'lot-named-twice',
    '/data/inputs/1/lotId',
  ],
  [
    'a run that makes a lot that is there',
    [L],
    ran('R', [['L', '1']], [['L', '1']]),
    'lot-exists',
    '/data/outputs/0/lotId',
  ],
  [
    'a run that makes a lot twice',
    [L],
    ran(
      'R',
      [['L', '1']],
      [
        ['P', '1'],
        ['P', '1'],
      ],
    ),
    'lot-named-twice',
    '/data/outputs/1/lotId',
  ],
  [
    'a run under another site’s name',
    [L],
    ran('roti/dapur/R', [['L', '1']], [['P', '1']]),
    'id-not-of-owner',
    '/data/runId',
  ],
  [
    'a run twice',
    [L, ran('R', [['L', '1']], [['P', '1']])],
    ran('R', [['L', '1']], [['Q', '1']]),
    'run-exists',
    '/data/runId',
  ],
  [
    'a run on an unknown line',
    [L],
    ran('R', [['L', '1']], [['P', '1']], { lineId: '9' }),
    'line-unknown',
    '/data/lineId',
  ],
  ['a run that ends when it starts', [L], onLine('R', '08:00', '08:00'), 'ends-before-start', '/data/end'],
  [
    'a run into the one before',
    [L, onLine('A', '08:00', '10:00')],
    onLine('B', '09:59', '11:00'),
    'line-busy',
    '/data/lineId',
  ],
  [
    'a run into the one after',
    [L, onLine('A', '08:00', '10:00')],
    onLine('B', '07:00', '08:01'),
    'line-busy',
    '/data/lineId',
  ],
  [
    'a run around another',
    [L, onLine('A', '08:00', '10:00')],
    onLine('B', '07:00', '11:00'),
    'line-busy',
    '/data/lineId',
  ],
  [
    'a run with no water added',
    [L],
    ran('R', [['L', '1']], [['P', '1']], { addedWater: kg('0') }),
    'quantity-not-positive',
    '/data/addedWater',
  ],
  [
    'a unit of another dimension',
    [L],
    ran('R', [['L', pieces('1')]], [['P', '1']]),
    'unit-mismatch',
    '/data/inputs/0/qty',
  ],
  [
    'a unit that would need rounding',
    [L],
    ran('R', [['L', { value: '1', unit: 'LBR' }]], [['P', '1']]),
    'unit-inexact',
    '/data/inputs/0/qty',
  ],
  [
    'a split that loses a gram',
    [L],
    split('L', '10', [
      ['A', '4'],
      ['B', '5.999'],
    ]),
    'not-conserved',
    '/data',
  ],
  ['a split of more than there is', [L], split('L', '101', [['A', '101']]), 'not-enough-on-hand', '/data/input/qty'],
  ['a split into cartons', [L], split('L', '3', [['A', bag]]), 'unit-mismatch', '/data/outputs/0/qty'],
  [
    'a merge that gains',
    [L, received('M', '5')],
    merged(
      [
        ['L', '1'],
        ['M', '1'],
      ],
      ['N', '2.000001'],
    ),
    'not-conserved',
    '/data',
  ],
  [
    'a merge of two materials',
    [L, received('M', '5', { materialId: 'kopi/gula' })],
    merged(
      [
        ['L', '1'],
        ['M', '1'],
      ],
      ['N', '2'],
    ),
    'different-goods',
    '/data/inputs',
  ],
  ['the disposal of more than there is', [L], disposed('L', '101'), 'not-enough-on-hand', '/data/qty'],
];

export const packingCases: Case[] = [
  ['a pack of more than there is', [L], packed('U', [['L', '101']]), 'not-enough-on-hand', '/data/children/0/qty'],
  ['a unit that is full', [L, packed('U', [['L', '1']])], packed('U', [['L', '1']]), 'unit-in-use', '/data/unitId'],
  ['a unit under another site’s name', [L], packed('roti/dapur/U', [['L', '1']]), 'id-not-of-owner', '/data/unitId'],
  ['the unpacking of an unknown unit', [], unpacked('U'), 'unit-unknown', '/data/unitId'],
  [
    'the unpacking of an empty unit',
    [L, packed('U', [['L', '1']]), unpacked('U')],
    unpacked('U'),
    'unit-gone',
    '/data/unitId',
  ],
  ['the release of an unknown lot', [], released('L'), 'lot-unknown', '/data/lotId'],
  ['a second release', [L, released('L')], released('L'), 'already-released', '/data/lotId'],
  ['the shipping of an unknown unit', [], shipped('S1', ['U']), 'unit-unknown', '/data/units/0'],
  [
    'the shipping of a unit that has left',
    [L, packed('U', [['L', '1']]), shipped('S1', ['U'])],
    shipped('S2', ['U']),
    'unit-gone',
    '/data/units/0',
  ],
  [
    'a shipment twice',
    [L, packed('U', [['L', '1']]), shipped('S1', [])],
    shipped('S1', ['U']),
    'shipment-exists',
    '/data/shipment',
  ],
  [
    'a unit named twice in a shipment',
    [L, packed('U', [['L', '1']])],
    shipped('S1', ['U', 'U']),
    'lot-named-twice',
    '/data/units/1',
  ],
  [
    'the shipping of more than was counted',
    [L, packed('U', [['L', '100']]), counted('L', '99')],
    shipped('S1', ['U']),
    'not-enough-on-hand',
    '/data/units',
  ],
];
