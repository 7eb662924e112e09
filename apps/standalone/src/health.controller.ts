import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { Log } from '@hadic/ledger';
import type { FastifyReply } from 'fastify';

/** For whoever keeps the service running. */
@Controller('health')
export class HealthController {
  constructor(private readonly log: Log) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Events can be recorded and questions answered. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const ledger = await this.#ledger();
    const isReady = ledger === 'ok';
    void reply.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { status: isReady ? 'ok' : 'down', ledger, size: this.log.size };
  }

  async #ledger(): Promise<string> {
    try {
      await this.log.catchUp();
      return 'ok';
    } catch {
      return this.log.stopped ? 'log-stopped' : 'store-unavailable';
    }
  }
}
