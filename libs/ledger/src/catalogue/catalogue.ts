import type { EventData, EventType } from '@hadic/domain';
import * as assortment from './assortment.js';
import * as audit from './audit.js';
import * as certificate from './certificate.js';
import * as correction from './correction.js';
import type { FieldClass } from './fields.js';
import * as organisation from './organisation.js';
import * as packing from './packing.js';
import * as processing from './processing.js';
import * as recall from './recall.js';
import * as receiving from './receiving.js';
import * as sample from './sample.js';
import * as shipment from './shipment.js';

/** The class that declares the data of each event type. The compiler names a type that is missing here. */
export const catalogue = {
  LedgerFounded: organisation.LedgerFounded,
  OrganisationRegistered: organisation.OrganisationRegistered,
  SigningKeyRegistered: organisation.SigningKeyRegistered,
  SigningKeyRotated: organisation.SigningKeyRotated,
  SigningKeyRevoked: organisation.SigningKeyRevoked,
  MandateGranted: organisation.MandateGranted,
  MandateWithdrawn: organisation.MandateWithdrawn,
  FacilityRegistered: organisation.FacilityRegistered,
  MaterialApproved: assortment.MaterialApproved,
  MaterialApprovalWithdrawn: assortment.MaterialApprovalWithdrawn,
  ProductRegistered: assortment.ProductRegistered,
  RecipeVersionAdopted: assortment.RecipeVersionAdopted,
  IngredientSourced: receiving.IngredientSourced,
  IngredientReceived: receiving.IngredientReceived,
  IncomingInspected: receiving.IncomingInspected,
  StockCounted: receiving.StockCounted,
  BatchProcessed: processing.BatchProcessed,
  LotSplit: processing.LotSplit,
  LotMerged: processing.LotMerged,
  LotDisposed: processing.LotDisposed,
  Packed: packing.Packed,
  Unpacked: packing.Unpacked,
  HalalReleaseGranted: packing.HalalReleaseGranted,
  Shipped: packing.Shipped,
  CustodyOffered: shipment.CustodyOffered,
  CustodyAccepted: shipment.CustodyAccepted,
  ReceivedByBuyer: shipment.ReceivedByBuyer,
  AuditPlanned: audit.AuditPlanned,
  FindingRecorded: audit.FindingRecorded,
  AuditReportIssued: audit.AuditReportIssued,
  CertificateImported: certificate.CertificateImported,
  CertificateSuspended: certificate.CertificateSuspended,
  CertificateRevoked: certificate.CertificateRevoked,
  SampleDrawn: sample.SampleDrawn,
  LabResultReported: sample.LabResultReported,
  RecallInitiated: recall.RecallInitiated,
  EventCorrected: correction.EventCorrected,
  EventAnnulled: correction.EventAnnulled,
} satisfies { [T in EventType]: FieldClass<EventData[T]> };

/** The members of a type all the way down, without the names of its classes. */
type Plain<T> = T extends readonly (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Differs<T extends EventType> =
  Same<Plain<InstanceType<(typeof catalogue)[T]>>, Plain<EventData[T]>> extends true ? never : T;
type None<T extends never> = T;

/** `implements` overlooks an optional member that the class lacks or makes required; this line then names the event type. */
export type Drifted = None<{ [T in EventType]: Differs<T> }[EventType]>;
