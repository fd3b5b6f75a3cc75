// Functions of the Databricks provider: who is asking, and the versions and sizes that a workspace offers. One row a function.
import type { Invoke } from '../invoke';

const user = 'deployer@local.invalid';

const currentUser: Invoke = ({ hex, cloud }) => ({
  id: BigInt(`0x${hex('databricks user', 13)}`).toString(),
  alphanumeric: user.replaceAll(/\W/g, '_'),
  externalId: '',
  home: `/Users/${user}`,
  repos: `/Repos/${user}`,
  userName: user,
  aclPrincipalId: `users/${user}`,
  workspaceUrl: `https://${cloud.caller.host ?? ''}`,
});

/** The newest version that satisfies the filters; all versions here are long-term supported ones. */
const sparkVersion: Invoke = ({ args }) => {
  const suffix = args['gpu'] === true ? 'gpu-ml-' : args['ml'] === true ? 'cpu-ml-' : args['photon'] === true ? 'photon-' : '';
  const id = `16.4.x-${suffix}scala2.12`;
  return { ...args, id };
};

/** The smallest node that satisfies the filters. */
const nodeType: Invoke = ({ args }) => {
  const cores = Math.max(Number(args['minCores'] ?? 0), Number(args['minMemoryGb'] ?? 0) / 4);
  const size = [4, 8, 16, 32, 64].find((candidate) => candidate >= cores) ?? 96;
  return { ...args, id: args['localDisk'] === true ? `Standard_D${size}ads_v5` : `Standard_D${size}s_v5` };
};

export const databricksInvokes: Readonly<Record<string, Invoke>> = {
  'databricks:index/getCurrentConfig:getCurrentConfig': ({ cloud }) => ({
    host: `https://${cloud.caller.host ?? ''}`,
    authType: 'azure-cli',
    cloudType: 'azure',
    isAccount: false,
    accountId: '',
  }),
  'databricks:index/getCurrentUser:getCurrentUser': currentUser,
  'databricks:index/getNodeType:getNodeType': nodeType,
  'databricks:index/getSparkVersion:getSparkVersion': sparkVersion,
};
