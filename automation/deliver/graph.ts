// Which step waits for which, and what --only and --skip leave of them. Pure.
import { HxError } from '../errors';
import { stepNames, type StepName } from '../delivery';

/** Steps whose results a step must have before it starts. Those that share no path run side by side. */
export const needs: Readonly<Record<StepName, readonly StepName[]>> = {
  exports: [],
  images: ['exports'],
  scan: ['images'],
  landing: ['exports'],
  slot: ['exports', 'landing'],
  profiles: ['slot'],
  package: ['profiles'],
  copy: ['package'],
  ingest: ['copy', 'landing'],
  transform: ['ingest'],
  tests: ['transform'],
  quality: ['transform'],
  switch: ['scan', 'tests', 'quality'],
};

/** What a person may leave out. Of the others everything later depends, or, with copy, the rows that readers see today. */
const skippable: readonly StepName[] = ['images', 'scan', 'ingest', 'tests', 'quality', 'switch'];
/** What must have passed before readers see a slot. */
export const gates: readonly StepName[] = ['scan', 'tests', 'quality'];

export interface StepChoice {
  readonly only: readonly StepName[];
  readonly skip: readonly StepName[];
  /** Environments that may be switched without a gate. */
  readonly isLenient: boolean;
  readonly env: string;
}

/** The steps to run, in reading order. Throws HxError `usage` for a choice that can't be honoured. */
export function chosenSteps({ only, skip, isLenient, env }: StepChoice): readonly StepName[] {
  const both = only.find((name) => skip.includes(name));
  if (both !== undefined) throw new HxError('usage', `--only and --skip both name ${both}`, { suggestion: 'leave one of them out' });
  const fixed = skip.find((name) => !skippable.includes(name));
  if (fixed !== undefined) {
    throw new HxError('usage', `${fixed} can't be skipped: what comes after it depends on it; these can be: ${skippable.join(', ')}`, {
      suggestion: `--only ${stepNames.filter((name) => skippable.includes(name) && !skip.includes(name)).join(',')}`,
    });
  }
  const chosen = stepNames.filter((name) => (only.length === 0 || only.includes(name)) && !skip.includes(name));
  const gate = gates.find((name) => skip.includes(name));
  if (gate !== undefined && chosen.includes('switch') && !isLenient) {
    throw new HxError('usage', `in ${env} readers are not switched to a slot that ${gate} has not passed`, {
      suggestion: `--skip ${[...skip, 'switch'].join(',')}, which fills the idle slot and leaves the live one as it is`,
    });
  }
  return chosen;
}

/** Everything that must come before a step, however far. */
export function allNeedsOf(name: StepName): readonly StepName[] {
  const found = new Set<StepName>();
  const visit = (one: StepName): void => {
    for (const need of needs[one]) {
      found.add(need);
      visit(need);
    }
  };
  visit(name);
  return stepNames.filter((one) => found.has(one));
}
