// Triggers of Data Factory by Azure's REST: https://learn.microsoft.com/rest/api/datafactory/triggers (2018-06-01).
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { HxError } from '../errors';
import type { Triggers, TriggerState } from '../triggers';
import { call, type ManagementOptions } from './management';

const version = 'api-version=2018-06-01';
const answer = z.object({ properties: z.looseObject({ runtimeState: z.enum(['Started', 'Stopped', 'Disabled']) }) });
const pollMs = 2000;
const polls = 60;

/** Starting and stopping are long-running operations: they are waited for by asking for the state. */
export function azureTriggers(options: ManagementOptions & { readonly pollMs?: number }): Triggers {
  const state = async (id: string): Promise<TriggerState | undefined> => {
    try {
      const found = await call({ method: 'GET', path: `${id}?${version}`, isRepeatable: true }, options);
      return answer.parse(found).properties.runtimeState === 'Started' ? 'Started' : 'Stopped';
    } catch (error) {
      // Azure's 404.
      if (error instanceof HxError && error.reason === 'usage') return undefined;
      throw error;
    }
  };
  const turn = async (id: string, verb: 'start' | 'stop', wanted: TriggerState): Promise<void> => {
    await call({ method: 'POST', path: `${id}/${verb}?${version}`, isRepeatable: true }, options);
    for (let poll = 0; poll < polls; poll += 1) {
      if ((await state(id)) === wanted) return;
      await delay(options.pollMs ?? pollMs, undefined, { signal: options.cancelled });
    }
    throw new HxError('timeout', `the trigger ${id.split('/').at(-1) ?? id} did not ${verb} in ${(polls * pollMs) / 1000} s`);
  };
  return { state, start: (id) => turn(id, 'start', 'Started'), stop: (id) => turn(id, 'stop', 'Stopped') };
}
