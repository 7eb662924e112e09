import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { Log } from '@hadic/ledger';
import { Provenance } from '@hadic/provenance';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** Whether events can be recorded and questions answered, and how far the answers are behind. */
interface Readiness {
  status: 'ok' | 'down';
  ledger: 'ok' | 'log-stopped' | 'store-unavailable';
  provenance: 'ok' | 'behind' | 'stopped';
  /** Records in the log that the read side has not folded yet. */
  lag: number;
}

/** For whoever keeps the service running. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly log: Log,
    private readonly provenance: Provenance,
  ) {}

  /** The process answers. */
  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** A read side that is merely behind is ready: its answers say up to where they hold. */
  @Get('ready')
  @ApiOperation({ summary: 'Whether events can be recorded and questions answered' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const ledger = await this.#ledger();
    const lag = Math.max(0, this.log.size - ((this.provenance.head()?.index ?? -1) + 1));
    const provenance = this.provenance.failure() ? 'stopped' : lag > 0 ? 'behind' : 'ok';
    const isReady = ledger === 'ok' && provenance !== 'stopped';
    void reply.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { status: isReady ? 'ok' : 'down', ledger, provenance, lag };
  }

  async #ledger(): Promise<Readiness['ledger']> {
    try {
      await this.log.catchUp();
      return 'ok';
    } catch {
      return this.log.stopped ? 'log-stopped' : 'store-unavailable';
    }
  }
}
