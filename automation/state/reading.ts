// What a stored state says: sound, or damaged and how. Pure; takes the backend's bytes, starts nothing.
import { createHash } from 'node:crypto';
import type { Deployment } from './pending';

export type Damage = 'empty' | 'truncated' | 'blank' | 'newer-schema' | 'foreign';

export type StateReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly detail: string }
  | { readonly kind: 'sound'; readonly digest: string; readonly deployment: Deployment };

/** Newest schema version of checkpoints and deployments that engine 3.259 writes. */
const newestSchema = 4;

export const digestOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const damaged = (damage: Damage, detail: string): StateReading => ({ kind: 'damaged', damage, detail });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A resource of another stack or project in this stack's state: the file was mixed up. */
const foreignUrn = (deployment: Deployment, project: string, stack: string): string | undefined =>
  (deployment.resources ?? []).map(({ urn }) => urn).find((urn) => !urn.startsWith(`urn:pulumi:${stack}::${project}::`));

const judged = (deployment: Deployment, digest: string, project: string, stack: string): StateReading => {
  const foreign = foreignUrn(deployment, project, stack);
  return foreign === undefined ? { kind: 'sound', digest, deployment } : damaged('foreign', `it holds ${foreign}`);
};

/** A checkpoint file of a `file://` backend (`checkpoint.latest`) or an exported stack (`deployment`). */
export function readState(content: Buffer | string | undefined, project: string, stack: string): StateReading {
  if (content === undefined) return { kind: 'absent' };
  if (content.length === 0) return damaged('empty', 'it has 0 bytes');
  let value: unknown;
  try {
    value = JSON.parse(content.toString());
  } catch {
    return damaged('truncated', 'it is not whole JSON');
  }
  if (!isObject(value) || !('checkpoint' in value || 'deployment' in value)) return damaged('blank', 'it holds no checkpoint');
  const version = value['version'];
  if (typeof version !== 'number') return damaged('blank', 'it holds no schema version');
  if (version > newestSchema) return damaged('newer-schema', `it has schema version ${version}; this engine knows ${newestSchema}`);
  const digest = digestOf(content);
  if ('deployment' in value)
    return isObject(value['deployment']) ? judged(value['deployment'], digest, project, stack) : damaged('blank', 'its deployment is empty');
  const checkpoint = value['checkpoint'];
  if (!isObject(checkpoint)) return damaged('blank', 'its checkpoint is empty');
  const name = checkpoint['stack'];
  if (name !== `organization/${project}/${stack}`) return damaged('foreign', `it is of stack ${JSON.stringify(name)}`);
  const latest = checkpoint['latest'];
  return judged(isObject(latest) ? latest : {}, digest, project, stack);
}
