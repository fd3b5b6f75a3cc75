// The schedules of the slots' pipelines behind the CLI's port: triggers of Data Factory, in the local cloud's store or on Azure.
import { holdTriggers, moveSchedule, nameOf, triggerType, type Triggers } from '../automation/triggers';
import type { CloudName } from '../automation';
import type { Json } from '../automation/json';
import type { HxPaths } from '../automation/paths';
import type { Composition } from './compose';
import type { Schedules } from './schedules';

export interface ScheduleComposition extends Composition {
  readonly paths: HxPaths;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const slots = ['blue', 'green'] as const;

export function composeSchedules(cloud: CloudName, composition: ScheduleComposition): Schedules {
  const triggers = async (): Promise<Triggers> =>
    cloud === 'local' ? localTriggers(composition.paths) : (await import('./compose-azure')).triggersOnAzure(composition);
  return {
    move: async (outputs, live) => {
      const { triggerName } = await import('../infra');
      const idOf = (slot: 'blue' | 'green'): string => `${textOf(outputs['dataFactoryId'])}/triggers/${triggerName(slot)}`;
      return moveSchedule(await triggers(), { live: idOf(live), others: slots.filter((slot) => slot !== live).map(idOf) });
    },
    holdStill: async (_target, resources) => {
      const ids = resources.filter(({ type }) => type === triggerType).map(({ id }) => id);
      if (ids.length === 0) return { message: '', release: () => Promise.resolve() };
      const { held, release } = await holdTriggers(await triggers(), ids);
      return { message: held.length === 0 ? '' : `stopped ${held.map(nameOf).join(', ')} while it is changed`, release };
    },
  };
}

async function localTriggers({ cloud }: HxPaths): Promise<Triggers> {
  const { triggerState, setTriggerState } = await import('../localcloud');
  return {
    state: (id) => Promise.resolve(triggerState(cloud, id)),
    start: (id) => Promise.resolve(setTriggerState(cloud, id, 'Started')),
    stop: (id) => Promise.resolve(setTriggerState(cloud, id, 'Stopped')),
  };
}
