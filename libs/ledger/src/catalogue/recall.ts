import { IsBoolean } from 'class-validator';
import type * as domain from '@hadic/domain';
import type { RecallEvents } from '@hadic/domain';
import {
  Day,
  EACH,
  Instant,
  Items,
  Nested,
  OneOf,
  Optional,
  OwnedId,
  SiteOwnedId,
  Text,
  type Catalogue,
  type Data,
} from './fields.js';

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

export const recallCatalogue = {
  RecallInitiated: {
    data: RecallInitiated,
    sample: {
      recall: 'kopi/R-001',
      scope: {
        lots: ['kopi/pabrik/KALENG-001'],
        product: { productId: 'kopi/kopi-susu', producedFrom: '2026-06-10', producedTo: '2026-06-12' },
        line: {
          site: 'kopi/pabrik',
          lineId: 'Lini 1',
          from: '2026-06-10T07:30:00+07:00',
          to: '2026-06-12T17:00:00+07:00',
        },
        descendants: true,
      },
      cause: 'Sertifikat krimer dicabut surut.',
      class: 'II',
      publicText: 'Kembalikan kaleng berkode KALENG-001 ke toko.',
    },
  },
} satisfies Catalogue<RecallEvents>;
