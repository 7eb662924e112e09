// The house rules that a linter can hold. Which lib may import which is held by .dependency-cruiser.cjs instead, and
// test/house.spec.ts proves of every ban here that it bites.
import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const SOURCES = ['{apps,libs}/*/src/**/*.ts'];
const TESTS = ['test/**/*.ts', '{apps,libs}/*/test/**/*.ts', '**/*.spec.ts'];
const PURE = ['libs/{domain,signing,tlog,words}/src/**/*.ts'];
const PLAIN_JS = ['**/*.js', '**/*.cjs'];

/** Packages that one place owns; every other file goes through what that place exports. */
const OWNED = [
  {
    names: 'libsql|node:sqlite|sqlite',
    home: ['libs/store/src/sqlite-driver.ts'],
    say: 'open SQLite files through the driver of @hadic/store',
  },
  { names: 'tweetnacl', home: ['libs/signing/**'], say: 'sign and verify through @hadic/signing' },
  { names: 'sodium-native', home: ['libs/verifier/**'], say: 'verify through @hadic/verifier' },
  {
    names: '@eventstore/db-client(/.*)?',
    home: ['libs/store/src/eventstoredb*.ts', 'test/esdb/**', 'test/bench/bare-esdb.ts'],
    say: 'the client has traps that only its adapter in @hadic/store handles',
  },
];

const EVERYWHERE = {
  paths: [
    {
      name: '@nestjs/cqrs',
      importNames: ['EventBus', 'EventPublisher', 'EventsHandler', 'AggregateRoot', 'Saga'],
      message: 'Its events are unordered, lost on error and lost on restart: read sides follow the store instead.',
    },
  ],
  patterns: [
    { regex: '^@hadic/[^/]+/', message: 'Import a lib by its name; what its index.ts does not export is its own.' },
    {
      regex: '^(\\.\\./)+(libs/|(?!apps/)[^.].*/src/)',
      message: 'Import a lib as @hadic/<lib>, not by a path into it.',
    },
  ],
};

const NO_PLATFORM = [
  {
    regex: `^(node:.*|(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(/.*)?)$`,
    message: 'This lib is pure and runs in a browser: pass in what it needs of Node.',
  },
  { regex: '^@nestjs/', message: 'This lib is pure: Nest stays at the rim.' },
];

/** One rule can be configured only once for a file, so each place gets the whole list of what is banned there. */
function importBans(home, extra = []) {
  const owned = OWNED.filter((owner) => owner !== home).map(({ names, say }) => ({
    regex: `^(${names})$`,
    message: `Only its owner may import this: ${say}.`,
  }));
  const patterns = [...EVERYWHERE.patterns, ...owned, ...extra];
  return { 'no-restricted-imports': ['error', { paths: EVERYWHERE.paths, patterns }] };
}

const SYNTAX = [
  {
    selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    message: 'A cast through unknown hides a wrong type: narrow the value or fix its type.',
  },
];
const SYNTAX_OF_SOURCES = [
  ...SYNTAX,
  {
    selector: 'SwitchCase[test=null]',
    message: 'A default hides the case that the next event type forgets: name every case.',
  },
];
const SYNTAX_OF_PURE = [
  ...SYNTAX_OF_SOURCES,
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Pass the clock in.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Pass the clock in.' },
];
const SYNTAX_OF_TESTS = [
  ...SYNTAX,
  {
    selector: 'MemberExpression[object.name=/^(describe|it|test)$/][property.name="only"]',
    message: 'A test left on .only silences all others.',
  },
];

const PLATFORM_GLOBALS = [
  ...['process', 'Buffer', 'fetch', 'crypto', 'performance', 'globalThis', 'window'],
  ...['setTimeout', 'setInterval', 'setImmediate'],
].map((name) => ({ name, message: 'This lib is pure: pass in what it needs of the world around it.' }));

/** `eslint-disable` only with `-- the reason`. Reported before column 0, where no directive can silence the report. */
const describedDisables = {
  meta: { type: 'problem', schema: [], messages: { bare: 'Say after -- why the rule does not hold here.' } },
  create: (context) => ({
    Program() {
      for (const { node, justification } of context.sourceCode.getDisableDirectives().directives) {
        if (justification === '') {
          context.report({ messageId: 'bare', loc: { line: node.loc.start.line, column: -1 } });
        }
      }
    },
  }),
};

