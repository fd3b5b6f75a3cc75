// Gets the findings of a policy check: of a file, of recorded states, or of the programs by a preview. Shows progress, judges nothing.
import { HxError } from '../../automation/errors';
import type { ExitReason } from '../../automation/exit-codes';
import type { HxEvent, OperationSummary, PolicyReport, Target } from '../../automation';
import type { Chosen } from '../app';
import type { Context } from '../context';
import { reasonOf } from '../operate';
import type { PolicyAdmin } from '../policy-admin';
import type { PlacedFinding } from '../render/findings';
import { lineProgress, liveProgress, silentProgress, type Progress } from '../render/live';

export interface Collected {
  readonly found: readonly PlacedFinding[];
  readonly reports: readonly Omit<PolicyReport, 'findings' | 'isComplete'>[];
  /** Environments of which every target was judged. */
  readonly judged: readonly string[];
  /** Where a resource was written down, where its file said so. */
  readonly sources: ReadonlyMap<string, string>;
  /** Why stacks could not be judged at all. */
  readonly failure?: { readonly reason: ExitReason; readonly summary: OperationSummary };
}

export async function ofFile(file: string, environment: string | undefined, admin: PolicyAdmin): Promise<Collected> {
  const { stack, report, sources } = await admin.judgeFile(file, environment);
  return { found: report.findings.map((finding) => ({ target: stack, finding })), reports: [report], judged: [], sources };
}

/** The states as they are recorded, of every program of the chosen targets that was ever up. */
export async function ofStates(chosen: Chosen, context: Context, admin: PolicyAdmin): Promise<Collected> {
  const app = await context.app();
  const [{ exportStack }, deps, programs] = await Promise.all([import('../../automation'), app.deps(), app.programs()]);
  const found: PlacedFinding[] = [];
  const reports: PolicyReport[] = [];
  for (const target of chosen.targets) {
    for (const program of programs) {
      const file = await exportStack(target, program, chosen.cloud, deps).catch((error: unknown) => {
        if (error instanceof HxError && error.reason === 'stackNotFound') return undefined;
        throw error;
      });
      if (file === undefined) continue;
      const { report } = await admin.judgeDeployment(file.deployment);
      reports.push(report);
      found.push(...report.findings.map((finding) => ({ target: target.name, finding })));
    }
  }
  if (reports.length === 0) {
    const [first] = chosen.targets;
    throw new HxError('stackNotFound', 'None of the chosen targets was ever updated: there is no state to judge.', {
      suggestion: `hx policy check --env ${first?.env ?? 'dev'} --cloud ${chosen.cloud}`,
    });
  }
  return { found, reports, judged: await environmentsOf(chosen.targets, context), sources: new Map() };
}

/** What the programs would build, judged by the engine's own preview. */
export async function ofPrograms(chosen: Chosen, parallel: number, context: Context): Promise<Collected> {
  const app = await context.app();
  const found: PlacedFinding[] = [];
  const reports: Omit<PolicyReport, 'findings' | 'isComplete'>[] = [];
  const progress = progressFor(context);
  const emit = (event: HxEvent): void => {
    progress.onEvent(event);
    if (event.type === 'policy-violation') found.push({ target: event.target, finding: event });
    if (event.type !== 'policy-report') return;
    const { policies, resources, disabled, passed, failed, notEvaluated, exempt } = event;
    reports.push({ policies, resources, disabled, counts: { passed, failed, notEvaluated, exempt } });
  };
  const giveNoticesBack = context.notices.divert((line) => progress.note(line));
  try {
    const { runOperation } = await import('../../automation');
    const request = {
      kind: 'preview',
      targets: chosen.targets,
      programs: (await app.programs()).filter(({ phase }) => phase === 'infrastructure'),
      cloud: chosen.cloud,
      parallel,
      waitLockMs: 0,
      includeProtected: false,
      dryRun: false,
    } as const;
    const ports = {
      emit,
      confirm: () => Promise.resolve('declined' as const),
      startCloud: () => app.startCloud(chosen.cloud),
      startPolicies: () => app.startPolicies(),
      settingsOf: app.settingsNow(chosen.cloud),
      cancelled: context.cancelled,
      killed: context.killed,
    };
    const summary = await runOperation(request, ports, await app.deps());
    const judged = await environmentsOf(chosen.targets, context);
    // A violation is what was looked for; whatever else stopped a preview leaves it judged in part.
    const broke = summary.results.find(({ error }) => error !== undefined && (error.reason !== 'policy' || !found.some(({ finding }) => finding.isBlocking)));
    const base = { found, reports, judged, sources: new Map<string, string>() };
    return broke === undefined ? base : { ...base, failure: { reason: reasonOf(summary.exitCode), summary } };
  } finally {
    giveNoticesBack();
    progress.stop();
  }
}

/** A check that finds nothing is told in a few lines: only a person who watches gets the tree. */
function progressFor({ io, now, isJson, isVerbose }: Context): Progress {
  const options = { output: io.stderr, now, isVerbose };
  if (io.stderr.isTerminal && !io.isCi && io.isDrawable && !(isJson && io.stdout.isTerminal)) return liveProgress(options);
  return isVerbose && !isJson ? lineProgress(options) : silentProgress(options);
}

async function environmentsOf(targets: readonly Target[], context: Context): Promise<readonly string[]> {
  const names = await (await context.app()).targetNames();
  const chosen = new Set(targets.map(({ name }) => name));
  return names.filter(({ environment, regions }) => regions.every((region) => chosen.has(`${environment}-${region}`))).map(({ environment }) => environment);
}
