import { rules } from '@hadic/domain';
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
