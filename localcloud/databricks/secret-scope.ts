// Secret scopes: of Databricks' own or over a key vault; everything about one is fixed at creation.
import { isGiven, isMissing, same, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { all, checkOneOf, inWorkspace, invalid, tokenOf } from './objects';

const vaultForm = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+$/i;

export const secretScope: Kind = inWorkspace({
  token: tokenOf('SecretScope'),
  type: 'secrets/scopes',
  apiVersion: '2.0',
  id: ({ inputs }) => text(inputs, 'name') ?? '',
  name: {
    property: 'name',
    pattern: /^[\w.@-]{1,128}$/,
    code: 'INVALID_PARAMETER_VALUE',
    message: 'Scope names have 1 to 128 alphanumerics, dashes, underscores, @ and periods.',
  },
  location: 'none',
  replaceOn: ['name', 'backendType', 'keyvaultMetadata', 'initialManagePrincipal'],
  check: (ctx) => {
    const { inputs } = ctx;
    checkOneOf(ctx, 'backendType', ['DATABRICKS', 'AZURE_KEYVAULT']);
    const isVault = text(inputs, 'backendType') === 'AZURE_KEYVAULT';
    if (isVault && isMissing(inputs, 'keyvaultMetadata'))
      invalid(ctx, 'keyvaultMetadata', 'keyvault_metadata is required for a scope with backend type AZURE_KEYVAULT.');
    if (text(inputs, 'backendType') === 'DATABRICKS' && isGiven(inputs, 'keyvaultMetadata'))
      invalid(ctx, 'keyvaultMetadata', 'keyvault_metadata is only for scopes with backend type AZURE_KEYVAULT.');
    const [vault, dns] = [text(inputs, 'keyvaultMetadata.resourceId'), text(inputs, 'keyvaultMetadata.dnsName')];
    if (vault !== undefined && !vaultForm.test(vault)) invalid(ctx, 'keyvaultMetadata.resourceId', `'${vault}' is not the resource id of a key vault.`);
    if (dns !== undefined && !/^https:\/\/[a-z0-9-]+\.vault\.[a-z.]+\/?$/i.test(dns))
      invalid(ctx, 'keyvaultMetadata.dnsName', `'${dns}' is not the DNS name of a key vault: https://name.vault.azure.net/`);
    const principal = text(inputs, 'initialManagePrincipal');
    if (principal !== undefined && principal !== 'users') invalid(ctx, 'initialManagePrincipal', "initial_manage_principal can only be 'users'.");
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    if (ctx.before) return void (ctx.operation === 'create' && ctx.refuse(400, 'RESOURCE_ALREADY_EXISTS', `Scope ${ctx.id} already exists!`));
    const vaultId = text(ctx.inputs, 'keyvaultMetadata.resourceId');
    if (vaultId === undefined) return;
    const vault = ctx.world.get(vaultId) ?? ctx.refuse(404, 'RESOURCE_DOES_NOT_EXIST', `The key vault ${vaultId} does not exist.`);
    const [given, actual] = [text(ctx.inputs, 'keyvaultMetadata.dnsName'), text(vault.outputs, 'properties.vaultUri')].map((uri) => uri?.replace(/\/+$/, ''));
    if (given !== undefined && actual !== undefined && !same(given, actual))
      ctx.refuse(400, 'INVALID_PARAMETER_VALUE', `The DNS name ${given} is not the one of key vault ${vaultId}, which is ${actual}.`);
  },
  // What a scope holds goes with it.
  beside: ({ operation, stored, world }) =>
    operation === 'delete'
      ? ['Secret', 'SecretAcl'].flatMap((kind) =>
          all(world, kind)
            .filter((held) => text(held.inputs, 'scope') === stored.id)
            .map(({ id, token }) => ({ delete: id, token })),
        )
      : [],
  outputs: ({ inputs }) => ({ backendType: text(inputs, 'backendType') ?? (isGiven(inputs, 'keyvaultMetadata') ? 'AZURE_KEYVAULT' : 'DATABRICKS') }),
});
