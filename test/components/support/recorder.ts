// Runs a program or a component over Pulumi's mocks and records what it registered: tree, inputs, options, secrets. Stands for no cloud's rules.
import { runtime } from '@pulumi/pulumi';
import { MockMonitor, type MockCallArgs, type MockResourceArgs } from '@pulumi/pulumi/runtime/mocks';
import { createHash } from 'node:crypto';
import { decodeProperties } from '../../../policy/decode';
import { currentType, type Resource } from '../../../policy/resource';

export interface Registration {
  readonly type: string;
  readonly name: string;
  /** Logical name of the parent; undefined below the stack itself. */
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** Logical names of what must be there first. */
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly provider: string | undefined;
}

export interface Recording {
  readonly resources: readonly Registration[];
  /** The same registrations as policies see them, the stack itself among them. */
  readonly judged: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Components that called registerOutputs. */
  readonly completed: ReadonlySet<string>;
  readonly invokes: readonly MockCallArgs[];
  one(type: string, name?: string): Registration;
  all(type: string): readonly Registration[];
  /** "type name" of the children of a component, sorted. */
  childrenOf(name: string): readonly string[];
}

export type IdOf = (type: string, name: string, inputs: Readonly<Record<string, unknown>>) => string;

export interface RunOptions {
  /** In a preview nothing that the cloud computes is known. */
  readonly preview?: boolean;
  /** False where the cloud does not tell the names of what it has not made either. */
  readonly predictsNames?: boolean;
  /** Names of project and stack, parts of every URN. */
  readonly project?: string;
  readonly stack?: string;
  /** The id that the cloud gives to a resource. */
  readonly idOf?: IdOf;
  /** Tokens of lookups whose resource somebody deleted. */
  readonly gone?: readonly string[];
  /** Stack configuration by full key: "hx:slackWebhookUrl". */
  readonly config?: Readonly<Record<string, string>>;
}

const guid = (text: string): string =>
  createHash('sha1')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
/** What every push and every lookup in a registry gives. */
export const imageDigest = `sha256:${'b'.repeat(64)}`;
const computed = (name: string): Record<string, unknown> => ({
  identity: { type: 'SystemAssigned', principalId: guid(`${name} principal`), tenantId: guid('tenant') },
  principalId: guid(`${name} principal`),
  clientId: guid(`${name} client`),
  ipAddress: '20.30.40.50',
  loginServer: `${name}.azurecr.io`,
  workspaceUrl: 'adb-1234567890123456.7.azuredatabricks.net',
  connectionString: 'InstrumentationKey=a-secret',
  volumePath: `/Volumes/mock/${name}`,
  repoDigest: `mock/${name}@${imageDigest}`,
});
/** The property that Azure gives back as `name`, by what the kind calls it. */
const nameInputs = [
  'containerName',
  'subnetName',
  'pipelineName',
  'accountName',
  'vaultName',
  'registryName',
  'factoryName',
  'virtualNetworkName',
  'privateEndpointName',
];
const nameOf = (inputs: Readonly<Record<string, unknown>>): unknown =>
  nameInputs.map((key) => inputs[key]).find((value) => value !== undefined) ?? inputs['privateZoneName'] ?? inputs['resourceGroupName'] ?? inputs['name'];

const secretMark = '4dabf18193072939515e22adb298388d';
const isSecret = (value: object): value is { readonly value: unknown } =>
  Object.hasOwn(value, secretMark) || Object.values(value).includes('1b47061264138c4ac30d75fd1eb44270');

/** Secrets in the shape in which a test can see them. */
const reveal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== 'object' || value === null) return value;
  if (isSecret(value)) return { secret: reveal(value.value) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
};

interface Recorded extends MockResourceArgs {
  readonly inputs: Readonly<Record<string, unknown>>;
}

const stackType = 'pulumi:pulumi:Stack';
const lastPart = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);

class Recorder extends MockMonitor {
  readonly seen: Registration[] = [];
  readonly judged: Resource[] = [];
  /** The engine's URNs by the mocks' own, which know one parent alone. */
  private readonly urns = new Map<string, string>();
  readonly completed = new Set<string>();
  readonly calls: MockCallArgs[];

  constructor({ preview = false, predictsNames = true, gone = [], idOf = (type, name) => `/mock/${type}/${name}` }: RunOptions) {
    const calls: MockCallArgs[] = [];
    const isNamed = !preview || predictsNames;
    super({
      newResource: ({ type, name, inputs, custom }: Recorded) => ({
        id: custom && !preview ? idOf(type, name, inputs) : '',
        state: { ...inputs, ...(preview ? {} : computed(name)), ...(isNamed && custom && nameOf(inputs) !== undefined ? { name: nameOf(inputs) } : {}) },
      }),
      call: (args: MockCallArgs) => {
        calls.push(args);
        // The SDK reads the text of a failed call from gRPC's `details`.
        if (gone.includes(args.token)) throw Object.assign(new Error('gone'), { details: 'Status=404 Code="ResourceNotFound"' });
        return { value: 'https://logic.example/?sig=a-secret', connectionString: 'InstrumentationKey=a-secret', sha256Digest: imageDigest };
      },
    });
    this.calls = calls;
  }

