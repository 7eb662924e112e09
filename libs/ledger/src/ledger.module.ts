import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type ModuleMetadata,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventStore } from '@hadic/store';
import { Verifier } from '@hadic/verifier';
import { ClaimPort } from './claims.js';
import { Clock, SystemClock } from './clock.js';
import { HANDLERS } from './commands.js';
import { EventsController } from './events.controller.js';
import { History } from './history.js';
import { Log } from './log.js';
import { type Limits, Recorder } from './recorder.js';
import type { Allowance, Watch } from './watch.js';

export interface LedgerOptions {
  store: EventStore;
  verifier: Verifier;
  clock?: Clock;
  /** The one key that may found a ledger on an empty store. */
  foundingKey?: string;
  limits?: Partial<Limits>;
  report: (error: unknown) => void;
  watch?: Watch;
  /** Without one there is no limit to what may be posted. */
  allowance?: Allowance;
  /** Provides the ClaimPort, and whatever that needs. */
  claims: Pick<ModuleMetadata, 'imports' | 'providers'>;
}

const LIMITS: Limits = { inProgress: 4_096, streams: 1_000, patienceMs: 10_000 };

/** The write side. Its store and verifier are the caller's, who closes them. */
@Module({})
export class LedgerModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly recorder: Recorder) {}

  static register(options: LedgerOptions): DynamicModule {
    const { store, verifier, foundingKey, report, claims, watch, allowance } = options;
    const limits: Limits = { ...LIMITS, ...options.limits };
    const log = new Log(store, limits.patienceMs);
    return {
      module: LedgerModule,
      imports: [CqrsModule, ...(claims.imports ?? [])],
      controllers: [EventsController],
      providers: [
        ...(claims.providers ?? []),
        { provide: Log, useValue: log },
        { provide: History, useValue: new History(store, log) },
        { provide: Clock, useValue: options.clock ?? new SystemClock() },
        {
          provide: Recorder,
          inject: [ClaimPort, Clock],
          useFactory: (port: ClaimPort, clock: Clock) =>
            new Recorder({
              ...{ store, verifier, log, clock, claims: port, limits, report },
              ...(foundingKey === undefined ? {} : { foundingKey }),
              ...(watch === undefined ? {} : { watch }),
              ...(allowance === undefined ? {} : { allowance }),
            }),
        },
        ...HANDLERS,
      ],
      exports: [Log, Recorder],
    };
  }

  beforeApplicationShutdown(): void {
    this.recorder.beginClosing();
  }

  onApplicationShutdown(): Promise<void> {
    return this.recorder.settled();
  }
}
