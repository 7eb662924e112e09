import { rules, type EventType } from '@hadic/domain';
import { jsonSchemaOf, NDJSON, sampleEvent } from '@hadic/ledger';
import { encodeEnvelope, signEvent, signerFromSeed } from '@hadic/signing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Serves the description of the API at /openapi.json, and for people, unless they do without, at /docs. */
export function serveDocs(app: NestFastifyApplication, withPage: boolean): void {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('HADIC')
    .setDescription('A ledger of signed events from which each lot’s provenance chain and halal status is computed.')
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  // Made when somebody asks for it: it takes longer than all the rest of the start.
  let document: OpenAPIObject | undefined;
  const build = () => (document ??= describe(SwaggerModule.createDocument(app, options)));
  SwaggerModule.setup('docs', app, build, { jsonDocumentUrl: 'openapi.json', raw: ['json'], ui: withPage });
}

/** Adds what no decorator says: the problems that every address may answer with, and the events that can be recorded. */
function describe(document: OpenAPIObject): OpenAPIObject {
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, ...eventSchemas(), Problem: PROBLEM, SignedEvent: SIGNED_EVENT };
  const problem = { $ref: '#/components/schemas/Problem' };
  for (const operations of Object.values(document.paths)) {
    for (const operation of [operations.get, operations.post]) {
      if (!operation) continue;
      operation.responses['default'] = {
        description: 'A problem (RFC 9457), in the language of Accept-Language: en or id',
        content: { 'application/problem+json': { schema: problem } },
      };
    }
  }
  const record = document.paths['/v1/events']?.post;
  if (record) {
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
  return document;
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

const PROBLEM: Schemas[string] = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'wayOut'],
  properties: {
    type: { ...text, example: 'urn:hadic:problem:key-unknown' },
    title: text,
    status: { type: 'integer' },
    detail: { ...text, description: 'What is wrong' },
    code: { ...text, description: 'The rule that refuses; the same in every language' },
    pointer: { ...text, description: 'JSON Pointer to what is wrong' },
    errors: { type: 'array', items: { type: 'object', properties: { pointer: text, rule: text, detail: text } } },
    reasons: { type: 'array', items: { type: 'object', description: 'What status says against a claim' } },
    wayOut: { ...text, description: 'What to do about it' },
  },
};
