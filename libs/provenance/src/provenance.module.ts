import { type DynamicModule, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ProvenanceController } from './provenance.controller.js';
import { Provenance, type ProvenanceOptions } from './provenance.js';
import { HANDLERS } from './queries.js';

/** The read side. Its store and verifier are the caller's, who closes them after it. */
@Module({})
export class ProvenanceModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly provenance: Provenance) {}

  static register(options: ProvenanceOptions): DynamicModule {
    return {
      module: ProvenanceModule,
      imports: [CqrsModule],
      controllers: [ProvenanceController],
      providers: [{ provide: Provenance, useFactory: () => new Provenance(options) }, ...HANDLERS],
      exports: [Provenance],
    };
  }

  onModuleInit(): Promise<void> {
    return this.provenance.start();
  }

  // Only then: until the last request is answered there are questions.
  onApplicationShutdown(): Promise<void> {
    return this.provenance.close();
  }
}
