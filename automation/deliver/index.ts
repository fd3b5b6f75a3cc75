// The door of deliveries: many targets, their events and the summary.
import { resolve } from 'node:path';
import { HxError } from '../errors';
import { exitCodes } from '../exit-codes';
import { newRunId, type OperationDeps } from '../run/context';
import { limiter } from '../run/pool';
import { isWritable } from '../pulumi';
import { secretsIn } from '../redact';
import { chosenSteps } from './graph';
import { growingMasks } from './masks';
import { sourceVersion } from '../images';
import { isLenient } from '../scan/judge';
import type { DeliveryServices, Step } from './step';
import { steps as allSteps } from './steps';
import { planTarget } from './plan';
import { deliverTarget } from './target';
import type { DeliveryEvent, DeliveryRequest, DeliverySummary, TargetDelivery } from '../delivery';

export type { ApplicationRequest, DeliveryServices, ImagesAnswer, ImagesRequest, ReleasePlaces, WarehouseSession } from './step';
export { readSlotRecord, type SlotRecord } from '../records/slots';
export { holdTarget, type TargetHold } from './hold';
export type * from '../delivery';

export interface DeliveryPorts {
  readonly emit: (event: DeliveryEvent) => void;
  readonly services: DeliveryServices;
  readonly cancelled: AbortSignal;
}

/** Delivers by these steps, and emits its events, the summary last. Rejects only for a wrong request (HxError `usage`) or a bug. */
export async function runDelivery(
  request: DeliveryRequest,
  ports: DeliveryPorts,
  deps: OperationDeps,
  steps: readonly Step[] = allSteps,
): Promise<DeliverySummary> {
  await deps.mustHaveCredentials(request.cloud);
  // What can't be honoured is refused before anything is started or written.
  for (const { env } of request.targets) chosenSteps({ only: request.only, skip: request.skip, isLenient: isLenient(env), env });
  mustBeResumable(request);
  if (!request.dryRun && !(await isWritable(deps.paths.home))) {
    throw new HxError('failure', `${deps.paths.home} can't be written`, { suggestion: 'make it writable, or set HX_HOME to a folder that is' });
  }
  const source = await sourceVersion(deps.paths.root, deps.environment);
  const masks = growingMasks(secretsIn(deps.environment));
  const id = newRunId(deps.now());
  const emit = (event: DeliveryEvent): void => ports.emit(masks.redact(event));
  const time = (): string => deps.now().toISOString();
  emit({ type: 'operation-started', time: time(), operation: 'deploy', runId: id, cloud: request.cloud, targets: request.targets.map(({ name }) => name) });
  const limit = limiter(request.parallel);
  const run = { id, request: { ...request, ...absolute(request) }, deps, services: ports.services, steps, source, masks, emit, cancelled: ports.cancelled };
  const results = await Promise.all(request.targets.map((target) => limit(() => (request.dryRun ? planTarget(run, target) : deliverTarget(run, target)))));
  const summary: DeliverySummary = { type: 'summary', version: 1, time: time(), operation: 'deploy', exitCode: exitCodeOfAll(results), runId: id, results };
  emit(summary);
  return masks.redact(summary);
}

/** What a resume can't honour, and what no delivery can. */
function mustBeResumable({ resume, only, skip, dryRun, landing, timeoutMs }: DeliveryRequest): void {
  const refuse = (message: string, suggestion: string): never => {
    throw new HxError('usage', message, { suggestion });
  };
  if (resume && (only.length > 0 || skip.length > 0))
    refuse("--resume goes on with what was asked for then; --only and --skip can't change it", 'leave them out');
  if (resume && dryRun) refuse('--resume goes on with a delivery, and --dry-run begins none', 'leave one of them out');
  if (landing === '') refuse('--source is empty', '--source <folder>');
  if (timeoutMs !== undefined && timeoutMs < 1000) refuse('--timeout is less than a second', '--timeout 30m');
}

const absolute = ({ landing }: DeliveryRequest): Pick<DeliveryRequest, 'landing'> => (landing === undefined ? {} : { landing: resolve(landing) });

/** A bug before everything, then the first failure in the order of the targets. */
function exitCodeOfAll(results: readonly TargetDelivery[]): DeliverySummary['exitCode'] {
  const reasons = results.flatMap(({ error }) => (error === undefined ? [] : [error.reason]));
  const first = reasons.find((reason) => reason === 'bug') ?? reasons.find((reason) => reason !== 'cancelled') ?? reasons[0];
  return first === undefined ? 0 : exitCodes[first];
}
