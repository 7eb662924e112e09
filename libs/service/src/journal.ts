/** Says what happens, one JSON object a line. Never a payload, never a secret. */
export type Journal = (level: 'info' | 'error', message: string, fields?: Record<string, unknown>) => void;

/** Lines on stderr; those of one turn of the event loop are written together. */
export function stderrJournal(): Journal {
  let lines = '';
  const flush = () => {
    process.stderr.write(lines);
    lines = '';
  };
  return (level, message, fields = {}) => {
    if (lines === '') setImmediate(flush);
    lines += JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }) + '\n';
  };
}

/** What an operator needs of an error, and no more. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { fault: String(error) };
  return { fault: error.message, name: error.name, stack: error.stack };
}
