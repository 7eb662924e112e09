import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isEventType, type LedgerEvent } from '@hadic/domain';
import { pointerOf, type Json, type JsonObject } from '@hadic/signing';
import { catalogue } from './catalogue.js';
import { FORMATS, type FieldClass } from './fields.js';
import { headerOf, schemaOf, type JsonSchema } from './schema.js';

export type FieldRule = (typeof RULES)[keyof typeof RULES] | 'unknown-type';

/** A member of an event that breaks a rule of form. One that is missing or should not be there is pointed at itself. */
export interface ValidationProblem {
  /** JSON Pointer from the event's root. */
  pointer: string;
  rule: FieldRule;
  /** What the rule expects there, where that can be told. */
  params: Record<string, string | number>;
}

/** Our words for what JSON Schema's keywords demand. */
const RULES = {
  required: 'required',
  additionalProperties: 'unknown-member',
  type: 'type',
  pattern: 'pattern',
  format: 'format',
  enum: 'enum',
  maxLength: 'too-long',
  minLength: 'too-short',
  maxItems: 'too-many',
  minItems: 'too-few',
  minimum: 'minimum',
  maximum: 'maximum',
} as const;

/** More than these help nobody. */
const MOST_PROBLEMS = 50;

/** All errors are collected, so that a person mends a form once; the payload's 64 KiB bound how many there can be. */
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  discriminator: true,
  verbose: true,
  messages: false,
  formats: FORMATS,
});

/** One checker per class, compiled when it is first asked for. */
const checkers = new Map<FieldClass, ValidateFunction>();

function checkerOf(type: FieldClass): ValidateFunction {
  let checker = checkers.get(type);
  if (!checker) checkers.set(type, (checker = ajv.compile(schemaOf(type))));
  return checker;
}

/**
 * The event, if it is one of the catalogue in the form that its class declares; every private field must be open. Whether it may be
 * recorded, the domain decides.
 */
export function decodeEvent(json: Json): { event: LedgerEvent } | { problems: ValidationProblem[] } {
  const problems: ValidationProblem[] = [];
  return isEvent(json, problems) ? { event: json } : { problems };
}

/** What is wrong with the form of an event; empty if nothing is. */
export function validate(json: Json): ValidationProblem[] {
  const decoded = decodeEvent(json);
  return 'problems' in decoded ? decoded.problems : [];
}

function isEvent(json: unknown, problems: ValidationProblem[]): json is LedgerEvent {
  if (!isObject(json)) {
    problems.push({ pointer: '', rule: 'type', params: { expected: 'object' } });
    return false;
  }
  const { type, data } = json;
  if (typeof type !== 'string' || !isEventType(type)) {
    problems.push({ pointer: '/type', rule: type === undefined ? 'required' : 'unknown-type', params: {} });
    return false;
  }
  check(headerOf(type), json, '', problems);
  checkData(type, data, '/data', problems);
  return problems.length === 0;
}

/** Data that is no object its header or its correction reports. A replacement is checked as data of the type that it replaces. */
function checkData(type: string, data: unknown, pointer: string, problems: ValidationProblem[]): void {
  if (!isObject(data) || !isEventType(type)) return;
  check(catalogue[type].data, data, pointer, problems);
  const { target, replacement } = data;
  if (type === 'EventCorrected' && isObject(target) && typeof target['type'] === 'string') {
    checkData(target['type'], replacement, `${pointer}/replacement`, problems);
  }
}

function check(type: FieldClass, data: JsonObject, pointer: string, problems: ValidationProblem[]): void {
  const checker = checkerOf(type);
  if (checker(data)) return;
  const seen = new Set<string>();
  for (const error of checker.errors ?? []) {
    if (problems.length >= MOST_PROBLEMS) return;
    const problem = problemOf(error, pointer);
    if (!problem || seen.has(problem.pointer)) continue;
    seen.add(problem.pointer);
    problems.push(problem);
  }
}

/** A variant that is not told apart is reported at the member that should tell it, so `discriminator` adds nothing. */
function problemOf(error: ErrorObject, at: string): ValidationProblem | undefined {
  const { keyword, instancePath, params } = error;
  if (!isKnown(keyword)) return undefined;
  const member = (params['missingProperty'] ?? params['additionalProperty']) as string | undefined;
  const pointer = at + instancePath + (member === undefined ? '' : pointerOf([member]));
  const expected = expectedBy(error);
  return { pointer, rule: RULES[keyword], params: expected === undefined ? {} : { expected } };
}

function isKnown(keyword: string): keyword is keyof typeof RULES {
  return Object.hasOwn(RULES, keyword);
}

function expectedBy({ params, parentSchema, keyword }: ErrorObject): string | number | undefined {
  if (keyword === 'pattern') return (parentSchema as JsonSchema).examples?.[0] ?? 'text';
  const { allowedValues, limit, type, format } = params as {
    allowedValues?: (string | number)[];
    limit?: number;
    type?: string;
    format?: string;
  };
  return allowedValues?.join(', ') ?? limit ?? type ?? format;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
