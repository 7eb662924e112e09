import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { rules } from '@hadic/domain';
import { malformedParameter } from '@hadic/words';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Instant } from './catalogue/fields.js';
import type { PageRequest } from './history.js';

/** Parameters of GET /v1/events; the controller describes them. */
export class EventsQuery implements PageRequest {
  @IsOptional() @IsString() @MaxLength(500) stream?: string;
  @IsOptional() @IsIn(Object.keys(rules)) type?: string;
  @IsOptional() @Instant() since?: string;
  @IsOptional() @Instant() until?: string;
  @IsOptional() @IsString() @MaxLength(100) after?: string;
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
}

/** What each of them must be, among the words' parameter rules. */
const RULES: Partial<Record<string, Parameters<typeof malformedParameter>[1]>> = {
  limit: 'wholeNumber',
  since: 'instant',
  until: 'instant',
  type: 'eventType',
  stream: 'oneValue',
  after: 'place',
  cursor: 'cursor',
};

/** Parameters become the class above, and nothing that it does not name gets through. */
export const queryPipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: ([first]: ValidationError[]) => {
    const name = first?.property ?? '';
    return malformedParameter(name, RULES[name] ?? 'taken', { least: 1, most: 200 });
  },
});
