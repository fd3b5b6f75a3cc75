// Brings trivy for a scan. Without it a strict environment fails; a lenient one goes on, and its report says what did not run.
import { HxError } from '../errors';
import { newRunId } from '../run/context';
import { ensureTool, trivyTool, type FoundTool } from '../tools';
import type { ScanContext } from './context';
import type { Scanner, Sighting } from './finding';

export interface ScanPlan {
  readonly scanners: readonly Scanner[];
  /** True where a missing trivy is no failure. */
  readonly isLenient: boolean;
  readonly scan: (trivy: FoundTool, runId: string) => Promise<Sighting>;
}

export async function scanOrSay({ scanners, isLenient, scan }: ScanPlan, context: ScanContext): Promise<Sighting> {
  const trivy = await bring(context).catch((error: unknown) => {
    if (isLenient && error instanceof HxError && error.reason === 'failure') return error;
    throw error;
  });
  if (!(trivy instanceof HxError)) return scan(trivy, newRunId(context.now));
  const { message, suggestion } = trivy;
  const gaps = scanners.map((scanner) => ({ scanner, reason: message, ...(suggestion === undefined ? {} : { suggestion }) }));
  return { findings: [], ran: [], gaps, warnings: [], isWhole: false };
}

const bring = ({ root, cache, environment, cancelled, tell }: ScanContext): Promise<FoundTool> =>
  ensureTool(trivyTool(), { root, cache, environment, cancelled, report: ({ message }) => tell(message) });
