import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Instant } from './catalogue/fields.js';
import type { PageRequest } from './history.js';

/** Parameters of GET /v1/events. */
export class EventsQuery implements PageRequest {
  /** Only records of this stream. */
  @IsOptional() @IsString() @MaxLength(500) stream?: string;
  /** Only events of this type. */
  @IsOptional() @IsString() @MaxLength(64) type?: string;
  /** Recorded at this time or later (RFC 3339). */
  @IsOptional() @Instant() since?: string;
  /** Recorded at this time or earlier (RFC 3339). */
  @IsOptional() @Instant() until?: string;
  /** Position of the last record that is not wanted. */
  @IsOptional() @IsString() @MaxLength(100) after?: string;
  /** As the page before gave it; the filters of that page go with it. */
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
  /** Records on the page, 1 to 200. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
}
