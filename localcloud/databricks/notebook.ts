// Notebooks: an absolute path, source or content, and the language where the source doesn't tell it.
import { createHash } from 'node:crypto';
import { isGiven, isMissing, text } from '../azure/shared/values';
import type { Kind } from '../kind';
import { checkOneOf, inWorkspace, invalid, tokenOf } from './objects';
import { checkPath, refuseOccupied } from './workspace-objects';

const byExtension: { readonly [extension: string]: string } = { py: 'PYTHON', sql: 'SQL', scala: 'SCALA', r: 'R', ipynb: 'PYTHON' };

export const notebook: Kind = inWorkspace({
  token: tokenOf('Notebook'),
  type: 'workspace/notebooks',
  apiVersion: '2.0',
  id: ({ inputs }) => text(inputs, 'path') ?? '',
  location: 'none',
  replaceOn: ['path'],
  check: (ctx) => {
    const { inputs } = ctx;
    checkPath(ctx);
    checkOneOf(ctx, 'language', ['SCALA', 'PYTHON', 'SQL', 'R']);
    checkOneOf(ctx, 'format', ['SOURCE', 'DBC', 'JUPYTER', 'HTML', 'R_MARKDOWN', 'AUTO', 'RAW']);
    if (isGiven(inputs, 'source') && isGiven(inputs, 'contentBase64')) invalid(ctx, 'source', 'source conflicts with content_base64.');
    if (isMissing(inputs, 'source') && isMissing(inputs, 'contentBase64')) invalid(ctx, 'source', 'A notebook needs source or content_base64.');
    const content = text(inputs, 'contentBase64');
    if (content !== undefined && (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(content)))
      invalid(ctx, 'contentBase64', 'content_base64 is not base64.');
    if (content !== undefined && Buffer.byteLength(content, 'base64') > 10 * 1024 * 1024)
      ctx.refuse('contentBase64', 'MAX_NOTEBOOK_SIZE_EXCEEDED', 'A notebook has at most 10 MB.');
    if (content !== undefined && isMissing(inputs, 'language') && isSource(text(inputs, 'format')))
      invalid(ctx, 'language', 'language is required with content_base64.');
    const path = text(inputs, 'path');
    if (path !== undefined && /^\/(Users|Repos|Shared)?$/.test(path)) invalid(ctx, 'path', `A notebook can't be at ${path}.`);
  },
  admit: (ctx) => {
    if (ctx.operation !== 'delete') refuseOccupied(ctx, 'Notebook');
  },
  outputs: ({ id, inputs, world, before, digits }) => {
    const content = text(inputs, 'contentBase64');
    const extension = text(inputs, 'source')?.split('.').at(-1)?.toLowerCase() ?? '';
    return {
      objectId: before?.outputs['objectId'] ?? Number(digits('object', 15)),
      objectType: 'NOTEBOOK',
      format: text(inputs, 'format') ?? 'SOURCE',
      language: text(inputs, 'language') ?? byExtension[extension] ?? 'PYTHON',
      url: `https://${world.host ?? ''}/#workspace${id}`,
      workspacePath: `/Workspace${id}`,
      ...(content === undefined ? {} : { md5: createHash('md5').update(Buffer.from(content, 'base64')).digest('hex') }),
    };
  },
});

const isSource = (format: string | undefined): boolean => format === undefined || format === 'SOURCE';
