// hx scan files: secrets and misconfigurations in files, without any network.
import { command } from '../command';
import { scanOptions, tellScan, termsOf } from '../scan';

export const definition = command({
  description:
    'Looks into every file of the project, or of the given paths, for keys, tokens and passwords, and into Dockerfiles, Kubernetes, Terraform and ARM files for misconfigurations. Runs trivy (found on PATH, or built once from its Go module) and makes no network call. A secret that is found is never printed. node_modules, .git, dist, .hx, .venv and coverage are left out. Ends with exit code 5 where something at or above the threshold remains, or an exemption of policy/exemptions.yaml has expired or is used by nothing. Without --env it judges as for prod; in dev a trivy that can’t be had is a warning, elsewhere a failure.',
  arguments: [{ name: 'path', description: 'files or folders; the project where none is given', isRequired: false, isVariadic: true }],
  options: scanOptions,
  examples: [
    { command: 'hx scan files', about: 'in a pull request: the whole project, as strictly as for prod' },
    { command: 'hx scan files app infra --env dev', about: 'two folders, where only critical findings fail' },
    { command: 'hx scan files --sarif files.sarif', about: 'with a file for code scanning' },
  ],
  exits: ['policy', 'cancelled', 'timeout'],
  run: async (context, given, words) => {
    const scans = await (await context.app()).scans();
    return tellScan(await scans.files(words, termsOf(given)), given, context);
  },
});
