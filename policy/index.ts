// The door of the policy pack. Loads no package: the engine's protocol is spoken by a process of its own.
export { policies } from './catalogue';
export { levelOf, strictest, type Enforcement, type PolicyEnvironment } from './environment';
export { Evaluator, judgeAll, type Judgement, type Outcome, type Verdict } from './evaluate';
export { isInForce, type Exemption } from './exemptions';
export { PackError, startPack, type RunningPack } from './pack';
export type { Level, Policy, Severity } from './policy';
export type { Resource } from './resource';
export type { RulesPlace } from './rules';
