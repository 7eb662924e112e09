import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { isDay, isInstant, ORGANISATION_ID, OWNED_ID, SEGMENT, SITE_OWNED_ID, UNIT_CODE, UUID_V7 } from '@hadic/domain';
import type { EventData, EventType } from '@hadic/domain';

/**
 * The kinds of field that events are made of. Each is one decorator, read by class-validator and, through `schema.ts`, by JSON Schema alike;
 * that both give one verdict is why none of class-validator's looser ones (IsOptional, MaxLength, IsISO8601) is used bare.
 */

/** Applies a field's kind to every item of a list instead of to the list. */
export const EACH: ValidationOptions = { each: true };

/** What a class of the catalogue must have, by event type. */
export type Data<T extends EventType> = EventData[T];

/** A class whose fields carry these decorators. */
export type FieldClass<T extends object = object> = new () => T;

/** The types of one group: the class of each type's data, and valid data with every optional member filled in, out of one story. */
export type Catalogue<M> = { [T in keyof M]: { data: M[T] extends object ? FieldClass<M[T]> : never; sample: M[T] } };

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
}

/** May be absent. Unlike class-validator's IsOptional it does not let `null` pass for absent. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_data, value) => value !== undefined);
}

/** A list of `min` to `max` items; what an item is, a decorator with EACH says. */
export function Items(min = 0, max = 1000): PropertyDecorator {
  return all(IsArray(), ...(min > 0 ? [ArrayMinSize(min)] : []), ArrayMaxSize(max));
}

/** Data of a class of its own. */
export function Nested(type: () => FieldClass, options?: ValidationOptions): PropertyDecorator {
  return all(IsObject(options), ValidateNested(options), Type(type));
}

/** Classes that data may be of, by what the member that they all have says. */
export interface Variants {
  member: string;
  kinds: Record<string, FieldClass>;
}

/**
 * Data of one of several classes; `base`, which has their common member alone, is for data that say none of them. The class is chosen here
 * because class-transformer's own discriminator breaks on a list that holds `null`.
 */
export function Variant(base: FieldClass, variants: Variants): PropertyDecorator {
  const { member, kinds } = variants;
  const classOf = (data: unknown) => {
    const kind: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, member) : undefined;
    return (typeof kind === 'string' && Object.hasOwn(kinds, kind) && kinds[kind]) || base;
  };
  return all(
    IsObject(),
    ValidateNested({ context: variants }),
    Type((of) => classOf(of?.object[of.property])),
  );
}

/** Some visible text without control characters other than line feed and tab, which would act on a terminal that shows it. */
export const TEXT = /^(?=\s*\S)[\P{Cc}\n\t]*$/u;

/** Words of a person, 1 to `max` characters (code points, as JSON Schema counts them). */
export function Text(max: number, options?: ValidationOptions): PropertyDecorator {
  // A string has at most as many code points as code units, so most need no counting.
  const fits = (text: string) => text.length <= max || [...text].length <= max;
  const validate = (value: unknown) => typeof value === 'string' && TEXT.test(value) && fits(value);
  return ValidateBy({ name: 'text', constraints: [max], validator: { validate } }, options);
}

/** True if the last digit is the GS1 check digit: weights 3 and 1 from the right, sum a multiple of ten. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Forms that no pattern can express, by the name that the JSON Schema gives them. */
export const FORMATS = {
  'date-time': isInstant,
  date: isDay,
  gtin: (text: string) => /^(\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text),
  gln: (text: string) => /^\d{13}$/.test(text) && hasCheckDigit(text),
} as const;

const format =
  (name: keyof typeof FORMATS) =>
  (options?: ValidationOptions): PropertyDecorator => {
    const validate = (value: unknown) => typeof value === 'string' && FORMATS[name](value);
    return ValidateBy({ name: 'format', constraints: [name], validator: { validate } }, options);
  };

/** RFC 3339 with seconds and offset, on a day that exists. */
export const Instant = format('date-time');
/** Calendar day YYYY-MM-DD that exists. */
export const Day = format('date');
/** GS1 trade item number of 8, 12, 13 or 14 digits. */
export const Gtin = format('gtin');
/** GS1 location number, 13 digits. */
export const Gln = format('gln');

/** A string of a fixed form; the example goes into the schema and is what a person is shown whose entry does not fit. */
const form =
  (pattern: RegExp, example: string) =>
  (options?: ValidationOptions): PropertyDecorator => {
    const validate = (value: unknown) => typeof value === 'string' && pattern.test(value);
    return ValidateBy({ name: 'pattern', constraints: [pattern, example], validator: { validate } }, options);
  };

export const OrganisationId = form(ORGANISATION_ID, 'kopi');
/** Site, material, product, audit, sample, recall or certificate. */
export const OwnedId = form(OWNED_ID, 'kopi/pabrik');
/** Lot, run, unit or shipment. */
export const SiteOwnedId = form(SITE_OWNED_ID, 'kopi/pabrik/L-001');
export const EventId = form(UUID_V7, '0193b0a0-7c00-7000-8000-000000000001');
export const StreamId = form(new RegExp(`^[a-z]{1,32}-${SEGMENT}(/${SEGMENT}){0,2}$`), 'site-kopi/pabrik');
/** did:key of an Ed25519 public key: 34 bytes in base58btc, always 47 digits that begin with 6Mk. */
export const KeyId = form(
  /^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/,
  'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
);
/** Pseudonym that points to an erasable profile. Without blanks, so that no name of a person fits by accident. */
export const PersonRef = form(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/, 'p-7f3a');
export const Sha256 = form(/^[0-9a-f]{64}$/, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
/** ISO 3166-1 alpha-2. */
export const Country = form(/^[A-Z]{2}$/, 'ID');
/** ISO 4217. */
export const Currency = form(/^[A-Z]{3}$/, 'IDR');
/** RFC 6838 type and subtype, lower case. */
export const MediaType = form(/^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/, 'application/pdf');
export const UnitCode = form(UNIT_CODE, 'KGM');
/** Decimal string of at most 18 digits before and 6 behind the point: what the domain's quantities hold exactly. */
export const Decimal = form(/^-?(0|[1-9]\d{0,17})(\.\d{1,6})?$/, '12.5');
/** Decimal string from zero. */
export const Amount = form(/^(0|[1-9]\d{0,17})(\.\d{1,6})?$/, '12.5');
/** Decimal string from 0 to 100. */
export const Percent = form(/^(100(\.0{1,6})?|(0|[1-9]\d?)(\.\d{1,6})?)$/, '12.5');

/** A whole number, both ends included. */
export function Whole(min: number, max = Number.MAX_SAFE_INTEGER): PropertyDecorator {
  const validate = (value: unknown) => Number.isInteger(value) && min <= Number(value) && Number(value) <= max;
  return ValidateBy({ name: 'whole', constraints: [min, max], validator: { validate } });
}

/** One of the words of a union type. Written as the keys of an object, so that the compiler names a word too many or too few. */
export function OneOf<T extends string>(words: Record<T, true>, options?: ValidationOptions): PropertyDecorator {
  return IsIn(Object.keys(words), options);
}
