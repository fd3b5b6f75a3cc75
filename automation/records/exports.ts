// Stack exports under HX_HOME/exports: written after a run, read by outputs and app steps.
import type { HxPaths } from '../paths';
import type { CloudName, Program } from '../programs';
import type { Target } from '../targets';
import type { StackExport, TargetOutputs } from './types';

/** The export of the last run that wrote the stack; undefined where there never was one, or the stack is destroyed. */
export function readStackExport(_paths: HxPaths, _target: Target, _program: Program, _cloud: CloudName): Promise<StackExport | undefined> {
  return Promise.reject(new Error('not built yet'));
}

/** From the exports alone: starts no engine and asks no cloud. */
export function readOutputs(_paths: HxPaths, _target: Target, _programs: readonly Program[], _cloud: CloudName): Promise<TargetOutputs> {
  return Promise.reject(new Error('not built yet'));
}
