import { NDJSON } from '@hadic/ledger';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Serves the description of the API at /openapi.json, and for people at /docs. */
export function serveDocs(app: NestFastifyApplication, withPage: boolean): void {
  const options = new DocumentBuilder()
    .setTitle('HADIC')
    .setDescription('A ledger of signed events from which each lot’s provenance chain and halal status is computed.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = describe(SwaggerModule.createDocument(app, options));
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'], ui: withPage });
}

function describe(document: OpenAPIObject): OpenAPIObject {
  void NDJSON;
  return document;
}
