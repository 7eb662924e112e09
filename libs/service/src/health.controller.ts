import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { StoreUnavailable } from '@hadic/store';
import type { FastifyReply } from 'fastify';

/** What a service says of its parts, by part: a word, or a number where it is known. */
export interface Readiness {
  isReady: boolean;
  parts: Record<string, string | number | null>;
}

/** Figures of a service; what it does not have, or cannot tell, it leaves out. */
export interface Measures {
  /** The ledger's times are told to it. */
  simulated: boolean;
  /** Records of the log that it knows. */
  records?: number;
  /** The newest recordedAt among them. */
  newest?: string;
  /** Age of the oldest record that the read side has not folded yet. */
  lagSeconds?: number;
}

/** Says whether a service can do its work; the app that composes it knows what that takes. */
export abstract class Health {
  abstract ready(): Promise<Readiness>;
  /** @throws StoreUnavailable */
  abstract measures(): Promise<Measures>;
}

/** For whoever keeps the service running. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  /** The process answers. */
  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the service can do its work, and which of its parts cannot' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness['parts']> {
    const { isReady, parts } = await this.health.ready();
    void reply.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { status: isReady ? 'ok' : 'down', ...parts };
  }
}

export type StoreHealth = 'ok' | 'unreachable' | 'corrupt';

/** An operator's probe waits a few seconds only. */
const PROBE_MS = 2_000;

/** How the store is, by how something that was asked of it ends. */
export async function storeHealth(asked: Promise<unknown>): Promise<StoreHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<StoreHealth>((resolve) => (timer = setTimeout(() => resolve('unreachable'), PROBE_MS)));
  const answered = asked.then((): StoreHealth => 'ok', healthOf);
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

function healthOf(error: unknown): StoreHealth {
  return error instanceof StoreUnavailable && error.code === 'store-corrupt' ? 'corrupt' : 'unreachable';
}
