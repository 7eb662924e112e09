import type { EventData, EventOf, EventType, LedgerEvent, LotQuantity, Quantity } from '@hadic/domain';

/** How a lot comes into being. RECEIVED from outside, PRODUCED by a run, SPLIT or MERGED from others, COUNTED as stock. */
export type LotKind = 'RECEIVED' | 'PRODUCED' | 'SPLIT' | 'MERGED' | 'COUNTED';
/** Why goods went from one lot into another. HANDOVER: between two sites. */
export type EdgeKind = 'RUN' | 'SPLIT' | 'MERGE' | 'HANDOVER';

export interface Birth {
  lot: string;
  kind: LotKind;
  materialId?: string;
  productId?: string;
  qty: Quantity;
}

export interface Edge {
  from: string;
  to: string;
  kind: EdgeKind;
}

/** A name under which people look for a subject. */
export interface Name {
  subject: string;
  text: string;
}

/** What one event says to the read side. Subjects are written as in the domain's `View`. */
export interface Reading {
  /** What the event is a fact about: what rules find under the subject. */
  about: string[];
  /** What it only names: found by people (who leans on this certificate?), not read by rules. */
  mentions: string[];
  births: Birth[];
  edges: Edge[];
  names: Name[];
}

type Facts = Partial<Reading>;

const lot = (id: string) => `lot:${id}`;
const site = (id: string) => `site:${id}`;
const unit = (id: string) => `unit:${id}`;
const organisation = (id: string) => `organisation:${id}`;
const material = (id: string) => `material:${id}`;
const product = (id: string) => `product:${id}`;
const shipment = (id: string) => `shipment:${id}`;
const sample = (id: string) => `sample:${id}`;
const audit = (id: string) => `audit:${id}`;
const certificate = (id: string) => `certificate:${id}`;

const lotsOf = (parts: readonly LotQuantity[]) => parts.map(({ lotId }) => lot(lotId));
const maybe = (subject: (id: string) => string, id: string | undefined) => (id === undefined ? [] : [subject(id)]);
const named = (subject: string, ...texts: (string | undefined)[]): Name[] =>
  texts.flatMap((text) => (text === undefined ? [] : [{ subject, text }]));
/** A GTIN is found in all its lengths: scanners and papers leave leading zeros out or fill them in to 14 digits. */
const gtinForms = (gtin: string | undefined) =>
  gtin === undefined ? [] : [...new Set([gtin, gtin.padStart(14, '0'), gtin.replace(/^0+/, '')])];
const ofOrganisation = (data: { organisation: string }): Facts => ({ about: [organisation(data.organisation)] });
const ofCertificate = (data: { certificate: string }): Facts => ({ about: [certificate(data.certificate)] });

