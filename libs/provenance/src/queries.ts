import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Status } from '@hadic/domain';
import { chainOf, type Chain, type ChainWish } from './chain.js';
import {
  certificateOf,
  productOf,
  statusOf,
  timelineOf,
  type CertificateAnswer,
  type Page,
  type ProductAnswer,
  type Timeline,
} from './lookups.js';
import type { Asked } from './moment.js';
import { Provenance } from './provenance.js';
import { search, type SearchAnswer, type Wish } from './search.js';
import type { Heading } from './snapshot.js';

/** A lot with its ancestors, its descendants and the records that touched them. */
export class AskChain extends Query<Chain> {
  constructor(
    readonly lot: string,
    readonly wish: ChainWish,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** Every record that touched a lot. */
export class AskTimeline extends Query<Timeline> {
  constructor(
    readonly lot: string,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** A lot's status with its reasons. */
export class AskStatus extends Query<Heading & Status> {
  constructor(
    readonly lot: string,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** What a release of a lot would claim: its status as if it were released. */
export class AskRelease extends Query<Heading & Status> {
  constructor(
    readonly lot: string,
    /** Time of the release, RFC 3339. */
    readonly occurredAt: string,
    /** Position that the answer must know of. */
    readonly atLeast: string | undefined,
  ) {
    super();
  }
}

/** A product and the status of its lots. */
export class AskProduct extends Query<ProductAnswer> {
  constructor(
    readonly product: string,
    readonly page: Page,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** A certificate, what became of it, and the lots that lean on it. */
export class AskCertificate extends Query<CertificateAnswer> {
  constructor(
    readonly certificate: string,
    readonly page: Page,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** Ids by names and numbers. */
export class Search extends Query<SearchAnswer> {
  constructor(
    readonly wish: Wish,
    readonly asked: Asked,
  ) {
    super();
  }
}

@QueryHandler(AskChain)
class ChainHandler implements IQueryHandler<AskChain> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ lot, wish, asked }: AskChain): Promise<Chain> {
    return chainOf(await this.provenance.at(asked), lot, wish);
  }
}

@QueryHandler(AskTimeline)
class TimelineHandler implements IQueryHandler<AskTimeline> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ lot, asked }: AskTimeline): Promise<Timeline> {
    return timelineOf(await this.provenance.at(asked), lot);
  }
}

@QueryHandler(AskStatus)
class StatusHandler implements IQueryHandler<AskStatus> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ lot, asked }: AskStatus): Promise<Heading & Status> {
    return statusOf(await this.provenance.at(asked), lot);
  }
}

@QueryHandler(AskRelease)
class ReleaseHandler implements IQueryHandler<AskRelease> {
  constructor(private readonly provenance: Provenance) {}

  execute({ lot, occurredAt, atLeast }: AskRelease): Promise<Heading & Status> {
    return this.provenance.judgeRelease(lot, occurredAt, atLeast);
  }
}

@QueryHandler(AskProduct)
class ProductHandler implements IQueryHandler<AskProduct> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ product, page, asked }: AskProduct): Promise<ProductAnswer> {
    return productOf(await this.provenance.at(asked), product, page);
  }
}

@QueryHandler(AskCertificate)
class CertificateHandler implements IQueryHandler<AskCertificate> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ certificate, page, asked }: AskCertificate): Promise<CertificateAnswer> {
    return certificateOf(await this.provenance.at(asked), certificate, page);
  }
}

@QueryHandler(Search)
class SearchHandler implements IQueryHandler<Search> {
  constructor(private readonly provenance: Provenance) {}

  async execute({ wish, asked }: Search): Promise<SearchAnswer> {
    return search(await this.provenance.at(asked), wish);
  }
}

export const HANDLERS = [
  ChainHandler,
  TimelineHandler,
  StatusHandler,
  ReleaseHandler,
  ProductHandler,
  CertificateHandler,
  SearchHandler,
];
