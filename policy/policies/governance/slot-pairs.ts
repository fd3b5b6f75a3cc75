// Blue-green: what exists for one slot exists for the other, or the next switch has nowhere to go.
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';

type Slot = 'blue' | 'green';
const counterpart: Readonly<Record<Slot, Slot>> = { blue: 'green', green: 'blue' };

/** The name with the slot taken out, and the slot; undefined where the name speaks of none or of both. */
function slotOf({ name }: Resource): { readonly rest: string; readonly slot: Slot } | undefined {
  const parts = name.toLowerCase().split(/[-_.]/);
  const slots = parts.flatMap((part): readonly Slot[] => (part === 'blue' || part === 'green' ? [part] : []));
  const [slot, another] = slots;
  return slot === undefined || another !== undefined ? undefined : { rest: parts.filter((part) => part !== slot).join('-'), slot };
}

export const governanceSlotPairs = stackPolicy({
  id: 'governance-slot-pairs',
  title: 'What exists for one slot exists for the other',
  severity: 'low',
  // "Green" may be a word of the business as well.
  level: 'advisory',
  checkov: [],
  rationale: 'A release goes to the slot that is not live; a pipeline, job or schema that is missing there is found out at the switch.',
  remediation: {
    text: 'Make the resource once a slot, with the slot at the end of its name.',
    example: "for (const slot of ['blue', 'green']) new datafactory.Pipeline(`pipeline-${slot}`, { … });",
  },
  references: ['https://learn.microsoft.com/azure/well-architected/operational-excellence/safe-deployments'],
  types: ['azure-native:datafactory:Pipeline', 'azure-native:datafactory:Trigger', 'databricks:index/job:Job', 'databricks:index/schema:Schema'],
  check: (subject, stack) => {
    const own = slotOf(subject.resource);
    if (own === undefined) return;
    const wanted = counterpart[own.slot];
    const hasTwin = stack.ofType(subject.resource.type).some((other) => {
      const its = slotOf(other);
      return its?.slot === wanted && its.rest === own.rest;
    });
    if (!hasTwin) subject.fail('', `is of the slot ${own.slot} and has no counterpart for ${wanted}`);
  },
});
