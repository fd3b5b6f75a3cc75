// Who may do what: the user-assigned identities of the ETL's images and of its pipeline, and one role assignment a need, each at the narrowest scope Azure has.
import { RoleAssignment } from '@pulumi/azure-native/authorization';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import { all, ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { ResourceNames } from '../naming';
import type { Container } from './data-lake';
import { guidOf } from './guid';
import type { Place } from './place';

/** Azure's built-in roles that we assign. */
export const roles = {
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  blobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  blobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6',
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
} as const;
export type Role = keyof typeof roles;

export const identityPurposes = ['ingestion', 'transformation', 'pipeline'] as const;
export type IdentityPurpose = (typeof identityPurposes)[number];

export interface IdentitiesArgs extends Place {
  readonly names: Pick<ResourceNames, 'identity'>;
}

/** One identity an image of the ETL: ingestion writes bronze, transformation reads it and writes the rest. One more for the runs of Data Factory. */
export class Identities extends ComponentResource {
  readonly principalIds: Readonly<Record<IdentityPurpose, Output<string>>>;
  readonly clientIds: Readonly<Record<IdentityPurpose, Output<string>>>;
  /** ARM ids. */
  readonly ids: Readonly<Record<IdentityPurpose, Output<string>>>;

  constructor(name: string, args: IdentitiesArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:Identities', name, {}, opts);
    const { resourceGroupName, location } = args;
    const identity = (purpose: IdentityPurpose): UserAssignedIdentity =>
      new UserAssignedIdentity(`identity-${purpose}`, { resourceGroupName, location, resourceName: args.names.identity(purpose) }, { parent: this });
    const [ingestion, transformation, pipeline] = [identity('ingestion'), identity('transformation'), identity('pipeline')];
    this.principalIds = { ingestion: ingestion.principalId, transformation: transformation.principalId, pipeline: pipeline.principalId };
    this.clientIds = { ingestion: ingestion.clientId, transformation: transformation.clientId, pipeline: pipeline.clientId };
    this.ids = { ingestion: ingestion.id, transformation: transformation.id, pipeline: pipeline.id };
    this.registerOutputs({ clientIds: this.clientIds });
  }
}

export interface Grant {
  /** Who and what, for the logical name: "ingestion-bronze". */
  readonly key: string;
  readonly role: Role;
  readonly principalId: Input<string>;
  /** ARM id of one resource; never a subscription. */
  readonly scope: Input<string>;
  readonly description: string;
}

export interface RoleAssignmentsArgs {
  readonly subscriptionId: string;
  readonly grants: readonly Grant[];
}

export class RoleAssignments extends ComponentResource {
  constructor(name: string, args: RoleAssignmentsArgs, opts?: ComponentResourceOptions) {
    super('hx:platform:RoleAssignments', name, {}, opts);
    for (const { key, role, principalId, scope, description } of args.grants) {
      new RoleAssignment(
        `grant-${key}`,
        {
          // The same (scope, principal, role) is the same assignment: Azure refuses a second one under another name.
          roleAssignmentName: all([scope, principalId]).apply(([at, who]) => guidOf(at.toLowerCase(), who, roles[role])),
          scope,
          principalId,
          // Without it Azure looks the principal up, and a new one is not replicated yet.
          principalType: 'ServicePrincipal',
          roleDefinitionId: `/subscriptions/${args.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
          description,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

export interface GrantSources {
  readonly identities: Pick<Identities, 'principalIds'>;
  readonly accessConnectorPrincipalId: Input<string>;
  readonly containerIds: Readonly<Record<Container, Input<string>>>;
  readonly storageAccountId: Input<string>;
  readonly registryId: Input<string>;
  readonly vaultId: Input<string>;
  readonly appInsightsId: Input<string>;
  readonly workspaceId: Input<string>;
  /**
   * Object id of the tenant's enterprise application "AzureDatabricks", which reads the vault for secret scopes. Each tenant has its own; without it
   * somebody else must have granted the right.
   */
  readonly databricksServicePrincipalId: string | undefined;
}

/** Every grant of the platform, in one table. */
export function platformGrants(from: GrantSources): readonly Grant[] {
  const { ingestion, transformation, pipeline } = from.identities.principalIds;
  const connector = from.accessConnectorPrincipalId;
  const { bronze, silver, gold } = from.containerIds;
  const grant = (key: string, role: Role, principalId: Input<string>, scope: Input<string>, description: string): Grant => ({
    key,
    role,
    principalId,
    scope,
    description,
  });
  const databricks = from.databricksServicePrincipalId;
  return [
    ...(databricks === undefined
      ? []
      : [grant('databricks-secrets', 'secretsUser', databricks, from.vaultId, 'Databricks reads the vault for its secret scope')]),
    grant('ingestion-images', 'acrPull', ingestion, from.registryId, 'ingestion pulls its image'),
    grant('ingestion-secrets', 'secretsUser', ingestion, from.vaultId, 'ingestion reads its secrets'),
    grant('ingestion-telemetry', 'metricsPublisher', ingestion, from.appInsightsId, 'ingestion sends telemetry'),
    grant('ingestion-bronze', 'blobContributor', ingestion, bronze, 'ingestion writes bronze'),
    grant('transformation-images', 'acrPull', transformation, from.registryId, 'transformation pulls its image'),
    grant('transformation-secrets', 'secretsUser', transformation, from.vaultId, 'transformation reads its secrets'),
    grant('transformation-telemetry', 'metricsPublisher', transformation, from.appInsightsId, 'transformation sends telemetry'),
    grant('transformation-bronze', 'blobReader', transformation, bronze, 'transformation reads bronze'),
    grant('transformation-silver', 'blobContributor', transformation, silver, 'transformation writes silver'),
    grant('transformation-gold', 'blobContributor', transformation, gold, 'transformation writes gold'),
    grant('connector-bronze', 'blobContributor', connector, bronze, 'Unity Catalog uses bronze'),
    grant('connector-silver', 'blobContributor', connector, silver, 'Unity Catalog uses silver'),
    grant('connector-gold', 'blobContributor', connector, gold, 'Unity Catalog uses gold'),
    // Rights on containers alone need it to sign the short-lived keys that Unity Catalog hands to clusters.
    grant('connector-delegation', 'blobDelegator', connector, from.storageAccountId, 'Unity Catalog signs short-lived access'),
    // Databricks knows no narrower Azure role with which a managed identity may enter a workspace.
    grant('factory-workspace', 'contributor', pipeline, from.workspaceId, 'Data Factory runs notebooks'),
  ];
}
