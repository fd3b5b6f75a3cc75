// Reads the target's stack exports: every name that the later steps use comes from them, none is typed by hand.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { HxError } from '../../errors';
import { writeDurably } from '../../files/durable';
import type { Json } from '../../json';
import { step } from '../step';

/** Outputs without which nothing can be delivered. */
export const neededOutputs = [
  'registryLoginServer',
  'databricksUrl',
  'dataFactory',
  'resourceGroup',
  'liveSchema',
  'blueSchema',
  'greenSchema',
  'blueVolume',
  'greenVolume',
  'catalog',
] as const;

export type NeededOutput = (typeof neededOutputs)[number];

export const exports = step({
  name: 'exports',
  timeoutMs: 5 * 60_000,
  isRetried: false,
  plan: ({ target, outputs }) => ({
    does: 'read the stack exports anew',
    values: {
      target: target.name,
      ...Object.fromEntries(neededOutputs.map((name) => [name, textOf(outputs, name) ?? '']).filter(([, value]) => value !== '')),
    },
  }),
  run: async ({ target, services, folder }) => {
    const stacks = await services.exports(target);
    const outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Readonly<Record<string, Json>>;
    const missing = missingOutputs(outputs);
    if (missing.length > 0) {
      throw new HxError('expectation', `the exports of ${target.name} lack ${missing.join(', ')}: its stacks are not fully up`, {
        target: target.name,
        suggestion: `hx up --env ${target.env} --region ${target.region}`,
      });
    }
    const file = join(folder, 'exports.json');
    await writeDurably(file, JSON.stringify({ version: 1, stacks: stacks.map(({ deployment: _state, ...stack }) => stack) }));
    // Only what the delivery goes by: digests of images change by the delivery itself.
    const decisive = Object.fromEntries(neededOutputs.map((name) => [name, outputs[name] ?? null]));
    const digest = createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
    return { state: 'succeeded', message: `${stacks.length} stacks: ${stacks.map(({ program }) => program).join(', ')}`, output: { file, outputs, digest } };
  },
});

const textOf = (outputs: Readonly<Record<string, Json>>, name: string): string | undefined => {
  const value = outputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Those that a target's exports lack, or have empty. */
export const missingOutputs = (outputs: Readonly<Record<string, Json>>): readonly NeededOutput[] =>
  neededOutputs.filter((name) => textOf(outputs, name) === undefined);

/** One output that the export was found to have. */
export const outputOf = (outputs: Readonly<Record<string, Json>>, name: NeededOutput): string => {
  const value = textOf(outputs, name);
  if (value === undefined) throw new Error(`the export has no ${name}`);
  return value;
};
