// The rows of house.spec.ts: what the linter bans and allows, and which arrows may be drawn.

const PURE = ['domain', 'signing', 'tlog', 'words'];

/** [folder or file, code, rule that must be reported, what its message says] */
type Ban = readonly [where: string, code: string, rule: string, says?: RegExp];

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const body = (type: string, how: string): string => `
import { Body, Controller, Injectable, Post } from '@nestjs/common';
import ${how} from './dto.js';
${type}`;
const ROUTE = '@Controller() export class Events { @Post() record(@Body() dto: Dto): number { return dto.quantity; } }';
const INJECTED = '@Injectable() export class Events { constructor(private readonly dto: Dto) { void this.dto; } }';

const SIZE_BANS: Ban[] = [
  ['libs/ledger/src', lines(301, () => '//'), 'max-lines'],
  ['libs/ledger/test/*.spec.ts', lines(301, () => '//'), 'max-lines'],
  ['libs/ledger/src', `export function f(): void {\n${lines(70, () => '//')}\n}`, 'max-lines-per-function'],
  ['libs/ledger/src', 'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5): number => a + b + c + d + e;', 'max-params'],
  [
    'libs/ledger/src',
    'export function f(a: boolean): void { if (a) { if (a) { if (a) { if (a) f(a); } } } }',
    'max-depth',
  ],
  [
    'libs/ledger/src',
    `export function f(a: number): number {\n${lines(12, (i) => `if (a === ${i}) return 0;`)}\nreturn 1; }`,
    'complexity',
  ],
  ['libs/ledger/src/deep/deeper/*.ts', 'export {};', 'no-restricted-syntax', /one deep/],
  ['libs/ledger/src/deep/index.ts', 'export {};', 'no-restricted-syntax', /One index.ts/],
  ['apps/cli/src/index.ts', 'export {};', 'no-restricted-syntax', /One index.ts/],
];

const TYPE_BANS: Ban[] = [
  ['libs/ledger/src', 'export const f = (a: any): unknown => a;', '@typescript-eslint/no-explicit-any'],
  ['libs/ledger/test/*.spec.ts', 'export const f = (a: any): unknown => a;', '@typescript-eslint/no-explicit-any'],
  [
    'libs/ledger/src',
    'export const f = (a: string): number => a as unknown as number;',
    'no-restricted-syntax',
    /unknown/,
  ],
  ['libs/ledger/src', 'export function f(): void { Promise.resolve(1); }', '@typescript-eslint/no-floating-promises'],
  [
    'libs/ledger/src',
    "export function f(a: 'x' | 'y'): number | undefined { switch (a) { case 'x': return 1; } return undefined; }",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'libs/ledger/src',
    "export function f(a: 'x' | 'y'): number { switch (a) { case 'x': return 1; default: return 2; } }",
    'no-restricted-syntax',
    /default hides/,
  ],
  ['libs/ledger/src', 'export const f = (a: unknown): boolean => a == 1;', 'eqeqeq'],
  ['apps/cli/src', body(ROUTE, 'type { Dto }'), 'house/no-erased-metadata', /Dto/],
  ['apps/cli/src', body(ROUTE, '{ type Dto }'), 'house/no-erased-metadata', /Dto/],
  ['libs/ledger/src', body(INJECTED, 'type { Dto }'), 'house/no-erased-metadata', /Dto/],
];

const COMMENT_BANS: Ban[] = [
  [
    'libs/ledger/src',
    '// eslint-disable-next-line eqeqeq\nexport const f = (a: unknown): boolean => a == 1;',
    'house/described-disables',
  ],
  ['libs/ledger/src', '/* eslint-disable */\nexport const f = (a: any): unknown => a;', 'house/described-disables'],
  ['libs/ledger/src', '// @ts-expect-error\nexport const a: string = 1;', '@typescript-eslint/ban-ts-comment'],
  ['libs/ledger/src', '// TODO: later\nexport {};', 'no-warning-comments'],
  ['libs/ledger/test/*.spec.ts', "test.only('a', () => undefined);", 'no-restricted-syntax', /silences/],
];

const restricted = (where: string, from: string, says: RegExp, what = '* as it'): Ban => [
  where,
  `export ${what} from '${from}';`,
  'no-restricted-imports',
  says,
];

