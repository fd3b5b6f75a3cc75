// docker:index/image:Image as the real provider takes it: names in Docker's grammar, what a build may say. Building is in build.ts.
import { at, isMissing, isTrue, text } from '../azure/shared/values';
import type { CheckContext, Kind } from '../kind';
import { parseImageName } from './image-name';

export const imageToken = 'docker:index/image:Image';

const platforms = /^(linux|windows)\/[a-z0-9]+(\/v\d+)?$/;

function check(ctx: CheckContext): void {
  const { inputs } = ctx;
  const name = text(inputs, 'imageName');
  if (name !== undefined && !(isTrue(inputs, 'skipPush') && /^[a-z0-9][a-z0-9._/:-]*$/.test(name))) {
    const parsed = parseImageName(name);
    if ('problem' in parsed) ctx.refuse('imageName', 'InvalidImageName', `${name}: ${parsed.problem}`);
    else if (parsed.digest !== undefined) ctx.refuse('imageName', 'InvalidImageName', `${name}: an image that is built is named by a tag, not by a digest`);
  }
  const platform = text(inputs, 'build.platform');
  if (platform !== undefined && !platforms.test(platform))
    ctx.refuse('build.platform', 'InvalidPlatform', `"${platform}" is an invalid component of a platform; write it as linux/amd64`);
  if (at(inputs, 'build.cacheFrom') !== undefined && isMissing(inputs, 'build.cacheFrom.images'))
    ctx.refuse('build.cacheFrom', 'MissingImages', 'if you want to use cacheFrom, you must have `images` set');
}

export const image: Kind = {
  token: imageToken,
  type: 'images',
  apiVersion: '1.41',
  id: ({ inputs }) => text(inputs, 'imageName') ?? '',
  location: 'none',
  secrets: ['registry.password'],
  check,
  renewed: ['repoDigest'],
};
