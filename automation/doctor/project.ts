// What hx itself stands on: node, npm, the dependencies, the engine and what can bring it.
import { join } from 'node:path';
import { engineRange, findEngine, pinnedEngineVersion } from '../pulumi/engine';
import { isAtLeast, judgeTool, type Probe, type ProbeContext } from './probe';

const nodeMinimum = '22.13';

export const node: Probe = {
  name: 'node',
  wanted: `>= ${nodeMinimum}`,
  why: 'runs hx',
  run: async () => {
    const found = `${process.versions.node} (${process.execPath})`;
    if (isAtLeast(process.versions.node, nodeMinimum)) return { status: 'ok', found };
    return { status: 'outdated', found, fix: 'start hx by ./hx, which brings a node of its own' };
  },
};

async function hasDependencies({ root, ask }: ProbeContext): Promise<boolean> {
  const answer = await ask(process.execPath, [join(root, 'scripts', 'dependencies-match.mjs'), root]);
  return answer.state === 'ended' && answer.exitCode === 0;
}

export const dependencies: Probe = {
  name: 'dependencies',
  wanted: 'node_modules as package-lock.json says',
  why: 'the SDKs and libraries of hx',
  run: async (context) =>
    (await hasDependencies(context))
      ? { status: 'ok', found: 'as locked' }
      : { status: 'outdated', found: 'node_modules differs from package-lock.json', fix: 'npm ci' },
};

/** npm only brings the dependencies: where they are as locked, it may be missing. */
export const npm: Probe = {
  name: 'npm',
  wanted: '>= 10',
  why: 'brings the dependencies',
  run: async (context) => {
    const [answer, isOptional] = await Promise.all([context.ask('npm', ['--version']), hasDependencies(context)]);
    return judgeTool(
      { name: 'npm', args: [], atLeast: '10', why: '', fix: 'npm install --global npm, or install Node.js: https://nodejs.org/en/download', isOptional },
      answer,
    );
  },
};

export function engineProbe(root: string): Probe {
  return {
    name: 'engine',
    wanted: `Pulumi ${engineRange(pinnedEngineVersion(root))}`,
    why: 'plans and makes every change',
    run: async (context) => {
      const { engine, refused, wanted } = await findEngine(context);
      if (engine !== undefined) return { status: 'ok', found: `${engine.version} (${engine.source}: ${engine.binary})` };
      const found = refused.map(({ message }) => message).join('; ');
      const canBuild = (await context.ask('go', ['version'])).state === 'ended';
      const fix = canBuild
        ? 'nothing to do: hx builds it on first use, in about 3 minutes'
        : `install Go 1.26 or newer (https://go.dev/dl) or Pulumi ${wanted} (https://www.pulumi.com/docs/install)`;
      return { status: canBuild ? 'optional-missing' : 'missing', ...(found === '' ? {} : { found }), fix };
    },
  };
}

/** Go only builds the engine: where one is there, it may be missing. */
export const go: Probe = {
  name: 'go',
  wanted: '>= 1.21 (which fetches the 1.26 it needs)',
  why: 'builds the engine where neither PATH, the cache nor the installer has it',
  run: async (context) => {
    const [answer, { engine }] = await Promise.all([context.ask('go', ['version']), findEngine(context)]);
    return judgeTool({ name: 'go', args: [], atLeast: '1.21', why: '', fix: 'install Go: https://go.dev/dl', isOptional: engine !== undefined }, answer);
  },
};
