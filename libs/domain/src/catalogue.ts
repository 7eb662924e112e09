import type { AnyEventIn, EventIn, Rule, Rules } from './header.js';
import { assortmentRules, type AssortmentEvents } from './assortment.js';
import { auditRules, type AuditEvents } from './audit.js';
import { certificateRules, type CertificateEvents } from './certificate.js';
import { correctionRules, type CorrectionEvents } from './correction.js';
import { organisationRules, type OrganisationEvents } from './organisation.js';
import { packingRules, type PackingEvents } from './packing.js';
import { processingRules, type ProcessingEvents } from './processing.js';
import { recallRules, type RecallEvents } from './recall.js';
import { receivingRules, type ReceivingEvents } from './receiving.js';
import { sampleRules, type SampleEvents } from './sample.js';
import { shipmentRules, type ShipmentEvents } from './shipment.js';

export type SiteEvents = ReceivingEvents & ProcessingEvents & PackingEvents;

/** Every event type with its data. A new type is added in the file of what it is about. */
export type EventData = OrganisationEvents &
  AssortmentEvents &
  SiteEvents &
  ShipmentEvents &
  AuditEvents &
  CertificateEvents &
  SampleEvents &
  RecallEvents &
  CorrectionEvents;

export type EventType = keyof EventData;
export type EventOf<T extends EventType> = EventIn<EventData, T>;
export type LedgerEvent = AnyEventIn<EventData>;

export const rules: Rules<EventData> = {
  ...organisationRules,
  ...assortmentRules,
  ...receivingRules,
  ...processingRules,
  ...packingRules,
  ...shipmentRules,
  ...auditRules,
  ...certificateRules,
  ...sampleRules,
  ...recallRules,
  ...correctionRules,
};

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(rules, type);
}

/** The rule of an event's type, typed to take that event's data. */
export function ruleOf<T extends EventType>(event: EventOf<T>): Rule<EventData[T]> {
  return rules[event.type];
}

/** Patterns (JSON Pointers from the event's root) of the fields that this event signs as salted digests. */
export function hiddenFields(type: EventType, targetType?: string): string[] {
  if (type === 'EventCorrected' && targetType !== undefined && isEventType(targetType)) {
    return (rules[targetType].hidden ?? []).map((pointer) => `/data/replacement${pointer}`);
  }
  return (rules[type].hidden ?? []).map((pointer) => `/data${pointer}`);
}
