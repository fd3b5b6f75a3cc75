// The images of the ETL in the target's registry: built and pushed, or, where they were promoted, only looked at. Holds no credential.
import { getRegistryImageOutput } from '@pulumi/docker/getRegistryImage';
import { Image } from '@pulumi/docker/image';
import { ComponentResource, interpolate, output, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { imageNames, type ImageName, type ImageSource, type ImagesSettings } from '../config/images';

export interface EtlImagesArgs extends Pick<ImagesSettings, 'tag' | 'images'> {
  /** Host name of the registry. The provider finds the login in DOCKER_CONFIG: none reaches the program or the state. */
  readonly loginServer: Input<string>;
}

/** What Databricks, Container Apps and this project's clusters run on. */
const platform = 'linux/amd64';

export class EtlImages extends ComponentResource {
  /** "<login server>/<image>@sha256:…". */
  readonly references: Readonly<Record<ImageName, Output<string>>>;

  constructor(name: string, args: EtlImagesArgs, opts?: ComponentResourceOptions) {
    super('hx:delivery:EtlImages', name, {}, opts);
    const referenceOf = (image: ImageName): Output<string> => {
      const repository = interpolate`${args.loginServer}/${image}`;
      return this.reference(image, repository, args.tag, args.images[image]);
    };
    this.references = { 'etl-ingestion': referenceOf('etl-ingestion'), 'etl-transformation': referenceOf('etl-transformation') };
    this.registerOutputs(Object.fromEntries(imageNames.map((image) => [image, this.references[image]])));
  }

  private reference(name: ImageName, repository: Output<string>, tag: string, source: ImageSource): Output<string> {
    const imageName = interpolate`${repository}:${tag}`;
    if ('promoted' in source) {
      const { digest } = source.promoted;
      const found = getRegistryImageOutput({ name: imageName }, { parent: this });
      return output([imageName, repository, found.sha256Digest]).apply(([wanted = '', place = '', actual = '']) => {
        if (actual !== digest) throw new Error(`${wanted} is ${actual} in the registry, not the promoted ${digest}: promote it again`);
        return `${place}@${digest}`;
      });
    }
    const { context, dockerfile, args } = source.build;
    // No network: everything that an image holds is in its context, or in its base.
    const build = { context, dockerfile, args, platform, network: 'none' };
    const image = new Image(name, { imageName, build, buildOnPreview: false, skipPush: false }, { parent: this });
    return output([image.repoDigest, repository]).apply(([digest = '', place = '']) => pushedTo(place, digest));
  }
}

/** The daemon may name another registry first where it holds the same image from there. */
function pushedTo(repository: string, reference: string): string {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest === undefined) throw new Error(`the push to ${repository} gave no digest but "${reference}"`);
  return `${repository}@${digest}`;
}
