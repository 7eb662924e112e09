import { IsIn, IsObject } from 'class-validator';
import { rules } from '@hadic/domain';
import type * as domain from '@hadic/domain';
import { EventId, Nested, StreamId, Text, type Data } from './fields.js';

export class Target implements domain.Target {
  @StreamId() stream!: string;
  @EventId() id!: string;
  @IsIn(Object.keys(rules)) type!: string;
}

export class EventCorrected implements Data<'EventCorrected'> {
  @Nested(() => Target) target!: Target;
  @Text(1000) reason!: string;
  /** Checked by the class of the target's type. */
  @IsObject() replacement!: Record<string, unknown>;
}

export class EventAnnulled implements Data<'EventAnnulled'> {
  @Nested(() => Target) target!: Target;
  @Text(1000) reason!: string;
}
