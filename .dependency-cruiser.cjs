// The arrows of the architecture: who may import whom. `npm run check` draws them all and fails on one that is not here;
// test/house.spec.ts draws each forbidden one and expects the rule that forbids it.

/** Per lib: the libs and packages that its source may import, whether it may use Node's own modules, and why. */
const LIBS = {
  domain: {
    libs: [],
    packages: [],
    why: 'The halal rules must read, run and be tested without any machinery: they import nothing.',
  },
  tlog: {
    libs: [],
    packages: [],
    why: 'A verifier in a browser runs the tree as it is; even the hash is passed in.',
  },
  signing: {
    libs: [],
    packages: ['tweetnacl', '@noble/hashes', '@scure/base'],
    why: 'What signs must run in a browser and be small enough to audit: tweetnacl, two audited codecs, nothing of ours.',
  },
  words: {
    libs: ['domain'],
    packages: [],
    why: 'The message catalogue puts the domain into sentences and knows nothing else.',
  },
  verifier: {
    libs: ['signing'],
    packages: ['sodium-native'],
    node: true,
    why: 'The fast verifier gives the verdict of signing on worker threads; it knows no events.',
  },
  store: {
    libs: [],
    packages: ['libsql', '@eventstore/db-client'],
    node: true,
    why: 'The store keeps bytes. What they mean is none of its business, so it imports drivers only.',
  },
  ledger: {
    libs: ['domain', 'signing', 'tlog', 'verifier', 'store', 'words'],
    packages: ['[^/]+'],
    node: true,
    why: 'The write side must not know the read side: they meet in the log only.',
  },
  service: {
    libs: ['verifier', 'store', 'words'],
    packages: ['[^/]+'],
    node: true,
    why: 'The rim of every service: it must start the write side without the read side, and the other way round, so it knows neither.',
  },
  provenance: {
    libs: ['domain', 'signing', 'tlog', 'verifier', 'store', 'words'],
    packages: ['[^/]+'],
    node: true,
    why: 'The read side must not know the write side: it follows the log and can be rebuilt from it.',
  },
};

const names = Object.keys(LIBS).join('|');
const anyOf = (words) => `(${words.join('|')})`;

// A package resolves into node_modules; one that is not installed keeps its bare name and is caught by no-unresolvable.
const arrowsOf = ([lib, { libs, packages, node = false, why }]) => ({
  name: `${lib}-keeps-to-its-arrows`,
  comment: why,
  severity: 'error',
  from: { path: `^libs/${lib}/src/` },
  to: {
    pathNot: [
      `^libs/${anyOf([lib, ...libs])}/`,
      ...(packages.length === 0 ? [] : [`(^|/)node_modules/${anyOf(packages)}/`]),
    ],
    ...(node ? { dependencyTypesNot: ['core'] } : {}),
  },
});

module.exports = {
  forbidden: [
    ...Object.entries(LIBS).map(arrowsOf),
    {
      name: 'every-lib-has-its-arrows',
      comment: 'A new lib says first, in the table at the top of this file, what it may import.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${names})/` },
      to: {},
    },
    {
      name: 'libs-import-no-app',
      comment: 'Apps compose libs. A lib that needs something of an app gets it passed in.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-import-no-app',
      comment: 'What two apps share is a lib.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-only-through-their-index',
      comment: 'What a lib offers stands in its index.ts. All else may change without notice.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'apps-and-tests-only-through-an-index',
      comment: 'The same from outside libs: an app or a whole-system test sees what the index.ts offers.',
      severity: 'error',
      from: { path: '^(apps|bin|test)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'eventstoredb-client-in-its-adapter-only',
      comment:
        'The client has traps that only its adapter handles; nothing else may meet it but the server that tests it and the bench that measures against it.',
      severity: 'error',
      from: { pathNot: ['^libs/store/src/eventstoredb[^/]*\\.ts$', '^test/esdb/', '^test/bench/bare-esdb\\.ts$'] },
      to: { path: '(^|/)@eventstore/db-client' },
    },
    {
      name: 'one-eventstoredb-client',
      comment: 'Two clients of one server would be two dialects of every error. We keep @eventstore/db-client.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)@kurrent/kurrentdb-client' },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'source-imports-no-test',
      comment: 'Tests are not shipped.',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/src/' },
      to: { path: '(^|/)test/|\\.spec\\.ts$', pathNot: '(^|/)node_modules/' },
    },
    {
      name: 'source-imports-no-dev-dependency',
      comment: 'What runs in production is installed in production.',
      severity: 'error',
      from: { path: '^((apps|libs)/[^/]+/src|bin)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that only another package brings along may vanish with its next version.',
      severity: 'error',
      from: {},
      // Jest itself hands out @jest/globals, which ES modules need for the `jest` object.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/@jest/globals/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: { pathNot: '^bin/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
