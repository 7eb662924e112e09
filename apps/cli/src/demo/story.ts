import type { EventData } from '@hadic/domain';
import type { JsonObject } from '@hadic/signing';
import type { MessageKey } from '@hadic/words';
import { objectOf } from '../api.js';
import { textOf } from '../files.js';
import { assortment } from './assortment.js';
import { registrations } from './opening.js';
import { CAST } from './cast.js';
import { count, importTables, inspections, orders, release } from './goods.js';
import { acceptance, arrival, audit, auditReport, LOT, offer, order, sampling, shipping } from './journey.js';
import { tryRefusals, type Trial } from './refusals.js';
import { act, notAsTold, type Act, type SignedAct, type Stage } from './stage.js';

/** Tells a chapter after it has been recorded. */
export type Teller = (key: MessageKey & `demo.${string}`, slots?: Record<string, string | number>) => void;

const SITE = 'lereng-kawi/pabrik';
/** Before the release, and before the slip with the creamer was seen. */
export const THEN = '2026-04-15T12:00:00+07:00';

/** Records the whole story, chapter by chapter; anything that goes otherwise than told fails. */
export async function playStory(stage: Stage, tell: Teller): Promise<Trial[]> {
  await stage.play(registrations());
  const keys = CAST.reduce((sum, { people }) => sum + people.length, 1);
  tell('demo.founding', { organisations: CAST.length, keys });
  await stage.play(assortment());
  tell('demo.assortment');

  await stage.play(importTables('stok.csv'));
  await stage.play(orders());
  const received = await stage.play(importTables('penerimaan.csv'));
  await stage.play(inspections());
  tell('demo.goods');

  await stage.play(importTables('sangrai.csv'));
  await stage.play([
    release('BUBUK-0406', '2026-04-08T09:00:00+07:00'),
    release('BUBUK-0407', '2026-04-08T09:10:00+07:00'),
  ]);
  await stage.play(importTables('pengalengan.csv'));
  tell('demo.runs');

  const [drawn, result] = sampling();
  await stage.play([drawn, ...audit().slice(0, 1)].flatMap((each) => each ?? []));
  await stage.play([correction(creamerIn(received))]);
  tell('demo.mistake');

  await stage.play([...(result ? [result] : []), ...audit().slice(1)]);
  const head = await headOfLog(stage);
  await stage.play([auditReport(head)]);
  tell('demo.checks', { size: head.size, root: head.root.slice(0, 12) });

  const first = received[0];
  if (!first) throw notAsTold('no receipt was recorded');
  const trials = await tryRefusals(stage, first);

  await stage.play([release('KSK-0409', '2026-05-04T08:00:00+07:00')]);
  tell('demo.release');
  await deliver(stage);
  tell('demo.journey');
  await stage.play([count()]);
  tell('demo.later');
  return trials;
}

async function deliver(stage: Stage): Promise<void> {
  const carrier = 'CARRIER@samudra-tirta';
  await stage.play(order());
  await stage.play(shipping());
  const [toCarrier] = await stage.play([offer('samudra-tirta', '2026-05-20T08:30:00+07:00', 'EXPORTER@lereng-kawi')]);
  await stage.play([acceptance(toCarrier, '2026-05-20T09:00:00+07:00', carrier)]);
  const [toBuyer] = await stage.play([offer('kedai-selasih', '2026-05-29T14:00:00+08:00', carrier)]);
  await stage.play([acceptance(toBuyer, '2026-05-29T14:30:00+08:00', 'BUYER@kedai-selasih')]);
  await stage.play(arrival());
}

function creamerIn(received: readonly SignedAct[]): SignedAct {
  const creamer = received.find(({ data }) => data['lotId'] === `${SITE}/KRIMER-2603`);
  if (!creamer) throw notAsTold('no creamer was received');
  return creamer;
}

/** 150 kg had come, and 1,500 were typed. */
function correction({ id, stream, type, data }: SignedAct): Act {
  const replacement: EventData['EventCorrected']['replacement'] = { ...data, qty: { value: '150', unit: 'KGM' } };
  const reason = 'Salah ketik nol: surat jalan SJ-KNP-2291 menyebut 150 kg.';
  return act('EventCorrected', { target: { stream, id, type }, reason, replacement }, '2026-04-20T10:00:00+07:00', [
    'WAREHOUSE@lereng-kawi',
  ]);
}

async function headOfLog(stage: Stage): Promise<{ size: number; root: string }> {
  const { size, root } = objectOf(await stage.api.get('/v1/log/head'), 'log/head');
  return { size: Number(size), root: textOf(root) };
}

/** The chain of the lot that the story is about, at its end or as it was known earlier. */
export async function chainOf(stage: Stage, known?: string): Promise<JsonObject> {
  const path = `/v1/lots/${encodeURIComponent(LOT)}/chain`;
  return objectOf(await stage.api.get(path, known === undefined ? { atLeast: stage.position } : { known }), path);
}
