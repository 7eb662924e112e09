import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { ISchemaConverters } from 'class-validator-jsonschema/build/defaultConverters.js';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { hiddenFields, type EventType } from '@hadic/domain';
import { catalogue } from './catalogue.js';
import { TEXT, type FieldClass, type Variants } from './fields.js';
import { EventHeader, FoundingHeader } from './header.js';

/** The part of JSON Schema (draft 2020-12) that the catalogue makes use of. */
export interface JsonSchema {
  $schema?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: false;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  oneOf?: JsonSchema[];
  discriminator?: { propertyName: string };
  const?: string;
  enum?: (string | number)[];
  pattern?: string;
  format?: string;
  examples?: string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

const REFS = '#/$defs/';

/** A decorator's record as class-validator keeps it; its target is always a class here. */
type FieldRecord = Pick<ValidationMetadata, 'target' | 'propertyName' | 'constraints' | 'context'>;

/** The class that a field nests, or the several that a member tells apart. */
function nestingOf({ target, propertyName, context }: FieldRecord): { type: FieldClass } | Variants {
  if (context !== undefined) return context as Variants;
  return {
    type: defaultMetadataStorage.findTypeMetadata(target as FieldClass, propertyName).typeFunction() as FieldClass,
  };
}

/** How the kinds of field of `fields.ts`, by the names they have there, read in JSON Schema. */
const CONVERTERS: Record<string, (field: FieldRecord) => JsonSchema> = {
  text: ({ constraints: [max] }) => ({ type: 'string', minLength: 1, maxLength: max as number, pattern: TEXT.source }),
  whole: ({ constraints: [min, max] }) => ({ type: 'integer', minimum: min as number, maximum: max as number }),
  format: ({ constraints: [name] }) => ({ type: 'string', format: name as string }),
  pattern: ({ constraints: [pattern, example] }) => ({
    type: 'string',
    pattern: (pattern as RegExp).source,
    examples: [example as string],
  }),
  [ValidationTypes.NESTED_VALIDATION]: (field) => {
    const nesting = nestingOf(field);
    if ('type' in nesting) return { $ref: REFS + nesting.type.name };
    const { member, kinds } = nesting;
    return {
      properties: { [member]: { type: 'string', enum: Object.keys(kinds) } },
      required: [member],
      oneOf: Object.values(kinds).map(({ name }) => ({ $ref: REFS + name })),
      discriminator: { propertyName: member },
    };
  },
};

const CONVERSION = {
  classTransformerMetadataStorage: defaultMetadataStorage,
  refPointerPrefix: REFS,
  additionalConverters: CONVERTERS as ISchemaConverters,
};

/** The class and all that its data nest, each by itself. */
export function closureOf(root: FieldClass, found = new Set<FieldClass>()): Set<FieldClass> {
  if (found.has(root)) return found;
  found.add(root);
  for (const field of getMetadataStorage().getTargetValidationMetadatas(root, '', true, false)) {
    if (field.type !== ValidationTypes.NESTED_VALIDATION) continue;
    const nesting = nestingOf(field);
    const nested = 'type' in nesting ? [nesting.type] : Object.values(nesting.kinds);
    for (const type of nested) closureOf(type, found);
  }
  return found;
}

function definitionsOf(root: FieldClass): Record<string, JsonSchema> {
  const definitions = [...closureOf(root)].map((type): [string, JsonSchema] => {
    const schema = targetConstructorToSchema(type, CONVERSION) as JsonSchema;
    // What no decorator names must not be there: class-validator's whitelist, which the conversion leaves out.
    return [type.name, { ...schema, additionalProperties: false }];
  });
  return Object.fromEntries(definitions);
}

/** The schema of a class's data. */
export function schemaOf(root: FieldClass): JsonSchema {
  return { $ref: REFS + root.name, $defs: definitionsOf(root) };
}

/** The header that events of this type have. */
export function headerOf(type: EventType): FieldClass {
  return type === 'LedgerFounded' ? FoundingHeader : EventHeader;
}

/** JSON Schema (draft 2020-12) of an event of this type in the clear, as it is checked: for the API's description and for tools. */
export function jsonSchemaOf(type: EventType): JsonSchema {
  const { data } = catalogue[type];
  const header = headerOf(type);
  const { [header.name]: event, ...nested } = definitionsOf(header);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type,
    ...event,
    properties: { ...event?.properties, type: { type: 'string', const: type }, data: { $ref: REFS + data.name } },
    $defs: { ...nested, ...definitionsOf(data) },
  };
}

/** One member of an event of some type. */
export interface Field {
  /** JSON Pointer from the event's root, `*` for any item of a list. */
  pointer: string;
  type: string;
  /** Whether it must be there where its parent is. */
  required: boolean;
  pattern?: string;
  format?: string;
  enum?: readonly (string | number)[];
  /** Is signed as a salted digest, with its opening beside the envelope. */
  private: boolean;
  /** Is there only where this member has this value. */
  when?: { pointer: string; value: string };
}

/** Every member of an event of this type, parents before their members. */
export function fieldsOf(type: EventType): Field[] {
  const { $defs = {}, ...root } = jsonSchemaOf(type);
  const hidden = hiddenFields(type);
  const resolve = (schema: JsonSchema) => ({ ...$defs[schema.$ref?.slice(REFS.length) ?? ''], ...schema });

  function membersOf(schema: JsonSchema, parent: string): Field[] {
    const { properties = {}, required = [] } = resolve(schema);
    return Object.entries(properties).flatMap(([name, member]) => {
      return describe(member, `${parent}/${name}`, required.includes(name));
    });
  }

  function describe(schema: JsonSchema, pointer: string, required: boolean): Field[] {
    const { type = 'object', pattern, format, enum: words, const: word, items, oneOf, discriminator } = resolve(schema);
    const field: Field = {
      pointer,
      type,
      required,
      ...(pattern === undefined ? {} : { pattern }),
      ...(format === undefined ? {} : { format }),
      ...(words === undefined ? {} : { enum: words }),
      ...(word === undefined ? {} : { enum: [word] }),
      private: hidden.some((pattern) => pointer === pattern || pointer.startsWith(`${pattern}/`)),
    };
    if (items) return [field, ...describe(items, `${pointer}/*`, required)];
    if (!oneOf) return [field, ...membersOf(schema, pointer)];
    const member = `${pointer}/${discriminator?.propertyName ?? ''}`;
    const variants = oneOf.flatMap((variant) => {
      const fields = membersOf(variant, pointer);
      const value = String(fields.find((field) => field.pointer === member)?.enum?.[0]);
      return fields
        .filter((field) => field.pointer !== member)
        .map((field) => ({ ...field, when: { pointer: member, value } }));
    });
    return [field, ...membersOf(schema, pointer), ...variants];
  }

  return membersOf(root, '');
}
