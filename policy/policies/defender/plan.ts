// What the policies on Defender plans share: a plan that is configured is configured to be on.
import { isOneOf } from '../../compare';
import { resourcePolicy, type ResourcePolicy } from '../../policy';

interface PlanPolicy {
  readonly id: string;
  /** For the title: "storage". */
  readonly what: string;
  readonly checkov: string;
  readonly anchors?: readonly string[];
  /** Names that the plan has or had; absent for every plan. */
  readonly plans?: readonly string[];
  readonly severity: ResourcePolicy['severity'];
  readonly level: ResourcePolicy['level'];
  readonly rationale: string;
  readonly differs?: string;
}

const reference = 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction';

export const planPolicy = ({ id, what, checkov, anchors = [], plans, severity, level, rationale, differs }: PlanPolicy): ResourcePolicy =>
  resourcePolicy({
    id,
    title: `Defender for Cloud is on for ${what}`,
    severity,
    level,
    checkov: [checkov],
    ...(differs === undefined ? {} : { differs: { [checkov]: differs } }),
    anchors,
    rationale,
    remediation: {
      text: "Set pricingTier to 'Standard'; 'Free' turns the plan off.",
      example: `new security.Pricing('plan', { pricingName: '${plans?.[0] ?? 'Arm'}', pricingTier: 'Standard', scopeId });`,
    },
    references: [reference],
    types: ['azure-native:security:Pricing'],
    check: (pricing) => {
      if (plans !== undefined && !isOneOf(pricing.read('pricingName'), plans)) return;
      if (!isOneOf(pricing.read('pricingTier'), ['Standard']))
        pricing.fail('pricingTier', `turns Defender for ${plans === undefined ? 'a plan' : what} off: pricingTier is ${pricing.shown('pricingTier')}`);
    },
    remediate: (inputs) => {
      const name = inputs['pricingName'];
      const isMeant = plans === undefined || (typeof name === 'string' && isOneOf(name, plans));
      return isMeant ? { ...inputs, pricingTier: 'Standard' } : inputs;
    },
  });
