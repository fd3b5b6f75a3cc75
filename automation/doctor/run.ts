// Runs all probes side by side; each is bounded in time, and one that breaks is a row like any other.
import { azureCredentials } from './azure';
import type { Check, DoctorOptions } from './check';
import { cache, disk, home, localCloud } from './places';
import { probeContext, type Probe, type ProbeContext } from './probe';
import { dependencies, engineProbe, go, node, npm } from './project';
import { docker, git, psql, python, trivy } from './tools';

/** The rows in the order in which they are read: what hx stands on, where it writes, what it talks to, what app steps add. */
export async function runDoctor(options: DoctorOptions): Promise<readonly Check[]> {
  const context = probeContext(options);
  const probes = [node, npm, dependencies, engineProbe(options.root), go, home, cache, localCloud, disk, azureCredentials, git, docker, python, psql, trivy];
  return Promise.all(probes.map((probe) => runProbe(probe, context)));
}

async function runProbe({ name, wanted, why, run }: Probe, context: ProbeContext): Promise<Check> {
  try {
    const { status, found, fix } = await run(context);
    return { name, status, found, wanted, why, fix };
  } catch (error) {
    return { name, status: 'missing', found: `could not be looked at: ${error instanceof Error ? error.message : String(error)}`, wanted, why, fix: undefined };
  }
}
