// Where engines work: a kept workspace a stack, and a scratch one for the preview of a stack that does not exist yet.
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HxError } from '../errors';
import { readIfThere, writeDurably } from '../files/durable';
import type { HxPaths } from '../paths';
import type { EngineSite, StackUnit } from '../stack-engine';
import { writeEmptyStack } from './file-backend';

/** `file://` under HX_HOME for the local cloud; the environment's own for Azure. */
export const backendOf = (unit: StackUnit, paths: HxPaths): string =>
  unit.cloud === 'local' || unit.target.backendUrl === undefined ? pathToFileURL(paths.state).href : unit.target.backendUrl;

export const secretsProviderOf = (unit: StackUnit): string => (unit.cloud === 'local' ? 'passphrase' : (unit.target.secretsProvider ?? 'passphrase'));

/** Made once, by one of any number of runs that start together. Losing it loses the secrets in the state: it belongs in a backup. */
export async function ensurePassphrase(paths: HxPaths): Promise<string> {
  await mkdir(paths.home, { recursive: true });
  const existing = await readIfThere(paths.passphrase);
  if (existing !== undefined && existing.length > 0) return existing.toString('utf8').trim();
  await mustBeFirst(paths);
  const fresh = `${paths.passphrase}.${randomBytes(6).toString('hex')}`;
  await writeDurably(fresh, randomBytes(32).toString('base64url'));
  await link(fresh, paths.passphrase).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(fresh, { force: true });
  return (await readFile(paths.passphrase, 'utf8')).trim();
}

/** A new passphrase beside states that another one encrypts would only hide what was lost. Throws HxError `authentication`. */
async function mustBeFirst({ passphrase, state }: HxPaths): Promise<void> {
  const stacks = join(state, '.pulumi', 'stacks');
  const projects = await readdir(stacks).catch((): string[] => []);
  const found = await Promise.all(projects.map((project) => readdir(join(stacks, project)).catch((): string[] => [])));
  // Two runs that start together on an empty home: the other one has made it meanwhile.
  if (found.flat().every((name) => !name.endsWith('.json')) || (await readIfThere(passphrase)) !== undefined) return;
  throw new HxError('authentication', `${passphrase} is missing, and the states in ${state} are encrypted with it`, {
    suggestion: 'restore the file from a backup; if the states may be lost: hx cloud reset',
  });
}

const writeIfOther = async (path: string, content: string): Promise<void> => {
  if ((await readIfThere(path))?.toString('utf8') !== content) await writeDurably(path, content, 0o644);
};

const projectFile = (project: string): string => `name: ${project}\nruntime: nodejs\n`;

type SiteFacts = Pick<EngineSite, 'engine' | 'environment'>;

/** `salt` restores a stack file that was lost: without it the engine would take another secrets provider. */
export async function workspaceSite(unit: StackUnit, paths: HxPaths, facts: SiteFacts, salt: string | undefined): Promise<EngineSite> {
  const workDir = join(paths.workspaces, unit.cloud, unit.program.project, unit.target.name);
  await mkdir(workDir, { recursive: true });
  if (unit.cloud === 'local') await mkdir(paths.state, { recursive: true });
  await writeIfOther(join(workDir, 'Pulumi.yaml'), projectFile(unit.program.project));
  const stackFile = join(workDir, `Pulumi.${unit.target.name}.yaml`);
  if (salt !== undefined && !(await readIfThere(stackFile))?.includes('encryptionsalt')) await writeDurably(stackFile, `encryptionsalt: ${salt}\n`, 0o644);
  return { ...facts, workDir, backendUrl: backendOf(unit, paths) };
}

/** Remove `folder` after the preview. */
export async function scratchSite(unit: StackUnit, folder: string, facts: SiteFacts): Promise<EngineSite> {
  const workDir = join(folder, 'work');
  const state = join(folder, 'state');
  await mkdir(workDir, { recursive: true });
  await writeIfOther(join(workDir, 'Pulumi.yaml'), projectFile(unit.program.project));
  await writeEmptyStack(state, unit.program.project, unit.target.name);
  return { ...facts, workDir, backendUrl: pathToFileURL(state).href };
}

/** True where this folder can be written; said before anything is begun. */
export async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
    return true;
  } catch {
    return false;
  }
}
