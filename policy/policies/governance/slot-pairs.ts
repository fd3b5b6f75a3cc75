// Blue-green: what exists for one slot exists for the other, or the next switch has nowhere to go.
import { stackPolicy } from '../../policy';
import type { Resource } from '../../resource';

const counterparts: Readonly<Record<string, string>> = { blue: 'green', green: 'blue' };

/** The slot that a name speaks of and the name of the counterpart; undefined where it speaks of none or of both. */
function slotOf({ name }: Resource): { readonly slot: string; readonly counterpart: string } | undefined {
  const parts = name.toLowerCase().split(/([-_.])/);
  const [slot, another] = parts.filter((part) => Object.hasOwn(counterparts, part));
  if (slot === undefined || another !== undefined) return undefined;
  return { slot, counterpart: parts.map((part) => (part === slot ? (counterparts[slot] ?? '') : part)).join('') };
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
    const hasCounterpart = stack.ofType(subject.resource.type).some(({ name }) => name.toLowerCase() === own.counterpart);
    if (!hasCounterpart) subject.fail('', `is of the slot ${own.slot} and has no counterpart named ${own.counterpart}`);
  },
});
