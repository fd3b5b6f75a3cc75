// All resources of a stack, and who refers to whom. In a preview ids are unknown, so a reference counts by what the input was made from.
import { someKnown } from './in-turn';
import { currentType, type Resource } from './resource';
import { ReferenceIndex, add, expanded, wordsOf } from './references';
import { UnknownValueError, isProperties, opened, valueAt, type Plain, type Value } from './value';

/** The input that names a resource in Azure, by type: what an id's last segment says. */
const nameInputs: Readonly<Record<string, string>> = {
  'azure-native:storage:StorageAccount': 'accountName',
  'azure-native:keyvault:Vault': 'vaultName',
  'azure-native:containerregistry:Registry': 'registryName',
  'azure-native:databricks:Workspace': 'workspaceName',
  'azure-native:datafactory:Factory': 'factoryName',
  'azure-native:operationalinsights:Workspace': 'workspaceName',
  'azure-native:applicationinsights:Component': 'resourceName',
  'azure-native:network:NetworkSecurityGroup': 'networkSecurityGroupName',
  'azure-native:network:VirtualNetwork': 'virtualNetworkName',
  'azure-native:network:Subnet': 'subnetName',
  'azure-native:network:PrivateEndpoint': 'privateEndpointName',
  'azure-native:privatedns:PrivateZone': 'privateZoneName',
  'azure-native:resources:ResourceGroup': 'resourceGroupName',
  'azure-native:monitor:ActionGroup': 'actionGroupName',
  'azure-native:datafactory:CredentialOperation': 'credentialName',
  'azure-native:logic:Workflow': 'workflowName',
  'azure-native:network:AzureFirewall': 'azureFirewallName',
  'azure-native:network:PublicIPAddress': 'publicIpAddressName',
  'azure-native:network:NatGateway': 'natGatewayName',
  'azure-native:eventhub:Namespace': 'namespaceName',
  'azure-native:servicebus:Namespace': 'namespaceName',
  'azure-native:synapse:Workspace': 'workspaceName',
  'azure-native:machinelearningservices:Workspace': 'workspaceName',
};

export class Stack {
  private readonly byType = new Map<string, Resource[]>();
  private readonly byUrn = new Map<string, Resource>();
  /** By type and path. */
  private readonly references = new Map<string, ReferenceIndex>();
  /** By type: resources by name in Azure and by URN; those without a known name under "". */
  private readonly names = new Map<string, Map<string, Resource[]>>();

  constructor(readonly resources: readonly Resource[]) {
    for (const resource of resources) {
      add(this.byType, resource.type, resource);
      this.byUrn.set(resource.urn, resource);
    }
  }

