import { ORGANISATION_ID } from '@hadic/domain';
import { digestOf, signEvent } from '@hadic/signing';
import type { Options } from './args.js';
import { composeWith } from './compose.js';
import { readConfig, type Config, type Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { makeFolder, writeNewFile } from './files.js';
import { createKey } from './keys.js';
import { timeFlag } from './record.js';
import { encodeWire } from './wire.js';

export const INIT_OPTIONS = {
  registrar: { type: 'string' },
  name: { type: 'string' },
  person: { type: 'string' },
  port: { type: 'string' },
  simulated: { type: 'boolean' },
  'recorded-at': { type: 'string' },
} satisfies Options;

const DEFAULT_PORT = '7117';

/** `hadic init`: makes the registrar's key, the founding event and the configuration. The service records the event when it starts. */
export async function init(context: Context): Promise<number> {
  const { args, io } = context;
  args.atMost(0);
  if (readConfig(context.home)) throw new Failure(EXIT.failed, 'cli.alreadyFounded', { home: context.home });
  const registrar = args.need('registrar');
  if (!ORGANISATION_ID.test(registrar))
    throw new Failure(EXIT.usage, 'cli.organisationMalformed', { organisation: registrar });
  const [legalName, person] = [args.need('name'), args.need('person')];
  const simulated = args.flag('simulated');
  const url = serviceUrl(context);
  const at = timeFlag(context, 'recorded-at') ?? new Date(io.now()).toISOString();
  if (args.flag('recorded-at') && !simulated) throw new Failure(EXIT.usage, 'problem.recorded-at-refused');
  makeFolder(context.home);

  const { keyId, signer } = await createKey(
    context,
    { org: registrar, person, roles: ['REGISTRAR', 'ORG_ADMIN'] },
    `${registrar}-${person}`,
  );
  const { hidden } = composeWith(
    {
      type: 'LedgerFounded',
      stream: `organisation-${registrar}`,
      occurredAt: at,
      signedBy: [{ key: keyId, org: registrar, role: 'REGISTRAR' }],
      extras: {},
      data: { registrar, legalName, personRef: person, simulated },
    },
    { now: io.now(), random: io.random },
  );
  const envelope = signEvent(hidden, [signer]);
  const config: Config = {
    ledger: digestOf(envelope),
    registrar,
    foundingKey: keyId,
    simulated,
    url,
    language: context.language,
  };
  writeNewFile(context.at('founding.json'), `${encodeWire({ envelope, ...(simulated ? { recordedAt: at } : {}) })}\n`);
  // Last, since its being there says that the founding is whole.
  writeNewFile(context.at('config.json'), `${JSON.stringify(config, null, 2)}\n`);

  context.print(context.json ? JSON.stringify(config) : config.ledger);
  context.tell('cli.founded', { home: context.home, registrar });
  if (simulated) context.tell('cli.simulated');
  return 0;
}

function serviceUrl({ args }: Context): string {
  const port = args.text('port') ?? DEFAULT_PORT;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Failure(EXIT.usage, 'cli.portMalformed', { port });
  return args.text('url') ?? `http://127.0.0.1:${port}`;
}
