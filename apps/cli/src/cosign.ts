import type { Options } from './args.js';
import type { Context } from './context.js';
import { EXIT, Failure } from './failure.js';
import { parseMany, readText } from './files.js';
import { writeLines } from './record.js';
import { confirmSigning } from './show.js';
import { cosignAll } from './sign.js';
import { decodeWire, encodeWire, isWire, missingSignatures, openedEvent } from './wire.js';
import { checkSignatures, openEnvelope } from '@hadic/signing';

export const COSIGN_OPTIONS = { out: { type: 'string' }, yes: { type: 'boolean' } } satisfies Options;

/** `hadic cosign`: shows what others have signed, adds the local signatures, prints or writes the events. */
export async function cosign(context: Context): Promise<number> {
  const file = context.args.word(0, 'FILE');
  context.args.atMost(1);
  const text = file === '-' ? await context.io.stdin() : readText(file);
  const signed = parseMany(text, file).map((value) => {
    if (!isWire(value)) throw new Failure(EXIT.usage, 'cli.notSigned', { file });
    return decodeWire(value, file);
  });
  // What others signed must hold before anybody adds a name to it.
  for (const { envelope } of signed) checkSignatures(envelope);
  const events = signed.map(({ envelope, openings }) => openedEvent(openEnvelope(envelope), openings ?? {}));
  if (!(await confirmSigning(context, events))) {
    context.tell('cli.cancelled');
    return EXIT.failed;
  }
  const { events: cosigned, added } = await cosignAll(context, signed);
  if (added === 0) throw new Failure(EXIT.failed, 'cli.noLocalSigner');
  writeLines(context, cosigned.map(encodeWire));
  for (const { key, org, role } of cosigned.flatMap(missingSignatures)) {
    context.tell('cli.stillMissing', { role, organisation: org, key });
  }
  return 0;
}
