// Azure resource ids: taking them apart and testing what they name. Ids compare without regard to case.
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string | undefined;
  /** "Microsoft.Network/virtualNetworks/subnets"; empty for a subscription or a group. */
  readonly type: string;
  readonly name: string;
  /** Id of the resource one level up: the virtual network of a subnet, the group of a virtual network. */
  readonly parent: string;
}

const shape = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?(?:\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+))?$/i;

/** Undefined where the text is not an id of a subscription, a group or a resource of one provider. */
export function parseId(id: string): ResourceId | undefined {
  const match = shape.exec(id);
  if (!match) return undefined;
  const [, subscriptionId = '', resourceGroup, provider, rest] = match;
  const group = `/subscriptions/${subscriptionId}${resourceGroup ? `/resourceGroups/${resourceGroup}` : ''}`;
  if (!provider || !rest)
    return { subscriptionId, resourceGroup, type: '', name: resourceGroup ?? subscriptionId, parent: resourceGroup ? `/subscriptions/${subscriptionId}` : '' };
  const parts = rest.split('/').slice(1);
  const type = [provider, ...parts.filter((_part, index) => index % 2 === 0)].join('/');
  return { subscriptionId, resourceGroup, type, name: parts.at(-1) ?? '', parent: parts.length === 2 ? group : id.split('/').slice(0, -2).join('/') };
}

/** True where the text is the id of a resource of that type, e.g. "Microsoft.OperationalInsights/workspaces". */
export const isIdOf = (id: string, type: string): boolean => parseId(id)?.type.toLowerCase() === type.toLowerCase();

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isGuid = (value: string): boolean => guid.test(value);