/**
 * A class imported by `import type` leaves `Object` in the metadata that Nest reads: a body is then not validated at all,
 * and an injected class not found. The compiler is silent about it.
 */
const noErasedMetadata = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { erased: 'Nest reads {{name}} at run time: import the class itself, not only its type.' },
  },
  create(context) {
    const { program, getSymbolAtLocation } = context.sourceCode.parserServices;
    const isDecorated = (node) => (node?.decorators ?? []).length > 0;

    function importsOnlyType(identifier) {
      let scope = context.sourceCode.getScope(identifier);
      while (scope !== null && !scope.set.has(identifier.name)) scope = scope.upper;
      const definition = scope?.set.get(identifier.name)?.defs[0];
      return [definition?.parent?.importKind, definition?.node.importKind].includes('type');
    }

    function isClass(identifier) {
      const symbol = getSymbolAtLocation(identifier);
      if (symbol === undefined) return false;
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      const target = isAlias ? program.getTypeChecker().getAliasedSymbol(symbol) : symbol;
      return (target.flags & ts.SymbolFlags.Class) !== 0;
    }

    function check(annotated) {
      const target = annotated.parameter ?? annotated.left ?? annotated;
      const name = target.typeAnnotation?.typeAnnotation.typeName;
      if (name?.type === 'Identifier' && importsOnlyType(name) && isClass(name)) {
        context.report({ node: name, messageId: 'erased', data: { name: name.name } });
      }
    }

    return {
      MethodDefinition(node) {
        const { params } = node.value;
        const owner = node.kind === 'constructor' ? node.parent.parent : node;
        if (isDecorated(owner) || params.some(isDecorated)) params.forEach(check);
      },
      PropertyDefinition(node) {
        if (isDecorated(node)) check(node);
      },
    };
  },
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', '.hadic/']),
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { 'described-disables': describedDisables, 'no-erased-metadata': noErasedMetadata } } },
    rules: {
      ...importBans(),
      'house/described-disables': 'error',
      'house/no-erased-metadata': 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 70],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      // A switch over a union counts once: its length is the catalogue's, and the compiler watches over it. Twelve, because
      // a decoder of a foreign format reads best as one list of checks, and eight would tear that list apart.
      complexity: ['error', { max: 12, variant: 'modified' }],
      // Of ESLint's own recommended rules, those that neither the compiler nor typescript-eslint covers.
      eqeqeq: 'error',
      'no-async-promise-executor': 'error',
      'no-cond-assign': 'error',
      'no-constant-condition': 'error',
      'no-control-regex': 'error',
      'no-dupe-else-if': 'error',
      'no-empty': 'error',
      'no-misleading-character-class': 'error',
      'no-sparse-arrays': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-restricted-syntax': ['error', ...SYNTAX],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A port's method is async because the port says so, whether or not this adapter has to wait for anything.
      '@typescript-eslint/require-await': 'off',
    },
  },
  ...OWNED.map((owner) => ({ files: owner.home, rules: importBans(owner) })),
  { files: SOURCES, rules: { 'no-restricted-syntax': ['error', ...SYNTAX_OF_SOURCES] } },
  { files: ['libs/*/src/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: PURE,
    rules: {
      ...importBans(undefined, NO_PLATFORM),
      'no-restricted-globals': ['error', ...PLATFORM_GLOBALS],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pass the clock in.' },
        { object: 'Math', property: 'random', message: 'Pass the randomness in.' },
      ],
      'no-restricted-syntax': ['error', ...SYNTAX_OF_PURE],
    },
  },
  {
    files: ['libs/signing/src/**/*.ts'],
    rules: importBans(
      OWNED.find(({ names }) => names === 'tweetnacl'),
      NO_PLATFORM,
    ),
  },
  {
    files: TESTS,
    rules: {
      'no-restricted-syntax': ['error', ...SYNTAX_OF_TESTS],
      // A `describe` is a list of cases, and what a test reads from JSON is judged by its assertions.
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/index.ts'],
    ignores: ['libs/*/src/index.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'Program', message: 'One index.ts a lib, and none elsewhere.' }],
    },
  },
  {
    files: ['{apps,libs}/*/src/*/*/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'Folders nest one deep below src, no deeper.' },
      ],
    },
  },
  { files: PLAIN_JS, extends: [tseslint.configs.disableTypeChecked], rules: { 'house/no-erased-metadata': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
