// Secrets in a scope of Databricks' own; scopes over a key vault are read-only.
import { text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { inWorkspace, invalid, mustHave, tokenOf } from './objects';

export const secret: Kind = inWorkspace({
  token: tokenOf('Secret'),
  type: 'secrets',
  apiVersion: '2.0',
  id: ({ inputs }) => `${text(inputs, 'scope') ?? ''}|||${text(inputs, 'key') ?? ''}`,
  name: {
    property: 'key',
    pattern: /^[\w.-]{1,128}$/,
    code: 'INVALID_PARAMETER_VALUE',
    message: 'Secret keys have 1 to 128 alphanumerics, dashes, underscores and periods.',
  },
  location: 'none',
  replaceOn: ['scope', 'key', 'stringValue'],
  secrets: ['stringValue'],
  check: (ctx) => {
    const value = text(ctx.inputs, 'stringValue');
    if (value !== undefined && Buffer.byteLength(value) > 128 * 1024) invalid(ctx, 'stringValue', 'The value of a secret has at most 128 KB.');
    if (value === '') invalid(ctx, 'stringValue', 'The value of a secret must not be empty.');
  },
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    const scope = mustHave(ctx, 'SecretScope', text(ctx.inputs, 'scope') ?? '', 'Scope');
    if (text(scope.outputs, 'backendType') === 'AZURE_KEYVAULT')
      ctx.refuse(400, 'BAD_REQUEST', `Cannot write secrets to Azure KeyVault-backed scope ${scope.id}`);
  },
  outputs: ({ inputs, now }) => ({
    lastUpdatedTimestamp: Date.parse(now),
    configReference: `{{secrets/${text(inputs, 'scope') ?? ''}/${text(inputs, 'key') ?? ''}}}`,
  }),
});