const IMPORT_BANS: Ban[] = [
  ...['EventBus', 'EventPublisher', 'EventsHandler', 'AggregateRoot', 'Saga'].map((name) =>
    restricted('libs/ledger/src', '@nestjs/cqrs', /follow the store/, `{ ${name} }`),
  ),
  restricted('libs/ledger/src', '@hadic/store/src/port.js', /by its name/),
  restricted('apps/cli/src', '../../../libs/store/src/port.js', /as @hadic/),
  restricted('libs/ledger/src', '../../store/src/port.js', /as @hadic/),
  restricted('test/*.spec.ts', '../libs/store/src/port.js', /as @hadic/),
  ...['libs/provenance/src', 'libs/store/src', 'apps/cli/src', 'test/*.spec.ts'].flatMap((where) => [
    restricted(where, 'libsql', /its owner/),
    restricted(where, 'node:sqlite', /its owner/),
  ]),
  ...['libs/ledger/src', 'libs/verifier/src', 'libs/tlog/src'].map((at) => restricted(at, 'tweetnacl', /its owner/)),
  ...['libs/ledger/src', 'libs/signing/src'].map((at) => restricted(at, 'sodium-native', /its owner/)),
  ...['libs/ledger/src', 'libs/store/src', 'test/*.spec.ts', 'test/bench'].flatMap((at) => [
    restricted(at, '@eventstore/db-client', /its owner/),
    restricted(at, '@eventstore/db-client/generated/streams_pb.js', /its owner/),
  ]),
  ...PURE.flatMap((lib) => [
    restricted(`libs/${lib}/src`, 'node:crypto', /runs in a browser/),
    restricted(`libs/${lib}/src`, 'fs/promises', /runs in a browser/),
    restricted(`libs/${lib}/src`, '@nestjs/common', /Nest stays/),
  ]),
];

const WORLD_BANS: Ban[] = PURE.flatMap((lib): Ban[] => [
  ...['process', 'fetch', 'crypto', 'Buffer', 'setTimeout', 'setInterval', 'performance', 'globalThis'].map(
    (name): Ban => [`libs/${lib}/src`, `export const it: unknown = ${name};`, 'no-restricted-globals'],
  ),
  [`libs/${lib}/src`, 'export const now = Date.now();', 'no-restricted-properties', /clock/],
  [`libs/${lib}/src`, 'export const dice = Math.random();', 'no-restricted-properties', /randomness/],
  [`libs/${lib}/src`, 'export const now = new Date();', 'no-restricted-syntax', /clock/],
  [`libs/${lib}/src`, 'export const now = Date();', 'no-restricted-syntax', /clock/],
  [`libs/${lib}/src`, "export const f = (): void => console.log('x');", 'no-console'],
]);

export const BANS = [...SIZE_BANS, ...TYPE_BANS, ...COMMENT_BANS, ...IMPORT_BANS, ...WORLD_BANS];

/** What looks like a violation and is none. */
export const ALLOWED: (readonly [where: string, code: string])[] = [
  ...PURE.map((lib) => [`libs/${lib}/src`, "export const day = [new Date('2026-01-01'), Date.UTC(2026)];"] as const),
  ['libs/domain/test/*.spec.ts', "export * as fs from 'node:fs';\nconsole.log(Date.now());"],
  ['libs/domain/test/*.spec.ts', `describe('a long list', () => {\n${lines(100, () => '//')}\n});`],
  ['libs/signing/src', "export * as nacl from 'tweetnacl';\nexport * as it from '@noble/hashes/sha2.js';"],
  ['libs/verifier/src', "export * as sodium from 'sodium-native';\nexport * as it from 'node:worker_threads';"],
  ['libs/store/src/sqlite-driver.ts', "export * as libsql from 'libsql';"],
  ['libs/store/src/eventstoredb.ts', "export * as it from '@eventstore/db-client';"],
  ['test/esdb', "export * as it from '@eventstore/db-client/generated/streams_pb.js';"],
  ['test/bench/bare-esdb.ts', "export * as it from '@eventstore/db-client';"],
  ['libs/ledger/src', "export * as it from 'class-validator';\nexport { CommandBus } from '@nestjs/cqrs';"],
  [
    'libs/ledger/src',
    '// eslint-disable-next-line eqeqeq -- null\nexport const f = (a: unknown): boolean => a == null;',
  ],
  ['libs/ledger/src', body(ROUTE.replaceAll('Dto', 'Shape'), 'type { Shape }').replace('Injectable, ', '')],
  ['libs/ledger/src', body(ROUTE, '{ Dto }').replace('Injectable, ', '')],
  ['apps/cli/src', "export * as store from '@hadic/store';\nconsole.log(process.argv);"],
  ['test/*.spec.ts', "export * as app from '../apps/standalone/src/main.js';\nconsole.log('x');"],
];

