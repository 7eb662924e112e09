import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { getMetadataStorage } from 'class-validator';
import { hiddenFields } from '@hadic/domain';
import type { Json } from '@hadic/signing';
import { catalogue } from '../src/catalogue/catalogue.js';
import { FORMATS, type FieldClass } from '../src/catalogue/fields.js';
import { EventHeader, FoundingHeader } from '../src/catalogue/header.js';
import { closureOf, fieldsOf, jsonSchemaOf, schemaOf, type JsonSchema } from '../src/catalogue/schema.js';
import { pathsIn, sampleJson, TYPES } from './catalogue.mutations.js';

const SOURCES = path.resolve(process.cwd(), 'libs/ledger/src/catalogue');

/** Every class that declares a part of some event. */
const CLASSES = [
  ...new Set(
    [FoundingHeader, EventHeader, ...Object.values(catalogue).map(({ data }) => data)].flatMap((type: FieldClass) => [
      ...closureOf(type),
    ]),
  ),
];

/** Every schema inside a schema. */
function schemasIn(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, $defs = {}, items, oneOf = [] } = schema;
  const parts = [...Object.values(properties), ...Object.values($defs), ...oneOf, ...(items ? [items] : [])];
  return [schema, ...parts.flatMap(schemasIn)];
}

/** The fields of a class that nest others: what the compiler noted as their type, and what is nested. */
function nestedIn(type: FieldClass) {
  const records = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return records
    .filter((record) => record.type === 'nestedValidation')
    .map(({ propertyName, each, context }) => {
      const declared: unknown = Reflect.getMetadata('design:type', type.prototype as object, propertyName);
      const name = schemaOf(type).$defs?.[type.name]?.properties?.[propertyName]?.$ref?.replace('#/$defs/', '');
      const one = context === undefined ? CLASSES.find((candidate) => candidate.name === name) : Object;
      return { field: `${type.name}.${propertyName}`, declared, nests: each ? Array : one };
    });
}

/** The members of every class in a source text. */
function membersIn(text: string) {
  return [...text.matchAll(/^export class (\w+)[^{]*\{\n([\s\S]*?)\n\}/gm)].flatMap(([, name = '', body = '']) =>
    body.split(';').flatMap((declaration) => {
      const [, member, mark] = /(\w+)([?!]):/.exec(declaration) ?? [];
      if (member === undefined) return [];
      return [{ member: `${name}.${member}`, decorated: declaration.includes('@Optional()'), optional: mark === '?' }];
    }),
  );
}

describe('the declarations', () => {
  test('have names that tell them apart, since schemas are kept by name', () => {
    const names = CLASSES.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(60);
    expect(names).toEqual([...new Set(names)]);
  });

  test('nest classes that are there at run time', () => {
    const nested = CLASSES.flatMap(nestedIn);
    expect(nested.length).toBeGreaterThan(30);
    // A union has no class of its own; of every other field the compiler noted the very class, or that it is a list.
    for (const { field, declared, nests } of nested) expect([field, declared]).toEqual([field, nests]);
  });

  test('mark as optional what TypeScript has as optional, and nothing else', () => {
    const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.ts'));
    const members = sources.flatMap((file) => membersIn(readFileSync(path.join(SOURCES, file), 'utf8')));
    expect(members.length).toBeGreaterThan(200);
    for (const { member, decorated, optional } of members) expect([member, decorated]).toEqual([member, optional]);
  });

  test('bound every string and every list', () => {
    const schemas = CLASSES.flatMap((type) => schemasIn(schemaOf(type)));
    const strings = schemas.filter(({ type }) => type === 'string');
    const lists = schemas.filter(({ type }) => type === 'array');
    expect(strings.length).toBeGreaterThan(200);
    for (const schema of strings) expect([schema, isBounded(schema)]).toEqual([schema, true]);
    for (const { maxItems } of lists) expect(maxItems).toBeLessThanOrEqual(1000);
  });

  test('allow no member that they do not name, and say of every member what it is', () => {
    for (const type of CLASSES) {
      const own = schemaOf(type).$defs?.[type.name];
      expect(own).toMatchObject({ type: 'object', additionalProperties: false });
      for (const member of Object.values(own?.properties ?? {})) expect(member.type ?? member.$ref).toBeDefined();
    }
  });
});

function isBounded({ maxLength, enum: words, format, pattern }: JsonSchema): boolean {
  if (maxLength !== undefined || words !== undefined) return true;
  if (format !== undefined) return Object.hasOwn(FORMATS, format);
  return pattern !== undefined && /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern.replace(/\[[^\]]*\]/g, ''));
}

