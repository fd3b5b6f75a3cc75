// One connection of an engine: how its provider is configured, and its cancellation. Attached providers share a server; the peer's address tells them apart.
import { asText } from '../values';
import { Cloud } from '../cloud';
import { CloudError } from '../errors';
import type { Properties } from '../kind';
import type { Store } from '../store';
import { defaultCaller, findWorkspace, type Caller } from '../world-view';

export type ProviderName = 'azure-native' | 'databricks' | 'docker';

export class Connection {
  private readonly abort = new AbortController();
  cloud: Cloud;
  /** Why no call can reach the cloud; raised at the first call that needs it. */
  private readonly failure: CloudError | undefined;

  constructor(store: Store, caller: Caller, failure?: CloudError) {
    this.cloud = new Cloud(store, caller);
    this.failure = failure;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  cancel(): void {
    this.abort.abort();
  }

  /** Throws where the provider's configuration reaches nothing. */
  requireReachable(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

export class Connections {
  private readonly byPeer = new Map<string, Connection>();
  private readonly engines = new Map<string, string>();

  constructor(
    private readonly store: Store,
    private readonly provider: ProviderName,
  ) {}

  attach(peer: string, engineAddress: string): void {
    this.engines.set(peer, engineAddress);
  }

  /** Where the engine of that peer listens; undefined where it never told, or is not the only one. */
  engineOf(peer: string): string | undefined {
    const [only, ...others] = new Set(this.engines.values());
    return this.engines.get(peer) ?? (others.length === 0 ? only : undefined);
  }

  configure(peer: string, config: Properties): void {
    this.byPeer.set(peer, connect(this.store, this.provider, config));
  }

  /** A connection that was never configured is one that gRPC made anew after a long silence, or a check before the configuration is known. */
  of(peer: string): Connection {
    const own = this.byPeer.get(peer);
    if (own !== undefined) return own;
    const [only, ...others] = this.byPeer.values();
    if (only !== undefined && others.length === 0) return only;
    const fresh = connect(this.store, this.provider, {});
    this.byPeer.set(peer, fresh);
    return fresh;
  }

  cancel(peer: string): void {
    this.byPeer.get(peer)?.cancel();
  }

  cancelAll(): void {
    for (const connection of this.byPeer.values()) connection.cancel();
  }
}

const text = (config: Properties, key: string): string | undefined => {
  const value = config[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The connection of a provider that is configured so. */
export const connect = (store: Store, provider: ProviderName, config: Properties): Connection =>
  provider === 'databricks'
    ? databricksConnection(store, config)
    : provider === 'docker'
      ? new Connection(store, defaultCaller)
      : azureConnection(store, config);

function azureConnection(store: Store, config: Properties): Connection {
  const location = text(config, 'location');
  return new Connection(store, {
    subscriptionId: text(config, 'subscriptionId') ?? defaultCaller.subscriptionId,
    tenantId: text(config, 'tenantId') ?? defaultCaller.tenantId,
    ...(location === undefined ? {} : { location }),
  });
}

function databricksConnection(store: Store, config: Properties): Connection {
  const host = text(config, 'host')
    ?.replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  const resourceId = text(config, 'azureWorkspaceResourceId');
  const row = resourceId === undefined ? undefined : store.get(resourceId.toLowerCase());
  const known = host ?? (row === undefined ? undefined : asText(row.outputs['workspaceUrl']));
  if (known === undefined) {
    const reason = 'cannot configure default credentials: set host or azureWorkspaceResourceId of the Databricks provider to an existing workspace';
    return new Connection(store, defaultCaller, new CloudError(401, '', resourceId === undefined ? reason : `the workspace ${resourceId} does not exist`));
  }
  const workspaceId = findWorkspace(store, known);
  const caller: Caller = { ...defaultCaller, host: known, ...(workspaceId === undefined ? {} : { workspaceId }) };
  if (workspaceId !== undefined) return new Connection(store, caller);
  return new Connection(store, caller, new CloudError(404, '', `Get "https://${known}/api/2.0/preview/scim/v2/Me": dial tcp: lookup ${known}: no such host`));
}
