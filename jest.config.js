// Jest reads the TypeScript sources through swc; tsc checks the types apart (npm run check).
const swc = { transform: { '^.+\\.ts$': ['@swc/jest'] }, testEnvironment: 'node' };
const layer = (name) => ({ ...swc, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`] });

module.exports = {
  projects: ['unit', 'architecture', 'components', 'policy', 'localcloud', 'engine', 'acceptance'].map(layer),
};
