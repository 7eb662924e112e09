import type { CorrectionEvents } from '@hadic/domain';
import { IsIn, IsObject } from 'class-validator';
import { rules } from '@hadic/domain';
import type * as domain from '@hadic/domain';
import { EventId, Nested, StreamId, Text, type Catalogue, type Data } from './fields.js';
import { processingCatalogue } from './processing.js';

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

export const correctionCatalogue = {
  EventCorrected: {
    data: EventCorrected,
    sample: {
      target: { stream: 'site-kopi/pabrik', id: '019763f0-2000-7000-8000-000000000017', type: 'BatchProcessed' },
      reason: 'Berat krimer salah ketik.',
      replacement: {
        ...processingCatalogue.BatchProcessed.sample,
        inputs: [{ lotId: 'kopi/pabrik/BIJI-001', qty: { value: '60', unit: 'KGM' } }],
      },
    },
  },
  EventAnnulled: {
    data: EventAnnulled,
    sample: {
      target: { stream: 'site-kopi/pabrik', id: '019763f0-2000-7000-8000-000000000017', type: 'BatchProcessed' },
      reason: 'Proses ini tercatat dua kali.',
    },
  },
} satisfies Catalogue<CorrectionEvents>;
