// The door of the policy pack. Loads no package: the engine's protocol is spoken by a process of its own, files are read when they are asked for.
import type { Rules, RulesPlace } from './rules';

export { policies } from './catalogue';
export { judgeInput, unusedExemptions } from './check';
export { levelOf, strictest, type Enforcement, type PolicyEnvironment } from './environment';
export { Evaluator, judgeAll, type Judgement, type Outcome, type Verdict } from './evaluate';
export { isInForce, matchesPattern, type Exemption } from './exemptions';
export { InputError, parseInput, type InputStack } from './input';
export { PackError, startPack, type RunningPack } from './pack';
export { parityOf, type ParityRow } from './parity';
export { fileExemptionFor, type FileExemption } from './file-exemptions';
export type { Level, Policy, Severity } from './policy';
export type { Resource } from './resource';
export { partsOfId, scaffold } from './scaffold';
export type { Rules, RulesPlace };

/** Environments and exemptions of a project; loads what reads YAML. Throws for files that cannot be read. */
export const readRules = async (place: RulesPlace, now: Date): Promise<Rules> => (await import('./rules')).readRules(place, now);
