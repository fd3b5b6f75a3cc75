// Function calls of programs: what the kinds' modules answer themselves, then lookups of stored resources by `get<Kind>`.
import { createHash } from 'node:crypto';
import { expandPath } from './arm/ids';
import type { Cloud } from './cloud';
import { CloudError } from './errors';
import type { Properties, StoredResource } from './kind';
import { kindOf } from './registry';
import { azureInvokes } from './azure/invokes';
import { databricksInvokes } from './databricks/invokes';

export interface InvokeContext {
  readonly args: Properties;
  readonly cloud: Cloud;
  /** The stored resource of a token at the id that the arguments make; throws 404. */
  readonly find: (token: string) => StoredResource;
  /** Deterministic hexadecimal text per label. */
  readonly hex: (label: string, length: number) => string;
}

export type Invoke = (ctx: InvokeContext) => Properties;

/** Throws CloudError: 404 for a resource that does not exist, 400 for a function that the local cloud does not have. */
export function invoke(cloud: Cloud, token: string, args: Properties): Properties {
  const plain = token.replace(/^(azure-native:[^:/]+)\/v\d+\w*:/, '$1:');
  const ctx: InvokeContext = { args, cloud, find: (kindToken) => find(cloud, kindToken, args), hex: (label, length) => hex(label, length) };
  const own = Object.hasOwn(azureInvokes, plain) ? azureInvokes[plain] : Object.hasOwn(databricksInvokes, plain) ? databricksInvokes[plain] : undefined;
  if (own !== undefined) return own(ctx);
  const lookup = /^(azure-native:\w+:)get(\w+)$/.exec(plain);
  const kindToken = lookup === null ? undefined : `${lookup[1]}${lookup[2]}`;
  if (kindToken !== undefined && kindOf(kindToken) !== undefined) return lookUp(cloud, kindToken, args);
  throw new CloudError(400, 'LocalCloudUnsupported', `the local cloud does not have the function ${plain}`);
}

function lookUp(cloud: Cloud, token: string, args: Properties): Properties {
  const stored = find(cloud, token, args);
  return { ...(cloud.read(token, stored.id)?.outputs ?? stored.outputs), id: stored.id };
}

function find(cloud: Cloud, token: string, args: Properties): StoredResource {
  const kind = cloud.kind(token);
  const expanded = expandPath(kind.path ?? '', kind.isSingleton === true ? { ...defaultNames(kind.path ?? ''), ...args } : args, cloud.caller.subscriptionId);
  if ('missing' in expanded) throw new CloudError(400, 'InvalidRequest', `missing required argument '${expanded.missing}'`);
  const stored = cloud.read(token, expanded.id);
  if (stored === undefined) cloud.refuseMissing(token, expanded.id);
  return stored;
}

const defaultNames = (path: string): Properties => {
  const last = /\{(\w+)\}$/.exec(path)?.[1];
  return last === undefined ? {} : { [last]: 'default' };
};

function hex(label: string, length: number): string {
  let text = '';
  for (let round = 0; text.length < length; round += 1) text += createHash('sha256').update(`${label}#${round}`).digest('hex');
  return text.slice(0, length);
}
