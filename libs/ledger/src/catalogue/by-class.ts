import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { isEventType } from '@hadic/domain';
import { pointerOf, type Json, type JsonObject } from '@hadic/signing';
import { catalogue } from './catalogue.js';
import type { FieldClass } from './fields.js';
import { headerOf } from './schema.js';

/** What class-validator holds against an event. */
export interface ClassProblem {
  /** JSON Pointer from the event's root; for an item that is no data of a class at all, of its list. */
  pointer: string;
  /** class-validator's names of the constraints that failed. */
  constraints: string[];
}

/**
 * The second checker: class-validator itself on instances of the catalogue's classes. It says what the declarations mean, at some hundred
 * times the cost of `validate`; a test holds both to one verdict. Empty if nothing is wrong.
 */
export function validateByClass(json: Json): ClassProblem[] {
  if (!isObject(json)) return [{ pointer: '', constraints: ['isObject'] }];
  const { type, data } = json;
  if (typeof type !== 'string' || !isEventType(type)) return [{ pointer: '/type', constraints: ['isIn'] }];
  const inherited = inheritedNames(json, '');
  if (inherited.length > 0) return inherited;
  return [...check(headerOf(type), json, ''), ...checkData(type, data, '/data')];
}

function checkData(type: string, data: Json | undefined, pointer: string): ClassProblem[] {
  if (!isObject(data) || !isEventType(type)) return [];
  const problems = check(catalogue[type].data, data, pointer);
  const { target, replacement } = data;
  if (type !== 'EventCorrected' || !isObject(target) || typeof target['type'] !== 'string') return problems;
  return [...problems, ...checkData(target['type'], replacement, `${pointer}/replacement`)];
}

function check(type: FieldClass, data: JsonObject, pointer: string): ClassProblem[] {
  const instance = plainToInstance(type, data);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  return errors.flatMap((error) => problemsOf(error, pointer));
}

function problemsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): ClassProblem[] {
  const pointer = parent + pointerOf([property]);
  const names = Object.keys(constraints);
  return [
    ...(names.length === 0 ? [] : [{ pointer, constraints: names }]),
    ...children.flatMap((child) => problemsOf(child, pointer)),
  ];
}

/**
 * Members named like those of every object (`constructor`, `__proto__`, `hasOwnProperty`) are seen before class-transformer sees them: it drops
 * some, breaks on others, and class-validator's whitelist takes the rest for known. No class of the catalogue has such a member.
 */
function inheritedNames(json: Json, pointer: string): ClassProblem[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => {
    const at = pointer + pointerOf([name]);
    if (name in Object.prototype) return [{ pointer: at, constraints: ['whitelistValidation'] }];
    return inheritedNames(value, at);
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
