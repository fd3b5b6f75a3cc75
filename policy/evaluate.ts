// Runs policies over resources: one verdict for each pair that fits. Pure; the pack's server and `hx policy check --input` both stand on it.
import { levelOf, type PolicyEnvironment } from './environment';
import { exemptionFor, type Exemption } from './exemptions';
import type { Level, Policy, ResourcePolicy, StackPolicy } from './policy';
import type { Resource } from './resource';
import { withoutSecrets } from './secrets';
import { Stack } from './stack';
import { Subject, type Violation } from './subject';
import { UnknownValueError, secretTexts } from './value';

/** `not-evaluated`: the policy read a value that is not known yet, or broke; never a pass. */
export type Outcome = 'passed' | 'failed' | 'not-evaluated';

export interface Verdict {
  readonly policy: Policy;
  readonly resource: Resource;
  readonly level: Exclude<Level, 'disabled'>;
  readonly outcome: Outcome;
  /** What is wrong; none unless it failed. */
  readonly violations: readonly Violation[];
  /** Why it could not be evaluated. */
  readonly reason?: string;
  /** The exemption that takes the force from a failure. */
  readonly exemption?: Exemption;
}

export interface Judgement {
  readonly policies: readonly Policy[];
  readonly environment: PolicyEnvironment;
  /** Those in force today. */
  readonly exemptions: readonly Exemption[];
}

const isResourcePolicy = (policy: Policy): policy is ResourcePolicy => policy.scope === 'resource';
const isStackPolicy = (policy: Policy): policy is StackPolicy => policy.scope === 'stack';

export class Evaluator {
  private readonly resourcePolicies: TypeIndex<ResourcePolicy>;
  private readonly stackPolicies: TypeIndex<StackPolicy>;
  private readonly levels: ReadonlyMap<Policy, Verdict['level']>;

  constructor(private readonly judgement: Judgement) {
    const levels = judgement.policies.flatMap((policy): [Policy, Verdict['level']][] => {
      const level = levelOf(policy, judgement.environment);
      return level === 'disabled' ? [] : [[policy, level]];
    });
    this.levels = new Map(levels);
    const active = [...this.levels.keys()];
    this.resourcePolicies = new TypeIndex(active.filter(isResourcePolicy));
    this.stackPolicies = new TypeIndex(active.filter(isStackPolicy));
  }

  /** Verdicts of the policies that judge a resource by itself. */
  judge(resource: Resource): readonly Verdict[] {
    return this.resourcePolicies.of(resource.type).map((policy) => this.verdict(policy, resource, policy.check));
  }

  /** Verdicts of the policies that judge a resource by its stack. */
  *judgeStack(resources: readonly Resource[]): Iterable<Verdict> {
    const stack = new Stack(resources);
    for (const resource of resources) {
      for (const policy of this.stackPolicies.of(resource.type)) yield this.verdict(policy, resource, (subject) => policy.check(subject, stack));
    }
  }

  private verdict(policy: Policy, resource: Resource, check: (subject: Subject) => void): Verdict {
    const { environment, exemptions } = this.judgement;
    const violations: Violation[] = [];
    const reason = reasonOf(() => check(new Subject(resource, environment, violations)));
    const level = this.levels.get(policy) ?? 'advisory';
    if (violations.length === 0 && reason === undefined) return { policy, resource, level, outcome: 'passed', violations };
    const outcome = violations.length > 0 ? 'failed' : 'not-evaluated';
    const exemption = exemptionFor(exemptions, policy.id, resource.urn, environment.name);
    return {
      policy,
      resource,
      level,
      outcome,
      violations: masked(violations, resource),
      ...(outcome === 'not-evaluated' && reason !== undefined ? { reason } : {}),
      ...(exemption === undefined ? {} : { exemption }),
    };
  }
}

/**
 * All verdicts over the resources of one stack, one at a time: most are passes, which nobody keeps. Where some resources are not known
 * (`isPartial`), what a stack policy misses may be among those: it is not evaluated.
 */
export function* judgeAll(judgement: Judgement, resources: readonly Resource[], isPartial = false): Iterable<Verdict> {
  const evaluator = new Evaluator(judgement);
  for (const resource of resources) yield* evaluator.judge(resource);
  for (const verdict of evaluator.judgeStack(resources)) yield isPartial ? leftOpen(verdict) : verdict;
}

/** A sibling that is missing may be the one that is asked for, or the one that is forbidden. */
const leftOpen = (verdict: Verdict): Verdict => ({
  ...verdict,
  outcome: 'not-evaluated',
  violations: [],
  reason: 'unchanged resources are left out of the file; pulumi preview --json --show-sames has them',
});

function reasonOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UnknownValueError) return error.message;
    // A broken policy stands for all that it did not look at.
    return `the policy broke: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Shorter ones would mask words of every message. */
const shortestMasked = 4;

/** Takes secrets out, marked or not. A property is the name of an input, and a name can be a token too. */
function masked(violations: readonly Violation[], { inputs }: Resource): readonly Violation[] {
  if (violations.length === 0) return violations;
  const secrets = secretTexts(inputs).filter((text) => text.length >= shortestMasked);
  return violations.map(({ property, message }) => ({
    property: withoutSecrets(property),
    message: withoutSecrets(secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), message)),
  }));
}

/** Policies by the type that they judge, in the order of the catalogue. */
class TypeIndex<P extends Policy> {
  private readonly known = new Map<string, readonly P[]>();

  constructor(private readonly policies: readonly P[]) {}

  of(type: string): readonly P[] {
    const known = this.known.get(type);
    if (known !== undefined) return known;
    const found = this.policies.filter(({ types }) => types === 'every' || types.includes(type));
    this.known.set(type, found);
    return found;
  }
}
