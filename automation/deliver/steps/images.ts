// Brings the images of this commit into the target's registry: built once, later copied by digest, never built twice.
import { join } from 'node:path';
import { imageNames, imageTag } from '../../images';
import { step } from '../step';
import { outputOf } from './exports';

export const images = step({
  name: 'images',
  timeoutMs: 45 * 60_000,
  isRetried: true,
  plan: ({ outputs, source }) => ({
    does: 'build, or copy by digest, and push',
    values: Object.fromEntries(imageNames.map((name) => [name, `${outputOf(outputs, 'registryLoginServer')}/${name}:${imageTag(source)}`])),
  }),
  run: async (context) => {
    const { target, source, services, folder, tell, note, signal } = context;
    const { message, how, ...output } = await services.images({
      target,
      source,
      loginServer: outputOf(context.need('exports').outputs, 'registryLoginServer'),
      python: (await context.python()).python,
      folder: join(folder, 'images'),
      tell,
      note,
      cancelled: signal,
    });
    return { state: how === 'unchanged' ? 'unchanged' : 'succeeded', message, output };
  },
});
