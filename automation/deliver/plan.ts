// What a delivery would do, from the recorded exports alone: starts no process, opens no warehouse and writes nothing.
import { HxError, toErrorRecord } from '../errors';
import { isLenient } from '../scan/judge';
import type { Target } from '../targets';
import { chosenSteps, needs } from './graph';
import type { StepOutputs } from './outputs';
import { missingOutputs } from './steps/exports';
import type { DeliveryRun } from './target';
import { deliveryProject, type StepResult, type TargetDelivery } from '../delivery';

export async function planTarget(run: DeliveryRun, target: Target): Promise<TargetDelivery> {
  const { request, source, deps, services, steps, emit } = run;
  const base = {
    target: target.name,
    stack: `${deliveryProject}/${target.name}`,
    changes: {},
    durationMs: 0,
    sha: source.sha,
    isDirty: source.isDirty,
    folder: '',
  };
  try {
    const outputs = recordedOutputs(run, target, await services.recorded(target));
    const chosen = chosenSteps({ only: request.only, skip: request.skip, isLenient: isLenient(target.env), env: target.env });
    const places = await services.releasePlaces(outputs);
    const results = steps.map(({ name, timeoutMs, plan }): StepResult => {
      if (!chosen.includes(name)) return { step: name, state: 'skipped', because: 'choice', message: 'left out', durationMs: 0, attempts: 0 };
      const limit = request.timeoutMs ?? timeoutMs;
      const planned = plan({ target, cloud: request.cloud, source, landing: request.landing, outputs, places });
      emit({ type: 'step-planned', time: deps.now().toISOString(), target: target.name, step: name, ...planned, needs: needs[name], timeoutMs: limit });
      return { step: name, state: 'pending', message: planned.does, durationMs: 0, attempts: 0 };
    });
    return { ...base, result: 'succeeded', changes: { pending: chosen.length }, steps: results };
  } catch (thrown) {
    return { ...base, result: 'failed', error: { ...toErrorRecord(thrown), target: target.name }, steps: [] };
  }
}

function recordedOutputs({ request }: DeliveryRun, target: Target, outputs: StepOutputs['exports']['outputs']): StepOutputs['exports']['outputs'] {
  const missing = missingOutputs(outputs);
  if (missing.length === 0) return outputs;
  throw new HxError('stackNotFound', `${target.name} is not up: its exports lack ${missing.join(', ')}`, {
    target: target.name,
    suggestion: `hx up --env ${target.env} --region ${target.region} --cloud ${request.cloud}`,
  });
}
