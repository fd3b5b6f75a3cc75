// Who may read, write or manage a secret scope.
import { text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { checkOneOf, inWorkspace, mustHave, tokenOf } from './objects';
import { admitPrincipal } from './principals';

export const secretAcl: Kind = inWorkspace({
  token: tokenOf('SecretAcl'),
  type: 'secrets/acls',
  apiVersion: '2.0',
  id: ({ inputs }) => `${text(inputs, 'scope') ?? ''}|||${text(inputs, 'principal') ?? ''}`,
  location: 'none',
  replaceOn: ['scope', 'principal', 'permission'],
  check: (ctx) => checkOneOf(ctx, 'permission', ['READ', 'WRITE', 'MANAGE']),
  admit: (ctx) => {
    if (ctx.operation === 'delete') return;
    mustHave(ctx, 'SecretScope', text(ctx.inputs, 'scope') ?? '', 'Scope');
    admitPrincipal(ctx, text(ctx.inputs, 'principal'));
  },
});
