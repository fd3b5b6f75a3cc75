// The programs of this machine that hx calls: what each is for and how to get it.
import { findTool, trivyTool } from '../tools';
import { problemOf, toolProbe, versionIn, type Probe } from './probe';

export const git = toolProbe({
  name: 'git',
  args: ['--version'],
  atLeast: '2.25',
  why: 'releases are keyed by commit, and a rollback builds from a worktree',
  fix: 'apt-get install git, or brew install git',
  isOptional: false,
});

export const python = toolProbe({
  name: 'python3',
  args: ['--version'],
  atLeast: '3.10',
  why: 'hx deploy runs the ingestion, dbt and the quality gate; preview and up do without',
  fix: 'apt-get install python3 python3-venv, or brew install python',
  isOptional: true,
});

export const psql = toolProbe({
  name: 'psql',
  args: ['--version'],
  atLeast: '13',
  why: 'looks into the local warehouse by hand; hx itself does without',
  fix: 'apt-get install postgresql-client, or brew install libpq',
  isOptional: true,
});

/** The client alone is not enough: images are built by the daemon. */
export const docker: Probe = {
  name: 'docker',
  wanted: 'a client and a daemon that answers, >= 20.10',
  why: 'hx deploy builds the images; preview and up do without',
  run: async ({ ask }) => {
    const answer = await ask('docker', ['version', '--format', '{{.Client.Version}} {{.Server.Version}}']);
    const server = answer.state === 'ended' && answer.exitCode === 0 ? versionIn(answer.stdout.trim().split(' ')[1] ?? '') : undefined;
    if (server !== undefined) return { status: 'ok', found: `daemon ${server}` };
    if (answer.state === 'not-found') return { status: 'optional-missing', fix: 'install Docker: https://docs.docker.com/engine/install' };
    return { status: 'optional-missing', found: problemOf('docker', answer), fix: 'start the daemon: sudo systemctl start docker, or open Docker Desktop' };
  },
};

/** hx builds it where Go is; without either a scan fails, and says so. */
export const trivy: Probe = {
  name: 'trivy',
  wanted: trivyTool().range,
  why: 'hx scan looks for secrets, misconfigurations and vulnerabilities; everything else does without',
  run: async (context) => {
    const tool = trivyTool();
    const { found, refused } = await findTool(tool, context);
    if (found !== undefined) return { status: 'ok', found: `${found.version} (${found.source}: ${found.binary})` };
    const instead = refused.map(({ message }) => message).join('; ');
    const canBuild = (await context.ask('go', ['version'])).state === 'ended';
    const fix = canBuild ? 'nothing to do: hx scan builds it on first use, in about 7 minutes' : tool.suggestion.replace(/, then .*$/, '');
    return { status: 'optional-missing', ...(instead === '' ? {} : { found: instead }), fix };
  },
};