/** Which lib may import which (design: the parts). Every other pair is a forbidden arrow. */
const MAY: Record<string, readonly string[]> = {
  domain: [],
  tlog: [],
  signing: [],
  words: ['domain'],
  verifier: ['signing'],
  store: [],
  service: ['verifier', 'store', 'words'],
  ledger: ['domain', 'signing', 'tlog', 'verifier', 'store', 'words'],
  provenance: ['domain', 'signing', 'tlog', 'verifier', 'store', 'words'],
};

/** [folder, imported module, rule that must be reported; none if the arrow is allowed] */
type Arrow = readonly [where: string, to: string, rule?: string];

const PAIRS: Arrow[] = Object.entries(MAY).flatMap(([from, may]) =>
  Object.keys(MAY)
    .filter((to) => to !== from)
    .map((to): Arrow => {
      const arrow = [`libs/${from}/src`, `@hadic/${to}`] as const;
      return may.includes(to) ? arrow : [...arrow, `${from}-keeps-to-its-arrows`];
    }),
);

export const ARROWS: Arrow[] = [
  ...PAIRS,
  ...[...PURE, 'verifier', 'store'].map((lib): Arrow => [`libs/${lib}/src`, 'ajv', `${lib}-keeps-to-its-arrows`]),
  ...PURE.map((lib): Arrow => [`libs/${lib}/src`, 'node:crypto', `${lib}-keeps-to-its-arrows`]),
  ...['ledger', 'provenance', 'service', 'store'].map((lib): Arrow => [`libs/${lib}/src`, 'node:path']),
  ['libs/gadget/src', '@hadic/domain', 'every-lib-has-its-arrows'],
  ['libs/ledger/src', '../../../apps/standalone/src/main.js', 'libs-import-no-app'],
  ['libs/ledger/test', '../../../apps/standalone/src/main.js', 'libs-import-no-app'],
  ['apps/cli/src', '../../standalone/src/main.js', 'apps-import-no-app'],
  ['libs/ledger/src', '../../store/src/port.js', 'libs-only-through-their-index'],
  ['libs/ledger/test', '../../store/src/port.js', 'libs-only-through-their-index'],
  ['libs/store/test', '../src/port.js'],
  ['apps/cli/src', '../../../libs/store/src/port.js', 'apps-and-tests-only-through-an-index'],
  ['test', '../libs/store/src/port.js', 'apps-and-tests-only-through-an-index'],
  ['test', '@hadic/store'],
  ['libs/ledger/src', '@eventstore/db-client', 'eventstoredb-client-in-its-adapter-only'],
  ['libs/store/src', '@eventstore/db-client', 'eventstoredb-client-in-its-adapter-only'],
  ['test', '@eventstore/db-client', 'eventstoredb-client-in-its-adapter-only'],
  ['test/bench', '@eventstore/db-client', 'eventstoredb-client-in-its-adapter-only'],
  ['test', '@eventstore/db-client/generated/streams_pb.js', 'eventstoredb-client-in-its-adapter-only'],
  ['test/esdb', '@eventstore/db-client/generated/streams_pb.js'],
  ['libs/store/src', '@kurrent/kurrentdb-client', 'one-eventstoredb-client'],
  ['libs/ledger/src', '../test/support.js', 'source-imports-no-test'],
  ['libs/ledger/src', 'fast-check', 'source-imports-no-dev-dependency'],
  ['apps/cli/src', 'canonicalize', 'source-imports-no-dev-dependency'],
  ['libs/ledger/test', 'fast-check'],
  ['libs/ledger/src', 'light-my-request', 'packages-are-declared'],
  ['libs/ledger/src', './nowhere.js', 'no-unresolvable'],
  ['libs/ledger/src/ring.ts', './ring-end.js', 'no-circular'],
];

const DTO = 'export class Dto { quantity = 0; }\nexport interface Shape { quantity: number }';
export const PLAIN = [
  ...[...Object.keys(MAY), 'gadget'].map((lib) => [`libs/${lib}/src/index.ts`, 'export const it = 1;'] as const),
  ...['libs/ledger', 'apps/cli'].map((at) => [`${at}/src/dto.ts`, DTO] as const),
  ['libs/store/src/port.ts', 'export const it = 1;'],
  ['libs/ledger/test/support.ts', 'export const it = 1;'],
  ['libs/ledger/src/ring-end.ts', "export * as it from './ring.js';"],
  ['apps/standalone/src/main.ts', 'export const it = 1;'],
  ['bin/hadic.js', 'console.log(process.argv);'],
] as const;