  /** Resources of these types, in the order of registration. */
  ofType(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(currentType(type)) ?? []);
  }

  /**
   * True where the input at `path` of one resource means the other: its id (or that of something inside it), or its name. A `*` in the path
   * stands for every item of a list. Throws UnknownValueError where the input is unknown and nothing says what it was made from.
   */
  refers(from: Resource, path: string, to: Resource): boolean {
    return expanded(from.inputs, path).some((one) => this.refersAt(from, one, to));
  }

  /**
   * True where the input is there: a value that is not empty text, or one that is not known yet but is made from another resource. Throws
   * UnknownValueError where it is unknown and nothing says what it was made from.
   */
  isSet(from: Resource, path: string): boolean {
    try {
      const value = valueAt(from.inputs, path);
      return value !== undefined && value !== '';
    } catch (error) {
      const made = from.propertyDependencies[path.split('.')[0] ?? ''] ?? [];
      if (!(error instanceof UnknownValueError) || made.length === 0) throw error;
      return true;
    }
  }

  /** As `refers`, but something inside the other resource does not count: only the id or the name that ends with it. */
  pointsAt(from: Resource, path: string, to: Resource): boolean {
    const name = this.nameOf(to);
    const known = this.textAt(from, path);
    if (known === undefined || name === undefined) return this.refers(from, path, to);
    return known.toLowerCase().replace(/\/+$/, '').split('/').at(-1) === name;
  }

  /** The resources that the input was made from; empty where that is not told. */
  sourcesOf(from: Resource, path: string): readonly Resource[] {
    const made = from.propertyDependencies[path.split('.')[0] ?? ''] ?? [];
    return made.flatMap((urn) => this.byUrn.get(urn) ?? []);
  }

  /** Resources of a type whose input at `path` means the given one. Throws UnknownValueError where that cannot be told of one of them. */
  referring(type: string | readonly string[], path: string, to: Resource): readonly Resource[] {
    return this.mayRefer(type, path, to).filter((from) => this.refers(from, path, to));
  }

  /** True where a resource of the type means the given one and satisfies the condition; one that cannot be told yet counts only when no other does. */
  isReferred(type: string, path: string, to: Resource, isSatisfied: (from: Resource) => boolean = () => true): boolean {
    return someKnown(this.mayRefer(type, path, to), (from) => this.refers(from, path, to) && isSatisfied(from));
  }

  /** Resources of a type whose input at `path` means the given one, or cannot be told yet: the few for which `refers` is worth asking. */
  mayRefer(type: string | readonly string[], path: string, to: Resource): readonly Resource[] {
    const name = this.nameOf(to);
    const words = name === undefined ? [to.urn] : [name, to.urn];
    return (typeof type === 'string' ? [type] : type).flatMap((one) => this.indexOf(currentType(one), path).mayMean(words));
  }

  /** Resources of a type that have the name, or one segment of an id, at `path`, whatever its case; and those whose input was made from that URN. */
  naming(type: string, path: string, word: string): readonly Resource[] {
    return this.indexOf(currentType(type), path).naming(word);
  }

  /** Resources of a type that the input at `path` means. Throws UnknownValueError where that cannot be told yet. */
  referred(from: Resource, path: string, type: string): readonly Resource[] {
    const words = wordsOf(from, path);
    if (words === undefined) return this.ofType(type).filter((to) => this.refers(from, path, to));
    const names = this.namesOf(currentType(type));
    const found = new Set([...words, ''].flatMap((word) => names.get(word) ?? []));
    return [...found].filter((to) => this.refers(from, path, to));
  }

  private refersAt(from: Resource, path: string, to: Resource): boolean {
    const made = from.propertyDependencies[path.split('.')[0] ?? ''];
    try {
      const value = valueAt(from.inputs, path);
      return value === undefined ? false : this.means(value, to, made);
    } catch (error) {
      if (!(error instanceof UnknownValueError) || made === undefined) throw error;
      return made.includes(to.urn);
    }
  }

  private indexOf(type: string, path: string): ReferenceIndex {
    const key = `${type} ${path}`;
    const index = this.references.get(key) ?? new ReferenceIndex(this.ofType(type), path);
    this.references.set(key, index);
    return index;
  }

  private namesOf(type: string): ReadonlyMap<string, readonly Resource[]> {
    const known = this.names.get(type);
    if (known !== undefined) return known;
    const made = new Map<string, Resource[]>();
    for (const resource of this.ofType(type)) {
      add(made, resource.urn, resource);
      add(made, this.nameOf(resource) ?? '', resource);
    }
    this.names.set(type, made);
    return made;
  }

  private means(value: Plain, to: Resource, made: readonly string[] | undefined): boolean {
    if (typeof value !== 'string') return made?.includes(to.urn) ?? false;
    const name = this.nameOf(to);
    // Without a known name on the other side, what the value was made from is all there is to go by.
    if (name === undefined) return made?.includes(to.urn) ?? false;
    return namesIn(value, to).includes(name);
  }

  private textAt(from: Resource, path: string): string | undefined {
    try {
      const value = valueAt(from.inputs, path);
      return typeof value === 'string' ? value : undefined;
    } catch (error) {
      if (error instanceof UnknownValueError) return undefined;
      throw error;
    }
  }

  /** Its name in Azure, in lower case; undefined where that is not known. */
  private nameOf(resource: Resource): string | undefined {
    const input = nameInputs[resource.type];
    const value: Value | undefined = input === undefined ? undefined : resource.inputs[input];
    try {
      const name = opened(value, input ?? '');
      return typeof name === 'string' && !isProperties(name) ? name.toLowerCase() : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The segments of an id that may name the resource: the group and the subscription before "/providers/" are none of it. */
function namesIn(value: string, to: Resource): readonly string[] {
  const text = value.toLowerCase();
  const start = to.type === 'azure-native:resources:ResourceGroup' ? -1 : text.indexOf('/providers/');
  return text.slice(Math.max(start, 0)).split('/');
}
