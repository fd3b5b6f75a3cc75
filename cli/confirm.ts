// Consent before a change: who must be asked what, and what counts as an answer. Never waits where nobody can answer.
import { HxError } from '../automation/errors';
import type { ChangePreview, CloudName, Confirmation, OperationKind } from '../automation';
import type { Target } from '../automation/targets';
import type { Io } from './io';
import { oneOf } from './option';
import { cloudLabel } from './render/words';

export interface Consent {
  readonly kind: OperationKind | 'deploy';
  readonly targets: readonly Target[];
  readonly cloud: CloudName;
  /** `--yes` */
  readonly isYes: boolean;
  /** `--confirm <env>` */
  readonly typedName: string | undefined;
  readonly isDryRun: boolean;
  readonly isInteractive: boolean;
  /** The command as typed, for suggestions. */
  readonly typed: string;
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
const envsOf = (targets: readonly Target[]): readonly string[] => unique(targets.map(({ env }) => env));
const protectedEnvs = (targets: readonly Target[]): readonly string[] => envsOf(targets.filter(({ isProtected }) => isProtected));

/** What `--confirm` must say: the names of the environments, separated by commas. */
const nameOf = (envs: readonly string[]): string => envs.join(',');

/** Refuses at once, before anything is started, what could only end in a question that nobody can answer. Throws HxError 'usage'. */
export function mustBeAskable(consent: Consent): void {
  const { kind, targets, isYes, typedName, isDryRun, isInteractive, typed } = consent;
  const guarded = protectedEnvs(targets);
  const wanted = guarded.length > 0 ? guarded : envsOf(targets);
  if (typedName !== undefined && !isSameName(typedName, wanted)) {
    throw new HxError('usage', `--confirm ${typedName} does not name what is chosen: ${nameOf(wanted)}.`, { suggestion: `--confirm ${nameOf(wanted)}` });
  }
  if (isDryRun || kind === 'preview' || kind === 'drift' || typedName !== undefined || isInteractive) return;
  if (kind === 'destroy' && guarded.length > 0) {
    throw new HxError(
      'usage',
      `${oneOf(guarded)} is protected: destroying it takes its name, and nobody can be asked here; --yes does not suffice. Nothing was changed.`,
      {
        suggestion: `${typed} --confirm ${nameOf(guarded)}`,
      },
    );
  }
  if (!isYes)
    throw new HxError('usage', `hx ${kind} asks before it changes anything, and nobody can be asked here: there is no terminal. Nothing was changed.`, {
      suggestion: `${typed} --yes`,
    });
}

const isSameName = (typed: string, envs: readonly string[]): boolean =>
  typed
    .split(',')
    .map((name) => name.trim())
    .toSorted()
    .join(',') === envs.toSorted().join(',');

export type Question =
  | { readonly level: 'none' }
  | { readonly level: 'yes-or-no'; readonly text: string }
  | { readonly level: 'name'; readonly text: string; readonly name: string };

/** What to ask about a previewed change: the name for protected environments and for steps that delete or replace, else yes or no. */
export function questionFor(preview: ChangePreview, consent: Consent): Question {
  const { kind, targets } = consent;
  const named = (has: (counts: ChangePreview['results'][number]['changes']) => boolean): readonly Target[] => {
    const names = new Set(preview.results.filter(({ changes }) => has(changes)).map(({ target }) => target));
    return targets.filter(({ name }) => names.has(name));
  };
  const all = named(() => true);
  if (kind === 'destroy') return question(all, all, consent);
  const changed = named((counts) => Object.entries(counts).some(([operation, count]) => operation !== 'same' && operation !== 'read' && (count ?? 0) > 0));
  const destructive = named((counts) => (counts.delete ?? 0) + (counts.replace ?? 0) > 0);
  // Something is destructive though no count says where: better one question too many.
  return question(changed.length > 0 ? changed : all, preview.isDestructive && destructive.length === 0 ? all : destructive, consent);
}

/** What to ask before a refresh, which has no preview: it changes the record alone, so nothing of it destroys. */
export const refreshQuestion = (consent: Consent): Question => question(consent.targets, [], consent);

/** What to ask before a delivery: readers are switched to what it loads. */
export const deliveryQuestion = (consent: Consent): Question => question(consent.targets, [], consent);

function question(affected: readonly Target[], destructive: readonly Target[], { kind, cloud, isYes, typedName }: Consent): Question {
  const guarded = protectedEnvs(affected);
  if (typedName !== undefined || (isYes && (kind !== 'destroy' || guarded.length === 0))) return { level: 'none' };
  const byName = unique([...guarded, ...envsOf(destructive)]);
  const what = `${verbs[kind]} ${nameOf(envsOf(affected))} on ${cloudLabel(cloud)}`;
  if (byName.length === 0) return { level: 'yes-or-no', text: `${what}? [y/N] ` };
  const why = destructive.length > 0 ? ' This deletes or replaces resources.' : '';
  return { level: 'name', name: nameOf(byName), text: `${what}?${why} Type ${nameOf(byName)} to confirm: ` };
}

const verbs: Readonly<Record<OperationKind | 'deploy', string>> = {
  preview: 'Preview',
  up: 'Update',
  refresh: 'Take what the cloud says into the state of',
  destroy: 'Destroy',
  drift: 'Check',
  deploy: 'Deliver the application to',
};

/** Whether an answer is consent. */
export function isConsent(asked: Question, answer: string | undefined): boolean {
  switch (asked.level) {
    case 'none':
      return true;
    case 'yes-or-no':
      return answer !== undefined && /^y(es)?$/i.test(answer.trim());
    case 'name':
      return answer !== undefined && isSameName(answer, asked.name.split(','));
  }
}

/** Asks where something must be asked. */
export async function ask(asked: Question, consent: Consent, io: Io, cancelled: AbortSignal): Promise<Confirmation> {
  if (asked.level === 'none') return 'approved';
  if (!consent.isInteractive) mustBeAskable({ ...consent, typedName: undefined });
  const answer = await io.ask(asked.text, cancelled);
  return isConsent(asked, answer) ? 'approved' : 'declined';
}
