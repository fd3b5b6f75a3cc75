// Schedules that run or stand still: only the live slot's trigger runs, and none runs while its resource is changed, which Azure refuses.
export type TriggerState = 'Started' | 'Stopped';

/** Triggers of Data Factory by ARM id. */
export interface Triggers {
  /** Undefined where there is no such trigger. */
  state(id: string): Promise<TriggerState | undefined>;
  start(id: string): Promise<void>;
  stop(id: string): Promise<void>;
}

export const triggerType = 'azure-native:datafactory:Trigger';

export interface Schedule {
  /** Trigger of the slot that readers see from now on. */
  readonly live: string;
  /** Triggers of the other slots. */
  readonly others: readonly string[];
}

export interface Moved {
  /** What was done, in words. */
  readonly message: string;
  readonly hasStarted: boolean;
}

/** The others stop first: two slots that load the same files at the same time would be worse than none. */
export async function moveSchedule(triggers: Triggers, { live, others }: Schedule): Promise<Moved> {
  for (const id of others) if ((await triggers.state(id)) === 'Started') await triggers.stop(id);
  const state = await triggers.state(live);
  if (state === undefined) return { message: `there is no trigger ${nameOf(live)}, so nothing runs by itself`, hasStarted: false };
  if (state === 'Started') return { message: `its trigger ${nameOf(live)} runs already`, hasStarted: false };
  await triggers.start(live);
  return { message: `its trigger ${nameOf(live)} was started`, hasStarted: true };
}

/** Stops those that run; what is returned starts again the ones that are still there. */
export async function holdTriggers(
  triggers: Triggers,
  ids: readonly string[],
): Promise<{ readonly held: readonly string[]; readonly release: () => Promise<void> }> {
  const held: string[] = [];
  for (const id of ids) {
    if ((await triggers.state(id)) !== 'Started') continue;
    await triggers.stop(id);
    held.push(id);
  }
  const release = async (): Promise<void> => {
    for (const id of held) if ((await triggers.state(id)) === 'Stopped') await triggers.start(id);
  };
  return { held, release };
}

export const nameOf = (id: string): string => id.split('/').at(-1) ?? id;
