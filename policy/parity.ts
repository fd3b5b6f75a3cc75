// Checkov's ids against the policies: which policy stands for which check, what differs on purpose, what is left out and why. Pure.
import { notPorted } from './not-ported';
import type { Policy } from './policy';

export interface ParityRow {
  readonly checkov: string;
  /** Absent where the check is left out. */
  readonly policy?: Policy;
  /** Why the verdict differs from checkov's on purpose, or why the check is left out. */
  readonly reason?: string;
}

/** Families first, then numbers: CKV_AZURE_3 before CKV_AZURE_33 before CKV2_AZURE_1. */
export function compareIds(a: string, b: string): number {
  const [familyA, familyB] = [a, b].map((id) => id.replace(/\d+$/, ''));
  if (familyA !== familyB) return (familyA ?? '') < (familyB ?? '') ? -1 : 1;
  return Number(/\d+$/.exec(a)?.[0] ?? 0) - Number(/\d+$/.exec(b)?.[0] ?? 0);
}

/** Every checkov id that the catalogue knows of, in order. */
export function parityOf(policies: readonly Policy[]): readonly ParityRow[] {
  const ported = policies.flatMap((policy) =>
    policy.checkov.map((checkov): ParityRow => {
      const reason = policy.differs?.[checkov];
      return { checkov, policy, ...(reason === undefined ? {} : { reason }) };
    }),
  );
  const left = Object.entries(notPorted).map(([checkov, reason]): ParityRow => ({ checkov, reason }));
  return [...ported, ...left].toSorted((a, b) => compareIds(a.checkov, b.checkov));
}
