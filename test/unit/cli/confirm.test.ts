import type { ChangePreview } from '../../../automation';
import type { ChangeCounts, OperationKind } from '../../../automation/events';
import { isConsent, mustBeAskable, questionFor, refreshQuestion, type Consent } from '../../../cli/confirm';
import { target } from '../../support/events';

const dev = target('dev-eastus');
const prodEast = target('prod-eastus');
const prodWest = target('prod-westus2');
const consent = (more: Partial<Consent> = {}): Consent => ({
  kind: 'up',
  targets: [dev],
  cloud: 'local',
  isYes: false,
  typedName: undefined,
  isDryRun: false,
  isInteractive: false,
  typed: 'hx up --env dev',
  ...more,
});
const preview = (
  kind: OperationKind,
  counts: Readonly<Record<string, ChangeCounts>>,
  isDestructive = Object.values(counts).some((one) => (one.delete ?? 0) + (one.replace ?? 0) > 0),
): ChangePreview => ({
  kind,
  results: Object.entries(counts).map(([name, changes]) => ({ target: name, stack: name, program: 'platform', result: 'succeeded', changes, durationMs: 1 })),
  hasChanges: true,
  isDestructive,
});

describe('without anybody to ask', () => {
  test('a change without --yes is refused at once, with the command to type', () => {
    expect(() => mustBeAskable(consent())).toThrow(
      expect.objectContaining({ reason: 'usage', suggestion: 'hx up --env dev --yes', message: expect.stringContaining('Nothing was changed') }),
    );
  });

  test.each([
    ['--yes', consent({ isYes: true })],
    ['--dry-run', consent({ isDryRun: true })],
    ['a preview', consent({ kind: 'preview' })],
    ['a drift check', consent({ kind: 'drift' })],
    ['a terminal', consent({ isInteractive: true })],
    ['--confirm with the right name', consent({ typedName: 'dev' })],
    ['--yes on prod, where nothing is destroyed', consent({ targets: [prodEast], isYes: true })],
    ['--yes to destroy what is not protected', consent({ kind: 'destroy', isYes: true })],
  ])('%s goes on', (_name, given) => {
    expect(() => mustBeAskable(given)).not.toThrow();
  });

  test('--yes alone never destroys a protected environment', () => {
    const destroy = consent({ kind: 'destroy', targets: [prodEast, prodWest], isYes: true, typed: 'hx destroy --env prod --yes' });
    expect(() => mustBeAskable(destroy)).toThrow(expect.objectContaining({ reason: 'usage', suggestion: 'hx destroy --env prod --yes --confirm prod' }));
    expect(() => mustBeAskable({ ...destroy, typedName: 'prod' })).not.toThrow();
  });

  test.each(['staging', 'Prod', 'prod-eastus', '', 'prod,dev'])('--confirm %j does not confirm prod', (typedName) => {
    expect(() => mustBeAskable(consent({ kind: 'destroy', targets: [prodEast], typedName }))).toThrow(/does not name/);
  });

  test('several protected environments are all named, in any order', () => {
    const both = consent({ kind: 'destroy', targets: [prodEast, target('live-eastus', { isProtected: true })], typedName: 'prod, live' });
    expect(() => mustBeAskable(both)).not.toThrow();
    expect(() => mustBeAskable({ ...both, typedName: 'prod' })).toThrow(/live/);
  });
});

describe('the question', () => {
  const asked = (changes: ChangeCounts, more: Partial<Consent>) =>
    questionFor(
      preview(more.kind === undefined || more.kind === 'deploy' ? 'up' : more.kind, { [more.targets?.[0]?.name ?? 'dev-eastus']: changes }),
      consent({ isInteractive: true, ...more }),
    );

  test('is yes or no for an ordinary change of dev', () => {
    expect(asked({ create: 3 }, {})).toEqual({ level: 'yes-or-no', text: 'Update dev on the local cloud, not Azure? [y/N] ' });
  });

  test('is the name for anything in a protected environment', () => {
    expect(asked({ create: 1 }, { targets: [prodEast] })).toMatchObject({ level: 'name', name: 'prod' });
  });

  test.each([{ delete: 1 }, { replace: 1 }])('is the name where something is lost: %j', (changes) => {
    expect(asked(changes, {})).toMatchObject({
      level: 'name',
      name: 'dev',
      text: 'Update dev on the local cloud, not Azure? This deletes or replaces resources. Type dev to confirm: ',
    });
  });

  test('is the name for a destroy, also where the counts say nothing', () => {
    expect(asked({}, { kind: 'destroy' })).toMatchObject({ level: 'name', name: 'dev' });
  });

  test('is not asked after --yes, but for the destroy of a protected environment', () => {
    expect(asked({ delete: 1 }, { isYes: true })).toEqual({ level: 'none' });
    expect(asked({ delete: 1 }, { isYes: true, kind: 'destroy' })).toEqual({ level: 'none' });
    expect(asked({ delete: 1 }, { isYes: true, kind: 'destroy', targets: [prodEast] })).toMatchObject({ level: 'name' });
  });

  test('names only the environments that change', () => {
    const both = consent({ isInteractive: true, targets: [dev, prodEast] });
    expect(questionFor(preview('up', { 'dev-eastus': { create: 1 }, 'prod-eastus': { same: 9 } }), both)).toEqual({
      level: 'yes-or-no',
      text: 'Update dev on the local cloud, not Azure? [y/N] ',
    });
  });

  test('before a refresh is about the state alone', () => {
    expect(refreshQuestion(consent({ kind: 'refresh', isInteractive: true }))).toEqual({
      level: 'yes-or-no',
      text: 'Take what the cloud says into the state of dev on the local cloud, not Azure? [y/N] ',
    });
    expect(refreshQuestion(consent({ kind: 'refresh', targets: [prodEast], isInteractive: true }))).toMatchObject({ level: 'name', name: 'prod' });
  });
});

describe('an answer', () => {
  test.each(['y', 'Y', 'yes', ' YES '])('%j is a yes', (answer) => {
    expect(isConsent({ level: 'yes-or-no', text: '' }, answer)).toBe(true);
  });

  test.each(['', 'n', 'no', 'yep', 'prod', undefined])('%j is not', (answer) => {
    expect(isConsent({ level: 'yes-or-no', text: '' }, answer)).toBe(false);
  });

  test.each([
    ['prod', true],
    [' prod ', true],
    ['y', false],
    ['yes', false],
    ['pro', false],
    ['PROD', false],
    ['', false],
    [undefined, false],
  ])('%j is consent to prod: %s', (answer, expected) => {
    expect(isConsent({ level: 'name', text: '', name: 'prod' }, answer)).toBe(expected);
  });
});