/** One entry a type: an event type without its reading does not compile. */
const readings: { [T in EventType]: (data: EventData[T]) => Facts } = {
  LedgerFounded: ({ registrar, legalName }) => ({
    about: [organisation(registrar)],
    names: named(organisation(registrar), legalName),
  }),
  OrganisationRegistered: (data) => ({
    about: [organisation(data.organisation)],
    names: named(organisation(data.organisation), data.legalName, data.registration?.no),
  }),
  SigningKeyRegistered: ofOrganisation,
  SigningKeyRotated: ofOrganisation,
  SigningKeyRevoked: ofOrganisation,
  MandateGranted: ofOrganisation,
  MandateWithdrawn: ofOrganisation,
  FacilityRegistered: (data) => ({
    about: [site(data.site), organisation(data.organisation)],
    names: named(site(data.site), data.name),
  }),

  MaterialApproved: (data) => ({
    about: [material(data.materialId)],
    mentions: [
      organisation(data.organisation),
      ...(data.basis?.kind === 'CERTIFICATE' ? [certificate(data.basis.certificate)] : []),
    ],
    names: named(material(data.materialId), data.name, data.brand, data.producer),
  }),
  MaterialApprovalWithdrawn: (data) => ({ about: [material(data.materialId)] }),
  ProductRegistered: (data) => ({
    about: [product(data.productId)],
    mentions: [organisation(data.organisation)],
    names: named(product(data.productId), data.name, ...gtinForms(data.gtin)),
  }),
  RecipeVersionAdopted: (data) => ({
    about: [product(data.productId)],
    mentions: data.materials.map(({ materialId }) => material(materialId)),
  }),

  IngredientSourced: (data) => ({
    about: [material(data.materialId)],
    mentions: [...maybe(certificate, data.certificate), organisation(data.supplier)],
  }),
  IngredientReceived: (data) => ({
    about: [lot(data.lotId), ...maybe(lot, data.sourceLot)],
    mentions: [
      material(data.materialId),
      ...maybe(certificate, data.certificate),
      ...maybe(shipment, data.shipment),
      organisation(data.supplier),
    ],
    births: [{ lot: data.lotId, kind: 'RECEIVED', materialId: data.materialId, qty: data.qty }],
    edges: data.sourceLot === undefined ? [] : [{ from: data.sourceLot, to: data.lotId, kind: 'HANDOVER' }],
    names: named(lot(data.lotId), data.lotId, data.supplierLot),
  }),
  IncomingInspected: (data) => ({ about: [lot(data.lotId)] }),
  StockCounted: ({ counts }) => ({
    about: counts.map(({ lotId }) => lot(lotId)),
    mentions: counts.flatMap(({ materialId, productId }) => [
      ...maybe(material, materialId),
      ...maybe(product, productId),
    ]),
    // A count opens a lot that is not there yet: of several births the first one holds, so the others do no harm.
    births: counts.map(({ lotId, materialId, productId, qty }) => ({
      lot: lotId,
      kind: 'COUNTED',
      ...(materialId === undefined ? {} : { materialId }),
      ...(productId === undefined ? {} : { productId }),
      qty,
    })),
    names: counts.flatMap(({ lotId }) => named(lot(lotId), lotId)),
  }),

  BatchProcessed: ({ inputs, outputs }) => ({
    about: [...lotsOf(inputs), ...lotsOf(outputs)],
    mentions: outputs.map(({ productId }) => product(productId)),
    births: outputs.map(({ lotId, productId, qty }) => ({ lot: lotId, kind: 'PRODUCED', productId, qty })),
    edges: inputs.flatMap((input) =>
      outputs.map((output) => ({ from: input.lotId, to: output.lotId, kind: 'RUN' as const })),
    ),
    names: outputs.flatMap(({ lotId }) => named(lot(lotId), lotId)),
  }),
  LotSplit: ({ input, outputs }) => ({
    about: lotsOf([input, ...outputs]),
    births: outputs.map(({ lotId, qty }) => ({ lot: lotId, kind: 'SPLIT', qty })),
    edges: outputs.map(({ lotId }) => ({ from: input.lotId, to: lotId, kind: 'SPLIT' })),
    names: outputs.flatMap(({ lotId }) => named(lot(lotId), lotId)),
  }),
  LotMerged: ({ inputs, output }) => ({
    about: lotsOf([...inputs, output]),
    births: [{ lot: output.lotId, kind: 'MERGED', qty: output.qty }],
    edges: inputs.map(({ lotId }) => ({ from: lotId, to: output.lotId, kind: 'MERGE' })),
    names: named(lot(output.lotId), output.lotId),
  }),
  LotDisposed: (data) => ({ about: [lot(data.lotId)] }),

  Packed: (data) => ({
    about: [unit(data.unitId), ...lotsOf(data.children)],
    mentions: maybe(certificate, data.labelCertificate),
    names: named(unit(data.unitId), data.unitId),
  }),
  Unpacked: (data) => ({ about: [unit(data.unitId)] }),
  HalalReleaseGranted: (data) => ({ about: [lot(data.lotId)] }),
  Shipped: (data) => ({
    about: [shipment(data.shipment), ...data.units.map(unit)],
    mentions: [organisation(data.consignee)],
    names: named(shipment(data.shipment), data.shipment, data.invoice, data.bol),
  }),

  CustodyOffered: (data) => ({ about: [shipment(data.shipment)] }),
  CustodyAccepted: (data) => ({ about: [shipment(data.shipment)] }),
  ReceivedByBuyer: (data) => ({ about: [shipment(data.shipment)], mentions: lotsOf(data.quantities) }),

  AuditPlanned: (data) => ({
    about: [audit(data.audit)],
    mentions: [organisation(data.auditee), ...data.scope.sites.map(site), ...data.scope.products.map(product)],
    names: named(audit(data.audit), data.audit),
  }),
  FindingRecorded: (data) => ({
    about: [audit(data.audit), ...maybe(material, data.materialId), ...maybe(lot, data.lotId)],
  }),
  AuditReportIssued: (data) => ({ about: [audit(data.audit)] }),

  CertificateImported: (data) => ({
    about: [
      certificate(data.certificate),
      ...data.sites.map(site),
      ...data.products.map(product),
      ...data.materials.map(material),
    ],
    mentions: [organisation(data.holder)],
    names: named(certificate(data.certificate), data.certificate, data.issuerName, data.fatwaNo),
  }),
  CertificateSuspended: ofCertificate,
  CertificateRevoked: ofCertificate,

  SampleDrawn: (data) => ({
    about: [sample(data.sample), lot(data.lotId)],
    names: named(sample(data.sample), data.sample),
  }),
  LabResultReported: (data) => ({
    about: [sample(data.sample)],
    names: named(sample(data.sample), data.reportNo),
  }),

  RecallInitiated: (data) => ({
    about: ['recalls'],
    mentions: [...data.scope.lots.map(lot), ...maybe(product, data.scope.product?.productId)],
    names: data.scope.lots.flatMap((lotId) => named(lot(lotId), data.recall)),
  }),

  // What these change is read from the version that they make or end: the fold does it, see fold.ts.
  EventCorrected: () => ({}),
  EventAnnulled: () => ({}),
};

function factsOf<T extends EventType>(event: EventOf<T>): Facts {
  return readings[event.type](event.data);
}

/** What an effective event (a correction already applied) says: pure, the same at every place in the log. */
export function read(event: LedgerEvent): Reading {
  const { about = [], mentions = [], births = [], edges = [], names = [] } = factsOf<EventType>(event);
  const subjects = new Set(about);
  return {
    about: [...subjects],
    mentions: [...new Set(mentions)].filter((subject) => !subjects.has(subject)),
    births,
    edges: distinctEdges(edges),
    names,
  };
}

/** An event draws one edge between two lots, however often it names them. */
function distinctEdges(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}