describe('the published schema', () => {
  const ajv = new Ajv2020({ strict: true, discriminator: true, formats: FORMATS });

  test.each(TYPES)('%s: is what an event of the type fulfils, and no other', (type) => {
    const fulfils = ajv.compile(jsonSchemaOf(type));
    const event = sampleJson(type);
    expect(fulfils(event)).toBe(true);
    expect(fulfils({ ...event, type: type === 'Packed' ? 'Unpacked' : 'Packed' })).toBe(false);
    expect(fulfils({ ...event, data: {} })).toBe(false);
    expect(fulfils({ ...event, extra: 1 })).toBe(false);
  });

  test('asks for the ledger everywhere but in the event that founds it', () => {
    for (const type of TYPES) {
      expect(jsonSchemaOf(type).required?.includes('ledger')).toBe(type !== 'LedgerFounded');
    }
  });

  test('gives examples that fit', () => {
    const schemas = CLASSES.flatMap((type) => schemasIn(schemaOf(type))).filter((schema) => schema.examples);
    for (const { pattern = '', examples = [] } of schemas) expect(examples[0]).toMatch(new RegExp(pattern, 'u'));
  });
});

describe('the list of fields', () => {
  const pointersIn = (event: Json) =>
    pathsIn(event).map((way) => way.map((step) => `/${typeof step === 'number' ? '*' : step}`).join(''));

  test.each(TYPES)('%s: the sample fills every field in, and all of it is listed', (type) => {
    const listed = new Set(fieldsOf(type).map(({ pointer }) => pointer));
    const filled = new Set(pointersIn(sampleJson(type)).filter((pointer) => pointer !== ''));
    const open = [...filled].filter((pointer) => !listed.has(pointer) && !pointer.startsWith('/data/replacement/'));
    expect(open).toEqual([]);
    // One count is of a material, the other of a product; a basis is of one kind.
    const either = /^\/data\/(counts\/\*\/(productId|producedOn)|basis\/(list|entry|listVersion|documents.*))$/;
    expect([...listed].filter((pointer) => !filled.has(pointer) && !either.test(pointer))).toEqual([]);
  });

  test('tells type, form, words and whether a field must be there', () => {
    const fields = new Map(fieldsOf('IngredientReceived').map((field) => [field.pointer, field]));
    expect(fields.get('/data/condition')).toEqual({
      pointer: '/data/condition',
      type: 'string',
      required: true,
      enum: ['GOOD', 'DAMAGED', 'WET', 'LEAKING', 'OTHER'],
      private: false,
    });
    expect(fields.get('/data/expiresOn')).toMatchObject({ type: 'string', format: 'date', required: false });
    expect(fields.get('/data/lotId')).toMatchObject({ pattern: expect.stringContaining('A-Za-z0-9') as string });
    expect(fields.get('/data/poLine')).toMatchObject({ type: 'integer', required: false });
    expect(fields.get('/data/qty')).toMatchObject({ type: 'object', required: true });
    expect(fields.get('/type')).toMatchObject({ enum: ['IngredientReceived'] });
  });

  test('says which members a variant has', () => {
    const basis = fieldsOf('MaterialApproved').filter(({ pointer }) => pointer.startsWith('/data/basis/'));
    expect(basis.map(({ pointer, when }) => [pointer.slice(12), when?.value])).toEqual([
      ['kind', undefined],
      ['certificate', 'CERTIFICATE'],
      ['list', 'EXEMPT'],
      ['entry', 'EXEMPT'],
      ['listVersion', 'EXEMPT'],
      ['documents', 'DOCUMENTS'],
      ['documents/*', 'DOCUMENTS'],
    ]);
  });

  test('marks as private what the domain hides, with all below it', () => {
    const isPrivate = (pointer: string, type: (typeof TYPES)[number]) =>
      fieldsOf(type).find((field) => field.pointer === pointer)?.private;
    expect(isPrivate('/data/price/amount', 'IngredientSourced')).toBe(true);
    expect(isPrivate('/data/inputs/*/qty/value', 'BatchProcessed')).toBe(true);
    expect(isPrivate('/data/inputs/*/lotId', 'BatchProcessed')).toBe(false);
    // A pattern that names no field would hide nothing.
    for (const type of TYPES) for (const pattern of hiddenFields(type)) expect(isPrivate(pattern, type)).toBe(true);
  });
});
