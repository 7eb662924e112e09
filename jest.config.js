// Jest on ESM: relative imports end in `.js` and are mapped back to the TypeScript source; swc compiles, tsc only checks.
export default {
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@hadic/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  testEnvironment: 'node',
  // Jest's sandbox looks these up through a proxy, which makes tweetnacl fifty times slower.
  sandboxInjectedGlobals: ['Math', 'Float64Array'],
  testTimeout: 30_000,
};
