// What a user can do about a refusal: one row an error code of Azure Resource Manager or Databricks. Data only; classify.ts reads the texts.
import type { ExitReason } from '../exit-codes';

export interface Advice {
  readonly suggestion: string;
  /** Where the code says more than that a resource operation failed. */
  readonly reason?: Exclude<ExitReason, 'ok'>;
}

const again = 'run the same command again: it goes on where it stopped';
const slower = 'wait a minute, then run the same command again with --parallel 1';
const taken = 'the name is taken by someone else: choose another project name in infra/environments/<env>.yaml';
const missing = 'something that it needs is gone from the cloud: hx refresh records that, hx up makes it again';
const quota = 'ask for more quota in this subscription and region, or use a smaller size or another region';
const rights = 'give the signed-in identity a role that allows this, or sign in as another one; a new role takes some minutes to work';
const signIn = 'az login';
const exists = 'import it or delete it in the cloud';
const deleted = 'hx up brings a deleted vault back; to begin with a new one instead: az keyvault purge --name <name>';
const unlocked = 'remove the lock first: az lock list, then az lock delete --ids <id>';
const region = 'choose another region or size in infra/environments/<env>.yaml';

const rows: readonly (readonly [advice: Advice, codes: readonly string[]])[] = [
  [{ suggestion: slower }, ['TooManyRequests', 'SubscriptionRequestsThrottled', 'OperationsRateLimitExceeded', 'REQUEST_LIMIT_EXCEEDED', '429']],
  [
    { suggestion: again },
    [
      ...['AnotherOperationInProgress', 'OperationInProgress', 'RetryableError', 'InternalServerError', 'InternalError', 'ServerError'],
      ...['ServiceUnavailable', 'ServerTimeout', 'ServerBusy', 'BadGateway', 'GatewayTimeout', 'RequestTimeout', 'OperationTimedOut', 'OperationCancelled'],
      ...['RESOURCE_CONFLICT', 'INTERNAL_ERROR', 'TEMPORARILY_UNAVAILABLE', 'DEADLINE_EXCEEDED', '408', '500', '502', '503', '504'],
    ],
  ],
  [
    { suggestion: taken },
    [
      'StorageAccountAlreadyTaken',
      'AlreadyInUse',
      'VaultAlreadyExists',
      'DataFactoryNameInUse',
      'NameNotAvailable',
      'NameAlreadyExists',
      'AccountNameAlreadyExists',
    ],
  ],
  [{ suggestion: deleted }, ['ConflictError', 'DeletedVaultNotFound', 'VaultNameNotAvailable']],
  [{ suggestion: unlocked }, ['ScopeLocked']],
  [
    { suggestion: missing },
    [
      'ResourceNotFound',
      'ResourceGroupNotFound',
      'ParentResourceNotFound',
      'SubnetNotFound',
      'VirtualNetworkNotFound',
      'AccessConnectorNotFound',
      'LinkedWorkspaceNotFound',
      'InvalidResourceReference',
      'RESOURCE_DOES_NOT_EXIST',
      'EXTERNAL_LOCATION_DOES_NOT_EXIST',
    ],
  ],
  [
    { suggestion: quota },
    ['QuotaExceeded', 'ResourceQuotaExceeded', 'ResourceCountExceedsLimit', 'RoleAssignmentLimitExceeded', 'QUOTA_EXCEEDED', 'RESOURCE_LIMIT_EXCEEDED'],
  ],
  [
    { suggestion: region },
    [
      'SkuNotAvailable',
      'SkuNotSupported',
      'AllocationFailed',
      'ZonalAllocationFailed',
      'LocationNotAvailableForResourceType',
      'OverconstrainedAllocationRequest',
    ],
  ],
  [
    { suggestion: rights, reason: 'authentication' },
    ['AuthorizationFailed', 'LinkedAuthorizationFailed', 'Forbidden', 'ForbiddenByRbac', 'RoleAssignmentNotAuthorized', 'PERMISSION_DENIED', '403'],
  ],
  [
    { suggestion: signIn, reason: 'authentication' },
    ['AuthenticationFailed', 'InvalidAuthenticationToken', 'InvalidAuthenticationTokenTenant', 'ExpiredAuthenticationToken', 'UNAUTHENTICATED', '401'],
  ],
  [
    { suggestion: exists },
    [
      'ResourceAlreadyExists',
      'RoleAssignmentExists',
      'RoleDefinitionWithSameNameExists',
      'RESOURCE_ALREADY_EXISTS',
      'SCHEMA_ALREADY_EXISTS',
      'CATALOG_ALREADY_EXISTS',
      'EXTERNAL_LOCATION_ALREADY_EXISTS',
      'STORAGE_CREDENTIAL_ALREADY_EXISTS',
    ],
  ],
  [{ suggestion: 'a new identity takes a minute to be known everywhere: run the same command again' }, ['PrincipalNotFound', 'PRINCIPAL_DOES_NOT_EXIST']],
  [
    { suggestion: 'az provider register --namespace <namespace of the resource type>, then run the same command again' },
    ['MissingSubscriptionRegistration', 'NoRegisteredProviderFound'],
  ],
  [{ suggestion: 'an Azure Policy of this subscription forbids it: ask its owner, or change what the message names' }, ['RequestDisallowedByPolicy']],
  [{ suggestion: 'a resource does not move: destroy the target first, or give it another name' }, ['InvalidResourceLocation', 'InvalidResourceGroupLocation']],
];

const byCode: ReadonlyMap<string, Advice> = new Map(rows.flatMap(([advice, codes]) => codes.map((code) => [code, advice] as const)));

/** What to do about an error code, or about an HTTP status where the code is not known. */
export const adviceFor = (code: string | undefined, status: string | undefined): Advice | undefined =>
  (code === undefined ? undefined : byCode.get(code)) ?? (status === undefined ? undefined : byCode.get(status));
