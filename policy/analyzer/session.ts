// One stack before the engine's eyes: resources are judged as they are registered, then all of them together. Knows no protocol.
import { levelOf, type PolicyEnvironment } from '../environment';
import { Evaluator, type Judgement } from '../evaluate';
import type { Level, Policy, ResourcePolicy } from '../policy';
import { Tally, type Finding, type PolicyCounts, type Timing } from '../report';
import type { Resource } from '../resource';
import type { Properties } from '../value';

/** What a run of the engine came to. */
export interface SessionReport {
  /** Policies in force: neither disabled nor absent. */
  readonly policies: number;
  readonly disabled: readonly string[];
  /** Resources that were judged. */
  readonly resources: number;
  /** False where the engine never asked about the stack as a whole: it stopped before. */
  readonly isComplete: boolean;
  readonly counts: PolicyCounts;
  readonly findings: readonly Finding[];
}

/** What a resource depends on, and its state in the stack as a whole. */
export type Related = Omit<Resource, 'inputs'>;

export class Session {
  private judgement: Judgement;
  private evaluator: Evaluator;
  private readonly resources = new Map<string, Resource>();
  private readonly byResource = new Map<string, Tally>();
  private ofStack: Tally | undefined;

  /** `isPreview` is what the engine says; until then a run counts as one that changes things. */
  constructor(
    judgement: Judgement,
    private isPreview = false,
    private readonly leavesOpen = false,
  ) {
    this.judgement = judgement;
    this.evaluator = new Evaluator(judgement);
  }

  get environment(): PolicyEnvironment {
    return this.judgement.environment;
  }

  get policies(): readonly Policy[] {
    return this.judgement.policies;
  }

  /** True where a policy sets values: only then is anything read to remediate it. */
  get canRemediate(): boolean {
    return this.remedies().length > 0;
  }

  configure(judgement: Judgement, isPreview: boolean): void {
    this.judgement = judgement;
    this.isPreview = isPreview;
    this.evaluator = new Evaluator(judgement);
  }

  /** Levels from the engine's own configuration of the pack; they win over the environment's. */
  override(overrides: Readonly<Record<string, Level>>): void {
    const { environment } = this.judgement;
    const enforcement = { ...environment.enforcement, overrides: { ...environment.enforcement.overrides, ...overrides } };
    this.configure({ ...this.judgement, environment: { ...environment, enforcement } }, this.isPreview);
  }

  judge(resource: Resource): readonly Finding[] {
    this.resources.set(resource.urn, resource);
    const tally = new Tally(this.evaluator.judge(resource));
    this.byResource.set(resource.urn, tally);
    return tally.findings(this.environment, this.timing);
  }

  /** Judges the stack by the inputs that were registered: outputs are not what policies speak of. */
  judgeStack(related: readonly Related[]): readonly Finding[] {
    const resources = related.flatMap((one) => {
      const known = this.resources.get(one.urn);
      return known === undefined ? [] : [{ ...known, ...one }];
    });
    this.ofStack = new Tally(this.evaluator.judgeStack(resources));
    return this.ofStack.findings(this.environment, this.timing);
  }

  /** The inputs with every right value set that a policy at level `remediate` has; each step names its policy. */
  remediate(resource: Resource): readonly { readonly policy: Policy; readonly inputs: Properties }[] {
    let { inputs } = resource;
    return this.remedies().flatMap(({ policy, remediate }) => {
      const failed = new Evaluator({ ...this.judgement, policies: [policy] }).judge({ ...resource, inputs }).some(({ outcome }) => outcome === 'failed');
      if (!failed) return [];
      inputs = remediate(inputs);
      return [{ policy, inputs }];
    });
  }

  private remedies(): readonly { readonly policy: ResourcePolicy; readonly remediate: (inputs: Properties) => Properties }[] {
    return this.judgement.policies.flatMap((policy) =>
      policy.scope === 'resource' && policy.remediate !== undefined && levelOf(policy, this.environment) === 'remediate'
        ? [{ policy, remediate: policy.remediate }]
        : [],
    );
  }

  report(): SessionReport {
    const tally = Tally.of([...this.byResource.values(), this.ofStack ?? new Tally()]);
    const disabled = this.judgement.policies.filter((policy) => levelOf(policy, this.environment) === 'disabled').map(({ id }) => id);
    return {
      policies: this.judgement.policies.length - disabled.length,
      disabled,
      resources: this.resources.size,
      isComplete: this.ofStack !== undefined,
      counts: tally.counts,
      findings: tally.findings(this.environment, this.timing),
    };
  }

  private get timing(): Timing {
    return this.leavesOpen ? 'open' : this.isPreview ? 'preview' : 'final';
  }
}
