import { rules, type EventType } from '@hadic/domain';
import { encodeEnvelope, signEvent, signerFromSeed } from '@hadic/signing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { NDJSON } from './bodies.js';
import { sampleEvent } from './catalogue/samples.js';
import { jsonSchemaOf } from './catalogue/schema.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Adds to the description of an API the events that can be recorded, and how they are posted. */
export function describeEvents(document: OpenAPIObject): void {
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, ...eventSchemas(), SignedEvent: SIGNED_EVENT };
  const record = document.paths['/v1/events']?.post;
  if (!record) return;
  const schema = { $ref: '#/components/schemas/SignedEvent' };
  const example = exampleWire();
  record.requestBody = {
    required: true,
    content: {
      'application/json': { schema, example },
      [NDJSON]: { schema: { type: 'string' }, example: `${JSON.stringify(example)}\n` },
    },
  };
}

/** The events by type, and what they share, under their names. */
function eventSchemas(): Schemas {
  const schemas: Schemas = {};
  for (const type of Object.keys(rules) as EventType[]) {
    const text = JSON.stringify(jsonSchemaOf(type)).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $defs, $schema: _, ...event } = JSON.parse(text) as { $defs: Schemas; $schema: string };
    Object.assign(schemas, $defs, { [type]: { ...event, example: sampleEvent(type) } });
  }
  return schemas;
}

/** An event of the catalogue, really signed, by a key that everybody knows. */
function exampleWire(): object {
  const signer = signerFromSeed(new Uint8Array(32).fill(1));
  const event = {
    ...sampleEvent('IncomingInspected'),
    signers: [{ key: signer.keyId, org: 'kopi', role: 'PENYELIA_HALAL' }],
  };
  return JSON.parse(encodeEnvelope(signEvent(event, [signer]))) as object;
}

const text = { type: 'string' };

const SIGNED_EVENT: Schemas[string] = {
  type: 'object',
  description: 'A DSSE envelope. The payload is the canonical JSON (RFC 8785) of one of the events below.',
  required: ['payloadType', 'payload', 'signatures'],
  additionalProperties: false,
  properties: {
    payloadType: { ...text, example: 'application/vnd.hadic.IncomingInspected.v1+json' },
    payload: { ...text, description: 'Standard base64' },
    signatures: {
      type: 'array',
      items: { type: 'object', required: ['keyid', 'sig'], properties: { keyid: text, sig: text } },
    },
    openings: { type: 'object', description: 'By JSON Pointer: salt and value of every private field' },
    recordedAt: { ...text, format: 'date-time', description: 'Only for a simulated ledger' },
  },
};
