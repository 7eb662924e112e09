import { IsBoolean } from 'class-validator';
import type * as domain from '@hadic/domain';
import type { RecallEvents } from '@hadic/domain';
import { Day, EACH, Instant, Items, Nested, OneOf, Optional, OwnedId, SiteOwnedId, Text, type Data } from './fields.js';

type Class = RecallEvents['RecallInitiated']['class'];

export class ProductWindow {
  @OwnedId() productId!: string;
  @Day() producedFrom!: string;
  @Day() producedTo!: string;
}

export class LineWindow {
  @OwnedId() site!: string;
  @Text(64) lineId!: string;
  @Instant() from!: string;
  @Instant() to!: string;
}

export class RecallScope implements domain.RecallScope {
  @Items() @SiteOwnedId(EACH) lots!: string[];
  @Optional() @Nested(() => ProductWindow) product?: ProductWindow;
  @Optional() @Nested(() => LineWindow) line?: LineWindow;
  @IsBoolean() descendants!: boolean;
}

export class RecallInitiated implements Data<'RecallInitiated'> {
  @OwnedId() recall!: string;
  @Nested(() => RecallScope) scope!: RecallScope;
  @Text(1000) cause!: string;
  @OneOf<Class>({ I: true, II: true, III: true }) class!: Class;
  @Text(4000) publicText!: string;
}
