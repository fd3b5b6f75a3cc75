// Starting and stopping triggers of Data Factory: Azure's calls for it are no part of the resource, so the provider never makes them.
import { AdminError } from './errors';
import { withStore } from './store';
import { isObject, mergeDeep } from './values';

const token = 'azure-native:datafactory:Trigger';
export type TriggerState = 'Started' | 'Stopped';

/** Undefined where there is no such trigger. */
export const triggerState = (folder: string, id: string): TriggerState | undefined =>
  withStore(folder, (store) => {
    const row = store.get(id.toLowerCase());
    if (row?.token !== token) return undefined;
    const properties = row.outputs['properties'];
    return isObject(properties) && properties['runtimeState'] === 'Started' ? 'Started' : 'Stopped';
  });

/** A second time changes nothing, as in Azure. Throws AdminError where there is no such trigger. */
export const setTriggerState = (folder: string, id: string, state: TriggerState): void =>
  withStore(folder, (store) =>
    store.write(() => {
      const row = store.get(id.toLowerCase());
      if (row?.token !== token) throw new AdminError(`the local cloud has no trigger '${id}'`);
      store.put({ ...row, outputs: mergeDeep(row.outputs, { properties: { runtimeState: state } }) });
      const operation = state === 'Started' ? 'start' : 'stop';
      store.appendLog({ time: new Date().toISOString(), operation, token, id: row.id, status: 200, code: '', message: '' });
    }),
  );
