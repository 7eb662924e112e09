/** Values for the slots of a problem's text. */
export type Slots = Record<string, string | number>;

export type QueryCode =
  /** 404: the log does not know this id. */
  | 'not-found'
  /** 400: `name` is the parameter, `rule` what it must be. */
  | 'parameter-malformed'
  /** 503: the read side has not folded that far yet; ask again. */
  | 'read-side-behind'
  /** 503: the read side stopped for good; `reason`, `index` and `position` say why and where. */
  | 'read-side-stopped';

const STATUS: Record<QueryCode, number> = {
  'not-found': 404,
  'parameter-malformed': 400,
  'read-side-behind': 503,
  'read-side-stopped': 503,
};

/** Why a question has no answer, in the form that every problem of the service has. */
export class QueryProblem extends Error {
  override readonly name = 'QueryProblem';
  readonly status: number;

  constructor(
    readonly code: QueryCode,
    readonly slots: Slots,
  ) {
    super(`${code} ${JSON.stringify(slots)}`);
    this.status = STATUS[code];
  }

  /** The query parameter that is at fault, if one is. */
  get parameter(): string | undefined {
    return this.code === 'parameter-malformed' ? String(this.slots['name']) : undefined;
  }
}

export function notFound(id: string): QueryProblem {
  return new QueryProblem('not-found', { id });
}

/** `rule` names what the parameter must be, among the words' parameter rules; `slots` fill that text. */
export function malformed(name: string, rule: string, slots: Slots = {}): QueryProblem {
  return new QueryProblem('parameter-malformed', { ...slots, name, rule });
}
