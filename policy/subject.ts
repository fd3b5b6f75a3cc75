// One resource, or one item of a list in it, in the hands of a policy: reads by path, and takes down what is wrong. Judges nothing.
import type { PolicyEnvironment } from './environment';
import type { Resource } from './resource';
import { UnknownValueError, hasSecretAt, isList, valueAt, type Plain, type Value } from './value';
import { shown } from './compare';

export interface Violation {
  /** Dotted path of the input that is wrong; "" where it is the resource as a whole. */
  readonly property: string;
  readonly message: string;
}

export class Subject {
  constructor(
    readonly resource: Resource,
    readonly environment: PolicyEnvironment,
    private readonly violations: Violation[],
    private readonly value: Value = resource.inputs,
    private readonly prefix = '',
  ) {}

  /** The value at a dotted path; undefined where it is absent or null. Throws UnknownValueError, which ends the policy as not evaluated. */
  read(path: string): Plain | undefined {
    return valueAt(this.value, path, this.prefix);
  }

  /** The first value of several paths that is there: properties that a version renamed. */
  readAny(...paths: readonly string[]): Plain | undefined {
    return paths.map((path) => this.read(path)).find((value) => value !== undefined);
  }

  /** True where the value is marked secret, as a whole or in part. */
  isSecret(path: string): boolean {
    return hasSecretAt(this.value, path);
  }

  /** The value for a message: secrets are masked. */
  shown(path: string): string {
    return this.isSecret(path) ? '[secret]' : shown(this.read(path));
  }

  /** Takes down that the property is wrong. A policy that took something down has failed, whatever else is unknown. */
  fail(property: string, message: string): void {
    this.violations.push({ property: this.pathOf(property), message });
  }

  /** Visits every item of a list; one object in place of a list is a list of one. An unknown value in one item hides no other item. */
  each(path: string, visit: (item: Subject) => void): void {
    const value = this.read(path);
    const items = value === undefined ? [] : isList(value) ? value : [value];
    let met: UnknownValueError | undefined;
    for (const [index, item] of items.entries()) {
      try {
        visit(new Subject(this.resource, this.environment, this.violations, item, isList(value) ? `${this.pathOf(path)}.${index}` : this.pathOf(path)));
      } catch (error) {
        if (!(error instanceof UnknownValueError)) throw error;
        met ??= error;
      }
    }
    if (met !== undefined) throw met;
  }

  /** True where an item of the list satisfies the condition; unknown items count only when no known one does. */
  some(path: string, isSatisfied: (item: Subject) => boolean): boolean {
    let isFound = false;
    try {
      this.each(path, (item) => {
        isFound ||= isSatisfied(item);
      });
    } catch (error) {
      if (!isFound) throw error;
    }
    return isFound;
  }

  /** The path from the resource down, also for an item of a list: what `Stack` takes. */
  pathOf(path: string): string {
    if (path === '') return this.prefix;
    return this.prefix === '' ? path : `${this.prefix}.${path}`;
  }
}
