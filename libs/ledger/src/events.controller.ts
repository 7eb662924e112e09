import { Readable } from 'node:stream';

import { Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { inWords, type Language, pickLanguage, Refused } from '@hadic/words';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NDJSON } from './bodies.js';
import { ReadEntry, ReadHead, ReadLog, RecordEvent, RecordEvents } from './commands.js';
import type { Entry, LogHead, Page } from './history.js';
import type { LineAnswer } from './lines.js';
import type { Outcome } from './outcome.js';
import { EventsQuery, queryPipe } from './query.js';

/** The ledger over HTTP: takes signed events, gives back the log. */
@Controller('v1')
export class EventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('events')
  @ApiOperation({
    summary: 'Record signed events',
    description:
      'One event as JSON, answered with its receipt: 201 when it is recorded, 200 with Idempotency-Hit when it was before. Or many, one a line, ' +
      'as NDJSON: answered line by line in their order, each once it is durable, with a summary at the end.',
  })
  @ApiResponse({ status: 200, description: 'Recorded before, or the answers to many' })
  @ApiResponse({ status: 201, description: 'Recorded: the receipt' })
  async record(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body, headers } = request;
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw unsupported();
    if (body instanceof Readable) return this.#recordLines(body, request, reply);
    if (!(body instanceof Uint8Array)) throw unsupported();
    const result = await this.commands.execute(new RecordEvent(body, request.ip));
    if (!('receipt' in result)) throw new Refused(result.problem);
    const { outcome, receipt } = result;
    if (outcome === 'duplicate') void reply.header('idempotency-hit', 'true');
    await reply
      .status(outcome === 'recorded' ? 201 : 200)
      .header('location', `/v1/events/${receipt.id}`)
      .send(receipt);
  }

  @Get('events')
  @ApiOperation({ summary: 'Read the log, a page at a time' })
  @ApiQuery({ name: 'stream', required: false, description: 'Only records of this stream' })
  @ApiQuery({ name: 'type', required: false, description: 'Only events of this type' })
  @ApiQuery({ name: 'since', required: false, description: 'Recorded at this time or later (RFC 3339)' })
  @ApiQuery({ name: 'until', required: false, description: 'Recorded at this time or earlier (RFC 3339)' })
  @ApiQuery({ name: 'after', required: false, description: 'Position of the last record that is not wanted' })
  @ApiQuery({ name: 'cursor', required: false, description: 'As the page before gave it; its filters go with it' })
  @ApiQuery({ name: 'limit', required: false, type: Number, description: 'Records on the page, 1 to 200' })
  page(@Query(queryPipe) query: EventsQuery): Promise<Page> {
    return this.queries.execute(new ReadLog(query));
  }

  @Get('events/:id')
  @ApiOperation({ summary: 'Read one record, with the exact bytes that were signed' })
  entry(@Param('id') id: string): Promise<Entry> {
    return this.queries.execute(new ReadEntry(id));
  }

  @Get('log/head')
  @ApiOperation({ summary: 'Size and root of the tree over the whole log (RFC 6962)' })
  @Header('cache-control', 'no-store')
  head(): Promise<LogHead> {
    return this.queries.execute(new ReadHead());
  }

  async #recordLines(body: Readable, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const answers = await this.commands.execute(new RecordEvents(body, request.ip));
    if (answers === undefined) throw new Refused({ code: 'overloaded' });
    const language = pickLanguage(request.headers['accept-language']);
    await reply
      .status(200)
      .type(NDJSON)
      .send(Readable.from(answerText(answers, language)));
  }
}

function unsupported(): Refused {
  return new Refused({ code: 'unsupported-media-type' });
}

async function* answerText(answers: AsyncIterable<LineAnswer>, language: Language): AsyncGenerator<string> {
  const summary = { lines: 0, recorded: 0, duplicate: 0, refused: 0, retry: 0, unknown: 0 };
  for await (const { line, id, outcome } of answers) {
    summary.lines += 1;
    summary[outcome.outcome] += 1;
    yield JSON.stringify({ line, ...withId(id), ...outcomeInWords(outcome, language) }) + '\n';
  }
  yield JSON.stringify({ summary }) + '\n';
}

function withId(id: string | undefined): { id?: string } {
  return id === undefined ? {} : { id };
}

function outcomeInWords(result: Outcome, language: Language): object {
  if ('receipt' in result) return result;
  return { outcome: result.outcome, problem: inWords(result.problem, language) };
}
