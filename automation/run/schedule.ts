// Which stacks an operation works on and in which order: programs by dependency, targets side by side. Pure.
import { HxError } from '../errors';
import type { OperationKind } from '../events';
import type { CloudName, Program } from '../programs';
import type { StackUnit } from '../stack-engine';
import type { Target } from '../targets';

/** The programs of an operation that makes or compares everything of a target but what a deployment puts there. */
export const infrastructureOf = (programs: readonly Program[]): readonly Program[] => programs.filter(({ phase }) => phase === 'infrastructure');

/**
 * Programs with each after those it depends on; `upstream` ones are there already and are not run. Throws for a cycle or an unknown program: the
 * composition root is wrong, not the user.
 */
export function inDependencyOrder(programs: readonly Program[], upstream: readonly Program[] = []): readonly Program[] {
  const ordered: Program[] = [];
  const visit = (program: Program, path: readonly string[]): void => {
    if (ordered.includes(program)) return;
    if (path.includes(program.name)) throw new Error(`programs depend on each other: ${[...path, program.name].join(' → ')}`);
    for (const name of program.dependsOn) {
      const needed = programs.find((other) => other.name === name);
      if (needed === undefined && upstream.some((other) => other.name === name)) continue;
      if (needed === undefined)
        throw new Error(`program ${program.name} depends on ${name}, which is not among ${programs.map((other) => other.name).join(', ')}`);
      visit(needed, [...path, program.name]);
    }
    ordered.push(program);
  };
  for (const program of programs) visit(program, []);
  return ordered;
}

export function unitsOf(targets: readonly Target[], programs: readonly Program[], cloud: CloudName, upstream: readonly Program[] = []): readonly StackUnit[] {
  if (targets.length === 0) throw new HxError('usage', 'no target chosen', { suggestion: '--env dev' });
  const ordered = inDependencyOrder(programs, upstream);
  return targets.flatMap((target) => ordered.map((program) => ({ target, program, cloud, name: `${program.project}/${target.name}` })));
}

/** The units of the same target that must have succeeded first: upstream ones, for a destroy the downstream ones. */
export function needsOf(unit: StackUnit, units: readonly StackUnit[], kind: OperationKind): readonly StackUnit[] {
  const ofTarget = units.filter(({ target }) => target.name === unit.target.name);
  return kind === 'destroy'
    ? ofTarget.filter(({ program }) => program.dependsOn.includes(unit.program.name))
    : ofTarget.filter(({ program }) => unit.program.dependsOn.includes(program.name));
}
