// What a secret looks like that nobody has marked as one. The only door; knows no policy.
export * from './azure-shapes';
export { credentialIn, looksSecret, shapesIn, withoutSecrets } from './recognise';
export * from './service-shapes';
export type { Shape } from './shapes';
export { textsOf, type InputText } from './texts';
