// Rules of a firewall that name IPv4 addresses: shared by the services that have such rules.
import { textOf } from '../../compare';
import type { Subject } from '../../subject';
import { isPrivateRange, isWorldOpen } from './ip-ranges';

export interface IpRules {
  /** Path of the list. */
  readonly list: string;
  /** Property of an item that holds the range. */
  readonly range: string;
}

/** Fails every rule that is wrong by the given judgement, which says why. */
export const failRules = (subject: Subject, { list, range }: IpRules, problemOf: (text: string) => string | undefined): void =>
  subject.each(list, (rule) => {
    const text = textOf(rule.read(range));
    const problem = text === undefined ? undefined : problemOf(text);
    if (problem !== undefined) rule.fail(range, `${problem}: ${rule.shown(range)}`);
  });

export const failWorldOpenRules = (subject: Subject, rules: IpRules): void =>
  failRules(subject, rules, (text) => (isWorldOpen(text) ? 'a firewall rule lets in more than any one network' : undefined));

export const failPrivateRules = (subject: Subject, rules: IpRules): void =>
  failRules(subject, rules, (text) =>
    isPrivateRange(text) ? 'a firewall rule lists a private range, which Azure refuses and no public endpoint sees' : undefined,
  );
