import { REFUSALS, type Refusal, type Slots } from '@hadic/domain';
import type { Language } from './language.js';
import type { parameterRules } from './parameters.js';
import type { problems } from './problems.js';
import { isMessageKey, say } from './say.js';

/** What may be wrong with a request before any rule of the domain is asked, with its HTTP status (RFC 9110). */
const STATUS = {
  'not-json': 400,
  'not-utf8': 400,
  'duplicate-name': 400,
  'unsafe-number': 400,
  'lone-surrogate': 400,
  'too-deep': 400,
  'too-large': 413,
  'not-plain': 400,
  'not-canonical': 400,
  'malformed-envelope': 400,
  'malformed-payload-type': 400,
  'type-mismatch': 400,
  'bad-signature': 400,
  'duplicate-signer': 400,
  'signers-differ': 400,
  'missing-opening': 400,
  'unequal-opening': 400,
  'unexpected-opening': 400,
  'malformed-opening': 400,
  'not-hidden': 400,
  'invalid-event': 400,
  'id-taken': 409,
  'recorded-at-refused': 400,
  'recorded-at-malformed': 400,
  'not-found': 404,
  'unsupported-media-type': 415,
  'method-not-allowed': 405,
  'token-required': 401,
  'rate-limited': 429,
  overloaded: 503,
  'read-side-behind': 503,
  'read-side-stopped': 503,
  'read-side-unreachable': 503,
  'store-unavailable': 503,
  'outcome-unknown': 503,
  'cursor-malformed': 400,
  'cursor-of-another-log': 409,
  'parameter-malformed': 400,
  internal: 500,
} satisfies Record<keyof typeof problems, number>;

export type ProblemCode = keyof typeof STATUS | Refusal;

/** Every code that an answer of this service can carry. */
export const PROBLEM_CODES = [...(Object.keys(STATUS) as (keyof typeof STATUS)[]), ...REFUSALS] as const;

/** A field of an event or of a query that breaks a rule of form. */
export interface FieldProblem {
  pointer: string;
  rule: string;
  params?: Record<string, unknown>;
}

/**
 * Why something was refused or not done. `pointer` is a JSON Pointer: `/payloadType`, `/payload`, `/signatures`, `/openings` and
 * `/recordedAt` lead into what was sent, every other one into the signed event.
 */
export interface Problem {
  code: ProblemCode;
  pointer?: string;
  slots?: Slots;
  errors?: readonly FieldProblem[];
  /** What status says against a claim. */
  reasons?: readonly Objection[];
  /** Seconds after which the same may be sent again. */
  retryAfter?: number;
}

/** A reason's code with the ids of the events behind it and the values for its text, or the name of evidence that is missing. */
export interface Objection {
  code: string;
  events: readonly string[];
  slots: Slots;
}

/** Carries a problem to whoever answers. Nothing has been recorded. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: Problem) {
    super(`${problem.code} at "${problem.pointer ?? ''}"`);
  }

  get code(): ProblemCode {
    return this.problem.code;
  }
}

/** A query parameter is not what it must be: `rule` names a parameter rule, and `slots` fill its text. */
export function malformedParameter(name: string, rule: keyof typeof parameterRules, slots: Slots = {}): Refused {
  return new Refused({ code: 'parameter-malformed', pointer: `/${name}`, slots: { ...slots, name, rule } });
}

const FORBIDDEN = new Set<Refusal>([
  'founding-key-differs',
  'signer-missing',
  'signer-not-distinct',
  'key-unknown',
  'key-revoked',
  'key-of-other-organisation',
  'key-not-holder',
  'no-mandate',
  'role-not-grantable',
  'correction-not-authorised',
  'not-holder',
  'not-taker',
  'not-consignee',
]);

/** The HTTP status that a problem is answered with. */
export function statusOf(code: ProblemCode): number {
  if (!isRefusal(code)) return STATUS[code];
  if (FORBIDDEN.has(code)) return 403;
  return /^already-|-exists$|-in-use$/.test(code) ? 409 : 422;
}

function isRefusal(code: ProblemCode): code is Refusal {
  return !Object.hasOwn(STATUS, code);
}

/** A problem as RFC 9457 has it, in one language. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  pointer?: string;
  errors?: { pointer: string; rule: string; detail: string }[];
  reasons?: { code: string; events: readonly string[]; detail: string }[];
  wayOut: string;
  retryAfter?: number;
}

/** Puts a problem into words. */
export function inWords(problem: Problem, language: Language): ProblemBody {
  const { code, pointer, errors, reasons, retryAfter } = problem;
  const text = (key: string, values: Slots = {}) => (isMessageKey(key) ? say(language, key, values) : '');
  // The rule of a parameter is a message of its own.
  const { rule, ...others } = problem.slots ?? {};
  const slots = rule === undefined ? others : { ...others, rule: text(`parameter.${rule}`, others) };
  return {
    type: `urn:hadic:problem:${code}`,
    title: titleOf(code),
    status: statusOf(code),
    detail: text(`${isRefusal(code) ? 'refusal' : 'problem'}.${code}`, slots),
    code,
    ...(pointer === undefined ? {} : { pointer }),
    ...(errors === undefined ? {} : { errors: errors.map((field) => fieldInWords(field, text)) }),
    ...(reasons === undefined ? {} : { reasons: reasons.map((reason) => objectionInWords(reason, text)) }),
    wayOut: text(`wayOut.${code}`, slots),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function objectionInWords({ code, events, slots }: Objection, text: (key: string, values: Slots) => string) {
  return { code, events, detail: text(`reason.${code}`, slots) || text(`missing.${code}`, slots) };
}

/** The same for every occurrence and language, as RFC 9457 asks: the code, made readable. */
function titleOf(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
}

function fieldInWords({ pointer, rule, params = {} }: FieldProblem, text: (key: string, values: Slots) => string) {
  const values = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : wordsOf(value),
  ]);
  return { pointer, rule, detail: text(`field.${rule}`, Object.fromEntries(values) as Slots) };
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
