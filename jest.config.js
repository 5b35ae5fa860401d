/** Jest runs the TypeScript sources as ES modules; swc only strips the types (tsc checks them). */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
};

/** One project per kind of test, in the order in which script/test runs them. */
const project = (name) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...(['integration', 'adverse', 'e2e'].includes(name) && {
    setupFilesAfterEnv: ['<rootDir>/test/helpers/second-try.ts'],
  }),
});

export default {
  projects: ['unit', 'contract', 'integration', 'adverse', 'killed', 'e2e', 'docker', 'infra'].map(project),
  reporters: ['default', '<rootDir>/test/helpers/retried.js'],
  // Only what hangs exceeds it: no verdict may depend on how busy the machine is.
  testTimeout: 300_000,
  // More than the cores: the integration cases mostly wait for child processes.
  maxWorkers: 4,
};
