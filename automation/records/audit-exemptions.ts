// Audits uses of exemptions where nothing is updated: in a check of policies, and in a scan. An update audits its own.
import { HxError } from '../errors';
import type { JsonObject } from '../json';
import { ciRunUrl } from '../lease/host';
import type { OperationDeps } from '../run/context';
import { newRunId } from '../run/context';
import { appendAudit } from './audit';

export interface ExemptionUse {
  readonly policy: string;
  /** URN, or place of a finding in a file or image. */
  readonly place: string;
  readonly justification: string;
  readonly owner: string;
  /** Last day, UTC. */
  readonly expires: string;
}

type Deps = Pick<OperationDeps, 'paths' | 'facts' | 'user' | 'pid' | 'now' | 'environment'>;

/** One line for all uses of a check; none where nothing was exempt. Throws HxError 'failure' where it cannot be written: no use goes unrecorded. */
export async function auditExemptions(deps: Deps, check: string, uses: readonly ExemptionUse[]): Promise<void> {
  if (uses.length === 0) return;
  const now = deps.now();
  const url = ciRunUrl(deps.environment);
  const owner = { pid: deps.pid, host: deps.facts.host, user: deps.user, since: now.toISOString(), runId: newRunId(now), operation: 'preview' as const };
  const exemptions: readonly JsonObject[] = uses.map(({ policy, place, justification, owner: by, expires }) => ({
    policy,
    place,
    justification,
    owner: by,
    expires,
  }));
  try {
    await appendAudit(
      deps.paths,
      { kind: 'exemptions', check, exemptions, ...(url === undefined ? {} : { ciRunUrl: url }) },
      owner,
      deps.facts,
      now.toISOString(),
    );
  } catch (cause) {
    throw new HxError('failure', `the use of exemptions cannot be written to the audit log in ${deps.paths.audit}`, {
      cause,
      suggestion: 'make HX_HOME writable',
    });
  }
}