  override async registerResource(
    req: Parameters<MockMonitor['registerResource']>[0],
    callback: Parameters<MockMonitor['registerResource']>[1],
  ): Promise<void> {
    const parent: string = req.getParent();
    this.seen.push({
      type: req.getType(),
      name: req.getName(),
      parent: parent === '' || parent.split('::').at(-2) === stackType ? undefined : lastPart(parent),
      inputs: reveal(req.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
      protect: req.getProtect(),
      dependsOn: req.getDependenciesList().map(lastPart),
      ignoreChanges: req.getIgnorechangesList(),
      provider: req.getProvider() === '' ? undefined : req.getProvider().split('::').at(-2),
    });
    const judged = judgedOf(req, this.urns);
    this.judged.push(judged);
    await super.registerResource(req, (error: unknown, response: { getUrn(): string } | undefined) => {
      if (response !== undefined) this.urns.set(response.getUrn(), judged.urn);
      callback(error, response);
    });
  }

  override registerResourceOutputs(
    req: Parameters<MockMonitor['registerResourceOutputs']>[0],
    callback: Parameters<MockMonitor['registerResourceOutputs']>[1],
  ): void {
    this.completed.add(lastPart(req.getUrn()));
    super.registerResourceOutputs(req, callback);
  }
}

/** A registration as the engine's analyzer protocol hands it to policies. */
function judgedOf(req: Parameters<MockMonitor['registerResource']>[0], urns: ReadonlyMap<string, string>): Resource {
  const [type, name]: readonly string[] = [req.getType(), req.getName()];
  const parent = urns.get(req.getParent());
  const above = parent?.split('::')[2] ?? stackType;
  const made: readonly (readonly [string, { getUrnsList(): readonly string[] }])[] = [...req.getPropertydependenciesMap().entries()];
  return {
    urn: `urn:pulumi:${runtime.getStack()}::${runtime.getProject()}::${above === stackType ? '' : `${above}$`}${type}::${name}`,
    type: currentType(type ?? ''),
    ...(type === undefined ? {} : { token: type }),
    name: name ?? '',
    inputs: decodeProperties(req.getObject()?.toJavaScript() ?? {}),
    isProtected: req.getProtect(),
    ...(parent === undefined ? {} : { parent }),
    propertyDependencies: Object.fromEntries(made.map(([key, one]) => [key, one.getUrnsList().map((urn) => urns.get(urn) ?? urn)])),
  };
}

/** Runs what a program would run, inside a stack, and waits until every registration is through. */
export async function record(program: () => Promise<Record<string, unknown>> | void, options: RunOptions = {}): Promise<Recording> {
  const preview = options.preview ?? false;
  const recorder = new Recorder(options);
  const { project = 'hiscox-etl', stack = 'test' } = options;
  await runtime.setMocks({ newResource: () => ({ id: '', state: {} }), call: () => ({}) }, project, stack, preview);
  runtime.setMockOptions(recorder, project, stack, preview);
  const config = options.config ?? {};
  runtime.setAllConfig(
    { ...config },
    Object.keys(config).filter((key) => key.endsWith('Url')),
  );
  let outputs: Record<string, unknown> = {};
  let failure: unknown;
  await runtime.runInPulumiStack(async () => {
    // Caught here: the stack would turn it into a rejection that nobody awaits.
    try {
      outputs = (await program()) ?? {};
    } catch (error) {
      failure = error;
    }
    return outputs;
  });
  // Waits for every registration that is still on its way.
  await runtime.disconnect();
  if (failure !== undefined) throw failure;
  return recordingOf(recorder, outputs);
}

function recordingOf({ seen, judged, completed, calls }: Recorder, outputs: Record<string, unknown>): Recording {
  const resources = seen.filter(({ type }) => type !== stackType);
  const all = (type: string): readonly Registration[] => resources.filter((resource) => resource.type === type);
  return {
    resources,
    judged,
    outputs,
    completed,
    invokes: calls,
    all,
    one(type, name) {
      const found = all(type).filter((resource) => name === undefined || resource.name === name);
      if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} registrations of ${type} ${name ?? ''}, not one`);
      return found[0];
    },
    childrenOf: (name) =>
      resources
        .filter(({ parent }) => parent === name)
        .map((resource) => `${resource.type} ${resource.name}`)
        .sort(),
  };
}
