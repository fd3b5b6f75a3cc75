// Jest reads the TypeScript sources through swc; tsc checks the types apart (npm run check).
const swc = { transform: { '^.+\\.ts$': ['@swc/jest'] }, testEnvironment: 'node' };
// These run the built CLI or the real engine; the setup brings both, once a run.
const builtLayers = ['engine', 'acceptance'];
const layer = (name) => ({
  ...swc,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...(builtLayers.includes(name)
    ? { globalSetup: '<rootDir>/test/support/jest-global-setup.ts', globalTeardown: '<rootDir>/test/support/jest-global-teardown.ts' }
    : {}),
});

module.exports = {
  // Most tests wait for processes of their own: more workers than Jest's default of cores - 1 pay.
  maxWorkers: '100%',
  testTimeout: 60_000,
  projects: ['unit', 'architecture', 'components', 'policy', 'localcloud', 'engine', 'acceptance'].map(layer),
};
