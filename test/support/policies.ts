// A policy pack for tests of the flow: says what it was told to say, and counts who asked. Judges nothing.
import type { PolicyFinding, PolicyReport, PolicySession } from '../../automation';

export const cleanReport: PolicyReport = {
  policies: 1,
  disabled: [],
  resources: 1,
  isComplete: true,
  counts: { passed: 1, failed: 0, notEvaluated: 0, exempt: 0 },
  findings: [],
};

export const finding = (more: Partial<PolicyFinding> = {}): PolicyFinding => ({
  policy: 'storage-https-only',
  title: 'Storage accounts accept HTTPS only',
  severity: 'high',
  level: 'mandatory',
  outcome: 'failed',
  isBlocking: true,
  checkov: ['CKV_AZURE_3'],
  urn: 'urn:pulumi:prod-eastus::etl::azure-native:storage:StorageAccount::lake',
  resourceType: 'azure-native:storage:StorageAccount',
  violations: [{ property: 'enableHttpsTrafficOnly', message: 'accepts plain HTTP: enableHttpsTrafficOnly is false' }],
  fix: 'Set enableHttpsTrafficOnly to true.',
  link: 'https://learn.microsoft.com/azure/storage',
  ...more,
});

export interface ScriptedPack {
  readonly session: PolicySession;
  /** "prod-eastus", or "prod-eastus open" where what is unknown may stay open. */
  readonly attached: string[];
}

/** `reports` by stack and how often that stack was judged; the clean report where there is none. */
export function scriptedPack(report: (stack: string, time: number) => PolicyReport | Error = () => cleanReport): ScriptedPack {
  const attached: string[] = [];
  const session: PolicySession = {
    attach: (stack, leavesOpen) => {
      attached.push(leavesOpen ? `${stack} open` : stack);
      const said = report(stack, attached.filter((one) => one.startsWith(stack)).length);
      return Promise.resolve({ port: 1, report: () => (said instanceof Error ? Promise.reject(said) : Promise.resolve(said)) });
    },
    stop: () => Promise.resolve(),
  };
  return { session, attached };
}
