// What the pipeline commands share: their options, and the one target that they are about.
import { HxError } from '../../automation/errors';
import type { CloudName, Target } from '../../automation';
import { cloud, output } from '../common-options';
import type { Context } from '../context';
import { text } from '../option';
import type { Pipeline } from '../pipelines';

export const pipelineOptions = {
  env: text('-e, --env <name>', 'environment', 'env'),
  region: text('-r, --region <name>', 'region, where the environment has several', 'region'),
  ...cloud,
  ...output,
};

export interface PipelineFlags {
  readonly env: string | undefined;
  readonly region: string | undefined;
  readonly cloud: string | undefined;
}

export interface OpenedPipeline {
  readonly target: Target;
  readonly cloud: CloudName;
  readonly pipeline: Pipeline;
}

/** Throws HxError 'usage' where the flags name no target or several. */
export async function openPipeline({ env, region, cloud: flag }: PipelineFlags, context: Context, waitMs = 0): Promise<OpenedPipeline> {
  const app = await context.app();
  const chosen = await app.choose({ env: env === undefined ? [] : [env], region: region === undefined ? [] : [region], all: false }, flag);
  const [target, ...others] = chosen.targets;
  if (target === undefined || others.length > 0) {
    const names = chosen.targets.map((one) => one.region);
    throw new HxError('usage', `A pipeline is one target's; ${env ?? ''} has several regions: ${names.join(', ')}.`, {
      suggestion: `--region ${names[0] ?? ''}`,
    });
  }
  const open = await app.pipelines();
  return { target, cloud: chosen.cloud, pipeline: await open({ target, cloud: chosen.cloud, waitMs }) };
}
