import { applyDecorators, Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { Status } from '@hadic/domain';
import { malformedParameter } from '@hadic/words';
import type { Chain, Direction } from './chain.js';
import type { CertificateAnswer, Page, ProductAnswer, Timeline } from './lookups.js';
import { askedOf, instant, oneOf, wholeNumber, type Parameters } from './moment.js';
import { AskCertificate, AskChain, AskProduct, AskRelease, AskStatus, AskTimeline, Search } from './queries.js';
import { KINDS, type SearchAnswer } from './search.js';
import type { Heading } from './snapshot.js';

const DIRECTIONS: readonly Direction[] = ['up', 'down', 'both'];
const MAX_DEPTH = 10_000;
const MAX_PAGE = 200;
const PAGE = 50;

/** What every question takes: the place in the log and the time in the world that it is about. */
function AsOf(summary: string): MethodDecorator {
  const optional = { required: false, type: String };
  return applyDecorators(
    ApiOperation({ summary }),
    ApiQuery({ ...optional, name: 'index', description: 'As known at this log index (inclusive)' }),
    ApiQuery({
      ...optional,
      name: 'position',
      description: 'As known at this position of the store; waited for, 2 s at most',
    }),
    ApiQuery({
      ...optional,
      name: 'known',
      description: 'As known at this time (RFC 3339), by the running maximum of recordedAt',
    }),
    ApiQuery({
      ...optional,
      name: 'valid',
      description: 'The time that is judged (RFC 3339); the known time, else now',
    }),
    ApiQuery({
      ...optional,
      name: 'atLeast',
      description: 'A position that the answer must know of; waited for, 2 s at most',
    }),
  );
}

function Paged(): MethodDecorator {
  return applyDecorators(
    ApiQuery({ required: false, name: 'after', type: String, description: 'The last lot of the page before' }),
    ApiQuery({ required: false, name: 'limit', type: Number, description: `Lots on the page, at most ${MAX_PAGE}` }),
  );
}

/** The read side over HTTP. Ids hold slashes: they are percent-encoded in the path. */
@Controller('v1')
export class ProvenanceController {
  constructor(private readonly queries: QueryBus) {}

  @Get('lots/:id/chain')
  @AsOf('A lot, its ancestors and descendants, and every record that touched them')
  @ApiParam({ name: 'id', description: 'Lot, such as kopi/pabrik/L-1, percent-encoded' })
  @ApiQuery({ name: 'direction', required: false, enum: DIRECTIONS })
  @ApiQuery({ name: 'depth', required: false, type: Number, description: 'Steps at most' })
  async chain(@Param('id') id: string, @Query() parameters: Parameters): Promise<Chain> {
    const direction = choice(parameters, 'direction', DIRECTIONS) ?? 'both';
    const depth = wholeNumber(parameters, 'depth', MAX_DEPTH);
    const wish = { direction, ...(depth === undefined ? {} : { depth }) };
    return this.queries.execute(new AskChain(id, wish, askedOf(parameters)));
  }

  @Get('lots/:id/timeline')
  @AsOf('Every record that touched a lot, with its certificates, samples, units and shipments')
  async timeline(@Param('id') id: string, @Query() parameters: Parameters): Promise<Timeline> {
    return this.queries.execute(new AskTimeline(id, askedOf(parameters)));
  }

  @Get('lots/:id/status')
  @AsOf('The halal status of a lot with all its reasons')
  async status(@Param('id') id: string, @Query() parameters: Parameters): Promise<Heading & Status> {
    return this.queries.execute(new AskStatus(id, askedOf(parameters)));
  }

  @Get('lots/:id/release-check')
  @ApiOperation({
    summary: 'What a halal release of the lot would claim: its status as if released, with all its reasons',
  })
  @ApiQuery({ name: 'occurredAt', type: String, description: 'Time of the release (RFC 3339)' })
  @ApiQuery({
    ...{ name: 'atLeast', required: false, type: String },
    description: 'A position that the answer must know of; waited for, 2 s at most',
  })
  async release(@Param('id') id: string, @Query() parameters: Parameters): Promise<Heading & Status> {
    const occurredAt = instant(parameters, 'occurredAt');
    if (occurredAt === undefined) throw malformedParameter('occurredAt', 'instant');
    return this.queries.execute(new AskRelease(id, occurredAt, oneOf(parameters, 'atLeast')));
  }

  @Get('products/:id')
  @AsOf('A product and the status of its lots')
  @Paged()
  async product(@Param('id') id: string, @Query() parameters: Parameters): Promise<ProductAnswer> {
    return this.queries.execute(new AskProduct(id, pageOf(parameters), askedOf(parameters)));
  }

  @Get('certificates/:id')
  @AsOf('A certificate, what became of it, and the lots that lean on it')
  @Paged()
  async certificate(@Param('id') id: string, @Query() parameters: Parameters): Promise<CertificateAnswer> {
    return this.queries.execute(new AskCertificate(id, pageOf(parameters), askedOf(parameters)));
  }

  @Get('search')
  @AsOf('Ids by name, GTIN, lot number, certificate number')
  @ApiQuery({ name: 'q', description: 'Words, or beginnings of words, of a name or number' })
  @ApiQuery({ name: 'kind', required: false, enum: KINDS })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  async search(@Query() parameters: Parameters): Promise<SearchAnswer> {
    const q = oneOf(parameters, 'q')?.trim();
    if (!q) throw malformedParameter('q', 'word');
    const kind = choice(parameters, 'kind', KINDS);
    const { limit } = pageOf(parameters);
    return this.queries.execute(new Search({ q, limit, ...(kind === undefined ? {} : { kind }) }, askedOf(parameters)));
  }
}

function pageOf(parameters: Parameters): Page {
  const after = oneOf(parameters, 'after');
  const limit = wholeNumber(parameters, 'limit', MAX_PAGE) ?? PAGE;
  if (limit === 0) throw malformedParameter('limit', 'wholeNumber', { least: 1, most: MAX_PAGE });
  return { limit, ...(after === undefined ? {} : { after }) };
}

function choice<T extends string>(parameters: Parameters, name: string, choices: readonly T[]): T | undefined {
  const text = oneOf(parameters, name);
  const chosen = choices.find((each) => each === text);
  if (text !== undefined && chosen === undefined)
    throw malformedParameter(name, 'choice', { choices: choices.join(', ') });
  return chosen;
}
