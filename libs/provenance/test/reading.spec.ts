import type { EventData, EventType, LedgerEvent } from '@hadic/domain';
import { read } from '@hadic/provenance';
import { Village } from './village.js';

const village = new Village();

function reading<T extends EventType>(type: T, data: EventData[T]) {
  return read({ type, data } as LedgerEvent);
}

const kg = (value: string) => ({ value, unit: 'KGM' });

test('a receipt is about its lot and the lot that it came from, and only names the rest', () => {
  const data = village.receipt('L-1', '5', {
    certificate: 'bpjph/ID1',
    sourceLot: 'roti/pabrik/X',
    shipment: 'roti/pabrik/S-1',
  });
  expect(reading('IngredientReceived', data)).toEqual({
    about: ['lot:kopi/pabrik/L-1', 'lot:roti/pabrik/X'],
    mentions: ['material:kopi/biji', 'certificate:bpjph/ID1', 'shipment:roti/pabrik/S-1', 'organisation:Kebun Ijen'],
    births: [{ lot: 'kopi/pabrik/L-1', kind: 'RECEIVED', materialId: 'kopi/biji', qty: kg('5') }],
    edges: [{ from: 'roti/pabrik/X', to: 'kopi/pabrik/L-1', kind: 'HANDOVER' }],
    names: [
      { subject: 'lot:kopi/pabrik/L-1', text: 'kopi/pabrik/L-1' },
      { subject: 'lot:kopi/pabrik/L-1', text: 'S-L-1' },
    ],
  });
});

test('a run draws an edge from every input to every output, one each', () => {
  const output = (lotId: string) => ({ lotId, productId: 'p', qty: kg('1'), producedOn: '2026-03-01' });
  const { about, births, edges } = reading('BatchProcessed', {
    ...{ site: 's', runId: 'r', recipeVersion: '1', lineId: '1', start: '', end: '', byProducts: [] },
    inputs: ['a', 'b', 'a'].map((lotId) => ({ lotId, qty: kg('1') })),
    outputs: [output('x'), output('y')],
  });
  expect(about).toEqual(['lot:a', 'lot:b', 'lot:x', 'lot:y']);
  expect(births.map(({ lot, kind, productId }) => [lot, kind, productId])).toEqual([
    ['x', 'PRODUCED', 'p'],
    ['y', 'PRODUCED', 'p'],
  ]);
  expect(edges.map(({ from, to }) => from + to).sort()).toEqual(['ax', 'ay', 'bx', 'by']);
});

test('a split and a merge regroup without saying what it is', () => {
  const parts = (...ids: string[]) => ids.map((lotId) => ({ lotId, qty: kg('1') }));
  const [whole] = parts('w');
  expect(reading('LotSplit', { site: 's', input: whole!, outputs: parts('a', 'b') })).toMatchObject({
    births: [
      { lot: 'a', kind: 'SPLIT' },
      { lot: 'b', kind: 'SPLIT' },
    ],
    edges: [
      { from: 'w', to: 'a', kind: 'SPLIT' },
      { from: 'w', to: 'b', kind: 'SPLIT' },
    ],
  });
  expect(reading('LotMerged', { site: 's', inputs: parts('a', 'b'), output: whole! })).toMatchObject({
    births: [{ lot: 'w', kind: 'MERGED' }],
    edges: [
      { from: 'a', to: 'w', kind: 'MERGE' },
      { from: 'b', to: 'w', kind: 'MERGE' },
    ],
  });
});

test('a certificate is about what it covers, so that rules find it there', () => {
  const { about } = reading('CertificateImported', {
    ...{
      certificate: 'bpjph/ID1',
      tier: 'PRODUCT',
      issuerName: 'BPJPH',
      holder: 'kopi',
      sites: ['kopi/pabrik'],
      products: ['kopi/bubuk'],
    },
    ...{ materials: ['kopi/biji'], standards: [], issuedOn: '2026-01-01', documentSha256: '' },
  });
  expect(about).toEqual(['certificate:bpjph/ID1', 'site:kopi/pabrik', 'product:kopi/bubuk', 'material:kopi/biji']);
});

test('a recall stands under one subject for all, and names its lots', () => {
  const scope = { lots: ['kopi/pabrik/P-1'], descendants: true };
  const data = { recall: 'kopi/1', scope, cause: 'x', class: 'I' as const, publicText: '' };
  expect(reading('RecallInitiated', data)).toMatchObject({ about: ['recalls'], mentions: ['lot:kopi/pabrik/P-1'] });
});

test('a unit leads from its lots to its shipment', () => {
  const children = [{ lotId: 'l', qty: kg('1') }];
  expect(reading('Packed', { site: 's', unitId: 'u', children }).about).toEqual(['unit:u', 'lot:l']);
  const shipped = { site: 's', shipment: 'h', units: ['u'], consignee: 'c', destination: 'MY', docs: [] };
  expect(reading('Shipped', shipped).about).toEqual(['shipment:h', 'unit:u']);
});

test('a correction says nothing by itself', () => {
  const target = { stream: 's', id: 'i', type: 'Packed' };
  expect(reading('EventAnnulled', { target, reason: '' })).toMatchObject({ about: [], births: [], edges: [] });
});
