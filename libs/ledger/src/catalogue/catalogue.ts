import type { EventData, EventType } from '@hadic/domain';
import { assortmentCatalogue } from './assortment.js';
import { auditCatalogue } from './audit.js';
import { certificateCatalogue } from './certificate.js';
import { correctionCatalogue } from './correction.js';
import { organisationCatalogue } from './organisation.js';
import { packingCatalogue } from './packing.js';
import { processingCatalogue } from './processing.js';
import { recallCatalogue } from './recall.js';
import { receivingCatalogue } from './receiving.js';
import { sampleCatalogue } from './sample.js';
import { shipmentCatalogue } from './shipment.js';
import type { Catalogue } from './fields.js';

/** Every event type with the class that declares its data. The compiler names a type that is missing here. */
export const catalogue = {
  ...organisationCatalogue,
  ...assortmentCatalogue,
  ...receivingCatalogue,
  ...processingCatalogue,
  ...packingCatalogue,
  ...shipmentCatalogue,
  ...auditCatalogue,
  ...certificateCatalogue,
  ...sampleCatalogue,
  ...recallCatalogue,
  ...correctionCatalogue,
} satisfies Catalogue<EventData>;

/** The members of a type all the way down, without the names of its classes. */
type Plain<T> = T extends readonly (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Differs<T extends EventType> =
  Same<Plain<InstanceType<(typeof catalogue)[T]['data']>>, Plain<EventData[T]>> extends true ? never : T;
type None<T extends never> = T;

/** `implements` overlooks an optional member that the class lacks or makes required; this line then names the event type. */
export type Drifted = None<{ [T in EventType]: Differs<T> }[EventType]>;
