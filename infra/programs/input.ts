// What hx hands to a program, and how a program reads the outputs of the programs before it.
import { output, runtime, unknown, type Output } from '@pulumi/pulumi';
import type { RegionSettings } from '../config/environment';

/** Equal in shape to the driver's ProgramInput; the settings are the validated environment as the region sees it. */
export interface ProgramInput {
  readonly env: string;
  readonly region: string;
  readonly isPrimary: boolean;
  readonly cloud: 'azure' | 'local';
  readonly settings: object;
  /** Stack outputs by program; an absent program has not been up yet. */
  readonly upstream: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The settings were validated when they were loaded, before any program started: trusted here. */
export const settingsOf = (input: ProgramInput): RegionSettings => input.settings as RegionSettings;

/** Reads one output of another program. */
export type ReadUpstream<Name extends string> = (name: Name) => Output<string>;

/**
 * Outputs of a program that ran before. In a preview what is not there yet is unknown, as the engine would have it; in an update it is an error,
 * because the resources that need it would be made from nothing.
 */
export function upstreamOf<Name extends string>(input: ProgramInput, program: string): ReadUpstream<Name> {
  const values = input.upstream[program];
  return (name) => {
    const value = values === undefined || !Object.hasOwn(values, name) ? undefined : values[name];
    if (typeof value === 'string') return output(value);
    if (runtime.isDryRun()) return output(unknown).apply(String);
    const target = `${input.env}-${input.region}`;
    throw new Error(
      `${target}: the ${program} stack has no output "${name}"; run hx up --env ${input.env} --region ${input.region}, which brings ${program} up first`,
    );
  };
}
