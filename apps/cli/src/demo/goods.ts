import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EventData } from '@hadic/domain';
import { notAsTold, act, type Act } from './stage.js';
import { readFiles } from '../import-events.js';
import { readMapping } from '../import-mapping.js';

/** Tables as the cooperative keeps them, with the mapping that `hadic import` takes. */
const TABLES = fileURLToPath(new URL('../../../../../apps/cli/demo/', import.meta.url));

/** What the tables say, through the same reader as `hadic import`. */
export function importTables(...names: string[]): Act[] {
  const mapping = readMapping(readFileSync(`${TABLES}pemetaan.json`, 'utf8'), 'pemetaan.json');
  const files = names.map((name) => ({ name, bytes: readFileSync(TABLES + name) }));
  const { events, troubles } = readFiles(files, mapping);
  const [trouble] = troubles;
  if (trouble) throw notAsTold(`${trouble.file}:${trouble.line} ${trouble.rule}`);
  return events.map(({ draft: { type, data, occurredAt, signers } }) => ({
    type,
    // The ledger checks what the tables say against the event's own declaration.
    data: data as EventData[typeof type],
    at: occurredAt,
    by: signers.map(({ role, org = '' }) => `${role}@${org}`),
  }));
}

const SITE = 'lereng-kawi/pabrik';

/** One order for each delivery. */
export function orders(): Act[] {
  const lines = [
    ['PO-2603-01', 'tani-puncak-kawi', 'biji-kopi', 'TPK-26-018', '500', 'KGM', '34000000'],
    ['PO-2603-02', 'tani-puncak-kawi', 'biji-kopi', 'TPK-26-021', '312.5', 'KGM', '21250000'],
    ['PO-2603-03', 'PG Rejo Manis', 'gula-pasir', 'RM-118-26', '600', 'KGM', '9900000'],
    ['PO-2603-04', 'PT Krimer Nusa Prima', 'krimer', 'KNP-60318', '150', 'KGM', '6300000'],
    ['PO-2603-05', 'CV Aroma Tirta Sejati', 'perisa-susu', 'ATS-0226-7', '12', 'KGM', '2160000'],
    ['PO-2603-06', 'PT Kaleng Brantas Jaya', 'kaleng-240', 'KBJ-26-03-19', '25000', 'H87', '41250000'],
  ] as const;
  return lines.map(([poNo, supplier, material, supplierLot, value, unit, amount]) =>
    act(
      'IngredientSourced',
      {
        site: SITE,
        poNo,
        poLine: 1,
        supplier,
        materialId: `lereng-kawi/${material}`,
        supplierLot,
        qty: { value, unit },
        purchaseDate: '2026-03-04',
        originCountry: 'ID',
        price: { amount, currency: 'IDR' },
      },
      '2026-03-04T10:00:00+07:00',
      ['PURCHASING@lereng-kawi'],
    ),
  );
}

/** Every received lot, held against its label. */
export function inspections(): Act[] {
  const lots = ['BIJI-2603-A', 'BIJI-2603-B', 'GULA-2603', 'KRIMER-2603', 'PERISA-2603', 'KALENG-2603'];
  const certified = ['KRIMER-2603', 'PERISA-2603'];
  return lots.map((lot) => {
    const label = certified.includes(lot) ? 'MATCH' : 'NOT_APPLICABLE';
    const checks = {
      name: 'MATCH',
      producer: 'MATCH',
      country: 'MATCH',
      certNo: label,
      logo: label,
      seal: 'MATCH',
    } as const;
    return act(
      'IncomingInspected',
      { site: SITE, lotId: `${SITE}/${lot}`, checks, verdict: 'ACCEPTED' },
      '2026-03-19T16:00:00+07:00',
      ['PENYELIA_HALAL@lereng-kawi'],
    );
  });
}

/** A halal release: a claim that the ledger accepts only where the evidence supports it. */
export function release(lot: string, at: string): Act {
  return act('HalalReleaseGranted', { site: SITE, lotId: `${SITE}/${lot}`, asOf: at }, at, [
    'PENYELIA_HALAL@lereng-kawi',
  ]);
}

/** A run that needs more creamer than there is. */
export function greedyRun(): Act {
  const day = '2026-05-06';
  const lot = (name: string, value: string, unit: string) => ({ lotId: `${SITE}/${name}`, qty: { value, unit } });
  return act(
    'BatchProcessed',
    {
      site: SITE,
      runId: `${SITE}/KK-0506`,
      recipeVersion: '1',
      lineId: 'kaleng-1',
      start: `${day}T07:30:00+07:00`,
      end: `${day}T16:00:00+07:00`,
      inputs: [lot('BUBUK-0407', '140', 'KGM'), lot('GULA-2603', '192', 'KGM'), lot('KRIMER-2603', '60', 'KGM')],
      addedWater: { value: '1950', unit: 'LTR' },
      outputs: [{ ...lot('KSK-0506', '9600', 'H87'), productId: 'lereng-kawi/kopi-susu-240', producedOn: day }],
      byProducts: [],
    },
    `${day}T16:00:00+07:00`,
    ['PRODUCTION@lereng-kawi', 'PENYELIA_HALAL@lereng-kawi'],
  );
}

/** The half-year count: what is left of the creamer is what the corrected books say. */
export function count(): Act {
  const counted = { lotId: `${SITE}/KRIMER-2603`, qty: { value: '15', unit: 'KGM' }, cause: 'hitung stok semester I' };
  return act('StockCounted', { site: SITE, counts: [counted] }, '2026-07-04T09:00:00+07:00', [
    'WAREHOUSE@lereng-kawi',
    'PENYELIA_HALAL@lereng-kawi',
  ]);
}
