// One resource, or one item of a list in it, in the hands of a policy: reads by path, and takes down what is wrong. Judges nothing.
import type { PolicyEnvironment } from './environment';
import type { Resource } from './resource';
import { inTurn, someKnown } from './in-turn';
import { UnknownValueError, hasSecretAt, isList, isProperties, valueAt, type Plain, type Value } from './value';
import { shown } from './compare';
import { looksSecret } from './secrets';

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

  /** True where something stands at the path, known or not: for inputs that may come from a resource which is yet to be made. */
  isGiven(path: string): boolean {
    try {
      return this.read(path) !== undefined;
    } catch (error) {
      if (error instanceof UnknownValueError) return true;
      throw error;
    }
  }

  /** True where the value is marked secret, as a whole or in part. */
  isSecret(path: string): boolean {
    return hasSecretAt(this.value, path);
  }

  /** The value for a message: secrets are masked, and so is what looks like one. */
  shown(path: string): string {
    if (this.isSecret(path)) return '[secret]';
    const value = this.read(path);
    return value !== undefined && looksSecret(value, path.split('.').at(-1) ?? '') ? '[secret]' : shown(value);
  }

  /** Takes down that the property is wrong. A policy that took something down has failed, whatever else is unknown. */
  fail(property: string, message: string): void {
    this.violations.push({ property: this.pathOf(property), message });
  }

  /** Visits every item of a list; one object in place of a list is a list of one. An unknown value in one item hides no other item. */
  each(path: string, visit: (item: Subject) => void): void {
    inTurn(...this.items(path).map((item) => () => visit(item)));
  }

  /** Visits every property of a map, whatever is in their names; what is no map has none. */
  eachProperty(path: string, visit: (item: Subject, name: string) => void): void {
    const map = this.read(path);
    if (!isProperties(map)) return;
    inTurn(
      ...Object.entries(map).map(
        ([name, value]) =>
          () =>
            visit(this.part(value, `${this.pathOf(path)}.${name}`), name),
      ),
    );
  }

  /** True where an item of the list satisfies the condition; unknown items count only when no known one does. */
  some(path: string, isSatisfied: (item: Subject) => boolean): boolean {
    return someKnown(this.items(path), isSatisfied);
  }

  /** The path from the resource down, also for an item of a list: what `Stack` takes. */
  pathOf(path: string): string {
    if (path === '') return this.prefix;
    return this.prefix === '' ? path : `${this.prefix}.${path}`;
  }

  private items(path: string): readonly Subject[] {
    const value = this.read(path);
    const at = this.pathOf(path);
    if (value === undefined) return [];
    return isList(value) ? value.map((item, index) => this.part(item, `${at}.${index}`)) : [this.part(value, at)];
  }

  private part(value: Value, prefix: string): Subject {
    return new Subject(this.resource, this.environment, this.violations, value, prefix);
  }
}
