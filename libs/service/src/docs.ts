import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Adds to the description of an API what no decorator says. */
export type Describe = (document: OpenAPIObject) => void;

/** Serves the description of the API at /openapi.json, and for people, unless they do without, at /docs. */
export function serveDocs(app: NestFastifyApplication, describe: Describe, withPage: boolean): void {
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
  const build = () => (document ??= described(SwaggerModule.createDocument(app, options), describe));
  SwaggerModule.setup('docs', app, build, { jsonDocumentUrl: 'openapi.json', raw: ['json'], ui: withPage });
}

/** The document with the problems that every address may answer with. */
function described(document: OpenAPIObject, describe: Describe): OpenAPIObject {
  const components = (document.components ??= {});
  components.schemas = { ...components.schemas, Problem: PROBLEM };
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
  describe(document);
  return document;
}

const text = { type: 'string' };

const PROBLEM: NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string] = {
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
    retryAfter: { type: 'integer', description: 'Seconds after which the same may be sent again' },
  },
};
